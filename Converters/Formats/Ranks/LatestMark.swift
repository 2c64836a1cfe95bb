import ZooTensors

/// The small file beside the saves of a training run that names the last of them.
struct LatestMark {
  /// The path of the file.
  let path: String
  /// The directory that it names, in the tree.
  let directory: String
  /// The name as it is in the file.
  let text: String

  /// Looks for a mark beside a save's directory.
  ///
  /// - Parameters:
  ///   - names: What the mark may be called, the preferred name first.
  ///   - directory: The save's directory; one at the root of the tree has no neighbours.
  ///   - component: What the text of a mark means: the name of a directory, or `nil` if nothing.
  /// - Returns: The mark, or `nil` where there is none.
  /// - Throws: ``FormatError`` where the mark is not one plain name.
  init?(
    called names: [String],
    beside directory: String,
    in tree: any SourceTree,
    component: (String) -> String? = { $0 }
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
    guard let name = component(self.text) else {
      throw FormatError(
        .invalidValue,
        "'\(printable(self.text))' is not what this file may say",
        in: path
      )
    }
    self.path = path
    self.directory = try tree.siblingPath(name, of: path)
  }

  /// Requires that the directory which is named is there.
  func checkTarget(in tree: any SourceTree) throws(FormatError) {
    let prefix = directory + "/"
    guard tree.entries.contains(where: { $0.path.hasPrefix(prefix) }) else {
      throw FormatError(
        .inconsistent,
        "'\(path)' names '\(printable(text))', but there is no directory '\(printable(directory))'; "
          + "fetch it too, or give the directory of one save"
      )
    }
  }
}
