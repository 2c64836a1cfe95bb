import ZooTensors
import ZooTestSupport

@testable import ZooFormats

/// Assembles variables, programs and folders of PaddlePaddle by hand.
enum PaddleBytes {
  typealias Bytes = [UInt8]

  static func varint(_ value: Int) -> Bytes {
    var rest = UInt64(bitPattern: Int64(value))
    var bytes: Bytes = []
    while rest >= 0x80 {
      bytes.append(UInt8(rest & 0x7f) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }

  static func field(_ number: Int, _ value: Int) -> Bytes { varint(number << 3) + varint(value) }
  static func field(_ number: Int, _ bytes: Bytes) -> Bytes {
    varint(number << 3 | 2) + varint(bytes.count) + bytes
  }
  static func field(_ number: Int, _ text: String) -> Bytes { field(number, Array(text.utf8)) }

  /// A `TensorDesc`.
  static func descriptor(_ dimensions: [Int], type: Int = 5) -> Bytes {
    field(1, type) + dimensions.flatMap { field(2, $0) }
  }

  /// A variable: header, then elements.
  static func variable(
    version: UInt32 = 0,
    levels: UInt64 = 0,
    level: Bytes = [],
    tensorVersion: UInt32 = 0,
    descriptor: Bytes,
    size: Int32? = nil,
    _ elements: Bytes
  ) -> Bytes {
    let size = size ?? Int32(descriptor.count)
    return P.little(version) + P.little(levels) + level + P.little(tensorVersion)
      + P.little(UInt32(bitPattern: size)) + descriptor + elements
  }

  /// Numbers of type F32, row by row.
  static func floats(_ dimensions: [Int], start: Int = 0) -> Bytes {
    let count = dimensions.reduce(1, *)
    return variable(
      descriptor: descriptor(dimensions),
      (0..<count).flatMap { P.little(Float($0 + start).bitPattern) }
    )
  }

  /// A `VarDesc` of a tensor, persistable unless stated.
  static func declaration(
    _ name: String,
    _ dimensions: [Int],
    isPersistable: Bool = true,
    kind: Int = 7
  ) -> Bytes {
    let tensor = field(1, descriptor(dimensions))
    return field(1, name) + field(2, field(1, kind) + field(3, tensor))
      + field(3, isPersistable ? 1 : 0)
  }

  /// A `ProgramDesc` of one block.
  static func program(_ declarations: Bytes...) -> Bytes {
    field(
      1,
      field(1, 0) + field(2, 0) + declarations.flatMap { field(3, $0) } + field(4, [0x1a, 0])
    )
  }

  static func tree(_ files: [String: Bytes]) throws -> MemoryTree { try MemoryTree(files) }
}
