/// A reader over untrusted bytes that throws instead of trapping.
///
/// It borrows its bytes and cannot outlive them. Every read checks the remaining count first, so no
/// value of a file can make it read outside. All multi-byte reads are little-endian unless the name
/// says otherwise, and need no alignment.
public struct ByteCursor: ~Escapable {
  private let bytes: RawSpan
  /// The offset of the next byte, from the start of the span.
  public private(set) var offset: Int
  /// What ``offset`` 0 is in the file, so that errors name a place in the file.
  private let origin: Int

  /// Starts at the first byte; `origin` is that byte's offset in its file.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan, origin: Int = 0) {
    self.bytes = bytes
    self.offset = 0
    self.origin = origin
  }

  /// The bytes after ``offset``.
  public var remaining: Int { bytes.byteCount - offset }

  /// The place of the next byte in its file, for error messages.
  public var position: Int { origin &+ offset }

  /// Whether everything was read.
  public var isAtEnd: Bool { remaining == 0 }

  /// Moves to an absolute offset in the span.
  public mutating func seek(to target: Int) throws(FormatError) {
    guard target >= 0, target <= bytes.byteCount else {
      throw FormatError(
        .truncated,
        "offset \(target) is outside the \(bytes.byteCount) bytes here",
        at: position
      )
    }
    offset = target
  }

  /// Passes over `count` bytes.
  public mutating func skip(_ count: Int) throws(FormatError) {
    try require(count)
    offset += count
  }

  /// Throws unless `count` more bytes exist.
  public func require(_ count: Int) throws(FormatError) {
    guard count >= 0, count <= remaining else {
      throw FormatError(
        .truncated,
        "expected \(count) more bytes, found \(remaining)",
        at: position
      )
    }
  }

  /// Reads a little-endian integer of any fixed width.
  public mutating func read<T: FixedWidthInteger & BitwiseCopyable>(
    _ type: T.Type = T.self
  ) throws(FormatError) -> T {
    try require(MemoryLayout<T>.size)
    // Safe: `require` proved that the bytes exist, and any bit pattern is a valid integer.
    let value = unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: T.self)
    offset += MemoryLayout<T>.size
    return T(littleEndian: value)
  }

  /// Reads a big-endian integer of any fixed width.
  public mutating func readBigEndian<T: FixedWidthInteger & BitwiseCopyable>(
    _ type: T.Type = T.self
  ) throws(FormatError) -> T {
    T(bigEndian: T(littleEndian: try read(T.self)))
  }

  /// Reads a u64 length or offset that must fit a non-negative `Int`.
  public mutating func readLength(_ what: String) throws(FormatError) -> Int {
    let place = position
    let value = try read(UInt64.self)
    guard let length = Int(exactly: value) else {
      throw FormatError(.invalidValue, "\(what) \(value) does not fit 63 bits", at: place)
    }
    return length
  }

  /// Reads an unsigned LEB128 number of at most ten bytes.
  public mutating func readVarint() throws(FormatError) -> UInt64 {
    let place = position
    var value: UInt64 = 0
    for index in 0..<10 {
      let byte = try read(UInt8.self)
      if index == 9, byte > 1 { break }
      value |= UInt64(byte & 0x7f) << UInt64(7 * index)
      if byte < 0x80 { return value }
    }
    throw FormatError(.invalidValue, "a varint is longer than 64 bits", at: place)
  }

  /// Lends `count` bytes and moves past them.
  @_lifetime(copy self)
  public mutating func readBytes(_ count: Int) throws(FormatError) -> RawSpan {
    try require(count)
    let span = bytes.extracting(offset..<(offset + count))
    offset += count
    return span
  }

  /// Copies `count` bytes and moves past them.
  public mutating func readArray(_ count: Int) throws(FormatError) -> [UInt8] {
    try require(count)
    let start = offset
    offset += count
    return unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      unsafe bytes.extracting(start..<(start + count)).withUnsafeBytes { source in
        unsafe UnsafeMutableRawBufferPointer(buffer).copyMemory(from: source)
      }
      initialized = count
    }
  }

  /// Reads `count` bytes that must be valid UTF-8.
  public mutating func readUTF8(_ count: Int) throws(FormatError) -> String {
    let place = position
    let array = try readArray(count)
    guard let text = String(validating: array, as: UTF8.self) else {
      throw FormatError(.invalidValue, "\(count) bytes of text are not valid UTF-8", at: place)
    }
    return text
  }

  /// Reads bytes up to and without `terminator`, and moves past it.
  public mutating func readUTF8(until terminator: UInt8, limit: Int) throws(FormatError) -> String {
    let place = position
    var count = 0
    while true {
      guard count < remaining else {
        throw FormatError(.truncated, "a text is not terminated", at: place)
      }
      guard count <= limit else {
        throw .limit("text length", count, limit, "its length limit", at: place)
      }
      if try peek(count) == terminator { break }
      count += 1
    }
    let text = try readUTF8(count)
    try skip(1)
    return text
  }

  /// The byte `distance` after the next one, without moving.
  public func peek(_ distance: Int = 0) throws(FormatError) -> UInt8 {
    guard distance >= 0, distance < remaining else {
      throw FormatError(.truncated, "expected another byte", at: position)
    }
    return unsafe bytes.unsafeLoad(fromByteOffset: offset + distance, as: UInt8.self)
  }
}
