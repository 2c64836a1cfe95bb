import ZooTensors

/// The files of a tree by their paths, for lookups of many chunks.
struct ZarrFiles {
  /// The tree.
  let tree: any SourceTree
  private let sizes: [String: Int]

  /// Indexes the files below a directory; an empty path is the root of the tree.
  ///
  /// Complexity: O(files).
  init(_ tree: any SourceTree, below directory: String) {
    self.tree = tree
    var sizes: [String: Int] = [:]
    for entry in tree.entries where Self.contains(directory, entry.path) {
      sizes[entry.path] = entry.byteCount
    }
    self.sizes = sizes
  }

  /// The size of a file, or `nil` where there is none.
  func byteCount(of path: String) -> Int? { sizes[path] }

  /// The paths of all files, in no order.
  var paths: some Sequence<String> { sizes.keys }

  /// Whether a file lies below a directory.
  static func contains(_ directory: String, _ path: String) -> Bool {
    directory.isEmpty || path.hasPrefix(directory + "/")
  }

  /// The directory that a file lies in; empty for the root.
  static func parent(of path: String) -> String {
    path.split(separator: "/").dropLast().joined(separator: "/")
  }

  /// The path of something below a directory.
  static func join(_ directory: String, _ name: String) -> String {
    directory.isEmpty ? name : "\(directory)/\(name)"
  }

  /// The files of a tree that lie in some directories or below them.
  ///
  /// Complexity: O(files × levels).
  static func files(of tree: any SourceTree, in directories: Set<String>) -> [String] {
    tree.entries.lazy.map(\.path).filter { path in
      var directory = Substring(path)
      while let slash = directory.lastIndex(of: "/") {
        directory = directory[..<slash]
        if directories.contains(String(directory)) { return true }
      }
      return directories.contains("")
    }
  }
}
