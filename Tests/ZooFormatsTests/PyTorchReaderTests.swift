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

  @Test(arguments: try Fixtures.list("pytorch/modules", suffix: ".pt"))
  func `reads whole modules, TorchScript and NumPy arrays that torch wrote`(
    _ fixture: String
  ) throws {
    try check(fixture)
  }

  @Test(arguments: ["pytorch/script-1.1/model.pt", "pytorch/script-1.4/model.pt"])
  func `reads TorchScript of the first releases`(_ fixture: String) throws {
    try check(fixture)
  }

  @Test
  func `says of modules that no code was run, and what else they have`() throws {
    let whole = try open("pytorch/modules/zip_whole.pt").notes
    #expect(whole.count == 2 && whole[0].contains("__main__.Whole"), "\(whole)")
    #expect(whole.last == "left out 2 buffers that are not persistent")
    let script = try open("pytorch/modules/scripted.pt").notes
    #expect(script.first?.contains("none of its code") == true, "\(script)")
    #expect(
      script.last == "left out what is not a tensor: 'names', 'pair', 'block.count', 'block.rate'"
    )
    let attributes = try open("pytorch/modules/script_attributes.pt").notes
    #expect(attributes.contains("left out 'several': a part with 1 tensors"), "\(attributes)")
    #expect(attributes.contains("left out 'by_name': a part with 1 tensors"))
    let old = try open("pytorch/script-1.1/model.pt").notes
    #expect(old.last == "left out what is not a tensor: 'first.scale', 'second.scale'", "\(old)")
  }

  @Test
  func `tied parameters of a module share their bytes`() throws {
    for fixture in ["modules/scripted.pt", "modules/legacy_whole.pt", "script-1.1/model.pt"] {
      let reader = try open("pytorch/\(fixture)")
      let names = [
        ["block.linear.weight", "layers.1.weight"], ["part.linear.weight", "tied.weight"],
        ["first.weight", "tied"],
      ].first { names in names.allSatisfy { name in reader.tensors.contains { $0.name == name } } }
      let regions = try #require(names).map { name in
        try reader.tensors.first { $0.name == name }?.content.region()
      }
      #expect(regions[0]?.store === regions[1]?.store && regions[0]?.range == regions[1]?.range)
    }
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
    "sparse_csr": ["'weight'", "sparse"], "per_channel": ["'weight'", "quantized"],
    "nested": ["'weight'", "nested"], "subclass": ["'weight'", "__main__.Tagged"],
    "complex32": ["'weight'", "complex32"], "bits": ["'weight'", "bits8"],
    "float4": ["'weight'", "float4_e2m1fn_x2"], "objects": ["'weight'", "Python objects"],
    "script_frozen": ["frozen", "torch.jit.freeze"],
    "script_packed": ["'0._packed_params._packed_params'", "quantized"],
  ]

  @Test(
    arguments: try Fixtures.list("pytorch/refused", suffix: ".pt")
      + Fixtures.list("pytorch/modules/refused", suffix: ".pt")
  )
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

  @Test
  func `refuses a truth value that is neither 0 nor 1`() throws {
    var storage = LegacyFile.Storage(floats: 0)
    storage.count = 3
    storage.bytes = [0, 1, 2]
    let values = P.storage(type: "BoolStorage", count: 3, extra: P.none)
    let object = P.dict([("w", P.tensor(values, size: [3], stride: [1]))])
    let bytes = LegacyFile.file(object, storages: [storage])
    try Self.suite.checkRejects(bytes: bytes, code: .invalidValue, saying: "neither 0 nor 1")
  }
}
