import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

@testable import ZooFormats

/// Types, layouts, chunks and fill values: what a damaged or hostile file is told.
@Suite
struct HDF5DatasetTests {
  typealias Message = HDF5Builder.Message
  let suite = CheckpointReaderSuite(HDF5Reader.self)

  func open(_ bytes: [UInt8], limits: ParsingLimits = .default) throws -> HDF5Reader {
    try HDF5Reader(opening: "file", in: try MemoryTree(["file": bytes]), limits: limits)
  }

  /// A file with one dataset of these messages.
  func file(_ messages: [Message]) throws -> [UInt8] {
    var builder = HDF5Builder()
    let weight = try builder.add(messages)
    return try builder.file(root: [.link("weight", weight)])
  }

  // MARK: - 77: filters

  @Test(arguments: [("lzf", "filter 32000 (lzf)"), ("scaleoffset", "filter 6 (scaleoffset)")])
  func `filters other than deflate, shuffle and fletcher32 are refused by name`(
    _ name: String,
    _ words: String
  ) throws {
    let bytes = try Fixtures.bytes("hdf5/refused/\(name).h5")
    try suite.checkRejects(bytes: bytes, code: .unsupported, saying: words, "compression='gzip'")
  }

  @Test
  func `a chunk that inflates to another size is refused`() throws {
    // Deflated chunks of the same file are exchanged for one that stands for fewer bytes.
    let decoder = HDF5ChunkDecoder(try filters([1]), byteCount: 9, limits: .default)
    let eight: [UInt8] = [0x78, 0x9c, 0x63, 0x80, 0x02, 0x00, 0x00, 0x08, 0x00, 0x01]
    let error = #expect(throws: FormatError.self) {
      try decoder.elements(of: try block(eight), mask: 0)
    }
    #expect(error?.message.contains("does not inflate to exactly 9") == true)
    let right = HDF5ChunkDecoder(try filters([1]), byteCount: 8, limits: .default)
    #expect(try right.elements(of: try block(eight), mask: 0) == [UInt8](repeating: 0, count: 8))
    let small = HDF5ChunkDecoder(try filters([1]), byteCount: 7, limits: .default)
    #expect(throws: FormatError.self) { try small.elements(of: try block(eight), mask: 0) }
  }

  @Test
  func `a chunk that would inflate out of all proportion is refused before memory is taken`() throws
  {
    let decoder = HDF5ChunkDecoder(try filters([1]), byteCount: 1 << 29, limits: .default)
    let error = #expect(throws: FormatError.self) {
      try decoder.elements(of: try block([0x78, 0x9c, 0x03, 0x00]), mask: 0)
    }
    #expect(error?.code == .limitExceeded)
    #expect(error?.message.contains("ParsingLimits.inflationRatio") == true)
  }

  @Test
  func `a chunk whose checksum is wrong is refused`() throws {
    let decoder = HDF5ChunkDecoder(try filters([3]), byteCount: 4, limits: .default)
    // 0x0102 + 0x0304 = 0x0406 and 0x0102 + 0x0406 = 0x0508, stored little-endian.
    let good: [UInt8] = [1, 2, 3, 4, 0x06, 0x04, 0x08, 0x05]
    #expect(try decoder.elements(of: try block(good), mask: 0) == [1, 2, 3, 4])
    let error = #expect(throws: FormatError.self) {
      try decoder.elements(of: try block([1, 2, 3, 5, 0x06, 0x04, 0x08, 0x05]), mask: 0)
    }
    #expect(error?.message.contains("damaged") == true)
  }

  @Test
  func `a damaged byte of a chunk with a checksum is found in a file`() throws {
    let bytes = try Fixtures.bytes("hdf5/layouts_latest.h5")
    let whole = try open(bytes)
    let summed = try #require(whole.tensors.first { $0.name == "summed" })
    let first = try summed.content.region().prefix(12)
    let place = try #require(
      (0..<(bytes.count - 12)).last { Array(bytes[$0..<($0 + 12)]) == first }
    )
    var damaged = bytes
    damaged[place] ^= 1
    let reader = try open(damaged)
    let broken = reader.tensors.filter { (try? $0.content.region()) == nil }
    #expect(broken.map(\.name) == ["summed"])
  }

  func block(_ bytes: [UInt8]) throws -> HDF5Block {
    HDF5Block(region: ByteRegion(try ByteStore.copying(bytes, name: "block")), position: 0)
  }

  /// Filters as a message of version 2 lists them.
  func filters(_ ids: [UInt8]) throws -> HDF5Filters {
    let body: [UInt8] = [2, UInt8(ids.count)] + ids.flatMap { [$0, 0, 0, 0, 0, 0] as [UInt8] }
    let bytes = try file([Message(type: 11, body: body)])
    let region = ByteRegion(try ByteStore.copying(bytes, name: "file"))
    let header = try HDF5ObjectHeader(in: try HDF5File(region, limits: .default), at: 48)
    return try HDF5Filters(of: header, elementByteCount: 4)
  }

  // MARK: - 78: chunks and fill values

  @Test
  func `elements never written are refused without a fill value that the file states`() throws {
    let bytes = try Fixtures.bytes("hdf5/refused/unwritten.h5")
    let reader = try open(bytes)
    #expect(reader.tensors.map(\.name) == ["contiguous", "weight"])
    for tensor in reader.tensors {
      let error = #expect(throws: FormatError.self) { try tensor.content.region() }
      #expect(error?.message.contains("states no fill value") == true, "\(tensor.name)")
      #expect(error?.message.contains("'\(tensor.name)'") == true)
    }
  }

  @Test
  func `elements never written are a fill value that the file states`() throws {
    let fill: [UInt8] = [0, 0, 0x20, 0x40]
    let bytes = try file([.space([2, 2]), .float32, .contiguous(-1, 16), .fill(fill)])
    let content = try #require(try open(bytes).tensors.first?.content)
    #expect(try content.region().prefix(16) == fill + fill + fill + fill)
  }

  @Test
  func `a few bytes that stand for a huge tensor are refused`() throws {
    let messages: [Message] = [
      .space([1 << 40]), .float32, .contiguous(-1, 1 << 42), .fill([0, 0, 0, 0]),
    ]
    try suite.checkRejects(
      bytes: try file(messages),
      code: .limitExceeded,
      saying: "never written",
      "ParsingLimits.filledBytes"
    )
    let chunks: [Message] = [
      .space([1 << 40]), .float32, .chunked(-1, [1 << 20]), .fill([0, 0, 0, 0]),
    ]
    try suite.checkRejects(
      bytes: try file(chunks),
      code: .limitExceeded,
      saying: "ParsingLimits.filledBytes"
    )
  }

  @Test
  func `a fill value of another size than an element is refused`() throws {
    let bytes = try file([.space([2]), .float32, .contiguous(-1, 8), .fill([0, 0])])
    try suite.checkRejects(bytes: bytes, code: .inconsistent, saying: "fill value has 2 bytes")
  }

  @Test
  func `a chunk larger than memory may hold is refused`() throws {
    let bytes = try file([.space([1 << 30]), .float32, .chunked(-1, [1 << 30])])
    try suite.checkRejects(
      bytes: bytes,
      code: .limitExceeded,
      saying: "size of a chunk",
      "ParsingLimits.blockBytes"
    )
  }

  @Test
  func `chunks of another rank than their dataset are refused`() throws {
    let bytes = try file([.space([4]), .float32, .chunked(-1, [2, 2])])
    try suite.checkRejects(bytes: bytes, code: .inconsistent, saying: "chunks of 2 axes")
  }

  @Test(arguments: [
    ([(0, 0), (4, 16)], "stored twice, or outside"), ([(0, 0), (0, 16)], "stored twice"),
    ([(0, 0), (2, 8)], "share bytes"), ([(0, 0), (1, 16)], "no multiple of 2"),
  ])
  func `chunks that contradict their dataset are refused`(
    _ chunks: [(start: Int, offset: Int)],
    _ words: String
  ) throws {
    // A dataset of 2 × 2 chunks of 1 × 2 F32 numbers, found by a tree of the older kind.
    var builder = HDF5Builder()
    let data = builder.add([UInt8](repeating: 1, count: 64))
    var node = Array("TREE".utf8) + [1, 0] + HDF5Builder.number(chunks.count, 2)
    node += [UInt8](repeating: 0xff, count: 16)
    for (start, offset) in chunks {
      node += HDF5Builder.number(8 * 2, 4) + HDF5Builder.number(0, 4)
      node += HDF5Builder.number(start) + HDF5Builder.number(0) + HDF5Builder.number(0)
      node += HDF5Builder.number(data + offset)
    }
    node += [UInt8](repeating: 0, count: 32)
    let tree = builder.add(node)
    let weight = try builder.add([
      .space([4, 2]), .float32, .chunked(tree, [2, 2]), .fill([0, 0, 0, 0]),
    ])
    let bytes = try builder.file(root: [.link("weight", weight)])
    try suite.checkRejects(bytes: bytes, code: nil, saying: "'weight'", words)
  }

  @Test
  func `elements of another size than their shape are refused`() throws {
    let bytes = try file([.space([2, 3]), .float32, .contiguous(48, 20)])
    try suite.checkRejects(bytes: bytes, code: .inconsistent, saying: "24 bytes", "states 20")
  }

  @Test
  func `a shape whose product overflows is refused`() throws {
    let bytes = try file([.space([1 << 40, 1 << 40]), .float32, .contiguous(48, 4)])
    try suite.checkRejects(bytes: bytes, code: .invalidValue, saying: "'weight'", "overflows")
  }

  @Test
  func `a shape of too many axes is refused`() throws {
    let bytes = try file([.space([Int](repeating: 1, count: 9)), .float32, .contiguous(48, 4)])
    try suite.checkRejects(bytes: bytes, code: .limitExceeded, saying: "ParsingLimits.rank")
  }

  // MARK: - 79: types

  @Test(arguments: [("odd_float", "exponent of 8 bits and 24"), ("odd_integer", "with 17 bits")])
  func `numbers that are laid out unlike any other program's are refused`(
    _ name: String,
    _ words: String
  ) throws {
    let bytes = try Fixtures.bytes("hdf5/refused/\(name).h5")
    try suite.checkRejects(bytes: bytes, code: .unsupported, saying: "'weight'", words)
  }

  @Test(arguments: [
    (8, "an offset of the first bit", 1), (10, "a precision", 31), (12, "the exponent's place", 22),
    (13, "the exponent's size", 7), (15, "the mantissa's size", 22), (16, "the bias", 126),
    (2, "the sign's place", 30), (1, "the mantissa's first bit", 0),
    (1, "the byte order of VAX", 0x61),
  ])
  func `a floating-point number that differs from IEEE 754 is refused`(
    _ offset: Int,
    _ what: String,
    _ value: Int
  ) throws {
    var type = Message.float32
    type.body[offset] = UInt8(value)
    let bytes = try file([.space([1]), type, .contiguous(48, 4)])
    try suite.checkRejects(bytes: bytes, code: .unsupported, saying: "IEEE 754")
  }

  @Test
  func `what no tensor can hold is passed over by name`() throws {
    let notes = try open(try Fixtures.bytes("hdf5/passed_over.h5")).notes
    for kind in ["array", "compound", "list of varying length", "object reference"] {
      #expect(notes.contains { $0.contains("elements of type \(kind) are not read") }, "\(kind)")
    }
    #expect(notes.contains { $0.contains("'opaque': opaque elements of 2 bytes without") })
    #expect(notes.contains { $0.contains("'null', which has no elements") })
    #expect(notes.count == 7)
  }

  @Test
  func `text is listed and not lent`() throws {
    let reader = try open(try Fixtures.bytes("hdf5/all_dtypes.h5"))
    let texts = reader.tensors.filter { $0.dtype == .string }
    #expect(texts.map(\.name) == ["texts/fixed", "texts/variable"])
    for text in texts {
      let error = #expect(throws: FormatError.self) { try text.content.region() }
      #expect(error?.code == .unsupported)
    }
  }

  @Test
  func `a truth value that is neither 0 nor 1 is refused`() throws {
    let bytes = try Fixtures.bytes("hdf5/all_dtypes.h5")
    let tensor = try #require(try open(bytes).tensors.first { $0.name == "bool" })
    let values = try tensor.content.region().prefix(15)
    let place = try #require(
      (0..<(bytes.count - 15)).first { Array(bytes[$0..<($0 + 15)]) == values }
    )
    var damaged = bytes
    damaged[place] = 2
    try suite.checkRejects(bytes: damaged, code: .invalidValue, saying: "'bool'", "neither 0 nor 1")
  }

  // MARK: - Laziness

  @Test
  func `a file of 256 gigabytes is opened without reading its elements`() throws {
    var builder = HDF5Builder()
    let count = 1 << 36
    let weight = try builder.add([
      .space([count]), .float32, .contiguous(4096, 4 * count),
    ])
    let root = try builder.add([.link("weight", weight)])
    let end = 4096 + 4 * count
    var head = HDF5Superblock.signature + [2, 8, 8, 0] + HDF5Builder.number(0)
    head += HDF5Builder.number(-1) + HDF5Builder.number(end) + HDF5Builder.number(root)
    let bytes = try HDF5Builder.sealed(head) + builder.bytes[48...]
    let file = try SparseFile("file", [(bytes, end - bytes.count)])
    let reader = try HDF5Reader(opening: "file", in: MemoryTree(["file": file.region]))
    let tensor = try #require(reader.tensors.first)
    #expect(tensor.shape.dimensions == [count])
    #expect(try tensor.content.region().range == 4096..<end)
    #expect(file.touchedByteCount == 0)
  }

  @Test
  func `contiguous elements are lent where they lie`() throws {
    let bytes = try Fixtures.bytes("hdf5/layouts_earliest.h5")
    let region = ByteRegion(try ByteStore.copying(bytes, name: "file"))
    let reader = try HDF5Reader(opening: "file", in: MemoryTree(["file": region]))
    for name in ["contiguous", "compact"] {
      let tensor = try #require(reader.tensors.first { $0.name == name })
      #expect(try tensor.content.region().store === region.store, "\(name)")
    }
  }
}
