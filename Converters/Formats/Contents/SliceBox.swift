import ZooTensors

/// A part of a tensor that is a box: along each axis a start and a length, proven to lie inside.
struct SliceBox: Hashable, Sendable {
  /// The first index along each axis.
  let starts: [Int]
  /// The shape of the part.
  let shape: Shape

  /// Places a box in the shape of its tensor.
  ///
  /// - Throws: ``FormatError`` where the box has another rank or reaches outside.
  init(starts: [Int], lengths: [Int], in whole: Shape) throws(FormatError) {
    guard starts.count == whole.rank, lengths.count == whole.rank else {
      throw FormatError(
        .inconsistent,
        "a part has \(max(starts.count, lengths.count)) axes, its tensor of shape \(whole) has "
          + "\(whole.rank)"
      )
    }
    for axis in starts.indices {
      let room = whole.dimensions[axis]
      guard starts[axis] >= 0, starts[axis] <= room, lengths[axis] >= 0,
        lengths[axis] <= room - starts[axis]
      else {
        throw FormatError(
          .invalidValue,
          "a part takes \(lengths[axis]) from \(starts[axis]) of axis \(axis), which has \(room)"
        )
      }
    }
    self.starts = starts
    // The rank is that of a shape which was checked before.
    var limits = ParsingLimits.default
    limits.rank = lengths.count
    shape = try Shape(lengths, limits: limits)
  }
}
