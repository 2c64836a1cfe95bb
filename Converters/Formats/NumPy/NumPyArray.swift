import ZooTensors

/// An array of NumPy that something else holds, with every number proven to lie inside its bytes.
struct NumPyArray: Sendable {
  let dtype: DType
  let shape: Shape
  /// The stride of each axis in elements, or `nil` for row-major bytes.
  let strides: [Int]?
  /// The elements, little-endian.
  let content: any TensorContent

  /// `content` must have as many bytes as type and shape say, in the byte order of the type.
  ///
  /// `axes` are those of the array from the slowest to the fastest; row-major unless stated.
  init(
    _ type: NumPyType,
    _ shape: Shape,
    axes: [Int]? = nil,
    content: any TensorContent
  ) {
    dtype = type.dtype
    self.shape = shape
    strides = axes.map { axes in
      var strides = [Int](repeating: 1, count: shape.rank)
      var step = 1
      for axis in axes.reversed() {
        strides[axis] = step
        // The product of all extents is the proven number of elements.
        step &*= max(shape.dimensions[axis], 1)
      }
      return strides
    }
    self.content =
      type.isBigEndian && type.numberWidth > 1
      ? SwappedContent(content, width: type.numberWidth) : content
  }

  /// The array as a tensor of a checkpoint.
  func stored(as name: String) -> StoredTensor {
    StoredTensor(name: name, dtype: dtype, shape: shape, strides: strides, content: content)
  }
}
