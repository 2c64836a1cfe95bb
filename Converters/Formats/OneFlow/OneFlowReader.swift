public import ZooTensors

/// Reads what `oneflow.save` and the older `SnapshotManager` write, without Python.
///
/// There are three forms. A directory with `pickled_data`, of OneFlow 0.6 and later, whose pickle
/// says in which subdirectory the bytes of each tensor are. One pickle with the arrays inside, of
/// newer releases. A directory without a pickle, of older releases, in which each variable has a
/// subdirectory of its name; its entry file is the first `meta` by path, because the file
/// `snapshot_done` is empty.
///
/// LiBai saves such directories, with the model in `model`.
///
/// Source: `python/oneflow/framework/check_point_v2.py` of OneFlow.
public struct OneFlowReader: CheckpointReader {
  /// The container that this type reads.
  public static let format = CheckpointFormat(id: "oneflow", title: "OneFlow checkpoint")

  /// What of it is not read.
  public static let unread = "objects of other classes"

  /// Every tensor, sorted by name; a tensor saved alone has the empty name.
  public let tensors: [StoredTensor]
  /// The entry file, then the files of the variables.
  public let files: [String]
  /// Where the tensors were found, and what was left out.
  public let notes: [String]

  private enum Form {
    case pickle
    /// The directory of the variables, with its slash.
    case directory(String)
  }

  /// Whether the file is a pickle of `oneflow.save`, or describes a variable that lies beside it.
  public static func recognizes(_ probe: FileProbe) -> Bool { form(of: probe) != nil }

  /// The files of the variables.
  public static func parts(of probe: FileProbe) -> [String] {
    switch form(of: probe) {
    case .directory(let path):
      return OneFlowDirectory.paths(below: path, in: probe.tree) + ["\(path)snapshot_done"]
    case .pickle:
      guard isPickleOfDirectory(probe.path) else { return [] }
      return OneFlowDirectory.paths(below: directory(of: probe.path), in: probe.tree)
    case nil: return []
    }
  }

  /// Opens the checkpoint whose entry file is `path`.
  ///
  /// Complexity: O(size of the pickle without arrays, and of the files `meta`); no weights are read.
  /// - Throws: ``FormatError`` where the pickle or a `meta` is malformed, where a file is missing or
  ///   of another size than its shape says, or where an object of another class is among the tensors.
  public init(
    opening path: String,
    in tree: any SourceTree,
    limits: ParsingLimits
  ) throws(FormatError) {
    let probe = try FileProbe(path, in: tree)
    do throws(FormatError) {
      switch Self.form(of: probe) {
      case .pickle:
        self = try Self(pickle: probe, limits: limits)
      case .directory(let directory):
        self = try Self(directory, entry: path, in: tree, limits: limits)
      case nil:
        throw FormatError(
          .invalidValue,
          "expected a pickle of oneflow.save, or the file 'meta' of a variable beside its 'out'"
        )
      }
    } catch {
      if let problem = FileDiagnosis.problem(of: probe.region, named: path) {
        throw FormatError(error.code, problem, in: path)
      }
      throw error.inFile(path)
    }
  }

  private init(pickle probe: FileProbe, limits: ParsingLimits) throws(FormatError) {
    let objects = try OneFlowObjects(
      try Pickle.parse(whole: probe.region, limits: limits),
      limits: limits
    )
    let directory = OneFlowDirectory(
      Self.directory(of: probe.path),
      in: probe.tree,
      limits: limits
    )
    var tensors: [StoredTensor] = []
    var used: Set<String> = []
    for (name, source) in objects.tensors {
      guard name.utf8.count <= limits.nameBytes, !TensorName.hasControlCharacter(name) else {
        throw FormatError(
          .invalidValue,
          "expected the name of a tensor of at most \(limits.nameBytes) bytes, found "
            + "'\(printable(name))'"
        )
      }
      switch source {
      case .array(let array): tensors.append(array.stored(as: name))
      case .directory(let path):
        // A plain name, so that nothing outside of the directory is opened.
        _ = try probe.tree.siblingPath(path, of: probe.path)
        tensors.append(try directory.tensor(in: path, named: name))
        used.insert(path)
      }
    }
    var notes = objects.notes
    let unused = directory.names.filter { !used.contains($0) }
    if Self.isPickleOfDirectory(probe.path), !unused.isEmpty {
      notes.append(
        "\(unused.count) subdirectories belong to no tensor that is read, such as "
          + "'\(printable(unused[0]))'"
      )
    }
    self.tensors = try Self.sorted(tensors)
    self.notes = notes
    files =
      [probe.path]
      + used.sorted { $0.precedesInUTF8($1) }.flatMap { directory.paths(of: $0) }
  }

  private init(
    _ path: String,
    entry: String,
    in tree: any SourceTree,
    limits: ParsingLimits
  ) throws(FormatError) {
    let directory = OneFlowDirectory(path, in: tree, limits: limits)
    let names = directory.names
    try limits.checkTensorCount(names.count)
    var tensors: [StoredTensor] = []
    for name in names {
      guard name.utf8.count <= limits.nameBytes, !TensorName.hasControlCharacter(name) else {
        throw FormatError(
          .invalidValue,
          "expected the name of a variable, found '\(printable(name))'"
        )
      }
      tensors.append(try directory.tensor(in: name, named: name))
    }
    let done = "\(path)snapshot_done"
    let isDone = tree.contains(done)
    self.tensors = try Self.sorted(tensors)
    notes =
      isDone
      ? [] : ["the file 'snapshot_done' is not there: the save may not have been finished"]
    let others = names.flatMap { directory.paths(of: $0) }.filter { $0 != entry }
    files = [entry] + others + (isDone ? [done] : [])
  }

  private static func sorted(_ tensors: [StoredTensor]) throws(FormatError) -> [StoredTensor] {
    let sorted = tensors.sorted { $0.name.precedesInUTF8($1.name) }
    for (one, next) in zip(sorted, sorted.dropFirst()) where one.name == next.name {
      throw FormatError(.invalidValue, "two tensors are called '\(printable(one.name))'")
    }
    return sorted
  }

  // MARK: - Recognition

  private static func form(of probe: FileProbe) -> Form? {
    if probe.head.count >= 2, probe.head[0] == 0x80, 2...5 ~= probe.head[1] {
      // The first key of the dictionary; a class or a key of OneFlow follows soon.
      let start = String(decoding: probe.region.prefix(64 << 10), as: UTF8.self)
      return start.prefix(64).contains("protocol_version") && start.contains("oneflow")
        ? .pickle : nil
    }
    guard probe.path.split(separator: "/").last == "meta",
      let directory = OneFlowDirectory.above(probe.path),
      // Any other text called `meta` is none of ours.
      (try? OneFlowMeta(probe.head, limits: .default)) != nil,
      probe.tree.contains("\(probe.path.dropLast(4))out"),
      !probe.tree.contains("\(directory)pickled_data")
    else { return nil }
    return .directory(directory)
  }

  private static func isPickleOfDirectory(_ path: String) -> Bool {
    path.split(separator: "/").last == "pickled_data"
  }

  /// The directory of a file, with its slash; empty for the root.
  private static func directory(of path: String) -> String {
    path.split(separator: "/").dropLast().map { "\($0)/" }.joined()
  }
}
