/// What a tensor must be: its name, element type and shape, without any bytes.
public struct TensorSpec: Sendable, Hashable {
  /// The name.
  public let name: String
  /// The element type.
  public let dtype: DType
  /// The shape, outermost axis first.
  public let shape: Shape
  /// The byte count, proven not to overflow.
  public let byteCount: Int

  /// Creates a specification.
  ///
  /// - Throws: ``FormatError`` where the byte count overflows or elements do not fill whole bytes.
  public init(name: String, dtype: DType, shape: Shape) throws(FormatError) {
    self.name = name
    self.dtype = dtype
    self.shape = shape
    byteCount = try dtype.byteCount(ofElements: shape.elementCount)
  }
}
