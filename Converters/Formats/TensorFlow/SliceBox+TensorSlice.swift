import ZooTensors

extension SliceBox {
  /// Places a slice in the shape of its variable.
  init(_ slice: TensorSlice, in whole: Shape) throws(FormatError) {
    guard slice.extents.count == whole.rank else {
      throw FormatError(
        .inconsistent,
        "a slice has \(slice.extents.count) axes, its variable of shape \(whole) has \(whole.rank)"
      )
    }
    var lengths: [Int] = []
    for (axis, extent) in slice.extents.enumerated() {
      let room = whole.dimensions[axis]
      guard extent.start <= room, extent.length ?? 0 <= room - extent.start else {
        throw FormatError(
          .invalidValue,
          "a slice takes \(extent.length ?? 0) from \(extent.start) of axis \(axis), which has \(room)"
        )
      }
      lengths.append(extent.length ?? room)
    }
    try self.init(starts: slice.extents.map(\.start), lengths: lengths, in: whole)
  }
}
