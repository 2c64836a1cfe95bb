import ZooTensors

/// The proof that slices cover their variable, every element once; one for all variables of a file.
struct SliceCoverage {
  private let limits: ParsingLimits
  /// The cells of all variables checked so far.
  private var cellCount = 0

  /// `limits` has the cells that all variables of the file may be cut into.
  init(limits: ParsingLimits) { self.limits = limits }

  /// Requires that the slices overlap nowhere and leave no gap.
  ///
  /// Complexity: O(cells), where the edges of all slices, drawn through the whole variable, cut it
  /// into cells.
  /// - Throws: ``FormatError`` where they do, or with code `limitExceeded` where this variable and
  ///   those before it have more than ``ParsingLimits/sliceCells`` cells.
  mutating func check(_ boxes: [SliceBox], of shape: Shape) throws(FormatError) {
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
      guard cells <= limits.sliceCells - cellCount else {
        throw .limit(
          "number of cells that slices cut their variables into",
          try cellCount.adding(cells, "the cells between slices"),
          limits.sliceCells,
          "ParsingLimits.sliceCells"
        )
      }
    }
    cellCount += cells
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
      try Self.forEachCell(ranges, cuts.map { $0.count - 1 }) { (cell) throws(FormatError) in
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
