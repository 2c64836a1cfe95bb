import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

@Suite
struct ONNXReaderTests {
  private typealias X = ONNXBytes
  private static let pair: [UInt8] = [0, 0, 128, 63, 0, 0, 0, 64]

  private func fixture(_ name: String) throws -> ONNXReader {
    let (tree, entry) = try CheckpointReaderSuite<ONNXReader>.siblings(of: "onnx/\(name)")
    return try X.suite.open(entry, in: tree)
  }

  @Test
  func `raw bytes and floating-point fields are lent as they lie`() throws {
    let bytes = X.model(
      X.initializer(X.floats("raw", [2], Self.pair))
        + X.initializer(X.tensor("typed", [1, 2], type: 1, Proto.bytes(4, Self.pair)))
    )
    for tensor in try X.open(bytes).tensors {
      let region = try tensor.content.region()
      #expect(region.name == "m.onnx")
      #expect(region.prefix(100) == Self.pair)
    }
  }

  @Test
  func `integers are unpacked when they are asked for`() throws {
    let values = Proto.bytes(5, [1] + Bytes.varint(-2) + Bytes.varint(300))
    let reader = try X.open(X.model(tensor: X.tensor("i", [3], type: 5, values)))
    let region = try reader.tensors[0].content.region()
    #expect(region.prefix(100) == [1, 0, 0xfe, 0xff, 0x2c, 1])
    #expect(try reader.tensors[0].content.region().store === region.store)
  }

  @Test
  func `dimensions may be packed, as other writers of proto3 store them`() throws {
    let tensor =
      Proto.bytes(1, [1, 2]) + Proto.varint(2, 1) + X.text(8, "w") + Proto.bytes(9, Self.pair)
    #expect(try X.open(X.model(tensor: tensor)).tensors[0].shape.dimensions == [1, 2])
  }

  @Test
  func `a scalar has no dimensions and an empty tensor no values`() throws {
    let bytes = X.model(
      X.initializer(X.tensor("scalar", [], type: 7, Proto.bytes(7, [5])))
        + X.initializer(X.tensor("empty", [0, 3], type: 1, []))
    )
    let tensors = try X.open(bytes).tensors
    #expect(tensors.map(\.shape.dimensions) == [[0, 3], []])
    #expect(try tensors[0].content.region().byteCount == 0)
    #expect(try tensors[1].content.region().prefix(100) == [5, 0, 0, 0, 0, 0, 0, 0])
  }

  @Test
  func `constants have the name of their output, subgraphs and functions a path`() throws {
    let reader = try fixture("nodes.onnx")
    #expect(
      reader.tensors.map(\.name) == [
        "chosen/else_branch/else_nested/else_branch/deep",
        "chosen/else_branch/else_nested/then_branch/deep", "chosen/else_branch/scale",
        "chosen/else_branch/weight", "chosen/then_branch/scale",
        "chosen/then_branch/then_nested/else_branch/deep",
        "chosen/then_branch/then_nested/then_branch/deep", "chosen/then_branch/weight",
        "condition", "folded", "w.quantized", "w.scale", "w.zero_point", "zoo.test.Shift/shift",
      ]
    )
  }

  @Test
  func `notes say who wrote the model and what is left out`() throws {
    #expect(
      try fixture("nodes.onnx").notes == [
        "IR version 14, operators ai.onnx 25, zoo.test 1, written by zoo fixtures 1",
        "metadata author: 床前明月光, license: none",
        "left out 'axes' and 2 more: constants of plain numbers or texts are not read",
        "left out 'filled/value': tensors in attributes of other operators are not read",
      ]
    )
  }

  @Test
  func `elements narrower than a byte without counterpart are left out by name`() throws {
    let notes = try fixture("raw_types.onnx").notes.dropFirst()
    #expect(
      Array(notes)
        == ["UINT4", "INT4", "UINT2", "INT2"].map {
          "left out '\($0.lowercased()).narrow': elements of type \($0) are not read"
        }
    )
  }

  @Test
  func `odd counts of narrow elements are left out, and F6 outside of raw bytes`() throws {
    let bytes = X.model(
      X.initializer(X.tensor("odd", [3], type: 23, Proto.bytes(9, [1, 2])))
        + X.initializer(X.tensor("typed", [4], type: 27, Proto.bytes(5, [1, 2, 3, 4])))
        + X.initializer(X.tensor("even", [4], type: 23, Proto.bytes(9, [1, 2])))
    )
    let reader = try X.open(bytes)
    #expect(reader.tensors.map(\.name) == ["even"])
    #expect(
      Array(reader.notes.dropFirst()) == [
        "left out 'odd': its F4 elements do not fill whole bytes",
        "left out 'typed': elements of F6_E2M3 are read from raw bytes only",
      ]
    )
  }

  @Test
  func `texts are listed and not lent`() throws {
    let text = try #require(try fixture("raw_types.onnx").tensors.first { $0.dtype == .string })
    #expect(text.shape.dimensions == [2, 2])
    #expect(throws: FormatError.self) { try text.content.region() }
  }

  @Test
  func `graphs for training are left out`() throws {
    let training = Proto.bytes(20, Proto.bytes(1, X.initializer(X.floats("x", [2], Self.pair))))
    let reader = try X.open(X.model(X.initializer(X.floats("w", [2], Self.pair)), training))
    #expect(reader.tensors.map(\.name) == ["w"])
    #expect(reader.notes.last == "left out 'training_info': graphs for training are not read")
  }

  @Test
  func `defaults of a function's attributes are left out`() throws {
    let attribute = X.attribute("shift", 5, X.floats("", [2], Self.pair))
    let function = Proto.bytes(25, X.text(1, "Add1") + Proto.bytes(11, attribute))
    let reader = try X.open(X.model([], function))
    #expect(reader.tensors.isEmpty)
    #expect(reader.notes.last?.hasPrefix("left out 'Add1/default/shift': ") == true)
  }

  @Test
  func `several graphs of one attribute are numbered`() throws {
    let graph = X.initializer(X.floats("w", [2], Self.pair))
    let attribute = X.attribute("cases", 11, graph) + Proto.bytes(11, graph)
    let reader = try X.open(X.model(X.node("Switch", [""], name: "choice", attribute)))
    #expect(reader.tensors.map(\.name) == ["choice/cases.0/w", "choice/cases.1/w"])
  }

  @Test
  func `a model beyond two gibibytes is read without touching its values`() throws {
    let half = 3 << 29  // 1.5 GiB
    let initializers = ["first", "second"].map { name in
      let fields = X.tensor(name, [half], type: 2, []) + [0x4a] + Bytes.varint(half)
      return (bytes: [0x2a] + Bytes.varint(fields.count + half) + fields, hole: half)
    }
    let last = X.initializer(X.floats("third", [2], Self.pair))
    let graphCount = initializers.reduce(last.count) { $0 + $1.bytes.count + half }
    let file = try SparseFile(
      "large.onnx",
      [(Proto.varint(1, 10) + [0x3a] + Bytes.varint(graphCount), 0)] + initializers + [(last, 0)]
    )
    let tree = MemoryTree(["large.onnx": file.region])
    let tensors = try X.suite.open("large.onnx", in: tree).tensors
    #expect(tensors.map(\.byteCount) == [half, half, 8])
    #expect(try tensors[1].content.region().range.lowerBound > half)
    #expect(try tensors[2].content.region().prefix(8) == Self.pair)
    #expect(file.touchedByteCount == 0)
  }

  @Test
  func `a hundred thousand initializers and nodes open at once`() throws {
    var graph: [UInt8] = []
    for number in 0..<100_000 {
      graph += X.initializer(X.tensor("w.\(number)", [1], type: 2, Proto.bytes(9, [1])))
      graph += X.node("Identity", ["y.\(number)"])
    }
    #expect(try X.open(X.model(graph)).tensors.count == 100_000)
  }
}
