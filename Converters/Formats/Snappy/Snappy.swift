package import ZooTensors

/// Decompresses blocks of the Snappy format (without the framing of streams).
///
/// A block is the length of its output as a varint, then literals and copies of earlier output.
/// Source: the format description that comes with the Snappy library.
package enum Snappy {
  /// What a copy of 64 bytes in three bytes of input makes of each byte, rounded up.
  private static let largestRatio = 22

  /// The length that a block says its output has.
  ///
  /// - Throws: ``FormatError`` where it exceeds `limit`, or what the input can possibly make.
  package static func outputByteCount(
    of input: RawSpan,
    limit: Int,
    origin: Int = 0
  ) throws(FormatError) -> Int {
    var cursor = ByteCursor(input, origin: origin)
    return try outputByteCount(&cursor, limit)
  }

  /// The output of a block.
  ///
  /// Memory is reserved only after the input was seen to be long enough for its output.
  /// Complexity: O(output).
  /// - Throws: ``FormatError`` where a literal or copy is outside, or where the output has another
  ///   length than the block says.
  package static func decompress(
    _ input: RawSpan,
    limit: Int,
    origin: Int = 0
  ) throws(FormatError) -> [UInt8] {
    var cursor = ByteCursor(input, origin: origin)
    let count = try outputByteCount(&cursor, limit)
    let body = input.extracting(cursor.offset..<input.byteCount)
    var result: Result<Int, FormatError> = .success(0)
    let output = unsafe [UInt8](unsafeUninitializedCapacity: count) { target, initialized in
      unsafe body.withUnsafeBytes { source in
        unsafe result = expand(source, into: UnsafeMutableRawBufferPointer(target), count, origin)
      }
      initialized = (try? result.get()) ?? 0  // The error is thrown below.
    }
    guard try result.get() == count else {
      throw FormatError(
        .inconsistent,
        "a snappy block ends after \(try result.get()) bytes of output, it says \(count)",
        at: origin
      )
    }
    return output
  }

  private static func outputByteCount(
    _ cursor: inout ByteCursor,
    _ limit: Int
  ) throws(FormatError) -> Int {
    let place = cursor.position
    let stated = try cursor.readVarint()
    guard stated <= UInt64(UInt32.max) else {
      throw FormatError(
        .invalidValue,
        "the output length \(stated) of a snappy block is above 2^32",
        at: place
      )
    }
    let count = Int(stated)
    guard count <= limit else {
      throw .limit(
        "the output of a snappy block",
        count,
        limit,
        "ParsingLimits.blockBytes",
        at: place
      )
    }
    guard count <= cursor.remaining * largestRatio else {
      throw FormatError(
        .invalidValue,
        "\(cursor.remaining) bytes of snappy cannot make the \(count) bytes of output they state",
        at: place
      )
    }
    return count
  }

  /// Writes the output, at most `count` bytes, and returns how many there are.
  ///
  /// Safe: every read is below `source.count` and every write below `count`, which is at most the
  /// capacity of `target`; each is checked before it happens.
  private static func expand(
    _ source: UnsafeRawBufferPointer,
    into target: UnsafeMutableRawBufferPointer,
    _ count: Int,
    _ origin: Int
  ) -> Result<Int, FormatError> {
    var read = 0
    var written = 0
    func failure(_ message: String) -> Result<Int, FormatError> {
      .failure(FormatError(.invalidValue, "a snappy block \(message)", at: origin &+ read))
    }
    func number(_ start: Int, _ width: Int) -> Int {
      var value = 0
      for index in 0..<width { value |= Int(unsafe source[start + index]) << (8 * index) }
      return value
    }
    while read < source.count {
      let tag = Int(unsafe source[read])
      // What follows the tag: the bytes of a long literal's length, or of a copy's offset.
      let extra =
        switch tag & 3 {
        case 0: max((tag >> 2) - 59, 0)
        case 1: 1
        case 2: 2
        default: 4
        }
      guard extra < source.count - read else { return failure("ends inside an element") }
      let value = number(read + 1, extra)
      let length =
        switch tag & 3 {
        case 0 where extra > 0: value + 1
        case 1: 4 + (tag >> 2 & 7)
        default: (tag >> 2) + 1
        }
      guard length <= count - written else {
        return failure("makes more output than the \(count) bytes it states")
      }
      if tag & 3 == 0 {
        let start = read + 1 + extra
        guard length <= source.count - start else { return failure("ends inside a literal") }
        unsafe UnsafeMutableRawBufferPointer(rebasing: target[written..<(written + length)])
          .copyMemory(from: UnsafeRawBufferPointer(rebasing: source[start..<(start + length)]))
        read = start + length
      } else {
        let offset = tag & 3 == 1 ? (tag >> 5) << 8 | value : value
        guard offset > 0, offset <= written else {
          return failure("copies from \(offset) bytes back, after \(written) bytes of output")
        }
        // Byte by byte: a copy may overlap itself, which repeats its beginning.
        for index in written..<(written + length) {
          unsafe target[index] = unsafe target[index - offset]
        }
        read += 1 + extra
      }
      written += length
    }
    return .success(written)
  }
}
