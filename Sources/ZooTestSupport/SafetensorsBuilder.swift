public import ZooTensors

/// Writes safetensors files for tests.
public struct SafetensorsBuilder {
  private var specs: [TensorSpec] = []
  private var data: [UInt8] = []

  /// An empty file.
  public init() {}

  /// Adds a tensor.
  public mutating func add(_ name: String, _ dtype: DType, _ shape: [Int], _ bytes: [UInt8]) throws
  {
    let spec = try TensorSpec(name: name, dtype: dtype, shape: try Shape(shape))
    guard spec.byteCount == bytes.count else {
      throw SuiteFailure("'\(name)' needs \(spec.byteCount) bytes, found \(bytes.count)")
    }
    specs.append(spec)
    data += bytes
  }

  /// Adds a tensor of `F32`.
  public mutating func add(_ name: String, _ shape: [Int], floats: [Float]) throws {
    let bytes = floats.flatMap { value in
      (0..<4).map { UInt8(truncatingIfNeeded: value.bitPattern >> (8 * UInt32($0))) }
    }
    try add(name, .f32, shape, bytes)
  }

  /// The whole file.
  public func bytes() -> [UInt8] { Self.header(of: specs) + data }

  /// The bytes before the data of tensors that follow each other.
  public static func header(of specs: [TensorSpec]) -> [UInt8] {
    var offset = 0
    var object = JSONObject()
    for spec in specs {
      object[spec.name] = .object([
        "dtype": .string(spec.dtype.rawValue),
        "shape": .array(spec.shape.dimensions.map { .integer(Int64($0)) }),
        "data_offsets": .array([
          .integer(Int64(offset)), .integer(Int64(offset + spec.byteCount)),
        ]),
      ])
      offset += spec.byteCount
    }
    var text = JSONWriter().bytes(of: .object(object))
    while text.count % 8 != 0 { text.append(0x20) }
    let count = UInt64(text.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * UInt64($0))) } + text
  }
}
