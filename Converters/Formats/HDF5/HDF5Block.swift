import ZooTensors

/// Some bytes of an HDF5 file and where they are in it.
struct HDF5Block: Sendable {
  /// The bytes.
  let region: ByteRegion
  /// The place of the first byte in the file, for messages.
  let position: Int

  /// The number of bytes.
  var count: Int { region.byteCount }

  /// A cursor at the first byte.
  var cursor: ByteCursor {
    @_lifetime(borrow self)
    get { ByteCursor(region.bytes, origin: position) }
  }

  /// Some of the bytes.
  func part(offset: Int, count: Int) throws(FormatError) -> HDF5Block {
    HDF5Block(
      region: try region.part(offset: offset, count: count),
      position: position.addingReportingOverflow(offset).partialValue
    )
  }

  /// Requires that the last four bytes are the checksum of those before.
  func checkChecksum(_ what: String) throws(FormatError) {
    var end = cursor
    try end.seek(to: count - 4)
    try end.checkChecksum(of: part(offset: 0, count: count - 4), what)
  }
}
