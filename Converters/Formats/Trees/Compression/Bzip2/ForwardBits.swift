import ZooTensors

/// Bits that are read from the first byte to the last, the highest bit of a byte first.
struct ForwardBits {
  /// The bits that are not read yet, in the lowest places.
  private var container: UInt64 = 0
  private var count = 0

  /// The byte of the input that the next bit is in.
  func position(in input: CompressedInput) -> Int { input.consumed - (count + 7) / 8 }

  /// The next bits without passing them, at most 56.
  ///
  /// - Throws: ``FormatError`` with code `truncated` where there are not so many.
  @inline(__always)
  mutating func peek(_ width: Int, _ input: inout CompressedInput) throws(FormatError) -> UInt64 {
    if count < width { try fill(width, &input) }
    return container >> UInt64(count - width) & (1 << UInt64(width) - 1)
  }

  /// Passes bits that were looked at.
  @inline(__always)
  mutating func skip(_ width: Int) { count -= width }

  /// Reads at most 56 bits.
  @inline(__always)
  mutating func read(_ width: Int, _ input: inout CompressedInput) throws(FormatError) -> UInt64 {
    let value = try peek(width, &input)
    skip(width)
    return value
  }

  /// Gives the bytes that were taken and not read back to the input; the rest of a byte is lost.
  mutating func alignAndReturn(to input: inout CompressedInput) {
    input.unread(count / 8)
    count = 0
  }

  @inline(never)
  private mutating func fill(_ width: Int, _ input: inout CompressedInput) throws(FormatError) {
    while count <= 56, let byte = try input.next() {
      container = container << 8 | UInt64(byte)
      count += 8
    }
    guard count >= width else { throw .compressedDataEndsEarly }
  }
}
