import ZooTensors

/// Elements of one type that are stored as consecutive pieces, and the tensors that lie in them.
///
/// Training programs flatten all parameters into one vector and cut that into equal partitions, so
/// that a tensor begins and ends anywhere.
struct FlatVector: Sendable {
  /// The element type of all pieces; `nil` before the first.
  private(set) var dtype: DType?
  /// The number of elements.
  private(set) var count = 0
  private var pieces: [(start: Int, content: any TensorContent)] = []

  /// Appends the first `length` elements of a stored vector, all unless stated.
  ///
  /// - Throws: ``FormatError`` where it is not one row of elements of the type of the others.
  mutating func append(_ tensor: StoredTensor, length: Int? = nil) throws(FormatError) {
    guard tensor.shape.rank == 1, tensor.strides == nil, tensor.dtype.byteWidth != nil else {
      throw FormatError(
        .invalidValue,
        "'\(printable(tensor.name))' must be a vector of numbers, found \(tensor.dtype) "
          + "\(tensor.shape)"
      )
    }
    guard dtype == nil || dtype == tensor.dtype else {
      throw FormatError(
        .inconsistent,
        "'\(printable(tensor.name))' has elements of type \(tensor.dtype), other parts of it "
          + "\(dtype?.rawValue ?? "")"
      )
    }
    let length = length ?? tensor.shape.elementCount
    guard length >= 0, length <= tensor.shape.elementCount else {
      throw FormatError(
        .inconsistent,
        "'\(printable(tensor.name))' has \(tensor.shape.elementCount) elements, \(length) are needed"
      )
    }
    dtype = tensor.dtype
    guard length > 0 else { return }
    pieces.append((count, tensor.content))
    count = try count.adding(length, "the size of '\(printable(tensor.name))'")
  }

  /// The ranges of the pieces that a range of elements consists of, in order.
  ///
  /// - Throws: ``FormatError`` where the range ends outside.
  func contents(from start: Int, count length: Int) throws(FormatError) -> [any TensorContent] {
    guard start >= 0, length >= 0, start <= count, length <= count - start else {
      throw FormatError(
        .inconsistent,
        "\(length) elements from \(start) on are outside of the \(count) elements that there are"
      )
    }
    guard length > 0, let width = dtype?.byteWidth else { return [] }
    var result: [any TensorContent] = []
    let end = start + length
    // The last piece that begins at or before the start.
    var low = 0
    var high = pieces.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if pieces[middle].start <= start { low = middle } else { high = middle }
    }
    while low < pieces.count, pieces[low].start < end {
      let first = max(start, pieces[low].start)
      let last = min(end, low + 1 < pieces.count ? pieces[low + 1].start : count)
      result.append(
        PartContent(
          of: pieces[low].content,
          offset: (first - pieces[low].start) * width,
          count: (last - first) * width
        )
      )
      low += 1
    }
    return result
  }

  /// A tensor made of a range of elements.
  ///
  /// - Throws: ``FormatError`` where the range ends outside.
  func tensor(
    _ name: String,
    _ shape: Shape,
    from start: Int
  ) throws(FormatError) -> StoredTensor {
    let parts = try contents(from: start, count: shape.elementCount)
    return try .joined(name, dtype ?? .f32, shape, of: parts)
  }
}

extension StoredTensor {
  /// A contiguous tensor whose bytes are those of some parts, one after the other.
  static func joined(
    _ name: String,
    _ dtype: DType,
    _ shape: Shape,
    of parts: [any TensorContent]
  ) throws(FormatError) -> StoredTensor {
    let byteCount = try dtype.byteCount(ofElements: shape.elementCount)
    return StoredTensor(
      name: name,
      dtype: dtype,
      shape: shape,
      content: JoinedContent(parts, byteCount: byteCount, name: name)
    )
  }
}
