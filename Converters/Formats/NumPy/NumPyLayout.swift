import ZooTensors

/// How the arrays of a checkpoint are spread over files.
enum NumPyLayout {
  /// One archive of `numpy.savez`.
  case archive(String)
  /// Files of one array each, in one directory; also a single file.
  case files([String])
  /// The files of one long row of numbers, which is cut by a list of shapes.
  case cut(NumPyCutRow)
  /// The shards of mesh-transformer-jax.
  case shards(NumPyShards)

  /// The layout that a file belongs to; a file that is none of them by its name stands alone.
  init(_ probe: FileProbe) {
    if NumPyArchive.recognizes(probe) {
      self =
        NumPyShards(around: probe.path, in: probe.tree).map { .shards($0) }
        ?? .archive(probe.path)
    } else if !probe.path.hasSuffix(".npy") {
      self = .files([probe.path])
    } else if let cut = NumPyCutRow(around: probe.path, in: probe.tree) {
      self = .cut(cut)
    } else {
      self = .files(Self.neighbours(of: probe.path, in: probe.tree))
    }
  }

  /// The layout of a file without those beside it.
  init(alone probe: FileProbe) {
    self = NumPyArchive.recognizes(probe) ? .archive(probe.path) : .files([probe.path])
  }

  /// All files, sorted by path.
  var paths: [String] {
    switch self {
    case .archive(let path): [path]
    case .files(let paths): paths
    case .cut(let cut): cut.paths
    case .shards(let shards): shards.paths
    }
  }

  /// The `.npy` files of the directory that a file is in, which is among them.
  static func neighbours(of path: String, in tree: any SourceTree) -> [String] {
    let directory = self.directory(of: path)
    return tree.entries.lazy.map(\.path).filter {
      $0.hasSuffix(".npy") && self.directory(of: $0) == directory
    }
  }

  /// The path up to and with the last slash.
  static func directory(of path: String) -> Substring {
    path.lastIndex(of: "/").map { path[...$0] } ?? ""
  }
}
