import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

/// Hand-assembled files of the tar container of the first releases.
@Suite
struct PyTorchTarTests {
  static let suite = CheckpointReaderSuite(PyTorchReader.self)

  /// The four members of a file with one tensor `w` of six numbers.
  private struct Members {
    var system = LegacyFile.system(version: 1000)
    var object = P.dict([("w", P.text("7") + P.persid)])
    var count = 6
    var storageClass = "FloatStorage"
    var views = P.emptyList
    var storage = P.int(5)
    var rank: Int32 = 2
    var numbers: [Int64] = [2, 3, 3, 1, 0]
    var tail: [UInt8] = []

    var files: [(String, [UInt8])] {
      let header = P.pickle(
        P.tuple(P.int(5), P.text("cpu"), P.global("torch", storageClass))
      )
      let tensor = P.pickle(P.tuple(P.int(7), storage, P.global("torch", "FloatTensor")))
      return [
        ("sys_info", system), ("pickle", P.pickle(object)),
        (
          "tensors",
          P.pickle(P.int(1)) + tensor + P.little(rank) + [0, 0, 0, 0]
            + numbers.flatMap { P.little($0) } + tail
        ),
        (
          "storages",
          P.pickle(P.int(1)) + header + P.little(Int64(count))
            + LegacyFile.Storage(floats: 6).bytes + P.pickle(views)
        ),
      ]
    }
  }

  /// A ustar header and its data, padded to blocks.
  private func entry(_ name: String, _ bytes: [UInt8], type: UInt8 = 0x30) -> [UInt8] {
    func field(_ text: String, _ count: Int) -> [UInt8] {
      Array(text.utf8) + [UInt8](repeating: 0, count: count - text.utf8.count)
    }
    func octal(_ value: Int, _ count: Int) -> [UInt8] {
      let digits = String(value, radix: 8)
      return field(String(repeating: "0", count: count - 1 - digits.count) + digits, count)
    }
    var header = field(name, 100) + octal(0o644, 8) + octal(0, 8) + octal(0, 8)
    header += octal(bytes.count, 12) + octal(0, 12) + [UInt8](repeating: 0x20, count: 8) + [type]
    header += [UInt8](repeating: 0, count: 100) + Array("ustar\u{0}00".utf8)
    header += [UInt8](repeating: 0, count: 512 - header.count)
    header.replaceSubrange(148..<156, with: octal(header.reduce(0) { $0 + Int($1) }, 7) + [0x20])
    return header + bytes + [UInt8](repeating: 0, count: (512 - bytes.count % 512) % 512)
  }

  private func archive(_ files: [(String, [UInt8])], hasPax: Bool = false) -> [UInt8] {
    let times = Array("28 mtime=1483228800.1234567\n".utf8)
    return files.flatMap { file in
      (hasPax ? entry("./PaxHeaders/\(file.0)", times, type: 0x78) : []) + entry(file.0, file.1)
    } + [UInt8](repeating: 0, count: 1024)
  }

  private func refuses(
    _ members: Members,
    _ code: FormatError.Code,
    saying words: String
  ) throws {
    try Self.suite.checkRejects(bytes: archive(members.files), code: code, saying: words)
  }

  @Test(arguments: [false, true])
  func `reads a file with and without extended headers`(_ hasPax: Bool) throws {
    let tree = try MemoryTree(["file": archive(Members().files, hasPax: hasPax)])
    let reader = try Self.suite.open("file", in: tree)
    #expect(reader.tensors.map(\.name) == ["w"])
    #expect(
      try reader.tensors[0].content.region().prefix(24) == LegacyFile.Storage(floats: 6).bytes
    )
  }

  @Test
  func `reads textual persistent ids and parts of storages`() throws {
    var members = Members()
    members.object = P.dict([("w", [0x50] + P.ascii("7\n"))])
    members.views = P.list([P.tuple(P.int(9), P.int(5), P.int(2), P.int(4))])
    members.storage = P.int(9)
    members.numbers = [2, 2, 2, 1, 0]
    let tree = try MemoryTree(["file": archive(members.files)])
    let region = try Self.suite.open("file", in: tree).tensors[0].content.region()
    #expect(region.byteCount == 16 && region.prefix(4) == P.little(Float(2).bitPattern))
    members.numbers = [2, 2, 2, 1, 1]
    try refuses(members, .inconsistent, saying: "needs 4 elements")
    members.views = P.list([P.tuple(P.int(9), P.int(5), P.int(3), P.int(4))])
    try refuses(members, .inconsistent, saying: "view lies outside")
  }

  @Test
  func `refuses missing and foreign members`() throws {
    try Self.suite.checkRejects(
      bytes: archive(Members().files.dropLast()),
      code: .invalidValue,
      saying: "'storages'"
    )
    try Self.suite.checkRejects(
      bytes: archive(Members().files + [("evil", [1])]),
      code: .inconsistent,
      saying: "'evil'"
    )
  }

  @Test
  func `refuses tensors that reach outside or contradict their storages`() throws {
    var members = Members()
    members.numbers = [2, 4, 4, 1, 0]
    try refuses(members, .inconsistent, saying: "needs 8 elements")
    members.numbers = [2, 3, 3, -1, 0]
    try refuses(members, .invalidValue, saying: "negative")
    members = Members()
    members.rank = -1
    try refuses(members, .invalidValue, saying: "rank -1 is negative")
    members.rank = 1000
    try refuses(members, .limitExceeded, saying: "rank")
    members = Members()
    members.storageClass = "IntStorage"
    try refuses(members, .inconsistent, saying: "does not fit its storage")
    members = Members()
    members.storage = P.int(6)
    try refuses(members, .inconsistent, saying: "no storage in the archive")
    members = Members()
    members.tail = [0]
    try refuses(members, .inconsistent, saying: "follow the last tensor")
  }

  @Test
  func `refuses storages of another length and objects that are not there`() throws {
    var members = Members()
    members.count = 7
    try Self.suite.checkRejects(bytes: archive(members.files))
    members.count = -1
    try refuses(members, .invalidValue, saying: "element count")
    members = Members()
    members.object = P.dict([("w", P.text("8") + P.persid)])
    try refuses(members, .inconsistent, saying: "refers to '8'")
    members.object = P.dict([("w", P.text("x") + P.persid)])
    try refuses(members, .invalidValue, saying: "not a number")
    members = Members()
    members.system = LegacyFile.system(isLittleEndian: false, version: 1000)
    try refuses(members, .unsupported, saying: "big-endian")
  }
}
