import ZooFormats
import ZooTensors
import ZooTestSupport

/// Messages of an ONNX model made by a test.
enum ONNXBytes {
  static let suite = CheckpointReaderSuite(ONNXReader.self)

  static func text(_ field: Int, _ text: String) -> [UInt8] { Proto.bytes(field, Array(text.utf8)) }

  /// A `TensorProto` with these values; `values` are whole fields.
  static func tensor(
    _ name: String,
    _ dimensions: [Int],
    type: Int,
    _ values: [UInt8]
  ) -> [UInt8] {
    dimensions.flatMap { Proto.varint(1, $0) } + Proto.varint(2, type)
      + (name.isEmpty ? [] : text(8, name)) + values
  }

  /// A tensor of `FLOAT` as raw bytes.
  static func floats(_ name: String, _ dimensions: [Int], _ raw: [UInt8]) -> [UInt8] {
    tensor(name, dimensions, type: 1, Proto.bytes(9, raw))
  }

  /// A tensor whose values are elsewhere.
  static func external(
    _ name: String,
    _ dimensions: [Int],
    type: Int = 1,
    _ entries: [(String, String)],
    _ more: [UInt8] = []
  ) -> [UInt8] {
    let pairs = entries.flatMap { Proto.bytes(13, text(1, $0.0) + text(2, $0.1)) }
    return tensor(name, dimensions, type: type, pairs + Proto.varint(14, 1) + more)
  }

  /// An initializer as a field of `GraphProto`.
  static func initializer(_ tensor: [UInt8]) -> [UInt8] { Proto.bytes(5, tensor) }

  /// A node as a field of `GraphProto`; `attributes` are whole messages.
  static func node(
    _ operation: String,
    _ outputs: [String],
    name: String = "",
    domain: String = "",
    _ attributes: [UInt8]...
  ) -> [UInt8] {
    Proto.bytes(
      1,
      outputs.flatMap { text(2, $0) } + text(3, name) + text(4, operation)
        + attributes.flatMap { Proto.bytes(5, $0) } + text(7, domain)
    )
  }

  /// An `AttributeProto` with a tensor (5), a graph (6), tensors (10) or graphs (11).
  static func attribute(_ name: String, _ field: Int, _ message: [UInt8]) -> [UInt8] {
    text(1, name) + Proto.bytes(field, message)
  }

  /// A `ModelProto` around a graph.
  static func model(_ graph: [UInt8], _ more: [UInt8] = []) -> [UInt8] {
    Proto.varint(1, 10) + Proto.bytes(7, graph) + Proto.bytes(8, Proto.varint(2, 25)) + more
  }

  /// A model of one initializer.
  static func model(tensor: [UInt8]) -> [UInt8] { model(initializer(tensor)) }

  static func open(
    _ bytes: [UInt8],
    beside files: [String: [UInt8]] = [:],
    limits: ParsingLimits = .default
  ) throws -> ONNXReader {
    var all = files
    all["m.onnx"] = bytes
    return try CheckpointReaderSuite(ONNXReader.self, limits: limits)
      .open("m.onnx", in: try MemoryTree(all))
  }

  static func refused(
    _ bytes: [UInt8],
    beside files: [String: [UInt8]] = [:],
    _ code: FormatError.Code,
    _ words: String
  ) throws {
    var all = files
    all["m.onnx"] = bytes
    try suite.checkRejects("m.onnx", in: try MemoryTree(all), code: code, saying: words)
  }

  static func recognizes(_ bytes: [UInt8]) throws -> Bool {
    ONNXReader.recognizes(try FileProbe("m.onnx", in: try MemoryTree(["m.onnx": bytes])))
  }
}
