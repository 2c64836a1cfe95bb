import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

@Suite
struct PyTorchReaderTests {
  static let suite = CheckpointReaderSuite(PyTorchReader.self)

  static func fixtures(_ prefix: String) throws -> [String] {
    try Fixtures.list("pytorch", suffix: ".pt").filter { $0.hasPrefix("pytorch/\(prefix)") }
  }

  @Test(arguments: try fixtures("legacy_"))
  func `reads what torch wrote into the legacy stream`(_ fixture: String) throws {
    try check(fixture)
  }

  @Test(arguments: try fixtures("zip_"))
  func `reads what torch wrote into zip archives`(_ fixture: String) throws {
    try check(fixture)
  }

  @Test(arguments: try Fixtures.list("pytorch/tar", suffix: ".pt"))
  func `reads the tar archives of the first releases`(_ fixture: String) throws {
    try check(fixture)
  }

  @Test
  func `reads a checkpoint of three shards`() throws {
    let fixture = "pytorch/sharded/pytorch_model.bin.index.json"
    try check(fixture)
    #expect(try open(fixture).files.count == 4)
  }

  /// What the errors of the refused fixtures must say, by the middle of their names.
  static let refusals = [
    "code": ["'payload'", "eval"], "meta": ["'weight'", "meta"],
    "quantized": ["'weight'", "quantized"], "sparse": ["'weight'", "sparse"],
    "sparse_csr": ["'weight'", "sparse"], "whole_module": ["__main__.Unsourced", "state_dict"],
    "torchscript": ["TorchScript"],
  ]

  @Test(arguments: try Fixtures.list("pytorch/refused", suffix: ".pt"))
  func `names and declines what is not a plain tensor`(_ fixture: String) throws {
    let (tree, entry) = try CheckpointReaderSuite<PyTorchReader>.siblings(of: fixture)
    let kind = entry.replacing("zip_", with: "").replacing("legacy_", with: "").dropLast(3)
    let error = try Self.suite.checkRejects(entry, in: tree, code: .unsupported)
    for word in try #require(Self.refusals[String(kind)]) {
      #expect(error.description.contains(word), "\(error)")
    }
  }

  private func check(_ fixture: String) throws {
    try Self.suite.check(fixture: fixture)
  }

  private func open(_ fixture: String) throws -> PyTorchReader {
    let (tree, entry) = try CheckpointReaderSuite<PyTorchReader>.siblings(of: fixture)
    return try Self.suite.open(entry, in: tree)
  }
}
