import ZooTensors

/// Bits that are read from the last byte to the first, as Zstandard's entropy coders write them.
///
/// The highest bit that is set in the last byte only marks the end. Source: RFC 8878, section 4.1.
struct BackwardBits {
  private let bytes: [UInt8]
  private let start: Int
  /// The next byte that goes into the container.
  private var next: Int
  private var container: UInt64 = 0
  /// How many bits of the container are not read yet.
  private var count: Int
  /// How many of these are zeros before the first byte.
  private var borrowed = 0

  /// Reads a part of a block.
  ///
  /// - Throws: ``FormatError`` where the part is empty or has no mark in its last byte.
  init(_ bytes: [UInt8], _ range: Range<Int>) throws(FormatError) {
    guard !range.isEmpty, range.lowerBound >= 0, range.upperBound <= bytes.count,
      bytes[range.upperBound - 1] != 0
    else { throw .damaged }
    self.bytes = bytes
    start = range.lowerBound
    next = range.upperBound - 2
    container = UInt64(bytes[range.upperBound - 1])
    count = 7 - bytes[range.upperBound - 1].leadingZeroBitCount
  }

  /// How many bits are left; below zero where more were read than there are.
  var remaining: Int { count - borrowed + 8 * (next - start + 1) }

  /// The next bits without passing them, at most 32; zeros where there are no more.
  mutating func peek(_ width: Int) -> Int {
    while count < width {
      container <<= 8
      count += 8
      if next >= start {
        container |= UInt64(bytes[next])
        next -= 1
      } else {
        borrowed += 8
      }
    }
    return Int((container >> UInt64(count - width)) & ((1 << UInt64(width)) - 1))
  }

  /// Passes bits that were looked at.
  mutating func skip(_ width: Int) { count -= width }

  /// Reads at most 32 bits.
  mutating func read(_ width: Int) -> Int {
    let value = peek(width)
    count -= width
    return value
  }
}

extension FormatError {
  /// The error for compressed data that breaks a rule of its format.
  static var damaged: FormatError {
    FormatError(.invalidValue, "the compressed data is damaged")
  }
}
