import ZooTensors

/// Counts numbers that weights should not have: NaN and infinities.
struct FiniteCheck {
  /// How many numbers are not finite; 0 for types that are not F16, BF16, F32 or F64.
  ///
  /// `bytes` must begin at a multiple of the numbers' size and hold whole numbers.
  ///
  /// Complexity: O(bytes).
  static func count(_ bytes: UnsafeRawBufferPointer, of dtype: DType) -> Int {
    switch dtype {
    case .f16: unsafe count(bytes, exponent: UInt16(0x7c00))
    case .bf16: unsafe count(bytes, exponent: UInt16(0x7f80))
    case .f32: unsafe count(bytes, exponent: UInt32(0x7f80_0000))
    case .f64: unsafe count(bytes, exponent: UInt64(0x7ff0_0000_0000_0000))
    default: 0
    }
  }

  /// Numbers whose exponent has all bits set are NaN or infinite.
  private static func count<Bits: FixedWidthInteger & UnsignedInteger>(
    _ bytes: UnsafeRawBufferPointer,
    exponent: Bits
  ) -> Int {
    // Safe: any bits are an integer, and the caller's buffer is aligned for it.
    unsafe bytes.withMemoryRebound(to: Bits.self) { values in
      unsafe values.reduce(0) { $0 + ($1 & exponent == exponent ? 1 : 0) }
    }
  }
}
