import ZooTensors

/// An element type by the name that MindSpore stores, such as `Float32`.
///
/// Source: `mindspore/common/dtype.py`, whose types print as these names.
enum MindSporeType: Hashable, Sendable {
  /// Elements that are read here.
  case elements(DType)
  /// Text, one element of four bytes for each character.
  case text
  /// A type that exists and has no counterpart here.
  case unreadable

  /// Looks a name up; `nil` where no version of MindSpore writes it.
  init?(_ name: String) {
    switch name {
    case "Bool": self = .elements(.bool)
    case "Int8": self = .elements(.i8)
    case "Int16": self = .elements(.i16)
    case "Int32": self = .elements(.i32)
    case "Int64": self = .elements(.i64)
    case "UInt8": self = .elements(.u8)
    case "UInt16": self = .elements(.u16)
    case "UInt32": self = .elements(.u32)
    case "UInt64": self = .elements(.u64)
    case "Float16": self = .elements(.f16)
    case "BFloat16": self = .elements(.bf16)
    case "Float32": self = .elements(.f32)
    case "Float64": self = .elements(.f64)
    case "Float8E4M3FN": self = .elements(.f8e4m3)
    case "Float8E5M2": self = .elements(.f8e5m2)
    case "Complex64": self = .elements(.c64)
    case "Complex128": self = .elements(.c128)
    case "str": self = .text
    case "HiFloat8", "Int4": self = .unreadable
    default: return nil
    }
  }
}
