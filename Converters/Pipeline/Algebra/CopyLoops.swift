/// A strided copy: nested loops from source elements to elements of the result.
package struct CopyLoops: Sendable, Hashable {
  /// One loop: how often, and how far apart in the source and in the result, in elements.
  package struct Loop: Sendable, Hashable {
    package var extent: Int
    package var sourceStride: Int
    package var targetStride: Int
  }

  /// The source number, or `nil` for zeros.
  package var source: Int?
  /// The first source element.
  package var sourceOffset: Int
  /// The first element of the result.
  package var targetOffset: Int
  /// Outermost first; the innermost has the smallest stride in the result.
  package var loops: [Loop]

  /// The number of elements copied.
  package var elementCount: Int { loops.reduce(1) { $0 * $1.extent } }

  /// The highest source element read, plus one.
  package var sourceEnd: Int {
    sourceOffset + loops.reduce(1) { $0 + ($1.extent - 1) * $1.sourceStride }
  }

  /// The number of consecutive elements, where the whole copy is one run in both places.
  package var isContiguous: Bool {
    switch loops.count {
    case 0: true
    case 1: loops[0].sourceStride == 1 && loops[0].targetStride == 1
    default: false
    }
  }
}

extension TensorValue {
  /// The copies that produce the elements `range` of the row-major result, relative to its start.
  package func copies(in range: Range<Int>) -> [CopyLoops] {
    pieces.flatMap { piece in
      let flat = Piece(
        source: piece.source,
        offset: piece.offset,
        dimensions: [PieceDimension.merged(piece.dimensions[...], extents: shape[...])]
      )
      return flat.clipped(dimension: 0, to: range).map { part in
        let place = part.dimensions[0].joined()
        return CopyLoops(
          source: part.source,
          sourceOffset: part.offset,
          targetOffset: place.origin,
          loops: place.axes.map {
            CopyLoops.Loop(extent: $0.extent, sourceStride: $0.stride, targetStride: $0.step)
          }
        )
      }
    }
  }

  /// The elements of the result to produce at a time, so that a part has at most `limit` elements
  /// and begins at a natural boundary.
  package func chunkLength(limit: Int) -> Int {
    var row = elementCount
    for extent in shape where row > limit && extent > 0 { row /= extent }
    return max(1, limit / max(row, 1)) * max(row, 1)
  }
}
