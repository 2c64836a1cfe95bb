import ZooTensors

/// The compressed bytes of a region, read in parts.
struct CompressedInput {
  private let source: ByteRegion
  private var buffer: [UInt8]
  /// The part of `buffer` that is not used yet.
  private var pending = 0..<0

  /// The bytes that were used.
  private(set) var consumed = 0

  /// Reads `source` in parts of at most `chunk` bytes.
  init(_ source: ByteRegion, chunk: Int = 256 << 10) {
    self.source = source
    buffer = [UInt8](repeating: 0, count: min(chunk, source.byteCount))
  }

  /// The bytes that are not used yet.
  var remaining: Int { source.byteCount - consumed }

  /// The bytes that are at hand, after another part was read where there were none; empty at the
  /// end of the region.
  ///
  /// They must be let go of before the next call, or the buffer is copied.
  mutating func part() throws(FormatError) -> ArraySlice<UInt8> {
    if pending.isEmpty { try refill() }
    return buffer[pending]
  }

  /// Counts bytes of the part as used.
  mutating func skip(_ count: Int) {
    pending = (pending.lowerBound + count)..<pending.upperBound
    consumed += count
  }

  /// The next byte, `nil` at the end of the region.
  mutating func next() throws(FormatError) -> UInt8? {
    if pending.isEmpty { try refill() }
    guard let position = pending.first else { return nil }
    skip(1)
    return buffer[position]
  }

  /// Takes back the last bytes that were used.
  mutating func unread(_ count: Int) {
    let start = pending.lowerBound - count
    // What is no longer in the buffer is read again.
    pending = start >= 0 ? start..<pending.upperBound : 0..<0
    consumed -= count
  }

  /// The place of the first byte that is not zero among those that are not used yet.
  func firstNonZero() throws(FormatError) -> Int? {
    let rest = try source.part(offset: consumed, count: remaining)
    // Safe: nothing of the buffer is kept after the search.
    let position = unsafe rest.bytes.withUnsafeBytes { unsafe $0.firstIndex { $0 != 0 } }
    return position.map { consumed + $0 }
  }

  private mutating func refill() throws(FormatError) {
    let count = min(buffer.count, remaining)
    let offset = consumed
    let source = source
    // Safe: `count` is at most the size of the buffer.
    unsafe try buffer.withUnsafeMutableBufferPointer { (buffer) throws(FormatError) in
      let all = UnsafeMutableRawBufferPointer(buffer)
      unsafe try source.read(
        into: UnsafeMutableRawBufferPointer(rebasing: all[..<count]),
        at: offset
      )
    }
    pending = 0..<count
  }
}
