import ZooFormats
import ZooTestSupport

/// Messages of a MindSpore checkpoint made by a test.
enum MindSporeBytes {
  static let suite = CheckpointReaderSuite(MindSporeReader.self)

  /// A `TensorProto`.
  static func tensor(_ dimensions: [Int], _ type: String, _ content: [UInt8]) -> [UInt8] {
    dimensions.flatMap { Proto.varint(1, $0) } + Proto.bytes(2, Array(type.utf8))
      + Proto.bytes(3, content)
  }

  /// One message with a tensor or a part of one.
  static func value(
    _ tag: String,
    _ dimensions: [Int],
    _ type: String,
    _ content: [UInt8]
  ) -> [UInt8] {
    message(Proto.bytes(1, Array(tag.utf8)) + Proto.bytes(2, tensor(dimensions, type, content)))
  }

  /// One message with these fields of `Checkpoint.Value`.
  static func message(_ value: [UInt8]) -> [UInt8] { Proto.bytes(1, value) }

  /// Eight bytes, two numbers of `Float32`.
  static let pair: [UInt8] = [0, 0, 128, 63, 0, 0, 0, 64]

  static func open(_ bytes: [UInt8]) throws -> MindSporeReader {
    try suite.open("m.ckpt", in: try MemoryTree(["m.ckpt": bytes]))
  }

  static func recognizes(_ bytes: [UInt8]) throws -> Bool {
    MindSporeReader.recognizes(try FileProbe("m.ckpt", in: try MemoryTree(["m.ckpt": bytes])))
  }
}
