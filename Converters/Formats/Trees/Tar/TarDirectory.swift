public import ZooTensors

/// The list of files of a tar archive: V7, ustar, pax and GNU, with their long names.
///
/// Every header's checksum is verified and every field is read by one rule. Links, devices, sparse
/// files, members of several volumes, duplicate names (also by case), names that lead out of a
/// directory, and pax sizes that contradict their header are refused, and so are archives without
/// their end marker or with anything but zeros after it.
///
/// Source: POSIX.1-2017, pax, "ustar Interchange Format" and "pax Interchange Format"; the GNU tar
/// manual, "Basic Tar Format".
public struct TarDirectory: Sendable {
  /// The files by offset; directories are left out.
  public let entries: [TarEntry]
  /// The archive.
  public let archive: ByteRegion
  private let positions: [String: Int]

  /// Whether bytes begin as a tar archive does: a header whose checksum is right, with the magic of
  /// ustar or a name that V7 could have.
  public static func recognizes(_ head: [UInt8]) -> Bool {
    guard head.count >= 512, let first = head.first, first != 0 else { return false }
    let block = Array(head[..<512])
    return TarHeader.hasValidChecksum(block)
  }

  /// Walks the headers; no member's bytes are read.
  ///
  /// Complexity: O(entries).
  /// - Throws: ``FormatError`` with the offset in the archive of what is wrong.
  public init(_ archive: ByteRegion, limits: ParsingLimits = .default) throws(FormatError) {
    do throws(FormatError) {
      var walk = TarWalk(archive, limits: limits)
      while try walk.advance() {}
      entries = walk.entries
    } catch {
      throw error.inFile(archive.name)
    }
    self.archive = archive
    var positions: [String: Int] = [:]
    for (position, entry) in entries.enumerated() { positions[entry.name] = position }
    self.positions = positions
  }

  /// The entry of an exact name.
  public subscript(name: String) -> TarEntry? { positions[name].map { entries[$0] } }

  /// The bytes of a file; tar has no checksum of them.
  public func open(_ entry: TarEntry) throws(FormatError) -> ByteRegion {
    try archive.part(offset: entry.dataOffset, count: entry.byteCount)
  }
}
