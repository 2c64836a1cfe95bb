import ZooTensors

/// The bytes of a file in a zip archive, with their checksum verified when they are asked for.
final class ZipMemberContent: TensorContent {
  private let directory: ZipDirectory
  private let entry: ZipEntry
  private let limits: ParsingLimits
  private let checksum = Verdict()
  private let inflated = WeakStore()

  init(_ entry: ZipEntry, of directory: ZipDirectory, limits: ParsingLimits) {
    self.entry = entry
    self.directory = directory
    self.limits = limits
  }

  /// The first bytes, of which nothing is verified; fewer where the file is shorter.
  func prefix(_ count: Int) throws(FormatError) -> [UInt8] {
    let raw = try directory.rawBytes(of: entry)
    return entry.method == .stored
      ? raw.prefix(count) : try Inflation.prefix(of: raw, .deflate, count: count)
  }

  /// The bytes as they lie in the archive, or a scratch file where they are compressed.
  ///
  /// Complexity: O(bytes), in memory of bounded size; compressed ones again after the last user let
  /// go of them.
  /// - Throws: ``FormatError`` where the bytes are damaged.
  func region() throws(FormatError) -> ByteRegion {
    guard entry.method == .stored else {
      return try inflated.region { () throws(FormatError) in
        try directory.open(entry, limits: limits).store
      }
    }
    try checksum.check { () throws(FormatError) in try directory.verifyCRC(of: entry) }
    return try directory.rawBytes(of: entry)
  }
}
