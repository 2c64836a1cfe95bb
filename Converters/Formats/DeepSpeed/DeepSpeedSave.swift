import ZooTensors

/// The files of one save by what they are.
struct DeepSpeedSave {
  /// What names the last of several saves, in the order of preference.
  private static let marks = ["latest", "latest_checkpointed_iteration.txt"]

  let directory: String
  /// Of tensor-parallel ranks.
  private(set) var models: [Int: String] = [:]
  /// Of partitions of ZeRO-3, by tensor-parallel rank.
  private(set) var partitions: [Int: [Int: String]] = [:]
  /// Of layers of a pipeline, by tensor-parallel rank.
  private(set) var layers: [Int: [Int: String]] = [:]
  /// Of the optimizer's partitions, by tensor-parallel rank.
  private(set) var optimizers: [Int: [Int: String]] = [:]
  /// Of the parameters of a universal checkpoint.
  private(set) var parameters: [(name: String, path: String)] = []
  private(set) var notes: [String] = []

  /// Finds the files that belong to the save of one file.
  ///
  /// - Throws: ``FormatError`` where the mark beside the saves names one that is not there, or where
  ///   a file belongs to experts.
  init(
    of path: String,
    in tree: any SourceTree,
    limits: ParsingLimits
  ) throws(FormatError) {
    guard let place = DeepSpeedPath(path) else {
      throw FormatError(
        .invalidValue,
        "expected a file named like 'mp_rank_00_model_states.pt', as DeepSpeed names it",
        in: path
      )
    }
    directory = place.save
    if let mark = try Self.mark(place, in: tree) {
      try mark.checkTarget(in: tree)
      if mark.directory != directory {
        notes.append("'\(mark.path)' names '\(printable(mark.text))', another save than this")
      }
    }
    var count = 0
    for entry in tree.entries {
      guard let file = DeepSpeedPath(entry.path), file.save == directory else { continue }
      count += 1
      try add(file.kind, entry.path)
    }
    try limits.checkShardCount(count)
  }

  private mutating func add(_ kind: DeepSpeedPath.Kind, _ path: String) throws(FormatError) {
    let twin: String?
    switch kind {
    case .model(let rank): twin = models.updateValue(path, forKey: rank)
    case .partition(let number, let rank):
      twin = partitions[rank, default: [:]].updateValue(path, forKey: number)
    case .layer(let layer, let rank):
      twin = layers[rank, default: [:]].updateValue(path, forKey: layer)
    case .optimizer(let number, let rank):
      twin = optimizers[rank, default: [:]].updateValue(path, forKey: number)
    case .parameter(let name):
      parameters.append((name, path))
      twin = nil
    case .other(let isExpert):
      guard !isExpert else {
        throw FormatError(
          .unsupported,
          "the experts lie in files of their own, which is not read",
          in: path
        )
      }
      twin = nil
    }
    if let twin {
      throw FormatError(.inconsistent, "'\(path)' and '\(twin)' are of the same rank")
    }
  }

  /// The tensor-parallel ranks 0, 1 and so on of some files.
  ///
  /// - Throws: ``FormatError`` where one is missing.
  static func ranks<File>(_ files: [Int: File], _ what: String) throws(FormatError) -> [File] {
    var result: [File] = []
    let count = (files.keys.max() ?? -1) + 1
    // A number as large as it likes to be is missed at the first gap.
    while result.count < count {
      guard let file = files[result.count] else {
        throw FormatError(
          .inconsistent,
          "\(what) \(result.count) is missing: there are \(files.count) of \(count); fetch all files"
        )
      }
      result.append(file)
    }
    return result
  }

  // MARK: - Several saves

  private static func mark(
    _ place: DeepSpeedPath,
    in tree: any SourceTree
  ) throws(FormatError) -> LatestMark? {
    var names = marks
    if case .parameter = place.kind { names.insert("latest_universal", at: 0) }
    return try LatestMark(called: names, beside: place.save, in: tree) { text in
      [text, "global_step\(text)"]
    }
  }

  /// Every file that belongs to the save, or to other saves where the mark names this one.
  static func parts(of path: String, in tree: any SourceTree) -> [String] {
    guard let place = DeepSpeedPath(path) else { return [] }
    // A mark that cannot be read is an error when the save is opened.
    let mark = try? mark(place, in: tree)
    let isLatest = mark?.directory == place.save
    let root = TreePath.parent(of: place.save)
    return tree.entries.map(\.path).filter { path in
      guard let other = DeepSpeedPath(path) else { return false }
      return other.save == place.save || isLatest && TreePath.parent(of: other.save) == root
    }
  }
}
