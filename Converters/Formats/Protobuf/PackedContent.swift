import ZooTensors

/// Elements that are stored as the varints of a packed field, unpacked when they are asked for.
final class PackedContent: TensorContent {
  private let numbers: PackedNumbers
  private let count: Int
  private let width: Int
  private let unpacked = WeakStore()

  /// `position` is the place of the bytes in their file, `allowed` what an element may be.
  ///
  /// - Throws: ``FormatError`` where the bytes cannot be `count` numbers.
  init(
    _ bytes: ByteRegion,
    position: Int,
    allowed: ClosedRange<Int64>,
    count: Int,
    width: Int
  ) throws(FormatError) {
    // A varint has one to ten bytes.
    guard bytes.byteCount >= count, bytes.byteCount / 10 <= count else {
      throw FormatError(
        .inconsistent,
        "\(bytes.byteCount) bytes of packed numbers cannot be \(count) elements",
        at: position
      )
    }
    numbers = PackedNumbers(bytes, position: position, allowed: allowed)
    self.count = count
    self.width = width
  }

  /// The elements as little-endian bytes, in a scratch file.
  ///
  /// Complexity: O(bytes), in memory of bounded size; again after the last user let go of it.
  /// - Throws: ``FormatError`` where there are more or fewer numbers, or one is too large.
  func region() throws(FormatError) -> ByteRegion {
    try unpacked.region { () throws(FormatError) in try numbers.unpacked(count, width) }
  }
}
