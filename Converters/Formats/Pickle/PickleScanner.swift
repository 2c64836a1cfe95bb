import ZooTensors

/// The machine's own cursor: fixed-width reads without generics, because it runs for every byte of
/// the largest headers there are.
struct PickleScanner: ~Escapable {
  private let bytes: RawSpan
  /// The offset of the next byte in the region.
  private(set) var offset: Int

  @_lifetime(copy bytes)
  init(_ bytes: RawSpan, at offset: Int) {
    self.bytes = bytes
    self.offset = min(max(offset, 0), bytes.byteCount)
  }

  var remaining: Int { bytes.byteCount - offset }

  mutating func u8() throws(FormatError) -> Int {
    let start = try take(1)
    return unsafe Int(bytes.unsafeLoad(fromByteOffset: start, as: UInt8.self))
  }

  mutating func u16() throws(FormatError) -> Int {
    let start = try take(2)
    return unsafe Int(
      UInt16(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt16.self))
    )
  }

  mutating func u32() throws(FormatError) -> Int {
    let start = try take(4)
    return unsafe Int(
      UInt32(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt32.self))
    )
  }

  mutating func i32() throws(FormatError) -> Int {
    Int(Int32(truncatingIfNeeded: try u32()))
  }

  /// A u64 that counts bytes: must fit what remains.
  mutating func length64() throws(FormatError) -> Int {
    let start = try take(8)
    let value = unsafe UInt64(
      littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self)
    )
    guard let count = Int(exactly: value), count <= remaining else {
      throw FormatError(
        .truncated,
        "a pickle declares \(value) bytes, \(remaining) remain",
        at: start
      )
    }
    return count
  }

  mutating func bigEndianDouble() throws(FormatError) -> Double {
    let start = try take(8)
    let bits = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: start, as: UInt64.self)
    return Double(bitPattern: UInt64(bigEndian: bits))
  }

  /// Passes over `count` bytes and says where they start.
  mutating func take(_ count: Int) throws(FormatError) -> Int {
    guard count <= remaining else {
      throw FormatError(
        .truncated,
        "a pickle needs \(count) more bytes, \(remaining) remain",
        at: offset
      )
    }
    let start = offset
    offset = start &+ count
    return start
  }

  /// Passes over a line and its newline; the range is without the newline.
  mutating func line(limit: Int) throws(FormatError) -> Range<Int> {
    let start = offset
    let end = start + min(remaining, limit)
    var place = start
    while place < end {
      if unsafe bytes.unsafeLoad(fromByteOffset: place, as: UInt8.self) == 0x0a {
        offset = place + 1
        return start..<place
      }
      place &+= 1
    }
    throw FormatError(.truncated, "a line of a pickle does not end", at: start)
  }

  /// Up to eight bytes as a little-endian two's-complement number.
  func signed(_ range: Range<Int>) -> Int {
    var value: UInt64 = 0
    for (shift, place) in range.enumerated() {
      value |= UInt64(byte(place)) << UInt64(8 * shift)
    }
    let unused = 64 - 8 * range.count
    return unused == 64 ? 0 : Int(Int64(bitPattern: value << UInt64(unused)) >> Int64(unused))
  }

  /// One byte that was read before.
  func byte(_ place: Int) -> UInt8 {
    precondition(place >= 0 && place < bytes.byteCount)
    return unsafe bytes.unsafeLoad(fromByteOffset: place, as: UInt8.self)
  }

  /// Bytes that were read before.
  func array(_ range: Range<Int>) -> [UInt8] {
    unsafe bytes.extracting(range).withUnsafeBytes { unsafe Array($0) }
  }
}
