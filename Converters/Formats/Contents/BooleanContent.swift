import ZooTensors

/// The bytes of a `BOOL` tensor, each of which must be 0 or 1.
///
/// ``StoredTensor`` puts it around the content of every such tensor.
struct BooleanContent: TensorContent {
  private let bytes: any TensorContent
  private let name: String
  private let shape: Shape
  private let strides: [Int]?

  /// `strides` are those of the tensor, `nil` for contiguous bytes.
  init(_ bytes: any TensorContent, name: String, shape: Shape, strides: [Int]?) {
    self.bytes = bytes
    self.name = name
    self.shape = shape
    self.strides = strides
  }

  /// The bytes as they are.
  ///
  /// Complexity: O(bytes).
  /// - Throws: ``FormatError`` where an element is neither 0 nor 1.
  func region() throws(FormatError) -> ByteRegion {
    let region = try bytes.region()
    let position = unsafe region.bytes.withUnsafeBytes { unsafe firstFault(in: $0) }
    guard let position else { return region }
    throw FormatError(
      .invalidValue,
      "'\(printable(name))' is BOOL but has a byte that is neither 0 nor 1",
      at: region.range.lowerBound + position,
      in: region.name
    )
  }

  /// Where the first element is that is no truth value.
  private func firstFault(in bytes: UnsafeRawBufferPointer) -> Int? {
    // Elements that overlap are more than there are bytes, and the bytes are looked at once.
    guard let strides, shape.elementCount <= bytes.count, let count = shape.dimensions.last,
      let step = strides.last
    else { return unsafe bytes.prefix(shape.elementCount).firstIndex { $0 > 1 } }
    let outer = Array(shape.dimensions.dropLast())
    var index = [Int](repeating: 0, count: outer.count)
    repeat {
      var place = zip(index, strides).reduce(0) { $0 &+ $1.0 &* $1.1 }
      for _ in 0..<count {
        // Whether the elements lie inside is checked by whoever uses the strides.
        guard place >= 0, place < bytes.count else { return nil }
        if unsafe bytes[place] > 1 { return place }
        place &+= step
      }
    } while SlicedContent.advance(&index, outer)
    return nil
  }
}
