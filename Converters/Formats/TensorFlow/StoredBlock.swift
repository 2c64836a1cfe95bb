import ZooTensors

/// One block of a table as it lies in the file.
struct StoredBlock: Sendable {
  /// How the contents are stored.
  enum Compression: UInt8, Sendable {
    case none = 0
    case snappy = 1
  }

  let handle: BlockHandle
  let compression: Compression
  /// The contents as stored.
  let body: ByteRegion
  /// The contents as stored and the compression, which the checksum covers.
  private let covered: ByteRegion
  private let checksum: MaskedCRC32C

  /// Finds a block in its file and reads its trailer.
  init(_ handle: BlockHandle, in file: ByteRegion) throws(FormatError) {
    self.handle = handle
    body = try file.part(offset: handle.offset, count: handle.byteCount)
    covered = try file.part(offset: handle.offset, count: handle.byteCount + 1)
    let place = handle.offset + handle.byteCount
    var trailer = ByteCursor(file.bytes.extracting(place..<handle.end), origin: place)
    let type = try trailer.read(UInt8.self)
    guard let compression = Compression(rawValue: type) else {
      throw FormatError(
        .unsupported,
        "a block has the compression \(type), expected 0 (none) or 1 (snappy)",
        at: place
      )
    }
    self.compression = compression
    checksum = MaskedCRC32C(stored: try trailer.read(UInt32.self))
  }

  /// Computes the checksum and compares it.
  ///
  /// Complexity: O(bytes), in a buffer of bounded size.
  func verify() throws(FormatError) {
    let found = MaskedCRC32C(try covered.crc32c())
    guard found == checksum else {
      throw FormatError(
        .inconsistent,
        "the block of \(handle.byteCount) bytes at \(handle.offset) is damaged: expected the "
          + "checksum \(checksum.stored), found \(found.stored); fetch the file again",
        at: handle.offset,
        in: body.name
      )
    }
  }
}
