import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

/// What an ONNX model must not be; numbers are those of the checklist.
@Suite
struct ONNXRefusalTests {
  private typealias X = ONNXBytes
  private static let pair: [UInt8] = [0, 0, 128, 63, 0, 0, 0, 64]

  private func refused(
    tensor: [UInt8],
    _ code: FormatError.Code,
    _ words: String
  ) throws {
    try X.refused(X.model(tensor: tensor), code, words)
  }

  @Test
  func `88: values in two places`() throws {
    let raw = Proto.bytes(9, Self.pair)
    try refused(
      tensor: X.external("w", [2], [("location", "d")], raw),
      .inconsistent,
      "'w' has values in two places"
    )
    try refused(
      tensor: X.tensor("w", [2], type: 1, Proto.bytes(4, Self.pair) + raw),
      .inconsistent,
      "a tensor has values in float_data and in raw_data"
    )
    try refused(
      tensor: X.tensor("w", [2], type: 1, raw + Proto.bytes(6, [])),
      .inconsistent,
      "'w' has values in two places"
    )
  }

  @Test
  func `88: segments and sparse tensors are refused by name`() throws {
    try refused(
      tensor: X.tensor("w", [2], type: 1, Proto.bytes(3, [])),
      .unsupported,
      "a tensor is stored in segments"
    )
    try X.refused(X.model(Proto.bytes(15, [])), .unsupported, "an initializer is a sparse tensor")
    for field in [22, 23] {
      let node = X.node("Constant", ["c"], X.attribute("sparse_value", field, []))
      try X.refused(X.model(node), .unsupported, "an attribute is a sparse tensor")
    }
  }

  @Test
  func `20: values fewer or more than the dimensions`() throws {
    for raw in [Array(Self.pair[..<4]), Self.pair + [0], []] {
      try refused(tensor: X.floats("w", [2], raw), .inconsistent, "F32 [2] has 8 bytes")
      try refused(
        tensor: X.tensor("w", [2], type: 1, Proto.bytes(4, raw)),
        .inconsistent,
        "F32 [2] has 8 bytes"
      )
    }
    try refused(
      tensor: X.tensor("w", [2], type: 7, Proto.bytes(7, [1])),
      .inconsistent,
      "1 bytes of packed numbers cannot be 2 elements"
    )
    try refused(
      tensor: X.tensor("w", [2], type: 7, Proto.bytes(7, [1, 2, 3])),
      .inconsistent,
      "there are more than the 2 packed numbers that are needed"
    )
    try refused(
      tensor: X.tensor("w", [2], type: 7, Proto.bytes(7, [0x80, 1])),
      .inconsistent,
      "there are 1 of the 2 packed numbers that are needed"
    )
    try refused(
      tensor: X.tensor("w", [2], type: 8, Proto.bytes(6, [])),
      .inconsistent,
      "there are 1 texts, the shape [2] has 2"
    )
  }

  @Test
  func `values in the field of another type`() throws {
    try refused(
      tensor: X.tensor("w", [1], type: 1, Proto.bytes(5, [1])),
      .inconsistent,
      "elements of F32 are in int32_data, expected float_data"
    )
    try refused(
      tensor: X.tensor("w", [1], type: 12, Proto.bytes(7, [1])),
      .inconsistent,
      "elements of U32 are in int64_data, expected uint64_data"
    )
    try refused(
      tensor: X.tensor("w", [1], type: 8, Proto.bytes(9, [1])),
      .inconsistent,
      "texts are stored as numbers"
    )
    try refused(
      tensor: X.tensor("w", [1], type: 1, Proto.bytes(6, [1])),
      .inconsistent,
      "elements of F32 are stored as texts"
    )
  }

  @Test
  func `numbers that are no elements of their type`() throws {
    for (type, value) in [(3, 128), (2, -1), (4, 65536), (9, 2), (10, -1), (17, 256), (5, 40000)] {
      try refused(
        tensor: X.tensor("w", [1], type: type, Proto.bytes(5, Bytes.varint(value))),
        .invalidValue,
        "the number \(value) is not an element of its type"
      )
    }
    try refused(
      tensor: X.tensor("w", [1], type: 12, Proto.bytes(11, Bytes.varint(1 << 32))),
      .invalidValue,
      "is not an element of its type"
    )
  }

  @Test
  func `numbers that are not packed`() throws {
    try refused(
      tensor: X.tensor("w", [1], type: 1, Proto.fixed32(4, 1)),
      .unsupported,
      "float_data is stored number by number"
    )
    try refused(
      tensor: X.tensor("w", [1], type: 7, Proto.varint(7, 1)),
      .unsupported,
      "int64_data is stored number by number"
    )
  }

  @Test
  func `26: no element type, or an unknown one`() throws {
    for type in [0, 29, -1] {
      try refused(
        tensor: X.tensor("w", [1], type: type, Proto.bytes(9, [1])),
        .invalidValue,
        type < 0 ? "is negative" : "the element type \(type) is none of ONNX's"
      )
    }
  }

  @Test
  func `28: a Boolean that is neither 0 nor 1`() throws {
    try refused(
      tensor: X.tensor("w", [3], type: 9, Proto.bytes(9, [1, 0, 2])),
      .invalidValue,
      "'w' is BOOL but has a byte that is neither 0 nor 1"
    )
  }

  @Test
  func `8: one name twice, or none`() throws {
    let one = X.initializer(X.floats("w", [2], Self.pair))
    try X.refused(X.model(one + one), .inconsistent, "tensor 'w': the name is there twice")
    let constant = X.node("Constant", ["w"], X.attribute("value", 5, X.floats("", [2], Self.pair)))
    try X.refused(X.model(one + constant), .inconsistent, "the name is there twice")
    try refused(tensor: X.floats("", [2], Self.pair), .invalidValue, "a tensor has no name")
    let nameless = X.node("Constant", [], X.attribute("value", 5, X.floats("", [2], Self.pair)))
    try X.refused(X.model(nameless), .invalidValue, "a tensor has no name")
  }

  @Test
  func `14: names that are too long or have control characters`() throws {
    try refused(tensor: X.floats("a\u{7}", [2], Self.pair), .invalidValue, "control character")
    try refused(
      tensor: X.floats(String(repeating: "a", count: 513), [2], Self.pair),
      .limitExceeded,
      "ParsingLimits.nameBytes"
    )
    try refused(
      tensor: Proto.bytes(8, [0xff]) + Proto.varint(2, 1),
      .invalidValue,
      "not valid UTF-8"
    )
  }

  @Test
  func `21: shapes whose size overflows`() throws {
    let large = 1 << 40
    try refused(tensor: X.floats("w", [large, large], []), .invalidValue, "overflows")
    try refused(tensor: X.floats("w", [0, large, large], []), .invalidValue, "overflows")
    try refused(
      tensor: X.tensor("w", [1 << 47, 1 << 14], type: 15, []),
      .invalidValue,
      "overflows 64 bits"
    )
    try refused(
      tensor: X.floats("w", [Int](repeating: 1, count: 9), [0, 0, 0, 0]),
      .limitExceeded,
      "ParsingLimits.rank"
    )
  }

  @Test
  func `84: wire types, field numbers, lengths, and a negative dimension`() throws {
    let model = X.model(tensor: X.floats("w", [2], Self.pair))
    try X.refused(model + [0x0b], .invalidValue, "wire type 3")
    try X.refused(model + [0], .invalidValue, "field of number 0")
    try X.refused(model + [0x72, 0x7f], .truncated, "is 127 bytes long, 0 are left")
    try X.refused(model + [0x72] + [UInt8](repeating: 0xff, count: 10), .invalidValue, "64 bits")
    try X.refused(model + Proto.bytes(7, []), .invalidValue, "field 7 of ModelProto is there twice")
    try X.refused(model + Proto.varint(1, 3), .invalidValue, "field 1 of ModelProto is there twice")
    try refused(tensor: X.floats("w", [-2], Self.pair), .invalidValue, "dimension -2")
    try refused(
      tensor: Proto.bytes(1, [1, 0x80]) + X.tensor("w", [], type: 1, []),
      .truncated,
      "field 1 of TensorProto ends inside a number"
    )
    for field in [Proto.varint(2, 1), Proto.bytes(9, Self.pair), X.text(8, "v")] {
      try refused(tensor: X.floats("w", [2], Self.pair) + field, .invalidValue, "is there twice")
    }
    try X.refused(Proto.varint(1, 10) + Proto.bytes(2, [0x61]), .invalidValue, "has no graph")
  }

  @Test
  func `51: graphs nested too deeply`() throws {
    var graph = X.initializer(X.floats("w", [2], Self.pair))
    for _ in 0..<70 { graph = X.node("If", ["x"], X.attribute("b", 6, graph)) }
    try X.refused(X.model(graph), .limitExceeded, "ParsingLimits.nestingDepth")
  }

  @Test
  func `the number of tensors is limited`() throws {
    var limits = ParsingLimits.default
    limits.tensorCount = 1
    let graph = ["a", "b"].flatMap { X.initializer(X.floats($0, [2], Self.pair)) }
    let error = #expect(throws: FormatError.self) { try X.open(X.model(graph), limits: limits) }
    #expect(error?.message.contains("ParsingLimits.tensorCount") == true)
  }

  @Test
  func `90: a download that was not finished is recognised and refused`() throws {
    let bytes = try Fixtures.bytes("onnx/raw_types.onnx")
    let half = Array(bytes[..<(bytes.count / 2)])
    #expect(try X.recognizes(half))
    try X.refused(half, .truncated, "are left")
  }

  @Test
  func `other protocol buffers and random bytes are not recognised`() throws {
    let graph = Proto.bytes(7, X.initializer(X.floats("w", [2], Self.pair)))
    #expect(try X.recognizes(Proto.varint(1, 8) + graph))
    #expect(try X.recognizes(graph + Proto.varint(1, 8)))
    // A MindIR model states its version as text, a CoreML model has no field 7, a saved TensorFlow
    // model no field but 1 and 2.
    #expect(try !X.recognizes(X.text(1, "0.1.1") + graph))
    #expect(try !X.recognizes(Proto.varint(1, 4) + Proto.bytes(2, []) + Proto.bytes(500, [1, 2])))
    #expect(try !X.recognizes(Proto.varint(1, 1) + Proto.bytes(2, [UInt8](repeating: 7, count: 9))))
    #expect(try !X.recognizes(Proto.varint(1, 0) + graph))
    #expect(try !X.recognizes(Proto.varint(1, 1000) + graph))
    #expect(try !X.recognizes(Proto.varint(1, 8) + Proto.bytes(7, [1, 2, 3, 4])))
    for name in ["mindspore/network.ckpt", "mindspore/parts.ckpt", "mindspore/all_dtypes.ckpt"] {
      #expect(try !X.recognizes(try Fixtures.bytes(name)))
    }
    var generator = SeededGenerator(seed: 1)
    var count = 0
    for _ in 0..<20_000 {
      var bytes = (0..<48).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
      bytes[0] = 0x08
      bytes[1] &= 0x0f
      bytes[2] = 0x3a
      if try X.recognizes(bytes) { count += 1 }
    }
    // The three bytes that are given here come together once in a million files. Eight keys of a
    // graph and one of two bytes are left to chance.
    #expect(count < 20_000 / 20, "\(count)")
  }
}
