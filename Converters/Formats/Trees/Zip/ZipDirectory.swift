public import ZooTensors

/// The list of files of a zip archive, with every statement of the archive checked against the
/// others.
///
/// The central directory is the truth and each local header must agree with it in name, method,
/// flags, sizes and checksum. Nothing is before the first member, between members, or after the end
/// record: members neither overlap nor leave room for anything else but zeros of alignment.
/// Encrypted, multi-disk and patched archives are refused, as are methods other than stored and
/// deflate, symbolic links, duplicate names (also by case), and names that lead out of a directory.
///
/// Source: APPNOTE.TXT, the .ZIP File Format Specification, sections 4.3 to 4.5.
public struct ZipDirectory: Sendable {
  /// The files by offset; directories are left out.
  public let entries: [ZipEntry]
  /// The archive.
  public let archive: ByteRegion
  private let positions: [String: Int]

  /// Whether bytes begin as a zip archive does: a local header, or the end record of an empty one.
  public static func recognizes(_ head: [UInt8]) -> Bool {
    head.starts(with: [0x50, 0x4b, 3, 4]) || head.starts(with: [0x50, 0x4b, 5, 6])
  }

  /// Parses and checks the directory and all local headers; no member's bytes are read.
  ///
  /// Complexity: O(entries).
  /// - Throws: ``FormatError`` with the offset in the archive of what is wrong.
  public init(_ archive: ByteRegion, limits: ParsingLimits = .default) throws(FormatError) {
    do throws(FormatError) {
      let end = try EndRecord(archive, limits: limits)
      let records = try Self.centralRecords(archive, end)
      entries = try Self.entries(archive, records, directoryOffset: end.directory.lowerBound)
    } catch {
      throw error.inFile(archive.name)
    }
    self.archive = archive
    var positions: [String: Int] = [:]
    for (position, entry) in entries.enumerated() { positions[entry.name] = position }
    self.positions = positions
  }

  /// The entry of an exact name.
  public subscript(name: String) -> ZipEntry? { positions[name].map { entries[$0] } }

  /// The bytes of an entry as they lie in the archive, compressed or not; nothing is checked.
  public func rawBytes(of entry: ZipEntry) throws(FormatError) -> ByteRegion {
    try archive.part(offset: entry.dataOffset, count: entry.compressedByteCount)
  }

  /// The bytes of a file, inflated into a scratch file where they are compressed.
  ///
  /// Inflated bytes are always compared with their CRC-32, stored ones unless `verifying` is false;
  /// see ``verifyCRC(of:)``.
  /// - Parameters:
  ///   - entry: The file.
  ///   - verifying: Whether to read stored bytes to compare their checksum.
  ///   - limits: The caps on what is inflated.
  ///   - used: The inflated bytes that are counted against the caps already.
  /// - Returns: The file's bytes: a part of the archive, or of a scratch file.
  /// - Throws: ``FormatError`` where the bytes are damaged or exceed a cap.
  public func open(
    _ entry: ZipEntry,
    verifying: Bool = true,
    limits: ParsingLimits = .default,
    used: Int = 0
  ) throws(FormatError) -> ByteRegion {
    let raw = try rawBytes(of: entry)
    do throws(FormatError) {
      guard entry.method == .deflated else {
        if verifying { try verifyCRC(of: entry) }
        return raw
      }
      let caps = Inflation.Caps(limits, declared: entry.byteCount, used: used)
      let inflated = try Inflation(raw, .deflate, caps: caps, name: label(entry))
      try check(entry, inflated.crc32)
      return inflated.region
    } catch {
      throw error.inFile(label(entry))
    }
  }

  /// Reads a stored entry's bytes and compares their CRC-32; a deflated one's are when it is opened.
  ///
  /// Complexity: O(bytes), about a gigabyte a second, in constant memory.
  /// - Throws: ``FormatError`` with code `inconsistent` where the checksum differs.
  public func verifyCRC(of entry: ZipEntry) throws(FormatError) {
    guard entry.method == .stored else { return }
    try check(entry, try CRC32.of(try rawBytes(of: entry)))
  }

  private func check(_ entry: ZipEntry, _ found: UInt32) throws(FormatError) {
    guard found == entry.crc32 else {
      throw FormatError(
        .inconsistent,
        "the CRC-32 is \(Self.hex(found)), the archive says \(Self.hex(entry.crc32)); the archive "
          + "is damaged, fetch it again",
        in: label(entry)
      )
    }
  }

  private func label(_ entry: ZipEntry) -> String { "\(archive.name):\(entry.name)" }

  private static func hex(_ value: UInt32) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: 8 - text.count) + text
  }
}
