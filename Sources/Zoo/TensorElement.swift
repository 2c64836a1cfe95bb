public import ZooTensors

/// A Swift type that stands for the elements of some tensors, bit by bit.
///
/// A conforming type must be valid whatever its bits are.
public protocol TensorElement: BitwiseCopyable, Sendable {
  /// The element types that this type holds.
  static var dtypes: Set<DType> { get }
}

extension Float: TensorElement {
  /// `F32`.
  public static var dtypes: Set<DType> { [.f32] }
}

extension Double: TensorElement {
  /// `F64`.
  public static var dtypes: Set<DType> { [.f64] }
}

#if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
extension Float16: TensorElement {
  /// `F16`.
  public static var dtypes: Set<DType> { [.f16] }
}
#endif

extension Int8: TensorElement {
  /// `I8`.
  public static var dtypes: Set<DType> { [.i8] }
}

extension UInt8: TensorElement {
  /// `U8`, and the raw bits of `BOOL` and of the floating-point types of one byte.
  public static var dtypes: Set<DType> {
    [.u8, .bool, .f8e4m3, .f8e5m2, .f8e8m0, .f8e4m3fnuz, .f8e5m2fnuz]
  }
}

extension Int16: TensorElement {
  /// `I16`.
  public static var dtypes: Set<DType> { [.i16] }
}

extension UInt16: TensorElement {
  /// `U16`, and the raw bits of `F16` and `BF16`.
  public static var dtypes: Set<DType> { [.u16, .f16, .bf16] }
}

extension Int32: TensorElement {
  /// `I32`.
  public static var dtypes: Set<DType> { [.i32] }
}

extension UInt32: TensorElement {
  /// `U32`.
  public static var dtypes: Set<DType> { [.u32] }
}

extension Int64: TensorElement {
  /// `I64`.
  public static var dtypes: Set<DType> { [.i64] }
}

extension UInt64: TensorElement {
  /// `U64`.
  public static var dtypes: Set<DType> { [.u64] }
}
