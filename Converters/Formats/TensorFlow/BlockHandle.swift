import ZooTensors

/// Where a block is in the file of its table.
struct BlockHandle: Hashable, Sendable {
  /// The bytes after the contents: the compression and the checksum.
  static let trailerByteCount = 5

  /// The first byte of the contents.
  let offset: Int
  /// The bytes of the contents as stored.
  let byteCount: Int

  /// The end of the trailer; the sum was proven when the handle was read.
  var end: Int { offset + byteCount + Self.trailerByteCount }

  /// Reads a handle of a block that must end at or before `limit`.
  init(_ cursor: inout ByteCursor, before limit: Int) throws(FormatError) {
    let place = cursor.position
    offset = try Self.number(&cursor, "block offset")
    byteCount = try Self.number(&cursor, "block size")
    let end = try offset.adding(byteCount, "block end").adding(Self.trailerByteCount, "block end")
    guard end <= limit else {
      throw FormatError(
        .invalidValue,
        "a block of \(byteCount) bytes at \(offset) ends outside the \(limit) bytes for blocks",
        at: place
      )
    }
  }

  /// Reads a varint that is as short as it can be, so that a handle has one spelling: no checksum
  /// covers those of the footer.
  private static func number(
    _ cursor: inout ByteCursor,
    _ what: String
  ) throws(FormatError) -> Int {
    let start = cursor.offset
    let place = cursor.position
    let value = try cursor.readVarint()
    let shortest = max(1, (64 - value.leadingZeroBitCount + 6) / 7)
    guard cursor.offset - start == shortest else {
      throw FormatError(.invalidValue, "the \(what) \(value) is padded with zeros", at: place)
    }
    return try Int(checking: value, what)
  }
}
