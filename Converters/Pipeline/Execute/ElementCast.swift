import CZooKernels
package import ZooTensors

/// A conversion between floating-point element types, rounding to nearest even.
package struct ElementCast: Sendable, Hashable {
  /// The stored type.
  package let from: DType
  /// The wanted type.
  package let to: DType

  /// A cast between two of F16, BF16, F32 and F64, or `nil` where none is needed.
  ///
  /// - Throws: ``ZooError`` where the types differ and one is not such a type.
  package init?(from: DType, to: DType) throws(ZooError) {
    guard from != to else { return nil }
    guard Self.kernelType(from) != nil, Self.kernelType(to) != nil else {
      throw ZooError(
        .usage,
        "cannot convert \(from) to \(to): casts exist between F16, BF16, F32 and F64"
      )
    }
    self.from = from
    self.to = to
  }

  private static func kernelType(_ dtype: DType) -> zoo_float? {
    switch dtype {
    case .f16: ZOO_F16
    case .bf16: ZOO_BF16
    case .f32: ZOO_F32
    case .f64: ZOO_F64
    default: nil
    }
  }

  /// Converts whole buffers and returns how many finite values became infinite.
  package func convert(
    _ source: UnsafeRawBufferPointer,
    into target: UnsafeMutableRawBufferPointer
  ) -> Int {
    guard let fromType = Self.kernelType(from), let toType = Self.kernelType(to),
      let input = source.baseAddress, let output = target.baseAddress
    else { return 0 }
    let count = min(source.count / (from.bitWidth / 8), target.count / (to.bitWidth / 8))
    return Int(unsafe zoo_cast(output, toType, input, fromType, count))
  }
}
