import ZooTensors

/// The element type of a NumPy array: what the numbers are, and their byte order.
///
/// Source: `numpy/_core/src/multiarray/descriptor.c` (`arraydescr_protocol_typestr_get`).
struct NumPyType: Sendable, Hashable {
  let dtype: DType
  let isBigEndian: Bool

  /// The bytes of one number; a complex element is two.
  var numberWidth: Int {
    let width = dtype.byteWidth ?? 1
    return dtype == .c64 || dtype == .c128 ? width / 2 : width
  }

  init(_ dtype: DType, isBigEndian: Bool) {
    self.dtype = dtype
    self.isBigEndian = isBigEndian
  }

  /// A type as NumPy spells it: a kind and the bytes of an element, such as `f4`.
  ///
  /// - Parameters:
  ///   - spelling: The kind and the number of bytes.
  ///   - byteOrder: `<`, `>`, or `|` for elements of one byte.
  /// - Throws: ``FormatError`` where elements of the type are no numbers, or the byte order is none.
  init(_ spelling: some StringProtocol, byteOrder: some StringProtocol) throws(FormatError) {
    guard let dtype = DType(numPyCode: String(spelling)) else {
      throw FormatError(
        .unsupported,
        "its elements are \(Self.kind(spelling)), which are no numbers that are read"
      )
    }
    try self.init(dtype, byteOrder: byteOrder)
  }

  /// A type of another package, such as `bfloat16` of `ml_dtypes`.
  init(_ dtype: DType, byteOrder: some StringProtocol) throws(FormatError) {
    self.dtype = dtype
    switch byteOrder {
    case "<": isBigEndian = false
    case ">": isBigEndian = true
    case "|" where dtype.bitWidth == 8: isBigEndian = false
    default:
      throw FormatError(
        .invalidValue,
        "expected the byte order '<' or '>' of elements of \(dtype.byteWidth ?? 0) bytes, found "
          + "'\(printable(String(byteOrder)))'"
      )
    }
  }

  /// What elements are that are neither numbers nor may hold any: text and dates.
  static func passedOver(_ spelling: some StringProtocol) -> String? {
    guard let first = spelling.first, "SaUMm".contains(first) else { return nil }
    return kind(spelling)
  }

  private static func kind(_ spelling: some StringProtocol) -> String {
    let words =
      switch spelling.first {
      case "O": "Python objects"
      case "S", "a": "strings of bytes"
      case "U": "strings"
      case "M": "dates"
      case "m": "spans of time"
      case "V": "records or raw bytes"
      default: "of an unknown type"
      }
    return "\(words) ('\(printable(String(spelling)))')"
  }
}

extension DType {
  /// The type that NumPy spells so, without the byte order; `nil` where there is none.
  init?(numPyCode code: String) {
    switch code {
    case "b1": self = .bool
    case "i1": self = .i8
    case "i2": self = .i16
    case "i4": self = .i32
    case "i8": self = .i64
    case "u1": self = .u8
    case "u2": self = .u16
    case "u4": self = .u32
    case "u8": self = .u64
    case "f2": self = .f16
    case "f4": self = .f32
    case "f8": self = .f64
    case "c8": self = .c64
    case "c16": self = .c128
    default: return nil
    }
  }

  /// The element type of this name in `ml_dtypes`, for example `bfloat16`; `nil` where there is
  /// none that an element of whole bytes spells in the same way.
  ///
  /// Source: `ml_dtypes/__init__.py`, releases 0.1 to 0.6.
  init?(extensionName name: String) {
    switch name {
    case "bfloat16": self = .bf16
    case "float8_e4m3fn": self = .f8e4m3
    case "float8_e5m2": self = .f8e5m2
    case "float8_e4m3fnuz": self = .f8e4m3fnuz
    case "float8_e5m2fnuz": self = .f8e5m2fnuz
    case "float8_e8m0fnu": self = .f8e8m0
    default: return nil
    }
  }
}
