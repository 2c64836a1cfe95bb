import ZooTensors

/// A member of a zip archive, as far as PyTorch uses them: stored, and named below one directory.
struct TorchMember: Sendable {
  let name: String
  /// The bytes; their checksum is not verified yet.
  let region: ByteRegion
  /// The CRC-32 that the archive states.
  let checksum: UInt32

  /// All members of an archive.
  ///
  /// - Throws: ``FormatError`` where one is compressed, which PyTorch never does.
  static func all(of directory: ZipDirectory) throws(FormatError) -> [TorchMember] {
    var members: [TorchMember] = []
    members.reserveCapacity(directory.entries.count)
    for entry in directory.entries {
      guard entry.method == .stored else {
        throw FormatError(
          .unsupported,
          "'\(printable(entry.name))' is compressed; members of a PyTorch file are stored as they "
            + "are, save it again with torch.save",
          at: entry.headerOffset
        )
      }
      members.append(
        TorchMember(
          name: entry.name,
          region: try directory.rawBytes(of: entry),
          checksum: entry.crc32
        )
      )
    }
    return members
  }
}
