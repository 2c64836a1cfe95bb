import ZooTensors

/// An archive whose members are archives in turn, which are shown as directories; one level deep.
struct NestedTree: SourceTree {
  let name: String
  let entries: [SourceEntry]
  private let outer: any SourceTree
  /// The inner trees by the path of their archive.
  private let inner: [(path: String, tree: any SourceTree)]

  /// The tree itself, or one that shows its inner archives as directories.
  static func expanding(
    _ outer: any SourceTree,
    limits: ParsingLimits
  ) throws(FormatError) -> any SourceTree {
    var inner: [(path: String, tree: any SourceTree)] = []
    for entry in outer.entries where SourceTrees.mayBeArchive(entry.name) {
      let region = try outer.open(entry.path)
      do throws(FormatError) {
        let label = "\(outer.name):\(entry.path)"
        if let tree = try SourceTrees.archive(region, named: entry.name, label, limits: limits) {
          inner.append((entry.path, tree))
        }
      } catch {
        throw error.inFile(entry.path)
      }
    }
    return inner.isEmpty ? outer : NestedTree(outer, inner)
  }

  private init(_ outer: any SourceTree, _ inner: [(path: String, tree: any SourceTree)]) {
    self.outer = outer
    self.inner = inner
    name = outer.name
    let replaced = Set(inner.map(\.path))
    entries = SourceEntry.sorted(
      outer.entries.filter { !replaced.contains($0.path) }.map { ($0.path, $0.byteCount) }
        + inner.flatMap { archive in
          archive.tree.entries.map { ("\(archive.path)/\($0.path)", $0.byteCount) }
        }
    )
  }

  func open(_ path: String) throws(FormatError) -> ByteRegion {
    for (archive, tree) in inner where path.hasPrefix("\(archive)/") {
      return try tree.open(String(path.dropFirst(archive.count + 1)))
    }
    return try outer.open(path)
  }
}
