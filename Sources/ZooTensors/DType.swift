/// The element type of a tensor, spelled as safetensors spells it.
///
/// The raw value is the spelling used in safetensors headers, in manifests and on the command line
/// (`F32` is `torch.float32`, `DT_FLOAT` in TensorFlow and GGUF type 0). ``string`` has no fixed
/// width; it exists so that a checkpoint's text entries can be listed, and is never converted.
///
/// Source: the `Dtype` enumeration of the safetensors format.
@nonexhaustive
public enum DType: String, Sendable, Hashable, CaseIterable, Codable {
  case bool = "BOOL"
  case f4 = "F4"
  case f6e2m3 = "F6_E2M3"
  case f6e3m2 = "F6_E3M2"
  case u8 = "U8"
  case i8 = "I8"
  case f8e5m2 = "F8_E5M2"
  case f8e4m3 = "F8_E4M3"
  case f8e8m0 = "F8_E8M0"
  case f8e4m3fnuz = "F8_E4M3FNUZ"
  case f8e5m2fnuz = "F8_E5M2FNUZ"
  case i16 = "I16"
  case u16 = "U16"
  case f16 = "F16"
  case bf16 = "BF16"
  case i32 = "I32"
  case u32 = "U32"
  case f32 = "F32"
  case c64 = "C64"
  case f64 = "F64"
  case i64 = "I64"
  case u64 = "U64"
  case c128 = "C128"
  case string = "STRING"

  /// The width of one element in bits; 0 for ``string``.
  public var bitWidth: Int {
    switch self {
    case .string: 0
    case .f4: 4
    case .f6e2m3, .f6e3m2: 6
    case .bool, .u8, .i8, .f8e5m2, .f8e4m3, .f8e8m0, .f8e4m3fnuz, .f8e5m2fnuz: 8
    case .i16, .u16, .f16, .bf16: 16
    case .i32, .u32, .f32: 32
    case .c64, .f64, .i64, .u64: 64
    case .c128: 128
    }
  }

  /// The width of one element in bytes, or `nil` where an element is not a whole number of bytes.
  public var byteWidth: Int? {
    bitWidth > 0 && bitWidth % 8 == 0 ? bitWidth / 8 : nil
  }

  /// Whether elements are real floating-point numbers.
  public var isFloatingPoint: Bool {
    switch self {
    case .f4, .f6e2m3, .f6e3m2, .f8e5m2, .f8e4m3, .f8e8m0, .f8e4m3fnuz, .f8e5m2fnuz, .f16, .bf16,
      .f32, .f64:
      true
    default: false
    }
  }

  /// The exact byte count of `elementCount` elements.
  ///
  /// - Throws: ``FormatError`` with code `invalidValue` where the product overflows, where the bits
  ///   do not fill whole bytes, or for ``string``.
  public func byteCount(ofElements elementCount: Int) throws(FormatError) -> Int {
    guard self != .string else {
      throw FormatError(.unsupported, "text tensors have no fixed byte count")
    }
    let (bits, overflow) = elementCount.multipliedReportingOverflow(by: bitWidth)
    guard !overflow, bits >= 0 else {
      throw FormatError(.invalidValue, "\(elementCount) elements of \(rawValue) overflow 64 bits")
    }
    guard bits % 8 == 0 else {
      throw FormatError(
        .invalidValue,
        "\(elementCount) elements of \(rawValue) do not fill whole bytes"
      )
    }
    return bits / 8
  }
}

extension DType: CustomStringConvertible {
  /// The safetensors spelling.
  public var description: String { rawValue }
}
