import ZooTensors

/// The proof that slices cover their variable, every element once.
enum SliceCoverage {
  /// The most cells that the slices' edges may cut a variable into.
  ///
  /// A partitioned variable has as many cells as slices, because its slices form a grid.
  private static let cellLimit = 1 << 22

  /// Requires that the slices overlap nowhere and leave no gap.
  ///
  /// Complexity: O(cells), where the edges of all slices, drawn through the whole variable, cut it
  /// into cells.
  static func check(_ boxes: [SliceBox], of shape: Shape) throws(FormatError) {
    guard shape.elementCount > 0 else { return }
    let cuts = shape.dimensions.indices.map { axis in
      Set(
        boxes.flatMap { [$0.starts[axis], $0.starts[axis] + $0.shape.dimensions[axis]] }
          + [0, shape.dimensions[axis]]
      ).sorted()
    }
    var cells = 1
    for cut in cuts {
      cells = try cells.multiplied(by: cut.count - 1, "the cells between slices")
      guard cells <= cellLimit else {
        throw FormatError(
          .unsupported,
          "the slices of a variable are cut more finely than \(cellLimit) cells"
        )
      }
    }
    let places = cuts.map { cut in
      Dictionary(uniqueKeysWithValues: cut.enumerated().map { ($1, $0) })
    }
    var isCovered = [Bool](repeating: false, count: cells)
    var covered = 0
    for box in boxes {
      var ranges: [Range<Int>] = []
      for axis in shape.dimensions.indices {
        let start = places[axis][box.starts[axis]] ?? 0
        let end = places[axis][box.starts[axis] + box.shape.dimensions[axis]] ?? start
        ranges.append(start..<end)
      }
      try forEachCell(ranges, cuts.map { $0.count - 1 }) { (cell) throws(FormatError) in
        guard !isCovered[cell] else {
          throw FormatError(
            .inconsistent,
            "two slices overlap: one of shape \(box.shape) at \(box.starts) with another"
          )
        }
        isCovered[cell] = true
        covered += 1
      }
    }
    guard covered == cells else {
      throw FormatError(
        .inconsistent,
        "the \(boxes.count) slices of a variable of shape \(shape) leave a gap"
      )
    }
  }

  private static func forEachCell(
    _ ranges: [Range<Int>],
    _ counts: [Int],
    _ body: (Int) throws(FormatError) -> Void
  ) throws(FormatError) {
    guard ranges.allSatisfy({ !$0.isEmpty }) else { return }
    var index = ranges.map(\.lowerBound)
    while true {
      var cell = 0
      for axis in counts.indices { cell = cell * counts[axis] + index[axis] }
      try body(cell)
      var axis = counts.count - 1
      while axis >= 0 {
        index[axis] += 1
        if index[axis] < ranges[axis].upperBound { break }
        index[axis] = ranges[axis].lowerBound
        axis -= 1
      }
      if axis < 0 { return }
    }
  }
}
