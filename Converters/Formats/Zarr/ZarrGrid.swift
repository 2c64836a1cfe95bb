import ZooTensors

/// The grid of chunks that an array is cut into.
struct ZarrGrid: Sendable {
  /// The chunks along each axis.
  let counts: [Int]
  /// The chunks in all; 0 where the array has no elements, 1 for a scalar.
  let total: Int

  /// Divides an array; the last chunk of an axis may reach beyond it.
  ///
  /// - Throws: ``FormatError`` where there are more chunks than a tree may have files.
  init(_ metadata: ZarrMetadata, limits: ParsingLimits) throws(FormatError) {
    guard metadata.shape.elementCount > 0 else {
      counts = metadata.shape.dimensions.map { _ in 0 }
      total = 0
      return
    }
    // A shape with elements has chunks with elements, and dimensions are below 2^48.
    counts = zip(metadata.shape.dimensions, metadata.chunk.dimensions).map { ($0 + $1 - 1) / $1 }
    var total = 1
    for count in counts {
      total = try total.multiplied(by: count, "the number of chunks")
      try limits.checkArchiveEntries(total, of: "the number of chunks")
    }
    self.total = total
  }

  /// The place of a chunk in the grid, by its row-major number.
  func index(_ number: Int) -> [Int] {
    var index = [Int](repeating: 0, count: counts.count)
    var rest = number
    for axis in counts.indices.reversed() {
      index[axis] = rest % counts[axis]
      rest /= counts[axis]
    }
    return index
  }

  /// The name of a chunk's file below the directory of its array.
  static func name(_ index: [Int], separator: String) -> String {
    index.isEmpty ? "0" : index.map(String.init).joined(separator: separator)
  }
}
