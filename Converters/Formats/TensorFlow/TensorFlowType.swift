import ZooTensors

/// An element type by TensorFlow's number.
///
/// Source: the enumeration `DataType` of TensorFlow's `types.proto`.
enum TensorFlowType: Hashable, Sendable {
  /// Elements that are read here.
  case elements(DType)
  /// A type that exists and has no counterpart here, by its name in TensorFlow.
  case unreadable(String)

  /// Looks a number up.
  ///
  /// - Throws: ``FormatError`` where no version of TensorFlow defines it.
  init(number: Int) throws(FormatError) {
    switch number {
    case 1: self = .elements(.f32)
    case 2: self = .elements(.f64)
    case 3: self = .elements(.i32)
    case 4: self = .elements(.u8)
    case 5: self = .elements(.i16)
    case 6: self = .elements(.i8)
    case 7: self = .elements(.string)
    case 8: self = .elements(.c64)
    case 9: self = .elements(.i64)
    case 10: self = .elements(.bool)
    case 11: self = .unreadable("qint8")
    case 12: self = .unreadable("quint8")
    case 13: self = .unreadable("qint32")
    case 14: self = .elements(.bf16)
    case 15: self = .unreadable("qint16")
    case 16: self = .unreadable("quint16")
    case 17: self = .elements(.u16)
    case 18: self = .elements(.c128)
    case 19: self = .elements(.f16)
    case 20: self = .unreadable("resource")
    case 21: self = .unreadable("variant")
    case 22: self = .elements(.u32)
    case 23: self = .elements(.u64)
    case 24: self = .elements(.f8e5m2)
    case 25: self = .elements(.f8e4m3)
    case 26: self = .elements(.f8e4m3fnuz)
    case 27: self = .unreadable("float8_e4m3b11fnuz")
    case 28: self = .elements(.f8e5m2fnuz)
    case 29: self = .unreadable("int4")
    case 30: self = .unreadable("uint4")
    case 31: self = .unreadable("int2")
    case 32: self = .unreadable("uint2")
    default:
      throw FormatError(.invalidValue, "the element type \(number) is none of TensorFlow's")
    }
  }
}
