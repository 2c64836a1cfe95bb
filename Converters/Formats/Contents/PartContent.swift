import ZooTensors

/// Consecutive bytes of something that is made when it is asked for.
struct PartContent: TensorContent {
  private let whole: any TensorContent
  private let offset: Int
  private let count: Int

  /// The `count` bytes of `whole` from `offset` on; whether it has so many is checked later.
  init(of whole: any TensorContent, offset: Int, count: Int) {
    self.whole = whole
    self.offset = offset
    self.count = count
  }

  /// - Throws: ``FormatError`` where the whole cannot be had, or ends before the part does.
  func region() throws(FormatError) -> ByteRegion {
    try whole.region().part(offset: offset, count: count)
  }
}
