/// A regular run of elements: `extent` elements, `stride` apart in the source and `step` apart in
/// the dimension of the result that it belongs to.
package struct PieceAxis: Sendable, Hashable {
  package var extent: Int
  package var stride: Int
  package var step: Int
}

/// Where a piece lies in one dimension of the result: an origin and nested runs, widest step first.
package struct PieceDimension: Sendable, Hashable {
  package var origin: Int
  package var axes: [PieceAxis]

  package init(origin: Int, axes: [PieceAxis]) {
    self.origin = origin
    self.axes = axes.filter { $0.extent != 1 }
  }

  /// The distance from the first to the last position.
  var reach: Int { axes.reduce(0) { $0 + ($1.extent - 1) * $1.step } }
}

/// A box of one source's elements (or of zeros) and where its elements go in the result.
package struct Piece: Sendable, Hashable {
  /// The source number, or `nil` for zeros.
  package var source: Int?
  /// The source element of the box's first element.
  package var offset: Int
  /// The placement in each dimension of the result.
  package var dimensions: [PieceDimension]

  func moved(dimension: Int, by distance: Int) -> Piece {
    var copy = self
    copy.dimensions[dimension].origin += distance
    return copy
  }

  /// The parts of this piece inside a range of one dimension, with positions counted from its start.
  package func clipped(dimension: Int, to range: Range<Int>) -> [Piece] {
    let place = dimensions[dimension]
    let last = place.origin + place.reach
    if place.origin >= range.upperBound || last < range.lowerBound || range.isEmpty { return [] }
    if place.origin >= range.lowerBound, last < range.upperBound {
      return [moved(dimension: dimension, by: -range.lowerBound)]
    }
    guard let outer = place.axes.first else { return [] }
    let inner = place.reach - (outer.extent - 1) * outer.step
    var result: [Piece] = []
    // Indices of the widest run whose whole inner part is inside stay together; at most two others
    // are cut, each by one level of recursion.
    var index = 0
    while index < outer.extent {
      let low = place.origin + index * outer.step
      if low >= range.upperBound { break }
      if low + inner < range.lowerBound {
        index = max(index + 1, (range.lowerBound - place.origin - inner) / outer.step)
        continue
      }
      let isWhole = low >= range.lowerBound && low + inner < range.upperBound
      var count = 1
      if isWhole {
        count = min(outer.extent - index, (range.upperBound - 1 - inner - low) / outer.step + 1)
      }
      var part = self
      part.offset += index * outer.stride
      part.dimensions[dimension].origin = low
      if count == 1 {
        part.dimensions[dimension].axes.removeFirst()
      } else {
        part.dimensions[dimension].axes[0].extent = count
      }
      result += part.clipped(dimension: dimension, to: range)
      index += count
    }
    return result
  }

  /// The same elements placed in a row-major reshape of the result, or `nil` where that is not a box.
  func reshaped(from shape: [Int], to target: [Int]) -> Piece? {
    var result = Piece(source: source, offset: offset, dimensions: [])
    var from = 0
    var into = 0
    while from < shape.count || into < target.count {
      // The smallest group of neighbouring axes with the same product on both sides.
      var left = from < shape.count ? shape[from] : 1
      var right = into < target.count ? target[into] : 1
      var fromEnd = min(from + 1, shape.count)
      var intoEnd = min(into + 1, target.count)
      while left != right {
        if left < right {
          guard fromEnd < shape.count else { return nil }
          left *= shape[fromEnd]
          fromEnd += 1
        } else {
          guard intoEnd < target.count else { return nil }
          right *= target[intoEnd]
          intoEnd += 1
        }
      }
      let merged = PieceDimension.merged(dimensions[from..<fromEnd], extents: shape[from..<fromEnd])
      guard let split = merged.split(into: Array(target[into..<intoEnd])) else { return nil }
      result.dimensions += split
      from = fromEnd
      into = intoEnd
    }
    return result
  }
}

extension PieceDimension {
  /// One dimension that counts through several, row-major.
  package static func merged(
    _ dimensions: ArraySlice<PieceDimension>,
    extents: ArraySlice<Int>
  ) -> PieceDimension {
    var origin = 0
    var axes: [PieceAxis] = []
    for (dimension, extent) in zip(dimensions, extents) {
      origin = origin * extent + dimension.origin
      axes = axes.map { PieceAxis(extent: $0.extent, stride: $0.stride, step: $0.step * extent) }
      axes += dimension.axes
    }
    return PieceDimension(origin: origin, axes: axes).joined()
  }

  /// Neighbouring runs that continue each other become one.
  func joined() -> PieceDimension {
    var result: [PieceAxis] = []
    for axis in axes {
      if let last = result.last, last.step == axis.step * axis.extent,
        last.stride == axis.stride * axis.extent
      {
        result[result.count - 1] = PieceAxis(
          extent: last.extent * axis.extent,
          stride: axis.stride,
          step: axis.step
        )
      } else {
        result.append(axis)
      }
    }
    return PieceDimension(origin: origin, axes: result)
  }

  /// This dimension as several whose extents multiply to it, or `nil` where a run straddles them.
  func split(into extents: [Int]) -> [PieceDimension]? {
    guard extents.count != 1 else { return [self] }
    var places = extents.map { _ in PieceDimension(origin: 0, axes: []) }
    var unit = 1
    var units = [Int](repeating: 1, count: extents.count)
    for index in extents.indices.reversed() {
      units[index] = unit
      unit *= extents[index]
    }
    var rest = origin
    for index in extents.indices {
      places[index].origin = rest / units[index]
      rest %= units[index]
    }
    for axis in axes {
      var remaining = axis
      // From the finest new axis outwards: take as much of the run as fits into each.
      for index in extents.indices.reversed() where remaining.extent > 1 {
        let limit = units[index] * extents[index]
        guard remaining.step < limit else { continue }
        guard remaining.step % units[index] == 0 else { return nil }
        let fits = limit / remaining.step
        let taken: Int
        if remaining.extent <= fits {
          taken = remaining.extent
        } else {
          guard limit % remaining.step == 0, remaining.extent % fits == 0 else { return nil }
          taken = fits
        }
        places[index].axes.insert(
          PieceAxis(extent: taken, stride: remaining.stride, step: remaining.step / units[index]),
          at: 0
        )
        remaining = PieceAxis(
          extent: remaining.extent / taken,
          stride: remaining.stride * taken,
          step: remaining.step * taken
        )
      }
      guard remaining.extent <= 1 else { return nil }
    }
    for index in places.indices {
      places[index] = PieceDimension(
        origin: places[index].origin,
        axes: places[index].axes.sorted { $0.step > $1.step }
      )
      // A carry into the next axis would mean that the run straddles the boundary.
      guard places[index].origin + places[index].reach < extents[index] else { return nil }
    }
    return places
  }
}
