import Synchronization
public import ZooTensors

/// The files of a zip archive or wheel.
///
/// Opening a file verifies its CRC-32, once: a stored member is read (about a gigabyte a second)
/// and then lent as it lies, a deflated one is inflated into a scratch file that later openings
/// share. See ``ZipDirectory`` for what is refused.
public final class ZipTree: SourceTree {
  private struct Opened {
    var regions: [String: ByteRegion] = [:]
    var inflatedBytes = 0
  }

  /// The archive's path.
  public let name: String
  /// Every file but the litter of desktops, sorted by path.
  public let entries: [SourceEntry]
  /// The archive's directory.
  public let directory: ZipDirectory
  private let limits: ParsingLimits
  private let opened = Mutex(Opened())

  /// Opens an archive.
  public convenience init(
    _ archive: ByteRegion,
    name: String? = nil,
    limits: ParsingLimits = .default
  ) throws(FormatError) {
    self.init(try ZipDirectory(archive, limits: limits), name: name, limits: limits)
  }

  /// Takes a directory that was parsed already.
  public init(
    _ directory: ZipDirectory,
    name: String? = nil,
    limits: ParsingLimits = .default
  ) {
    self.directory = directory
    self.limits = limits
    self.name = name ?? directory.archive.name
    entries = SourceEntry.sorted(directory.entries.lazy.map { ($0.name, $0.byteCount) })
  }

  /// Opens a file by its path; the first time its bytes are verified.
  public func open(_ path: String) throws(FormatError) -> ByteRegion {
    guard let entry = directory[path] else { throw .noMember(path, in: name) }
    return try opened.withLock { (opened) throws(FormatError) in
      if let region = opened.regions[path] { return region }
      let region = try directory.open(entry, limits: limits, used: opened.inflatedBytes)
      if entry.method == .deflated { opened.inflatedBytes += region.byteCount }
      opened.regions[path] = region
      return region
    }
  }
}
