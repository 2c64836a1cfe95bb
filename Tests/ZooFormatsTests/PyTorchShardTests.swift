import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

/// Indexes of sharded checkpoints, each wrong in one way.
@Suite
struct PyTorchShardTests {
  static let suite = CheckpointReaderSuite(PyTorchReader.self)
  private static let entry = "pytorch_model.bin.index.json"

  private func shard(_ names: [String]) -> [UInt8] {
    let tensor = P.tensor(LegacyFile.storage(count: 6), size: [6], stride: [1])
    return LegacyFile.file(P.dict(names.map { ($0, tensor) }), storages: [.init(floats: 6)])
  }

  private func tree(
    _ map: String,
    _ files: [String: [UInt8]]? = nil
  ) throws -> MemoryTree {
    let files = files ?? ["m-1-of-2.bin": shard(["a", "b"]), "m-2-of-2.bin": shard(["c"])]
    let index = "{\"metadata\": {\"total_size\": 72}, \"weight_map\": {\(map)}}"
    return try MemoryTree(files.merging([Self.entry: P.ascii(index)]) { $1 })
  }

  private func refuses(
    _ map: String,
    _ files: [String: [UInt8]]? = nil,
    code: FormatError.Code = .inconsistent,
    saying words: String
  ) throws {
    try Self.suite.checkRejects(
      Self.entry,
      in: try tree(map, files),
      code: code,
      saying: words
    )
  }

  private let complete = #""a": "m-1-of-2.bin", "b": "m-1-of-2.bin", "c": "m-2-of-2.bin""#

  @Test
  func `reads a complete index`() throws {
    let reader = try Self.suite.open(Self.entry, in: try tree(complete))
    #expect(reader.tensors.map(\.name) == ["a", "b", "c"])
    #expect(reader.files == [Self.entry, "m-1-of-2.bin", "m-2-of-2.bin"])
  }

  // MARK: - 30: names of files

  @Test(arguments: ["../m.bin", "/etc/passwd", "a/b.bin", "..", ".", "", "C:m.bin", "a\\\\b.bin"])
  func `refuses a shard that is not a plain file name`(_ name: String) throws {
    try refuses(#""a": "\#(name)""#, code: .invalidValue, saying: "plain file name")
  }

  @Test
  func `refuses a value that is not text and a file that is not an index`() throws {
    try refuses(#""a": 1"#, code: .invalidValue, saying: "not text")
    try Self.suite.checkRejects(
      bytes: P.ascii("{\"weights\": {}}"),
      code: .invalidValue,
      saying: "weight_map"
    )
    try refuses(
      #""a": "m-1-of-2.bin", "a": "m-2-of-2.bin""#,
      code: .invalidValue,
      saying: "twice"
    )
  }

  // MARK: - 32: both ways

  @Test
  func `refuses an index and shards that disagree`() throws {
    try refuses(
      complete + #", "d": "m-2-of-2.bin""#,
      saying: "says that 'm-2-of-2.bin' holds 'd'"
    )
    try refuses(
      #""a": "m-1-of-2.bin", "c": "m-2-of-2.bin""#,
      saying: "'b' is in 'm-1-of-2.bin'"
    )
    try refuses(
      complete,
      ["m-1-of-2.bin": shard(["a", "b"]), "m-2-of-2.bin": shard(["b", "c"])],
      saying: "'b' is in 'm-2-of-2.bin'"
    )
  }

  // MARK: - 33, 34: the set of shards

  @Test
  func `refuses missing shards and incomplete numbers`() throws {
    try refuses(complete, ["m-1-of-2.bin": shard(["a", "b"])], saying: "not beside it")
    try refuses(
      #""a": "m-1-of-2.bin", "b": "m-1-of-2.bin""#,
      saying: "do not number 1 to 2"
    )
    try refuses(
      #""a": "m-1-of-3.bin", "b": "m-1-of-3.bin", "c": "m-3-of-3.bin""#,
      ["m-1-of-3.bin": shard(["a", "b"]), "m-3-of-3.bin": shard(["c"])],
      saying: "do not number 1 to 3"
    )
  }

  @Test
  func `refuses shards whose names differ by case only`() throws {
    try refuses(
      #""a": "m.bin", "b": "M.bin""#,
      ["m.bin": shard(["a"]), "M.bin": shard(["b"])],
      saying: "upper and lower case"
    )
  }

  @Test
  func `refuses an index that names itself or something else as a shard`() throws {
    try refuses(#""a": "\#(Self.entry)""#, saying: "not beside it")
    try refuses(
      #""a": "m.bin""#,
      ["m.bin": P.ascii("<html>not found</html>")],
      code: .invalidValue,
      saying: "not a PyTorch file"
    )
  }
}
