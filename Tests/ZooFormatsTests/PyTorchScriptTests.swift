import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

/// TorchScript archives, assembled by hand, each wrong in one way.
@Suite
struct PyTorchScriptTests {
  static let suite = CheckpointReaderSuite(PyTorchReader.self)

  // MARK: - data.pkl

  private static let tensor = P.tensor(P.storage(count: 6), size: [2, 3], stride: [3, 1])

  private static func script(
    _ attributes: [(String, P.Bytes)],
    module: String = "__torch__",
    tensor: P.Bytes = tensor
  ) -> ZipFile {
    var file = ZipFile(
      P.newObject(P.global(module, "Net")) + P.dict([("w", tensor)] + attributes) + P.build,
      storages: [("0", LegacyFile.Storage(floats: 6).bytes)]
    )
    file.members.append(.init(name: "archive/code/__torch__.py", bytes: P.ascii("import os")))
    file.members.append(.init(name: "archive/constants.pkl", bytes: P.pickle(P.emptyTuple)))
    return file
  }

  private func open(_ file: ZipFile) throws -> PyTorchReader {
    try PyTorchReader(opening: "file", in: try MemoryTree(["file": file.bytes]), limits: .default)
  }

  @Test
  func `takes the tensors of modules and tells of other attributes`() throws {
    let inner =
      P.newObject(P.global("__torch__.torch.nn", "Inner"))
      + P.dict([("b", Self.tensor), ("count", P.int(1))]) + P.build
    let tagged = P.call(
      P.global("torch.jit._pickle", "restore_type_tag"),
      P.list([Self.tensor]),
      P.text("List[Tensor]")
    )
    let reader = try open(
      Self.script([
        ("inner", inner), ("training", P.yes), ("nothing", P.none), ("many", tagged),
        ("rate", P.int(1)),
      ])
    )
    #expect(reader.tensors.map(\.name) == ["inner.b", "w"])
    #expect(
      reader.notes == [
        "the file holds a TorchScript module; its tensors were read as data and none of its code",
        "left out 'many': a part with 1 tensors",
        "left out what is not a tensor: 'rate', 'inner.count'",
      ]
    )
  }

  @Test
  func `reads persistent ids of six parts, and refuses seven`() throws {
    func file(_ extra: P.Bytes) -> ZipFile {
      let storage = P.storage(count: 6, extra: extra)
      return Self.script([], tensor: P.tensor(storage, size: [6], stride: [1]))
    }
    #expect(try open(file(P.none)).tensors.map(\.name) == ["w"])
    try Self.suite.checkRejects(
      bytes: file(P.none + P.none).bytes,
      code: .invalidValue,
      saying: "7 parts"
    )
  }

  @Test
  func `its code may be compressed, its storages may not`() throws {
    // The bytes of code are never looked at, so that they need not be valid.
    var file = Self.script([])
    file["code/__torch__.py"].method = 8
    #expect(try open(file).tensors.count == 1)
    for name in ["data/0", "data.pkl"] {
      var file = Self.script([])
      file[name].method = 8
      try Self.suite.checkRejects(bytes: file.bytes, code: .unsupported, saying: "compressed")
    }
  }

  @Test
  func `refuses an object that packs its tensors in a way of its own`() throws {
    let packed =
      P.newObject(P.global("__torch__.quantized", "Packed")) + P.tuple(Self.tensor, P.none)
      + P.build
    try Self.suite.checkRejects(
      bytes: Self.script([("p", packed)]).bytes,
      code: .unsupported,
      saying: "'p' among the tensors",
      "__torch__.quantized.Packed"
    )
  }

  @Test
  func `says that a module without tensors was frozen`() throws {
    var file = ZipFile(
      P.newObject(P.global("__torch__", "Net")) + P.dict([("training", P.no)]) + P.build
    )
    file.members.append(.init(name: "archive/constants.pkl", bytes: P.pickle(P.emptyTuple)))
    #expect(try open(file).tensors.isEmpty)
    file.members.append(.init(name: "archive/constants/0", bytes: [0, 0, 0, 0]))
    try Self.suite.checkRejects(bytes: file.bytes, code: .unsupported, saying: "frozen")
  }

  @Test
  func `refuses a module that contains itself`() throws {
    let file = ZipFile(
      P.newObject(P.global("__torch__", "Net")) + P.put(9) + P.dict([("me", P.get(9))]) + P.build
    )
    try Self.suite.checkRejects(bytes: file.bytes, code: .invalidValue, saying: "contains itself")
  }

  // MARK: - model.json

  private static let json = """
    {"protoVersion": "3", "mainModule": {"name": "m",
    "parameters": [{"isBuffer": false, "tensorId": "0", "name": "w"}],
    "attributes": [{"type": "Tensor", "name": "b", "id": "0"},
    {"type": "Optional[Tensor]", "name": "none", "id": "-1"},
    {"type": "int", "name": "n", "id": "1"}],
    "submodules": [{"name": "0", "parameters": [{"isBuffer": true, "tensorId": 0, "name": "w"}]}]},
    "tensors": [{"dims": ["2", "3"], "offset": "0", "strides": ["3", "1"], "dataType": "FLOAT",
    "data": {"key": "tensors/0"}, "device": "cpu"}]}
    """

  private static func model(
    _ json: String = json,
    attributes: P.Bytes = attributes([0]),
    replacing old: String = "",
    with new: String = ""
  ) -> ZipFile {
    var file = ZipFile(P.none, byteOrder: nil, version: "1\n")
    file.members.removeFirst()
    let text = old.isEmpty ? json : json.replacing(old, with: new)
    file.members.append(.init(name: "archive/attributes.pkl", bytes: P.pickle(attributes)))
    file.members.append(
      .init(name: "archive/tensors/0", bytes: LegacyFile.Storage(floats: 6).bytes)
    )
    file.members.append(.init(name: "archive/model.json", bytes: P.ascii(text)))
    return file
  }

  private static func attributes(_ numbers: [Int]) -> P.Bytes {
    let function = P.global("torch.jit._pickle", "build_tensor_from_id")
    let values = numbers.map { P.call(function, P.int($0)) } + [P.int(4)]
    return P.mark + values.joined() + [0x74]
  }

  @Test
  func `reads a model of 1.1 with its buffers, and tells of other attributes`() throws {
    let reader = try open(Self.model())
    #expect(reader.tensors.map(\.name) == ["0.w", "b", "w"])
    #expect(reader.notes.last == "left out what is not a tensor: 'n'")
    #expect(
      try reader.tensors[0].content.region().prefix(24) == LegacyFile.Storage(floats: 6).bytes
    )
    let listed = Self.model(attributes: P.list([P.int(1), P.int(2)]))
    #expect(try open(listed).tensors.map(\.name) == ["0.w", "w"])
  }

  @Test
  func `verifies the checksums of a model's tensors`() throws {
    var file = Self.model()
    file["tensors/0"].checksum = 1
    try Self.suite.checkRejects(bytes: file.bytes, code: .inconsistent, saying: "CRC-32")
  }

  @Test(
    arguments: [
      (#""tensorId": "0""#, #""tensorId": "1""#, "'w' is tensor 1 of 1"),
      (#""tensorId": "0""#, #""tensorId": "-1""#, "'w' is tensor -1 of 1"),
      (#""name": "b", "id": "0""#, #""name": "b", "id": "2""#, "'b' has no value"),
      (#""dims": ["2", "3"]"#, #""dims": ["2", "4"]"#, "needs 7 elements"),
      (#""dims": ["2", "3"]"#, #""dims": ["-2", "3"]"#, "negative"),
      (#""dims": ["2", "3"]"#, #""dims": ["2"]"#, "its size has 1 axes and its stride 2"),
      (#""dims": ["2", "3"]"#, #""dims": ["x", "3"]"#, "integer"),
      (#""dims": ["2", "3"]"#, #""dims": "2""#, "list"),
      (#""offset": "0""#, #""offset": "1""#, "needs 6 elements from 1 on"),
      (#""offset": "0""#, #""offset": "9223372036854775808""#, "integer"),
      (#""strides": ["3", "1"]"#, #""strides": ["9223372036854775807", "1"]"#, "overflows"),
      (#""FLOAT""#, #""STRING""#, "STRING"), (#""FLOAT""#, #""DOUBLE""#, "needs 6 elements"),
      (#"tensors/0"#, #"tensors/1"#, "no member 'tensors/1'"),
      (#"tensors/0"#, #"../../tensors/0"#, "no member"),
      (#""device": "cpu""#, #""isQuantized": true"#, "quantized"),
      (#""name": "w"}]"#, #""nom": "w"}]"#, "'name'"), (#""mainModule""#, #""main""#, "mainModule"),
      (#""submodules": [{"#, #""submodules": [1, {"#, "a module"),
      (
        #""parameters": [{"isBuffer": false"#, #""parameters": [null, {"isBuffer": false"#, "object"
      ),
    ]
  )
  func `refuses a description that is malformed or contradicts its tensors`(
    _ old: String,
    _ new: String,
    _ words: String
  ) throws {
    let file = Self.model(replacing: old, with: new)
    try Self.suite.checkRejects(bytes: file.bytes, saying: words)
  }

  @Test
  func `refuses attributes that are malformed or no tensors of the table`() throws {
    try Self.suite.checkRejects(
      bytes: Self.model(attributes: P.int(1)).bytes,
      code: .invalidValue,
      saying: "list of attributes"
    )
    try Self.suite.checkRejects(
      bytes: Self.model(attributes: Self.attributes([7])).bytes,
      code: .inconsistent,
      saying: "'b' is tensor 7 of 1"
    )
  }

  @Test
  func `refuses modules that are nested too deeply`() throws {
    let depth = 200
    let json =
      #"{"tensors": [], "mainModule": "#
      + String(repeating: #"{"name": "m", "submodules": ["#, count: depth)
      + String(repeating: "]}", count: depth) + "}"
    try Self.suite.checkRejects(bytes: Self.model(json).bytes, code: .limitExceeded)
  }

  @Test
  func `recognises a model by its members and leaves other archives alone`() throws {
    func recognizes(_ file: ZipFile) throws -> Bool {
      PyTorchReader.recognizes(try FileProbe("file", in: MemoryTree(["file": file.bytes])))
    }
    #expect(try recognizes(Self.model()))
    var file = Self.model()
    file.members.removeAll { $0.name.hasSuffix("version") }
    #expect(try !recognizes(file))
  }

  @Test
  func `survives many mutations of a model's description`() throws {
    var file = Self.model()
    let bytes = file["model.json"].bytes
    var refused = 0
    for corruption in Corruption.mutations(of: bytes, count: 2000, seed: 5) {
      file["model.json"].bytes = corruption.bytes
      refused += try Self.suite.survive(file.bytes, "model.json, \(corruption)") ? 1 : 0
    }
    #expect(refused > 500)
  }
}
