import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

/// Which dictionary of a saved object the tensors are taken from.
@Suite
struct PyTorchSelectionTests {
  private static let tensor = P.tensor(LegacyFile.storage(count: 6), size: [6], stride: [1])
  private static let optimizer = P.dict([
    (
      "state",
      P.dict([
        (P.int(0), P.dict([("exp_avg", tensor), ("exp_avg_sq", tensor), ("step", P.int(3))]))
      ])
    ),
    ("param_groups", P.list([P.dict([("lr", P.int(1))])])),
  ])
  private static let opaque =
    P.newObject(P.global("argparse", "Namespace"))
    + P.dict([("lr", P.int(1))]) + P.build

  private func open(_ object: [UInt8]) throws -> PyTorchReader {
    let file = LegacyFile.file(object, storages: [.init(floats: 6)])
    return try PyTorchReader(opening: "file", in: try MemoryTree(["file": file]), limits: .default)
  }

  @Test
  func `takes a plain state dict as it is`() throws {
    let reader = try open(P.dict([("b", Self.tensor), ("a", Self.tensor)]))
    #expect(reader.tensors.map(\.name) == ["a", "b"])
    #expect(reader.notes == [])
  }

  @Test
  func `prefers state_dict over model and tells what is outside`() throws {
    let reader = try open(
      P.dict([
        ("model", P.dict([("x", Self.tensor), ("y", Self.tensor)])),
        ("state_dict", P.dict([("w", Self.tensor)])), ("optimizer", Self.optimizer),
        ("args", Self.opaque), ("epoch", P.int(3)), ("best", Self.tensor),
      ])
    )
    #expect(reader.tensors.map(\.name) == ["w"])
    #expect(
      reader.notes == [
        "the tensors are those of 'state_dict'",
        "left out 'model': a part with 2 tensors",
        "left out 'optimizer': training state with 2 tensors",
        "left out 'args': an object of argparse.Namespace",
        "left out the tensor 'best'",
        "left out what is not a tensor: 'epoch'",
      ]
    )
  }

  @Test
  func `goes down through several wrappings`() throws {
    let reader = try open(
      P.dict([("model", P.dict([("module", P.dict([("w", Self.tensor)])), ("step", P.int(1))]))])
    )
    #expect(reader.tensors.map(\.name) == ["w"])
    #expect(reader.notes.first == "the tensors are those of 'model'")
    #expect(reader.notes.dropFirst().first == "the tensors are those of 'model.module'")
  }

  @Test
  func `joins the names of modules in dictionaries of dictionaries`() throws {
    let reader = try open(
      P.dict([
        (
          "model",
          P.dict([
            ("language_model", P.dict([("embedding", P.dict([("weight", Self.tensor)]))]))
          ])
        )
      ])
    )
    #expect(reader.tensors.map(\.name) == ["language_model.embedding.weight"])
    let two = try open(
      P.dict([
        ("encoder", P.dict([("w", Self.tensor)])), ("decoder", P.list([Self.tensor, Self.tensor])),
        ("optimizer", Self.optimizer),
      ])
    )
    #expect(two.tensors.map(\.name) == ["decoder.0", "decoder.1", "encoder.w"])
    #expect(two.notes == ["left out 'optimizer': training state with 2 tensors"])
  }

  @Test
  func `takes the only dictionary that has tensors beside an optimizer`() throws {
    let reader = try open(
      P.dict([("bert", P.dict([("w", Self.tensor)])), ("opt", Self.optimizer)])
    )
    #expect(reader.tensors.map(\.name) == ["w"])
    #expect(reader.notes.first == "the tensors are those of 'bert'")
  }

  @Test
  func `takes a tensor and a list of tensors`() throws {
    #expect(try open(Self.tensor).tensors.map(\.name) == [""])
    #expect(try open(P.list([Self.tensor, Self.tensor])).tensors.map(\.name) == ["0", "1"])
  }

  @Test
  func `ignores the metadata of modules`() throws {
    let dict =
      P.call(P.global("collections", "OrderedDict")) + P.mark + P.text("w") + Self.tensor
      + P.setItems + P.dict([("_metadata", P.dict([("", P.dict([("version", P.int(1))]))]))])
      + P.build
    let reader = try open(dict)
    #expect(reader.tensors.map(\.name) == ["w"] && reader.notes.isEmpty)
  }

  @Test
  func `refuses an opaque object among the tensors`() throws {
    let suite = CheckpointReaderSuite(PyTorchReader.self)
    let deep = P.dict([("list", P.list([P.int(1), P.dict([("x", Self.opaque)])]))])
    for value in [Self.opaque, deep, P.global("builtins", "eval"), LegacyFile.storage(count: 6)] {
      try suite.checkRejects(
        bytes: LegacyFile.file(
          P.dict([("w", Self.tensor), ("extra", value)]),
          storages: [.init(floats: 6)]
        ),
        code: .unsupported,
        saying: "'extra' among the tensors"
      )
    }
  }

  @Test
  func `refuses a whole module and a file without tensors because of its classes`() throws {
    let suite = CheckpointReaderSuite(PyTorchReader.self)
    try suite.checkRejects(
      bytes: LegacyFile.file(P.newObject(P.global("my.models", "Bert"))),
      code: .unsupported,
      saying: "my.models.Bert",
      "state_dict()"
    )
    try suite.checkRejects(
      bytes: LegacyFile.file(P.dict([("model", Self.opaque)])),
      code: .unsupported,
      saying: "argparse.Namespace",
      "no tensors"
    )
    try suite.checkRejects(
      bytes: LegacyFile.file(P.int(1)),
      code: .unsupported,
      saying: "an integer"
    )
  }

  @Test
  func `says that a file holds training state only`() throws {
    try CheckpointReaderSuite(PyTorchReader.self).checkRejects(
      bytes: LegacyFile.file(
        P.dict([("epoch", P.int(1)), ("optimizer", Self.optimizer)]),
        storages: [.init(floats: 6)]
      ),
      code: .unsupported,
      saying: "'optimizer'",
      "no weights"
    )
  }

  @Test
  func `a dictionary bomb is counted and refused, not expanded`() throws {
    // Forty dictionaries, each holding the one before twice, over one tensor: 2^40 names.
    var code = P.dict([("w", Self.tensor)]) + P.put(0)
    for level in 1...40 {
      let previous = P.get(UInt8(level - 1))
      code += P.dict([("a", previous), ("b", previous)]) + P.put(UInt8(level))
    }
    let object = P.mark + code + [0x74, 0x30] + P.get(40)
    #expect {
      try open(object)
    } throws: { error in
      (error as? FormatError)?.code == .limitExceeded && "\(error)".contains("tensorCount")
    }
  }

  @Test
  func `an empty bomb is walked once`() throws {
    var code = P.emptyDict + P.put(0)
    for level in 1...60 {
      let previous = P.get(UInt8(level - 1))
      code += P.dict([("a", previous), ("b", previous)]) + P.put(UInt8(level))
    }
    let object = P.dict([("w", Self.tensor), ("x", P.mark + code + [0x74, 0x30] + P.get(60))])
    #expect(try open(object).tensors.count == 1)
  }

  @Test
  func `shared storages are shared regions`() throws {
    let reader = try open(P.dict([("a", Self.tensor), ("b", Self.tensor)]))
    let regions = try reader.tensors.map { try $0.content.region() }
    #expect(regions[0].store === regions[1].store && regions[0].range == regions[1].range)
  }
}
