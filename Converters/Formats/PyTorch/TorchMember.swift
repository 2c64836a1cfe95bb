import ZooTensors

/// A member of a zip archive, as far as PyTorch uses them: named below one directory.
struct TorchMember: Sendable {
  let name: String
  /// Whether the bytes are as they lie; the code of TorchScript is compressed.
  let isStored: Bool
  /// The bytes in the archive; their checksum is not verified yet.
  private let region: ByteRegion
  /// The CRC-32 that the archive states.
  let checksum: UInt32

  var byteCount: Int { region.byteCount }

  /// The bytes, which must be stored as they are.
  ///
  /// - Throws: ``FormatError`` where they are compressed; PyTorch compresses nothing but code.
  func bytes() throws(FormatError) -> ByteRegion {
    guard isStored else {
      throw FormatError(
        .unsupported,
        "the member is compressed; objects and storages of a PyTorch file are stored as they are, "
          + "save it again with torch.save",
        in: name
      )
    }
    return region
  }

  /// All members of an archive.
  static func all(of directory: ZipDirectory) throws(FormatError) -> [TorchMember] {
    var members: [TorchMember] = []
    members.reserveCapacity(directory.entries.count)
    for entry in directory.entries {
      members.append(
        TorchMember(
          name: entry.name,
          isStored: entry.method == .stored,
          region: try directory.rawBytes(of: entry),
          checksum: entry.crc32
        )
      )
    }
    return members
  }
}
