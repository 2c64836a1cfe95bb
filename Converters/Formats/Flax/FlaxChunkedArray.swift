import ZooTensors

/// An array that was too large for one MessagePack value: flat chunks in their order.
///
/// Source: `google/flax`, `flax/serialization.py`, `_chunk` and `_unchunk`.
struct FlaxChunkedArray {
  /// The element type of all chunks.
  let type: FlaxType
  /// The shape of the whole.
  let shape: Shape
  /// The bytes of each chunk in the file.
  let chunks: [Range<Int>]

  /// Takes the map `{"__msgpack_chunked_array__": true, "shape": …, "chunks": …}` apart.
  ///
  /// - Throws: ``FormatError`` where a key is missing or numbers have gaps, where a chunk is no
  ///   vector of the common type, or where all chunks together are not the whole.
  init(_ node: FlaxNode, limits: ParsingLimits) throws(FormatError) {
    guard node.members?.count == 3, case .bool(true)? = node[FlaxNode.chunkMarker],
      let extents = node["shape"]?.numbered, let parts = node["chunks"]?.numbered, !parts.isEmpty
    else {
      throw FormatError(
        .invalidValue,
        "expected an array in chunks as the marker, a shape and at least one chunk, both numbered "
          + "from 0 without gaps"
      )
    }
    try limits.checkRank(extents.count)
    var dimensions: [Int] = []
    for extent in extents {
      guard let dimension = extent.integer else {
        throw FormatError(.invalidValue, "expected a dimension, found \(extent.kind)")
      }
      dimensions.append(dimension)
    }
    shape = try Shape(dimensions, limits: limits)
    var chunks: [Range<Int>] = []
    var type: FlaxType?
    var count = 0
    for (number, part) in parts.enumerated() {
      guard case .array(let array) = part, array.shape.rank == 1 else {
        throw FormatError(
          .invalidValue,
          "expected chunk \(number) to be a vector, found "
            + (part.isChunkedArray ? "an array in chunks" : part.kind)
        )
      }
      guard type == nil || type == array.type else {
        throw FormatError(.inconsistent, "chunk \(number) has another element type than the others")
      }
      type = array.type
      count = try count.adding(array.shape.elementCount, "the elements of the chunks")
      chunks.append(array.bytes)
    }
    guard count == shape.elementCount, let type else {
      throw FormatError(
        .inconsistent,
        "the \(parts.count) chunks have \(count) elements, shape \(shape) needs "
          + "\(shape.elementCount)"
      )
    }
    self.type = type
    self.chunks = chunks
  }
}
