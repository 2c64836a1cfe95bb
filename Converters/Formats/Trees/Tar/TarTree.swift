public import ZooTensors

/// The files of a tar archive, lent as they lie in it.
public struct TarTree: SourceTree {
  /// The archive's path.
  public let name: String
  /// Every file but the litter of desktops, sorted by path.
  public let entries: [SourceEntry]
  /// The archive's directory.
  public let directory: TarDirectory

  /// Opens an archive that is not compressed; see ``CompressedFile`` for those that are.
  public init(
    _ archive: ByteRegion,
    name: String? = nil,
    limits: ParsingLimits = .default
  ) throws(FormatError) {
    self.init(try TarDirectory(archive, limits: limits), name: name)
  }

  /// Takes a directory that was parsed already.
  public init(_ directory: TarDirectory, name: String? = nil) {
    self.directory = directory
    self.name = name ?? directory.archive.name
    entries = SourceEntry.sorted(directory.entries.lazy.map { ($0.name, $0.byteCount) })
  }

  /// Opens a file by its path.
  public func open(_ path: String) throws(FormatError) -> ByteRegion {
    guard let entry = directory[path] else { throw .noMember(path, in: name) }
    return try directory.open(entry)
  }
}
