import ZooTensors

/// A directory with one subdirectory for each variable: `out`, its bytes, and `meta`, what they are.
struct OneFlowDirectory {
  /// The path of the directory, with its slash; empty for the root of the tree.
  let path: String
  private let tree: any SourceTree
  private let limits: ParsingLimits
  /// The files `out` and `meta` that are one level below, by subdirectory.
  private let files: [String: Set<String>]

  /// Looks at the files of a tree below a directory.
  ///
  /// Complexity: O(files of the tree).
  init(_ path: String, in tree: any SourceTree, limits: ParsingLimits) {
    self.path = path
    self.tree = tree
    self.limits = limits
    files = Self.files(below: path, in: tree)
  }

  /// The directory two levels above a path, with its slash; `nil` where there is none.
  static func above(_ path: String) -> String? {
    let components = path.split(separator: "/")
    guard components.count >= 2 else { return nil }
    return components.dropLast(2).map { "\($0)/" }.joined()
  }

  /// The subdirectories with a file of a variable, sorted.
  var names: [String] { files.keys.sorted { $0.precedesInUTF8($1) } }

  /// The paths of all files of variables.
  static func paths(below path: String, in tree: any SourceTree) -> [String] {
    files(below: path, in: tree).flatMap { name, files in files.map { "\(path)\(name)/\($0)" } }
  }

  private static func files(below path: String, in tree: any SourceTree) -> [String: Set<String>] {
    var files: [String: Set<String>] = [:]
    for entry in tree.entries where entry.path.hasPrefix(path) {
      let rest = entry.path.dropFirst(path.count).split(
        separator: "/",
        omittingEmptySubsequences: false
      )
      guard rest.count == 2, rest[1] == "out" || rest[1] == "meta" else { continue }
      files[String(rest[0]), default: []].insert(String(rest[1]))
    }
    return files
  }

  /// The paths of one variable's files, `meta` first.
  func paths(of directory: String) -> [String] {
    ["\(path)\(directory)/meta", "\(path)\(directory)/out"]
  }

  /// The variable in a subdirectory.
  ///
  /// - Throws: ``FormatError`` where a file is missing, or where their contents do not agree.
  func tensor(in directory: String, named name: String) throws(FormatError) -> StoredTensor {
    for file in ["meta", "out"] where files[directory]?.contains(file) != true {
      throw FormatError(
        .inconsistent,
        "tensor '\(printable(name))' lacks the file '\(printable(directory))/\(file)'; fetch the whole "
          + "directory again"
      )
    }
    let paths = paths(of: directory)
    do throws(FormatError) {
      let meta = try OneFlowMeta(
        try tree.open(paths[0]).prefix(OneFlowMeta.byteLimit + 1),
        limits: limits
      )
      let bytes = try tree.open(paths[1])
      let expected = try meta.dtype.byteCount(ofElements: meta.shape.elementCount)
      guard bytes.byteCount == expected else {
        throw FormatError(
          bytes.byteCount < expected ? .truncated : .inconsistent,
          "\(meta.dtype) of shape \(meta.shape) has \(expected) bytes, 'out' has \(bytes.byteCount)"
        )
      }
      return StoredTensor(name: name, dtype: meta.dtype, shape: meta.shape, content: bytes)
    } catch {
      throw error.aboutTensor(name).inFile(paths[0])
    }
  }
}
