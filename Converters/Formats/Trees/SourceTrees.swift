public import ZooTensors

/// Opens whatever a user names: a directory, an archive, or one file of a directory.
public enum SourceTrees {
  /// Opens a path as a tree, recognising archives by their content.
  ///
  /// - A directory is a ``DirectoryTree``, with its subdirectories.
  /// - A zip archive, wheel, tar archive (also with gzip or bzip2) or file compressed with these is a
  ///   tree of what is in it; archives inside it are shown as directories, one level deep.
  /// - Any other file, and an archive that is itself a checkpoint (PyTorch's zip and tar files,
  ///   NumPy's `.npz`), is a tree of its directory without subdirectories, and `focus` names it.
  /// - The common prefix of a TensorFlow checkpoint's files means its `.index` file.
  ///
  /// - Throws: ``FormatError`` where nothing is there, an archive is malformed, or the file is no
  ///   checkpoint at all, see ``FileDiagnosis``.
  public static func open(
    path: String,
    limits: ParsingLimits = .default
  ) throws(FormatError) -> (tree: any SourceTree, focus: String?) {
    switch FileKind(path) {
    case .directory:
      return (try DirectoryTree(path, limits: limits), nil)
    case .file:
      break
    case .missing where FileKind(path + ".index") == .file:
      return try file(path + ".index", limits: limits)
    case .missing, .other:
      // Mapping says what is wrong in the system's own words.
      _ = try ByteRegion(mapping: path)
    }
    let region = try ByteRegion(mapping: path)
    let name = String(path.split(separator: "/").last ?? "")
    if let tree = try archive(region, named: name, path, limits: limits) {
      let expanded = try NestedTree.expanding(tree, limits: limits)
      return (expanded, expanded is RegionTree ? expanded.entries.first?.path : nil)
    }
    if let problem = FileDiagnosis.problem(of: region, named: name) {
      throw FormatError(.invalidValue, problem, in: path)
    }
    return try file(path, limits: limits)
  }

  private static func file(
    _ path: String,
    limits: ParsingLimits
  ) throws(FormatError) -> (tree: any SourceTree, focus: String?) {
    let tree = try DirectoryTree(siblingsOf: path, limits: limits)
    return (tree, tree.focus)
  }

  /// Whether a name is one that archives have; only those are tried inside other archives.
  static func mayBeArchive(_ name: String) -> Bool {
    let lower = name.lowercased()
    let endings = [".zip", ".whl", ".tar"] + Compression.endings.map(\.0)
    return endings.contains { lower.hasSuffix($0) }
  }

  /// The tree of an archive, or `nil` where the bytes are none, or are a checkpoint of their own.
  static func archive(
    _ region: ByteRegion,
    named name: String,
    _ label: String,
    limits: ParsingLimits
  ) throws(FormatError) -> (any SourceTree)? {
    let head = region.prefix(512)
    if ZipDirectory.recognizes(head) {
      let directory = try ZipDirectory(region, limits: limits)
      return isCheckpoint(directory.entries.map(\.name))
        ? nil : ZipTree(directory, name: label, limits: limits)
    }
    if let inflated = try CompressedFile.inflate(region, limits: limits) {
      if TarDirectory.recognizes(inflated.prefix(512)) {
        let directory = try TarDirectory(inflated, limits: limits)
        if !isCheckpoint(directory.entries.map(\.name)) { return TarTree(directory, name: label) }
      }
      return RegionTree(CompressedFile.innerName(name), inflated, name: label)
    }
    if TarDirectory.recognizes(head) {
      let directory = try TarDirectory(region, limits: limits)
      return isCheckpoint(directory.entries.map(\.name)) ? nil : TarTree(directory, name: label)
    }
    return nil
  }

  /// Whether an archive with these members is one file to its framework.
  private static func isCheckpoint(_ names: [String]) -> Bool {
    let isTorch = names.contains("data.pkl") || TorchArchive.recognizes(names)
    let isTorchTar = ["pickle", "storages", "tensors"].allSatisfy(names.contains)
    let isNumPy = !names.isEmpty && names.allSatisfy { $0.hasSuffix(".npy") }
    return isTorch || isTorchTar || isNumPy
  }
}
