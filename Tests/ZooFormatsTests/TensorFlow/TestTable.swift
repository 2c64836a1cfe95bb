import ZooTensors
import ZooTestSupport

@testable import ZooFormats

/// A V1 table made by a test.
struct TestTable {
  /// A variable, whole unless slices are stated.
  struct Variable {
    var name = "w"
    var type = 1
    var shape: [Int] = []
    var slices: [[(start: Int, length: Int?)]]
    /// The fields of each slice's `TensorProto`.
    var data: [[UInt8]]
    /// The keys to store the records under; the right ones unless stated.
    var keys: [[UInt8]]?

    init(
      _ name: String,
      _ shape: [Int],
      type: Int = 1,
      slices: [[(start: Int, length: Int?)]]? = nil,
      _ data: [UInt8]...
    ) {
      self.name = name
      self.type = type
      self.shape = shape
      self.slices = slices ?? [shape.map { _ in (0, nil) }]
      self.data = data
    }

    var meta: [UInt8] {
      Proto.bytes(1, Array(name.utf8)) + Proto.bytes(2, Proto.shape(shape)) + Proto.varint(3, type)
        + slices.flatMap { Proto.bytes(4, Proto.slice($0)) }
    }

    var records: [(key: [UInt8], value: [UInt8])] {
      zip(slices, data).enumerated().map { number, part in
        (
          keys?[number] ?? TestBundle.key(name, part.0),
          Proto.bytes(
            2,
            Proto.bytes(1, Array(name.utf8)) + Proto.bytes(2, Proto.slice(part.0))
              + Proto.bytes(3, part.1)
          )
        )
      }
    }
  }

  var variables: [Variable]
  var version = Proto.varint(1, 1)
  var meta: [UInt8]?
  var isSnappy = false

  init(_ variables: Variable...) { self.variables = variables }

  var entries: [(key: [UInt8], value: [UInt8])] {
    let meta =
      meta
      ?? Proto.bytes(1, variables.flatMap { Proto.bytes(1, $0.meta) } + Proto.bytes(2, version))
    return [([], meta)]
      + variables.flatMap(\.records).sorted { $0.key.lexicographicallyPrecedes($1.key) }
  }

  var bytes: [UInt8] { TableBytes(entries, isSnappy: isSnappy).bytes }

  static let suite = CheckpointReaderSuite(TensorFlowTableReader.self)

  func open() throws -> TensorFlowTableReader {
    try Self.suite.open("m.ckpt", in: try MemoryTree(["m.ckpt": bytes]))
  }

  func read() throws -> [UInt8] { try open().tensors[0].content.region().prefix(4096) }

  func refused(_ code: FormatError.Code? = nil, saying words: String = "") throws {
    try Self.suite.checkRejects(
      "m.ckpt",
      in: try MemoryTree(["m.ckpt": bytes]),
      code: code,
      saying: words
    )
  }
}
