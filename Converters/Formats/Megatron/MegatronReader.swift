public import ZooTensors

/// Reads what Megatron-LM saves: one PyTorch file for each rank,
/// `<save>/mp_rank_<tensor>[_<pipeline>]/model_optim_rng.pt`.
///
/// The entry file is that of the first rank. Beside several saves `iter_0000100`, `release`, the file
/// `latest_checkpointed_iteration.txt` chooses one. Pipeline stages and the pieces of a virtual
/// pipeline are put together, layers numbered through. With several tensor-parallel ranks a tensor
/// `NAME` is listed as `NAME@0`, `NAME@1` and so on, because the files do not say how they are to be
/// joined. Names are the paths below `model`. Expert parallelism is not read, nor are the saves of
/// `torch_dist`.
///
/// Source: Megatron-LM, `megatron/training/checkpointing.py` and its versions since 2019.
public struct MegatronReader: CheckpointReader {
  /// The container that this type reads.
  public static let format = CheckpointFormat(id: "megatron", title: "Megatron-LM checkpoint")

  /// What of it is not read.
  public static let unread = "distributed optimizers"

  /// Every tensor, sorted by name.
  public let tensors: [StoredTensor]
  /// The entry file, then those of the other ranks.
  public let files: [String]
  /// How many ranks and stages there are, and what was left out.
  public let notes: [String]
  /// The version of the checkpoint, 0 where none is stated, and the number of ranks.
  public let facts: [String: String]

  /// Whether it is a PyTorch file of the name that Megatron-LM gives.
  public static func recognizes(_ probe: FileProbe) -> Bool {
    MegatronPath(probe.path) != nil && TorchContainer(probe) != nil
  }

  /// The files of all ranks, those of the optimizer among them, and other saves than the latest.
  public static func parts(of probe: FileProbe) -> [String] {
    MegatronSave.parts(of: probe.path, in: probe.tree)
  }

  /// Opens the save that the file of a rank belongs to.
  ///
  /// Complexity: O(size of the pickles of all ranks); no weights are read.
  /// - Throws: ``FormatError`` where a file is damaged, a rank is missing or of another model, or the
  ///   latest save is not there.
  public init(
    opening path: String,
    in tree: any SourceTree,
    limits: ParsingLimits
  ) throws(FormatError) {
    let save = try MegatronSave(of: path, in: tree, limits: limits)
    var stages: [[MegatronRank]] = []
    for paths in save.stages {
      var ranks: [MegatronRank] = []
      for path in paths {
        let rank = try MegatronRank(path, in: tree, limits: limits)
        if let first = stages.first?.first ?? ranks.first { try rank.checkAgrees(with: first) }
        ranks.append(rank)
      }
      stages.append(ranks)
    }
    let first = stages[0][0]
    try Self.check(save, first)
    var ranks: [[StoredTensor]] = []
    for tensor in 0..<save.tensorCount {
      let pieces = first.pieces.indices.flatMap { piece in
        stages.map { $0[tensor].pieces[piece] }
      }
      let joined: MegatronStages
      do throws(FormatError) {
        joined = try MegatronStages(pieces)
      } catch {
        throw error.inFile(stages[0][tensor].path)
      }
      try Self.check(joined.layerCounts, first)
      ranks.append(joined.tensors)
    }
    tensors = try RankedTensors.list(ranks, limits: limits) { "'\(save.stages[0][$0])'" }
    files = [path] + save.paths.filter { $0 != path }
    notes = save.notes + Self.notes(save, first)
    var facts = [CheckpointFact.checkpointVersion: String(first.version ?? 0)]
    if save.tensorCount > 1 { facts[CheckpointFact.tensorParallelSize] = String(save.tensorCount) }
    self.facts = facts
  }

  /// Requires as many files as the arguments of the run say.
  private static func check(_ save: MegatronSave, _ rank: MegatronRank) throws(FormatError) {
    func check(_ keys: [String], _ found: Int, _ what: String) throws(FormatError) {
      guard let key = keys.first(where: { rank.arguments[$0] != nil }),
        let expected = rank.arguments[key], expected != found
      else { return }
      throw FormatError(
        .inconsistent,
        "the model was saved by \(expected) \(what) (\(key)), found \(found); fetch all of them, and "
          + "give the directory that holds 'mp_rank_00'",
        in: rank.path
      )
    }
    try check(
      ["tensor_model_parallel_size", "model_parallel_size"],
      save.tensorCount,
      "tensor-parallel ranks"
    )
    try check(["pipeline_model_parallel_size"], save.stages.count, "pipeline stages")
    if let experts = rank.arguments["expert_model_parallel_size"], experts > 1 {
      throw FormatError(
        .unsupported,
        "the experts are spread over \(experts) ranks, which is not read",
        in: rank.path
      )
    }
  }

  /// Requires as many layers as the arguments of the run say, where there is one stack of them.
  private static func check(
    _ layers: [String: Int],
    _ rank: MegatronRank
  ) throws(FormatError) {
    guard layers.count == 1, let found = layers.first, let expected = rank.arguments["num_layers"],
      found.value != expected
    else { return }
    throw FormatError(
      .inconsistent,
      "the model has \(expected) layers (num_layers), the files hold \(found.value) of "
        + "'\(printable(found.key))'",
      in: rank.path
    )
  }

  private static func notes(_ save: MegatronSave, _ rank: MegatronRank) -> [String] {
    var text =
      rank.version.map { "checkpoint version \($0)" }
      ?? "no checkpoint version is stated, which means 0"
    if save.tensorCount > 1 { text += ", \(save.tensorCount) tensor-parallel ranks" }
    if save.stages.count > 1 { text += ", \(save.stages.count) pipeline stages" }
    if rank.pieces.count > 1 { text += " of \(rank.pieces.count) pieces each" }
    if let iteration = rank.iteration { text += ", iteration \(iteration)" }
    return [text, "left out everything but 'model': arguments, optimizer and random states"]
      + rank.notes
  }
}
