import ZooTensors

/// The small file beside the saves of a training run that names the last of them.
struct LatestMark {
  /// The path of the file.
  let path: String
  /// The directory that it names, in the tree.
  let directory: String
  /// The name as it is in the file.
  let text: String

  /// Looks for a mark of one of the given names beside a save's directory; one at the root of the
  /// tree has no neighbours.
  ///
  /// `components` are the directories that a text may mean, the likeliest first; none for a text that
  /// means nothing.
  /// - Throws: ``FormatError`` where the mark is not one plain name.
  init?(
    called names: [String],
    beside directory: String,
    in tree: any SourceTree,
    components: (String) -> [String] = { [$0] }
  ) throws(FormatError) {
    guard !directory.isEmpty else { return nil }
    let parent = TreePath.parent(of: directory)
    guard
      let path = names.lazy.map({ TreePath.join(parent, $0) }).first(where: { tree.contains($0) })
    else { return nil }
    let region = try tree.open(path)
    let bytes = region.prefix(256)
    guard region.byteCount <= 256, let text = String(validating: bytes, as: UTF8.self) else {
      throw FormatError(.invalidValue, "expected the name of a directory", in: path)
    }
    let word = String(text.trimmingPrefix(while: \.isWhitespace).reversed())
      .trimmingPrefix(while: \.isWhitespace)
    self.text = String(word.reversed())
    var directories: [String] = []
    for name in components(self.text) { directories.append(try tree.siblingPath(name, of: path)) }
    guard let likeliest = directories.first else {
      throw FormatError(
        .invalidValue,
        "'\(printable(self.text))' is not what this file may say",
        in: path
      )
    }
    self.path = path
    self.directory = directories.first { Self.exists($0, in: tree) } ?? likeliest
  }

  private static func exists(_ directory: String, in tree: any SourceTree) -> Bool {
    let prefix = directory + "/"
    return tree.entries.contains { $0.path.hasPrefix(prefix) }
  }

  /// Requires that the directory which is named is there.
  func checkTarget(in tree: any SourceTree) throws(FormatError) {
    guard Self.exists(directory, in: tree) else {
      throw FormatError(
        .inconsistent,
        "'\(path)' names '\(printable(text))', but there is no directory '\(printable(directory))'; "
          + "fetch it too, or give the directory of one save"
      )
    }
  }
}
