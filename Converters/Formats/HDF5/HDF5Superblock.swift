import ZooTensors

/// The first structure of an HDF5 file: where everything is counted from, and the root group.
///
/// It lies at byte 0, 512, 1,024, 2,048 and so on, after bytes of the writer's own. Versions 0 to 3
/// are read.
///
/// Source: the HDF5 File Format Specification 3.0, section II.A.
struct HDF5Superblock: Sendable {
  /// The first eight bytes.
  static let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]

  /// The byte that addresses are counted from.
  private(set) var base = 0
  /// The width of an address in bytes.
  private(set) var offsetWidth = 8
  /// The width of a size in bytes.
  private(set) var lengthWidth = 8
  /// The address of the root group's object header.
  private(set) var root = 0
  /// The address of further settings, if any.
  private(set) var extensionAddress: Int?

  /// Where the superblock of a file begins, or `nil`; looks at eight bytes of each possible place.
  static func position(in region: ByteRegion) -> Int? {
    var place = 0
    while place <= region.byteCount - signature.count {
      // The place is inside the file, so its bytes can be had.
      if let part = try? region.part(offset: place, count: signature.count),
        part.prefix(signature.count) == signature
      {
        return place
      }
      place = place == 0 ? 512 : place * 2
    }
    return nil
  }

  /// Reads the superblock of a file.
  ///
  /// - Throws: ``FormatError`` where there is none, where it is of a later version, or where the file
  ///   has another size than it states.
  init(_ region: ByteRegion) throws(FormatError) {
    guard let position = Self.position(in: region) else {
      throw FormatError(
        .invalidValue,
        "no HDF5 signature at byte 0, 512, 1024 or a later power of two"
      )
    }
    let rest = HDF5Block(
      region: try region.part(offset: position, count: region.byteCount - position),
      position: position
    )
    var cursor = rest.cursor
    try cursor.skip(Self.signature.count)
    let version = try cursor.read(UInt8.self)
    let end: Int?
    switch version {
    case 0, 1: end = try readOld(&cursor, version)
    case 2, 3: end = try readNew(&cursor, version, rest)
    default:
      throw FormatError(
        .unsupported,
        "superblock version \(version): versions 0 to 3 are read; save the file again with "
          + "libver='v110' or earlier",
        at: position + 8
      )
    }
    // A superblock behind a block of the writer's own counts from itself, and states that.
    guard base == position else {
      throw FormatError(
        .inconsistent,
        "the superblock is at byte \(position), but states that addresses count from \(base)",
        at: position
      )
    }
    try Self.checkEnd(end, of: region)
  }

  private mutating func readOld(
    _ cursor: inout ByteCursor,
    _ version: UInt8
  ) throws(FormatError) -> Int? {
    // Versions of the free space, the root entry and the shared header messages: always 0.
    try cursor.skip(4)
    try readWidths(&cursor)
    try cursor.skip(1)
    // Capacities of group nodes (2 × u16) and flags; version 1 adds the capacity of chunk nodes.
    try cursor.skip(version == 1 ? 12 : 8)
    base = try cursor.readNumber(offsetWidth, "the base address")
    _ = try cursor.readAddress(offsetWidth)
    let end = try cursor.readAddress(offsetWidth)
    guard try cursor.readAddress(offsetWidth) == nil else {
      throw FormatError(
        .unsupported,
        "the file is one of a family of files (it has a driver information block); merge them with "
          + "h5repart",
        at: cursor.position
      )
    }
    // The root entry: an offset of its name, then the header's address.
    _ = try cursor.readNumber(offsetWidth, "the root's name")
    root = try cursor.readNumber(offsetWidth, "the root group's address")
    return end
  }

  private mutating func readNew(
    _ cursor: inout ByteCursor,
    _ version: UInt8,
    _ rest: HDF5Block
  ) throws(FormatError) -> Int? {
    try readWidths(&cursor)
    let flags = try cursor.read(UInt8.self)
    base = try cursor.readNumber(offsetWidth, "the base address")
    extensionAddress = try cursor.readAddress(offsetWidth)
    let end = try cursor.readAddress(offsetWidth)
    root = try cursor.readNumber(offsetWidth, "the root group's address")
    try cursor.checkChecksum(of: rest.part(offset: 0, count: cursor.offset), "the superblock")
    guard version < 3 || flags & 0b101 == 0 else {
      throw FormatError(
        .unsupported,
        "the file was not closed by the program that wrote it; close it, or clear the mark with "
          + "h5clear -s",
        at: cursor.position
      )
    }
    return end
  }

  private mutating func readWidths(_ cursor: inout ByteCursor) throws(FormatError) {
    let place = cursor.position
    offsetWidth = Int(try cursor.read(UInt8.self))
    lengthWidth = Int(try cursor.read(UInt8.self))
    guard [4, 8].contains(offsetWidth), [4, 8].contains(lengthWidth) else {
      throw FormatError(
        .unsupported,
        "addresses of \(offsetWidth) and sizes of \(lengthWidth) bytes: 4 and 8 are read",
        at: place
      )
    }
  }

  /// The end is the only address that counts from the beginning of the file.
  private static func checkEnd(_ end: Int?, of region: ByteRegion) throws(FormatError) {
    guard let stated = end else {
      throw FormatError(.invalidValue, "the superblock states no end of file")
    }
    guard stated <= region.byteCount else {
      throw FormatError(
        .truncated,
        "the file has \(region.byteCount) bytes, its superblock states \(stated); the download was "
          + "not finished, fetch it again"
      )
    }
    guard stated == region.byteCount else {
      throw FormatError(
        .inconsistent,
        "\(region.byteCount - stated) bytes follow the \(stated) that the superblock states"
      )
    }
  }
}
