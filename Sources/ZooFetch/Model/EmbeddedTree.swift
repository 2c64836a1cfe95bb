import ZooFormats
import ZooRegistry
import ZooTensors

/// The files of a model that is part of the program.
struct EmbeddedTree: SourceTree {
  let name: String
  let entries: [SourceEntry]
  private let prefix: String

  /// The files below `Registry/embedded/<directory>`.
  ///
  /// - Throws: ``ZooError`` where the program has none.
  init(_ directory: String) throws(ZooError) {
    name = directory
    let root = "Registry/embedded/\(directory)"
    prefix = root + "/"
    var entries: [SourceEntry] = []
    for path in EmbeddedFiles.paths(in: root) {
      guard let store = EmbeddedFiles.store(path) else { continue }
      entries.append(
        SourceEntry(path: String(path.dropFirst(root.count + 1)), byteCount: store.byteCount))
    }
    guard !entries.isEmpty else {
      throw ZooError(.internalError, "the program has no embedded model '\(directory)'")
    }
    self.entries = entries
  }

  func open(_ path: String) throws(FormatError) -> ByteRegion {
    guard let store = EmbeddedFiles.store(prefix + path) else {
      throw FormatError(.io, "there is no embedded file '\(path)'", in: name)
    }
    return ByteRegion(store)
  }
}
