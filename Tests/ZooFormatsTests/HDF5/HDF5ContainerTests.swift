import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

@testable import ZooFormats

/// Superblocks, headers and groups: what a damaged or hostile file is told.
@Suite
struct HDF5ContainerTests {
  typealias Message = HDF5Builder.Message
  let suite = CheckpointReaderSuite(HDF5Reader.self)

  /// A group with one dataset and further messages.
  func file(
    _ more: [Message] = [],
    _ change: (inout HDF5Builder) throws -> [Message] = { _ in [] }
  ) throws -> [UInt8] {
    var builder = HDF5Builder()
    let weight = try builder.addDataset()
    let changed = try change(&builder)
    return try builder.file(root: [.link("weight", weight)] + more + changed)
  }

  func open(_ bytes: [UInt8]) throws -> HDF5Reader {
    try suite.open("file", in: try MemoryTree(["file": bytes]))
  }

  /// Overwrites bytes at an offset.
  func patched(_ bytes: [UInt8], at offset: Int, _ change: [UInt8]) -> [UInt8] {
    Array(bytes[..<offset]) + change + Array(bytes[(offset + change.count)...])
  }

  /// The first place of a text in bytes.
  func place(of text: String, in bytes: [UInt8], from start: Int = 0) throws -> Int {
    let wanted = Array(text.utf8)
    let found = (start..<(bytes.count - wanted.count)).first { offset in
      Array(bytes[offset..<(offset + wanted.count)]) == wanted
    }
    return try #require(found)
  }

  @Test
  func `a file made by hand is read`() throws {
    let reader = try open(try file())
    #expect(reader.tensors.map(\.name) == ["weight"])
    #expect(reader.tensors.first?.shape.dimensions == [2, 3])
    #expect(reader.files == ["file"])
  }

  // MARK: - 72: superblock

  @Test(arguments: [1, 100, 511, 513, 1000, 1536])
  func `a signature that is not at 0, 512, 1024 and so on is not found`(_ offset: Int) throws {
    let bytes = [UInt8](repeating: 0, count: offset) + (try file())
    let tree = try MemoryTree(["file": bytes])
    #expect(!HDF5Reader.recognizes(try FileProbe("file", in: tree)))
    try suite.checkRejects(bytes: bytes, code: .invalidValue, saying: "no HDF5 signature")
  }

  @Test
  func `a superblock behind a block of the writer's own must state where it is`() throws {
    let bytes = [UInt8](repeating: 0, count: 512) + (try file())
    try suite.checkRejects(bytes: bytes, code: .inconsistent, saying: "is at byte 512", "from 0")
  }

  @Test
  func `a superblock of version 1, which states one more number, is read`() throws {
    let bytes = try Fixtures.bytes("hdf5/named_type.h5")
    let root = Int(bytes[64]) | Int(bytes[65]) << 8
    // The longer superblock takes the place of the root's header, which moves to the end.
    var header = Array(bytes[root..<(root + 1024)])
    var file = Array(bytes[..<24]) + [32, 0, 0, 0] + Array(bytes[24..<96]) + Array(bytes[100...])
    file[8] = 1
    while file.count % 8 != 0 { file.append(0) }
    let address = file.count
    header = Array(header[..<min(header.count, bytes.count - root)])
    file += header
    file = patched(file, at: 44, HDF5Builder.number(file.count))
    file = patched(file, at: 68, HDF5Builder.number(address))
    let reader = try open(file)
    #expect(reader.tensors.map(\.name) == ["weight"])
  }

  @Test
  func `superblocks of later versions are refused`() throws {
    let bytes = patched(try file(), at: 8, [4])
    try suite.checkRejects(bytes: bytes, code: .unsupported, saying: "superblock version 4")
  }

  @Test(arguments: [(2, 8), (8, 2), (16, 8), (8, 0)])
  func `addresses and sizes of other widths than 4 and 8 bytes are refused`(
    _ offsets: Int,
    _ lengths: Int
  ) throws {
    let bytes = patched(try file(), at: 9, [UInt8(offsets), UInt8(lengths)])
    try suite.checkRejects(bytes: bytes, code: .unsupported, saying: "4 and 8 are read")
  }

  @Test
  func `a superblock whose checksum is wrong is refused`() throws {
    let bytes = patched(try file(), at: 44, [1, 2, 3, 4])
    try suite.checkRejects(bytes: bytes, code: .inconsistent, saying: "the superblock is damaged")
  }

  @Test
  func `a file that its writer did not close is refused`() throws {
    var builder = HDF5Builder()
    let root = try builder.add([.link("weight", try builder.addDataset())])
    let bytes = try builder.file(rootAddress: root, version: 3, flags: 1)
    try suite.checkRejects(bytes: bytes, code: .unsupported, saying: "not closed", "h5clear")
    #expect(try open(try builder.file(rootAddress: root, version: 3)).tensors.count == 1)
  }

  // MARK: - 73: size

  @Test
  func `a file that is shorter than it states is an unfinished download`() throws {
    let bytes = Array(try file().dropLast())
    try suite.checkRejects(bytes: bytes, code: .truncated, saying: "not finished", "fetch it again")
  }

  @Test
  func `bytes after the end that a file states are refused`() throws {
    try suite.checkRejects(bytes: try file() + [0], code: .inconsistent, saying: "1 bytes follow")
  }

  // MARK: - 74: addresses and circles

  @Test
  func `an object outside the file is refused`() throws {
    let bytes = try file([.link("far", 1 << 40)])
    try suite.checkRejects(bytes: bytes, code: .truncated, saying: "'far'", "outside the file")
  }

  @Test
  func `an undefined address of an object is refused`() throws {
    let bytes = try file([.link("nowhere", -1)])
    try suite.checkRejects(bytes: bytes, code: .invalidValue, saying: "undefined")
  }

  @Test
  func `elements outside the file are refused`() throws {
    let bytes = try file { builder in
      [.link("out", try builder.add([.space([2, 3]), .float32, .contiguous(1 << 30, 24)]))]
    }
    try suite.checkRejects(bytes: bytes, code: .truncated, saying: "'out'", "outside the file")
  }

  @Test
  func `a group that contains itself is refused`() throws {
    let bytes = try Fixtures.bytes("hdf5/refused/circle.h5")
    try suite.checkRejects(bytes: bytes, code: .inconsistent, saying: "reached twice")
  }

  @Test
  func `groups that are nested too deeply are refused`() throws {
    var builder = HDF5Builder()
    var inner = try builder.addDataset()
    for _ in 0..<100 { inner = try builder.add([.link("g", inner)]) }
    let bytes = try builder.file(rootAddress: inner)
    try suite.checkRejects(
      bytes: bytes,
      code: .limitExceeded,
      saying: "nesting of groups",
      "ParsingLimits.nestingDepth"
    )
  }

  @Test
  func `a tree whose node is its own child is refused`() throws {
    let bytes = try file { builder in
      let heap = builder.add(Array("HEAP".utf8) + [UInt8](repeating: 0, count: 28))
      let tree = builder.bytes.count
      _ = builder.add(Self.node(level: 1, children: [tree]))
      return [.symbolTable(tree: tree, heap: heap)]
    }
    try suite.checkRejects(bytes: bytes, code: .inconsistent, saying: "reached twice")
  }

  @Test
  func `a tree whose level does not decrease is refused`() throws {
    let bytes = try file { builder in
      let heap = builder.add(Array("HEAP".utf8) + [UInt8](repeating: 0, count: 28))
      let child = builder.add(Self.node(level: 1, children: []))
      let tree = builder.add(Self.node(level: 1, children: [child]))
      return [.symbolTable(tree: tree, heap: heap)]
    }
    try suite.checkRejects(bytes: bytes, code: .inconsistent, saying: "on level 1, expected 0")
  }

  /// A node of a tree of group members.
  static func node(level: UInt8, children: [Int]) -> [UInt8] {
    Array("TREE".utf8) + [0, level] + HDF5Builder.number(children.count, 2)
      + [UInt8](repeating: 0xff, count: 16)
      + children.flatMap { HDF5Builder.number(0) + HDF5Builder.number($0) } + HDF5Builder.number(0)
  }

  @Test
  func `a continuation that leads back to the header is refused`() throws {
    var builder = HDF5Builder()
    let root = builder.bytes.count
    _ = try builder.add([.continuation(root, 34)])
    let bytes = try builder.file(rootAddress: root)
    try suite.checkRejects(bytes: bytes, code: .inconsistent, saying: "overlap")
  }

  @Test
  func `tables that are read over and over are refused`() throws {
    let region = ByteRegion(try ByteStore.copying([1, 2, 3], name: "small"))
    let allowance = HDF5Allowance(for: region)
    try allowance.spend(1 << 20)
    let error = #expect(throws: FormatError.self) { try allowance.spend(1) }
    #expect(error?.message.contains("refer to each other in circles") == true)
  }

  // MARK: - 75: messages

  @Test
  func `a message that runs past the end of its header is refused`() throws {
    var builder = HDF5Builder()
    var message = Message.link("weight", 48).bytes
    message[1] = 200
    let head = Array("OHDR".utf8) + [2, 0b10] + HDF5Builder.number(message.count, 4)
    let root = builder.add(try HDF5Builder.sealed(head + message))
    let bytes = try builder.file(rootAddress: root)
    try suite.checkRejects(bytes: bytes, code: .inconsistent, saying: "runs past the end")
  }

  @Test
  func `a header whose checksum is wrong is refused`() throws {
    var bytes = try file()
    bytes[bytes.count - 1] ^= 1
    try suite.checkRejects(bytes: bytes, code: .inconsistent, saying: "object header is damaged")
  }

  @Test
  func `an older header with another number of messages than it states is refused`() throws {
    let bytes = try Fixtures.bytes("hdf5/narrow.h5")
    let root = Int(bytes[44])
    try suite.checkRejects(
      bytes: patched(bytes, at: root + 2, [9]),
      code: .inconsistent,
      saying: "states 9 messages"
    )
  }

  @Test
  func `continuations that overlap are refused`() throws {
    var builder = HDF5Builder()
    let dataset = try builder.addDataset()
    let block = try HDF5Builder.sealed(Array("OCHK".utf8) + Message.link("a", dataset).bytes)
    let place = builder.add(block)
    let root = try builder.add([
      .continuation(place, block.count), .link("b", dataset), .continuation(place, block.count),
    ])
    let bytes = try builder.file(rootAddress: root)
    try suite.checkRejects(bytes: bytes, code: .inconsistent, saying: "overlap")
  }

  @Test
  func `a message that must be understood and is not is refused`() throws {
    let bytes = try file([Message(type: 99, flags: 0b1000_0000, body: [0])])
    try suite.checkRejects(bytes: bytes, code: .unsupported, saying: "type 99")
    #expect(try open(try file([Message(type: 99, body: [0])])).tensors.count == 1)
  }

  // MARK: - 76: what leads elsewhere

  @Test(arguments: [
    ("external_link", "external link"), ("external_files", "external files"),
    ("virtual", "virtual dataset"),
  ])
  func `what leads to other files is refused`(_ name: String, _ words: String) throws {
    let bytes = try Fixtures.bytes("hdf5/refused/\(name).h5")
    try suite.checkRejects(bytes: bytes, code: .unsupported, saying: words)
  }

  @Test
  func `a link of a user's own type is refused`() throws {
    let bytes = try file([.link("own", type: 70, [0, 0])])
    try suite.checkRejects(bytes: bytes, code: .unsupported, saying: "user-defined type 70")
  }

  @Test
  func `a table of shared messages is refused`() throws {
    var builder = HDF5Builder()
    let root = try builder.add([.link("weight", try builder.addDataset())])
    let table = Message(type: 15, body: [0] + HDF5Builder.number(48) + [1])
    let more = try builder.add([table])
    let bytes = try builder.file(rootAddress: root, extension: more)
    try suite.checkRejects(bytes: bytes, code: .unsupported, saying: "shared table", "h5repack")
  }

  @Test
  func `a message in the table of shared messages is refused`() throws {
    let bytes = try file { builder in
      let shared = Message(type: 3, flags: 0b10, body: [3, 1] + HDF5Builder.number(0))
      return [.link("x", try builder.add([.space([1]), shared, .contiguous(48, 4)]))]
    }
    try suite.checkRejects(bytes: bytes, code: .unsupported, saying: "'x'", "shared table")
  }

  // MARK: - Names

  @Test(arguments: ["..", ".", "a/b", "a\u{1}"])
  func `a name that is no component of a path is refused`(_ name: String) throws {
    let bytes = try file([.link(name, 48)])
    try suite.checkRejects(bytes: bytes, code: .invalidValue, saying: "no name that an object")
  }

  @Test
  func `a name that occurs twice in a group is refused`() throws {
    let bytes = try file { builder in [.link("weight", try builder.addDataset())] }
    try suite.checkRejects(bytes: bytes, code: .inconsistent, saying: "'weight' occurs twice")
  }

  @Test
  func `a soft link is passed over with a note`() throws {
    let bytes = try file([.link("soft", type: 1, [7, 0] + Array("/weight".utf8))])
    let reader = try open(bytes)
    #expect(reader.tensors.map(\.name) == ["weight"])
    #expect(reader.notes == ["passed over the soft link 'soft' to '/weight'"])
  }

  @Test
  func `a name longer than the limit is refused`() throws {
    let long = String(repeating: "n", count: 200)
    let bytes = try file { builder in
      var inner = try builder.addDataset()
      for _ in 0..<3 { inner = try builder.add([.link(long, inner)]) }
      return [.link("g", inner)]
    }
    try suite.checkRejects(bytes: bytes, code: .limitExceeded, saying: "ParsingLimits.nameBytes")
  }
}
