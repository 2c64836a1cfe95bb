public import ZooTensors

/// Where a stored tensor's bytes are, asked for only when they are needed.
public protocol TensorContent: Sendable {
  /// The bytes of the storage, little-endian, starting with the tensor's first element.
  ///
  /// Contiguous bytes of the file are lent as they lie; anything else (compressed, split,
  /// big-endian) is assembled once into a scratch file.
  /// - Throws: ``FormatError`` where the bytes are damaged or contradict the header.
  func region() throws(FormatError) -> ByteRegion
}

extension ByteRegion: TensorContent {
  /// The region itself.
  public func region() throws(FormatError) -> ByteRegion { self }
}

/// One tensor as a checkpoint stores it: name, element type, shape, and where its bytes are.
public struct StoredTensor: Sendable {
  /// The name as the framework wrote it.
  public let name: String
  /// The element type as stored; `U8` where numbers are packed into blocks.
  public let dtype: DType
  /// The logical shape, outermost axis first; that of the stored bytes where ``quantization`` is
  /// there, with the bytes of a row as the last axis.
  public let shape: Shape
  /// The stride of each axis in elements, or `nil` for contiguous row-major bytes.
  public let strides: [Int]?
  /// The bytes; from the first element to the end of the last.
  public let content: any TensorContent
  /// What the bytes stand for, where they are blocks of quantized numbers.
  public let quantization: BlockQuantization?

  /// Creates a tensor; `strides` equal to the row-major ones are recorded as contiguous.
  ///
  /// The bytes of a `BOOL` tensor are refused when they are asked for where one is neither 0 nor 1.
  public init(
    name: String,
    dtype: DType,
    shape: Shape,
    strides: [Int]? = nil,
    content: any TensorContent,
    quantization: BlockQuantization? = nil
  ) {
    self.name = name
    self.dtype = dtype
    self.shape = shape
    self.quantization = quantization
    let isContiguous =
      strides.map { given in
        zip(shape.dimensions.indices, given).allSatisfy { axis, stride in
          shape.dimensions[axis] <= 1 || stride == shape.rowMajorStrides[axis]
        }
      } ?? true
    let steps = isContiguous || shape.elementCount == 0 ? nil : strides
    self.strides = steps
    self.content =
      dtype == .bool && !(content is BooleanContent)
      ? BooleanContent(content, name: name, shape: shape, strides: steps) : content
  }

  /// The bytes of the logical tensor; 0 for text.
  public var byteCount: Int {
    // The reader proved this product when it made the tensor; text has none.
    dtype == .string ? 0 : shape.elementCount * dtype.bitWidth / 8
  }
}
