import ZooTensors

/// The files of one save, by rank, proven complete.
struct MegatronSave {
  /// The file of each rank: pipeline stages outside, tensor-parallel ranks inside.
  let stages: [[String]]
  /// What a user should know of the choice.
  let notes: [String]

  var tensorCount: Int { stages.first?.count ?? 0 }
  var paths: [String] { stages.flatMap { $0 } }

  /// Finds the files that belong to the save of one file.
  ///
  /// - Throws: ``FormatError`` where a rank is missing, or where the mark beside the saves names one
  ///   that is not there.
  init(
    of path: String,
    in tree: any SourceTree,
    limits: ParsingLimits
  ) throws(FormatError) {
    guard let place = MegatronPath(path) else {
      throw FormatError(
        .invalidValue,
        "expected a file named \(MegatronPath.fileNames.joined(separator: " or "))",
        in: path
      )
    }
    let mark = try LatestMark(
      called: [MegatronPath.mark],
      beside: place.save,
      in: tree,
      components: { MegatronPath.directory($0).map { [$0] } ?? [] }
    )
    try mark?.checkTarget(in: tree)
    notes =
      mark.map { mark in
        mark.directory == place.save
          ? [] : ["'\(mark.path)' names '\(printable(mark.text))', another save than this"]
      } ?? []
    guard place.rank != nil else {
      stages = [[path]]
      return
    }
    var files: [MegatronPath.Rank: String] = [:]
    for entry in tree.entries {
      guard let other = MegatronPath(entry.path), other.save == place.save, let rank = other.rank
      else { continue }
      // Where both kinds are there, the preferred name wins.
      if files[rank] == nil || other.fileName == MegatronPath.fileNames[0] {
        files[rank] = entry.path
      }
    }
    try limits.checkShardCount(files.count, of: "number of ranks")
    if let expert = files.keys.first(where: { $0.expert != nil }) {
      throw FormatError(
        .unsupported,
        "the ranks have three numbers (\(expert.tensor), \(expert.pipeline ?? 0), "
          + "\(expert.expert ?? 0)): expert parallelism is not read",
        in: path
      )
    }
    stages = try Self.grid(files, place.save)
  }

  /// The files as a full rectangle of ranks.
  private static func grid(
    _ files: [MegatronPath.Rank: String],
    _ save: String
  ) throws(FormatError) -> [[String]] {
    let hasPipeline = files.keys.contains { $0.pipeline != nil }
    let tensorCount = (files.keys.map(\.tensor).max() ?? 0) + 1
    let stageCount = (files.keys.map { $0.pipeline ?? 0 }.max() ?? 0) + 1
    var stages: [[String]] = []
    for stage in 0..<stageCount {
      var ranks: [String] = []
      for tensor in 0..<tensorCount {
        let rank = MegatronPath.Rank(
          tensor: tensor,
          pipeline: hasPipeline ? stage : nil,
          expert: nil
        )
        guard let file = files[rank] else {
          throw FormatError(
            .inconsistent,
            "the file of tensor-parallel rank \(tensor)\(hasPipeline ? " of pipeline stage \(stage)" : "")"
              + " is missing: there are \(files.count) files of \(tensorCount) ranks and "
              + "\(stageCount) stages below '\(printable(save))'; fetch all of them"
          )
        }
        ranks.append(file)
      }
      stages.append(ranks)
    }
    return stages
  }

  /// Every file that belongs to the save, or to other saves where the mark names this one.
  static func parts(of path: String, in tree: any SourceTree) -> [String] {
    guard let place = MegatronPath(path), place.rank != nil else { return [] }
    // A mark that cannot be read is an error when the save is opened.
    let mark = try? LatestMark(
      called: [MegatronPath.mark],
      beside: place.save,
      in: tree,
      components: { MegatronPath.directory($0).map { [$0] } ?? [] }
    )
    let isLatest = mark?.directory == place.save
    let root = isLatest ? TreePath.parent(of: place.save) : place.save
    return tree.entries.map(\.path).filter { other in
      let directory = TreePath.parent(of: other)
      guard MegatronPath.rank(TreePath.name(of: directory)) != nil else { return false }
      let save = TreePath.parent(of: directory)
      return (isLatest ? TreePath.parent(of: save) : save) == root
    }
  }
}
