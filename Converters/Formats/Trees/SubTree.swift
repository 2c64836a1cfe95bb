public import ZooTensors

/// The files below one directory of another tree, with paths counted from there.
public struct SubTree: SourceTree {
  /// The name of the whole tree and the directory.
  public let name: String
  /// The files.
  public let entries: [SourceEntry]
  private let tree: any SourceTree
  private let prefix: String

  /// The part of a tree below `directory`.
  ///
  /// - Throws: ``FormatError`` where nothing is below it.
  public init(_ directory: String, of tree: any SourceTree) throws(FormatError) {
    let prefix = directory.hasSuffix("/") ? directory : directory + "/"
    self.prefix = prefix
    self.tree = tree
    name = "\(tree.name)/\(directory)"
    entries = tree.entries.filter { $0.path.hasPrefix(prefix) }.map {
      SourceEntry(path: String($0.path.dropFirst(prefix.count)), byteCount: $0.byteCount)
    }
    guard !entries.isEmpty else {
      throw FormatError(.io, "'\(tree.name)' has nothing below '\(directory)'", in: tree.name)
    }
  }

  /// Opens one of the files.
  public func open(_ path: String) throws(FormatError) -> ByteRegion {
    try tree.open(prefix + path)
  }
}
