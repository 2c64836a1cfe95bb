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
    offset = try Int(checking: try cursor.readVarint(), "block offset")
    byteCount = try Int(checking: try cursor.readVarint(), "block size")
    let end = try offset.adding(byteCount, "block end").adding(Self.trailerByteCount, "block end")
    guard end <= limit else {
      throw FormatError(
        .invalidValue,
        "a block of \(byteCount) bytes at \(offset) ends outside the \(limit) bytes for blocks",
        at: place
      )
    }
  }
}
