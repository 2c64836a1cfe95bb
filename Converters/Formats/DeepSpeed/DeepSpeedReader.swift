public import ZooTensors

/// Reads what DeepSpeed saves: a directory of PyTorch files for each save.
///
/// The first of these that a save has is read:
///
/// - `zero/<parameter>/fp32.pt`, a universal checkpoint.
/// - `layer_00-model_00-model_states.pt`, the layers of a pipeline (GPT-NeoX, BigScience): tensors
///   are named `<layer>.<name>`. The layers count every step of the pipeline.
/// - `zero_pp_rank_0_mp_rank_00_model_states.pt`, partitions of ZeRO stage 3: parameters are put
///   together from them and the optimizer's files.
/// - `mp_rank_00_model_states.pt`: the tensors below `module`; where it has none, the optimizer's
///   full-precision parameters of ZeRO stage 1 or 2.
///
/// Beside several saves, the file `latest` or `latest_checkpointed_iteration.txt` chooses one. With
/// several tensor-parallel ranks a tensor `NAME` is listed as `NAME@0`, `NAME@1` and so on, because
/// the files do not say how they are to be joined. Experts in files of their own are not read.
///
/// Source: DeepSpeed 0.19, `deepspeed/runtime/engine.py`, `deepspeed/utils/zero_to_fp32.py`,
/// `deepspeed/checkpoint/ds_to_universal.py`.
public struct DeepSpeedReader: CheckpointReader {
  /// The container that this type reads.
  public static let format = CheckpointFormat(id: "deepspeed", title: "DeepSpeed checkpoint")

  /// What of it is not read.
  public static let unread = "mixture-of-experts partitions"

  /// Every tensor, sorted by name.
  public let tensors: [StoredTensor]
  /// The entry file, then the others that are read.
  public let files: [String]
  /// How the parameters were put together, and what was left out.
  public let notes: [String]
  /// The number of tensor-parallel ranks, where there are several; the version of Megatron-LM's order
  /// of rows, where a model of that program states it.
  public let facts: [String: String]

  /// Whether it is a PyTorch file of a name that DeepSpeed gives to weights.
  public static func recognizes(_ probe: FileProbe) -> Bool {
    DeepSpeedPath(probe.path)?.holdsWeights == true && TorchContainer(probe) != nil
  }

  /// The files of all ranks, those of the optimizer among them, and other saves than the latest.
  public static func parts(of probe: FileProbe) -> [String] {
    DeepSpeedSave.parts(of: probe.path, in: probe.tree)
  }

  /// Opens the save that a file belongs to.
  ///
  /// Complexity: O(size of the pickles of all files); no weights are read.
  /// - Throws: ``FormatError`` where a file is damaged, missing or of another model, or where the
  ///   sizes of partitions do not add up.
  public init(
    opening path: String,
    in tree: any SourceTree,
    limits: ParsingLimits
  ) throws(FormatError) {
    let save = try DeepSpeedSave(of: path, in: tree, limits: limits)
    var ranks: [DeepSpeedRank] = []
    if !save.parameters.isEmpty {
      let partitions = try DeepSpeedSave.ranks(
        save.partitions[0] ?? [:],
        "the file of model partition"
      )
      ranks = [
        try DeepSpeedRank(
          universal: save.parameters,
          models: save.models[0].map { [$0] } ?? partitions,
          in: tree,
          limits: limits
        )
      ]
    } else if !save.layers.isEmpty {
      for layers in try DeepSpeedSave.ranks(save.layers, "the layers of tensor-parallel rank") {
        ranks.append(try DeepSpeedRank(layers: layers, in: tree, limits: limits))
      }
    } else if !save.partitions.isEmpty {
      let files = try DeepSpeedSave.ranks(
        save.partitions,
        "the partitions of tensor-parallel rank"
      )
      for (rank, partitions) in files.enumerated() {
        ranks.append(
          try DeepSpeedRank(
            partitions: partitions,
            optimizer: save.optimizers[rank] ?? [:],
            in: tree,
            limits: limits
          )
        )
      }
    } else {
      let files = try DeepSpeedSave.ranks(save.models, "the file of tensor-parallel rank")
      for (rank, model) in files.enumerated() {
        ranks.append(
          try DeepSpeedRank(
            model: model,
            optimizer: save.optimizers[rank] ?? [:],
            rankCount: files.count,
            in: tree,
            limits: limits
          )
        )
      }
    }
    tensors = try RankedTensors.list(ranks.map(\.tensors), limits: limits) {
      "tensor-parallel rank \($0)"
    }
    files = [path] + ranks.flatMap(\.paths).filter { $0 != path }
    var notes = save.notes + (ranks.first?.notes ?? [])
    if ranks.count > 1 { notes.append("\(ranks.count) tensor-parallel ranks") }
    self.notes = notes
    var facts: [String: String] = [:]
    if ranks.count > 1 { facts[CheckpointFact.tensorParallelSize] = String(ranks.count) }
    facts[CheckpointFact.checkpointVersion] = ranks.first?.version.map(String.init)
    self.facts = facts
  }
}
