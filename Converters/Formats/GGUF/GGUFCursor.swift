import ZooTensors

/// Reads the header of a GGUF file in its byte order.
struct GGUFCursor: ~Escapable {
  private(set) var bytes: ByteCursor
  /// Whether all numbers are big-endian.
  let isBigEndian: Bool

  /// Continues where a cursor stands.
  @_lifetime(copy bytes)
  init(_ bytes: consuming ByteCursor, isBigEndian: Bool) {
    self.bytes = bytes
    self.isBigEndian = isBigEndian
  }

  /// The offset of the next byte in the file.
  var position: Int { bytes.position }

  /// Reads an integer of any fixed width.
  mutating func read<T: FixedWidthInteger & BitwiseCopyable>(
    _ type: T.Type = T.self
  ) throws(FormatError) -> T {
    isBigEndian ? try bytes.readBigEndian(T.self) : try bytes.read(T.self)
  }

  /// Reads a number of records of at least `minimum` bytes each, which must be there.
  mutating func readCount(_ what: String, minimum: Int) throws(FormatError) -> Int {
    let place = position
    let value = try read(UInt64.self)
    guard let count = Int(exactly: value), count <= bytes.remaining / minimum else {
      throw FormatError(
        .truncated,
        "\(value) \(what) of at least \(minimum) byte\(minimum == 1 ? "" : "s") each cannot be in "
          + "the \(bytes.remaining) bytes that follow",
        at: place
      )
    }
    return count
  }

  /// Reads a text of at most `limit` bytes that must be valid UTF-8.
  mutating func readText(_ what: String, limit: Int, _ name: String) throws(FormatError) -> String {
    let place = position
    let count = try readCount("bytes of \(what)", minimum: 1)
    guard count <= limit else { throw .limit("length of \(what)", count, limit, name, at: place) }
    return try bytes.readUTF8(count)
  }

  /// Copies bytes.
  mutating func readArray(_ count: Int) throws(FormatError) -> [UInt8] {
    try bytes.readArray(count)
  }

  /// Passes over bytes.
  mutating func skip(_ count: Int) throws(FormatError) { try bytes.skip(count) }
}
