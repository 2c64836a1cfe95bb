import ZooTensors

/// Reads MessagePack value by value; every length is checked before it is believed.
///
/// Source: the MessagePack specification, `msgpack/msgpack`, `spec.md`.
struct MessagePackCursor: ~Escapable {
  private var bytes: ByteCursor

  /// Starts at the first byte; `origin` is that byte's offset in its file.
  @_lifetime(copy bytes)
  init(_ bytes: RawSpan, origin: Int = 0) {
    self.bytes = ByteCursor(bytes, origin: origin)
  }

  /// The place of the next byte in its file.
  var position: Int { bytes.position }

  /// Whether everything was read.
  var isAtEnd: Bool { bytes.isAtEnd }

  /// Reads the next value; the members of an array or a map come one by one afterwards.
  ///
  /// Complexity: O(1); the contents of texts, byte strings and extensions are passed over.
  /// - Throws: ``FormatError`` where the bytes end early, where a container announces more members
  ///   than bytes are left, or for the byte that the specification never uses.
  mutating func next() throws(FormatError) -> MessagePackToken {
    let place = position
    let head = try bytes.read(UInt8.self)
    switch head {
    case 0x00...0x7f: return .integer(Int64(head))
    case 0x80...0x8f: return try map(Int(head & 0x0f), place)
    case 0x90...0x9f: return try array(Int(head & 0x0f), place)
    case 0xa0...0xbf: return .text(try take(Int(head & 0x1f)))
    case 0xc0: return .null
    case 0xc2: return .bool(false)
    case 0xc3: return .bool(true)
    case 0xc4: return .binary(try take(try length(UInt8.self)))
    case 0xc5: return .binary(try take(try length(UInt16.self)))
    case 0xc6: return .binary(try take(try length(UInt32.self)))
    case 0xc7: return try tagged(try length(UInt8.self))
    case 0xc8: return try tagged(try length(UInt16.self))
    case 0xc9: return try tagged(try length(UInt32.self))
    case 0xca:
      return .number(Double(Float(bitPattern: try bytes.readBigEndian(UInt32.self))))
    case 0xcb: return .number(Double(bitPattern: try bytes.readBigEndian(UInt64.self)))
    case 0xcc: return .integer(Int64(try bytes.readBigEndian(UInt8.self)))
    case 0xcd: return .integer(Int64(try bytes.readBigEndian(UInt16.self)))
    case 0xce: return .integer(Int64(try bytes.readBigEndian(UInt32.self)))
    case 0xcf:
      let value = try bytes.readBigEndian(UInt64.self)
      return Int64(exactly: value).map { .integer($0) } ?? .unsigned(value)
    case 0xd0: return .integer(Int64(try bytes.readBigEndian(Int8.self)))
    case 0xd1: return .integer(Int64(try bytes.readBigEndian(Int16.self)))
    case 0xd2: return .integer(Int64(try bytes.readBigEndian(Int32.self)))
    case 0xd3: return .integer(try bytes.readBigEndian(Int64.self))
    case 0xd4: return try tagged(1)
    case 0xd5: return try tagged(2)
    case 0xd6: return try tagged(4)
    case 0xd7: return try tagged(8)
    case 0xd8: return try tagged(16)
    case 0xd9: return .text(try take(try length(UInt8.self)))
    case 0xda: return .text(try take(try length(UInt16.self)))
    case 0xdb: return .text(try take(try length(UInt32.self)))
    case 0xdc: return try array(try length(UInt16.self), place)
    case 0xdd: return try array(try length(UInt32.self), place)
    case 0xde: return try map(try length(UInt16.self), place)
    case 0xdf: return try map(try length(UInt32.self), place)
    case 0xe0...0xff: return .integer(Int64(Int8(bitPattern: head)))
    default:
      throw FormatError(
        .invalidValue,
        "expected the first byte of a MessagePack value, found c1, which is never used",
        at: place
      )
    }
  }

  private mutating func length<T: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
    _ type: T.Type
  ) throws(FormatError) -> Int {
    try Int(checking: try bytes.readBigEndian(type), "a length")
  }

  private mutating func take(_ count: Int) throws(FormatError) -> Range<Int> {
    let start = position
    try bytes.skip(count)
    return start..<position
  }

  private mutating func tagged(_ count: Int) throws(FormatError) -> MessagePackToken {
    let code = try bytes.read(Int8.self)
    return .tagged(code: code, try take(count))
  }

  private func array(_ count: Int, _ place: Int) throws(FormatError) -> MessagePackToken {
    try checkMembers(count, place)
    return .array(count)
  }

  private func map(_ count: Int, _ place: Int) throws(FormatError) -> MessagePackToken {
    try checkMembers(try count.multiplied(by: 2, "the members of a map"), place)
    return .map(count)
  }

  /// Each member has at least one byte.
  private func checkMembers(_ count: Int, _ place: Int) throws(FormatError) {
    guard count <= bytes.remaining else {
      throw FormatError(
        .truncated,
        "a container announces \(count) values, but only \(bytes.remaining) bytes follow",
        at: place
      )
    }
  }
}
