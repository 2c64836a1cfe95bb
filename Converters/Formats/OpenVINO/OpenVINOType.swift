import ZooTensors

extension DType {
  /// The element type of this name in OpenVINO's IR; `nil` for types that are not read, such as
  /// packed numbers of four bits, and text.
  ///
  /// Source: openvino, `src/core/src/type/element_type.cpp`.
  init?(openVINOName name: String) {
    switch name {
    case "boolean": self = .bool
    case "i8": self = .i8
    case "i16": self = .i16
    case "i32": self = .i32
    case "i64": self = .i64
    case "u8": self = .u8
    case "u16": self = .u16
    case "u32": self = .u32
    case "u64": self = .u64
    case "f16": self = .f16
    case "bf16": self = .bf16
    case "f32": self = .f32
    case "f64": self = .f64
    case "f8e4m3": self = .f8e4m3
    case "f8e5m2": self = .f8e5m2
    case "f8e8m0": self = .f8e8m0
    default: return nil
    }
  }
}
