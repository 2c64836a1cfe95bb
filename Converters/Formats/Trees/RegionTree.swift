public import ZooTensors

/// A tree of one file whose bytes are at hand.
public struct RegionTree: SourceTree {
  /// What the tree is, for messages.
  public let name: String
  /// The file.
  public let entries: [SourceEntry]
  private let region: ByteRegion

  /// Creates a tree with one file.
  public init(_ path: String, _ region: ByteRegion, name: String) {
    self.name = name
    self.region = region
    entries = [SourceEntry(path: path, byteCount: region.byteCount)]
  }

  /// Opens the file.
  public func open(_ path: String) throws(FormatError) -> ByteRegion {
    guard path == entries[0].path else { throw .noMember(path, in: name) }
    return region
  }
}

extension SourceEntry {
  /// Entries by path, in the order of UTF-8, without litter.
  static func sorted(_ files: some Sequence<(String, Int)>) -> [SourceEntry] {
    files
      .filter { !ArchivePath.isLitter($0.0) }
      .map { SourceEntry(path: $0.0, byteCount: $0.1) }
      .sorted { $0.path.precedesInUTF8($1.path) }
  }
}

extension FormatError {
  /// The error for a path that a tree does not have.
  static func noMember(_ path: String, in tree: String) -> FormatError {
    FormatError(.io, "'\(tree)' has no file '\(path)'")
  }
}
