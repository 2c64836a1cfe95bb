import ZooTensors

/// What the class of a storage says about its elements.
enum TorchStorageType: Sendable, Hashable {
  /// Elements of one type: `torch.FloatStorage` and its kin.
  case typed(DType)
  /// Bytes, given a type by each tensor over them: `torch.UntypedStorage`.
  case untyped
  /// Elements that only quantized tensors give a meaning: `torch.QInt8Storage`.
  case quantized(name: String, byteWidth: Int)

  /// The bytes of one element.
  var byteWidth: Int {
    switch self {
    case .typed(let dtype): dtype.byteWidth ?? 1
    case .untyped: 1
    case .quantized(_, let byteWidth): byteWidth
    }
  }

  /// The type for the part of a class name before `Storage` or `Tensor`, such as `Float`.
  init?(prefix: some StringProtocol) {
    switch prefix {
    case "Double": self = .typed(.f64)
    case "Float": self = .typed(.f32)
    case "Half": self = .typed(.f16)
    case "BFloat16": self = .typed(.bf16)
    case "Long": self = .typed(.i64)
    case "Int": self = .typed(.i32)
    case "Short": self = .typed(.i16)
    case "Char": self = .typed(.i8)
    case "Byte": self = .typed(.u8)
    case "Bool": self = .typed(.bool)
    case "ComplexFloat": self = .typed(.c64)
    case "ComplexDouble": self = .typed(.c128)
    case "Untyped", "_Untyped": self = .untyped
    case "QInt8", "QUInt8", "QUInt4x2", "QUInt2x4":
      self = .quantized(name: String(prefix), byteWidth: 1)
    case "QInt32": self = .quantized(name: String(prefix), byteWidth: 4)
    default: return nil
    }
  }
}

extension DType {
  /// The type that `torch.<name>` is, for example `float32`.
  init?(torchName name: String) {
    switch name {
    case "float64", "double": self = .f64
    case "float32", "float": self = .f32
    case "float16", "half": self = .f16
    case "bfloat16": self = .bf16
    case "int64", "long": self = .i64
    case "int32", "int": self = .i32
    case "int16", "short": self = .i16
    case "int8": self = .i8
    case "uint64": self = .u64
    case "uint32": self = .u32
    case "uint16": self = .u16
    case "uint8": self = .u8
    case "bool": self = .bool
    case "complex64", "cfloat": self = .c64
    case "complex128", "cdouble": self = .c128
    case "float8_e4m3fn": self = .f8e4m3
    case "float8_e5m2": self = .f8e5m2
    case "float8_e4m3fnuz": self = .f8e4m3fnuz
    case "float8_e5m2fnuz": self = .f8e5m2fnuz
    case "float8_e8m0fnu": self = .f8e8m0
    default: return nil
    }
  }
}
