import ZooTensors

/// An element type by ONNX's number.
///
/// Source: the enumeration `TensorProto.DataType` of `onnx.proto`, up to version 1.23.
enum ONNXElementType: Hashable, Sendable {
  /// Elements that are read here.
  case elements(DType)
  /// A type that exists and has no counterpart here, by its name in ONNX.
  case unreadable(String)

  /// Looks a number up.
  ///
  /// - Throws: ``FormatError`` where no version of ONNX defines it.
  init(number: Int) throws(FormatError) {
    switch number {
    case 1: self = .elements(.f32)
    case 2: self = .elements(.u8)
    case 3: self = .elements(.i8)
    case 4: self = .elements(.u16)
    case 5: self = .elements(.i16)
    case 6: self = .elements(.i32)
    case 7: self = .elements(.i64)
    case 8: self = .elements(.string)
    case 9: self = .elements(.bool)
    case 10: self = .elements(.f16)
    case 11: self = .elements(.f64)
    case 12: self = .elements(.u32)
    case 13: self = .elements(.u64)
    case 14: self = .elements(.c64)
    case 15: self = .elements(.c128)
    case 16: self = .elements(.bf16)
    case 17: self = .elements(.f8e4m3)
    case 18: self = .elements(.f8e4m3fnuz)
    case 19: self = .elements(.f8e5m2)
    case 20: self = .elements(.f8e5m2fnuz)
    case 21: self = .unreadable("UINT4")
    case 22: self = .unreadable("INT4")
    case 23: self = .elements(.f4)
    case 24: self = .elements(.f8e8m0)
    case 25: self = .unreadable("UINT2")
    case 26: self = .unreadable("INT2")
    case 27: self = .elements(.f6e2m3)
    case 28: self = .elements(.f6e3m2)
    default:
      throw FormatError(.invalidValue, "the element type \(number) is none of ONNX's")
    }
  }
}
