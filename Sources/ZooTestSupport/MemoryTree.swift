public import ZooFormats
public import ZooTensors

/// A source tree over bytes that a test made.
public struct MemoryTree: SourceTree {
  /// What the tree is, for messages.
  public let name: String
  /// The files, sorted by path.
  public let entries: [SourceEntry]
  private let regions: [String: ByteRegion]

  /// Copies files into a tree of their own.
  public init(_ files: [String: [UInt8]], name: String = "memory") throws(FormatError) {
    var regions: [String: ByteRegion] = [:]
    for (path, bytes) in files {
      regions[path] = ByteRegion(try ByteStore.copying(bytes, name: path))
    }
    self.init(regions, name: name)
  }

  /// Takes regions as they are.
  public init(_ regions: [String: ByteRegion], name: String = "memory") {
    self.name = name
    self.regions = regions
    entries =
      regions
      .map { SourceEntry(path: $0.key, byteCount: $0.value.byteCount) }
      .sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  /// The same files, one of them with other bytes.
  public func replacing(_ path: String, with bytes: [UInt8]) throws(FormatError) -> MemoryTree {
    var copy = regions
    copy[path] = ByteRegion(try ByteStore.copying(bytes, name: path))
    return MemoryTree(copy, name: name)
  }

  /// Opens one file.
  public func open(_ path: String) throws(FormatError) -> ByteRegion {
    guard let region = regions[path] else {
      throw FormatError(.io, "no file '\(path)' in \(name)")
    }
    return region
  }
}
