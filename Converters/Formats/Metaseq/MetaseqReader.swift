public import ZooTensors

/// Reads what metaseq saves (OPT): PyTorch files `…-model_part-<rank>.pt`, one for each
/// tensor-parallel rank, or `…-model_part-<rank>-shard<number>.pt`, each cut again by FSDP.
///
/// Flat parameters are put together from the shards and taken apart by `shard_metadata`. With several
/// ranks a tensor `NAME` is listed as `NAME@0`, `NAME@1` and so on, because the files do not say how
/// they are to be joined. Names are those of the state dict `model`. Shards of fairseq, which have no
/// `model_part`, are read in the same way.
///
/// Source: metaseq, `metaseq/trainer.py` and `metaseq/scripts/reshard_fsdp.py`; fairscale 0.4,
/// `local_metadata_dict` and `consolidate_shard_weights`.
public struct MetaseqReader: CheckpointReader {
  /// The container that this type reads.
  public static let format = CheckpointFormat(id: "metaseq", title: "metaseq checkpoint")

  /// What of it is not read.
  public static let unread = "optimizer states"

  /// Every tensor, sorted by name.
  public let tensors: [StoredTensor]
  /// The entry file, then the others.
  public let files: [String]
  /// How many ranks and shards there are, and what was left out.
  public let notes: [String]
  /// The number of tensor-parallel ranks, where there are several.
  public let facts: [String: String]

  /// Whether it is a PyTorch file of a name that metaseq gives to a part; one that is only a shard
  /// must also hold its description.
  public static func recognizes(_ probe: FileProbe) -> Bool {
    guard let path = MetaseqPath(probe.path), let container = TorchContainer(probe) else {
      return false
    }
    guard path.part == nil else { return true }
    // A damaged file that is named like a shard is no evidence.
    guard var file = try? container.open(probe.region, named: probe.path, limits: .default) else {
      return false
    }
    // Nor is one whose object cannot be looked into.
    return (try? file.objects.value("shard_metadata", of: file.root)) != nil
  }

  /// The files of the other ranks and shards.
  public static func parts(of probe: FileProbe) -> [String] {
    guard let path = MetaseqPath(probe.path) else { return [] }
    return probe.tree.entries.map(\.path).filter { MetaseqPath($0)?.base == path.base }
  }

  /// Opens the save that a file belongs to.
  ///
  /// Complexity: O(size of the pickles of all files); no weights are read.
  /// - Throws: ``FormatError`` where a file is damaged, missing or of another model, or where the
  ///   sizes of shards do not add up.
  public init(
    opening path: String,
    in tree: any SourceTree,
    limits: ParsingLimits
  ) throws(FormatError) {
    let paths = try Self.grid(of: path, in: tree, limits: limits)
    var ranks: [[StoredTensor]] = []
    var notes: [String] = []
    for (rank, shardPaths) in paths.enumerated() {
      var shards: [MetaseqShard] = []
      for path in shardPaths {
        let shard = try MetaseqShard(path, in: tree, limits: limits)
        if let stated = shard.partCount, stated != paths.count {
          throw FormatError(
            .inconsistent,
            "the model was saved by \(stated) tensor-parallel ranks (model_parallel_size), found "
              + "\(paths.count); fetch all files '…-model_part-…'",
            in: path
          )
        }
        shards.append(shard)
      }
      ranks.append(try MetaseqPart(shards).tensors)
      if rank == 0 {
        notes = shards[0].notes
        if shards.count > 1 {
          notes.insert("flat parameters are put together from \(shards.count) shards", at: 0)
        }
      }
    }
    tensors = try RankedTensors.list(ranks, limits: limits) { "tensor-parallel rank \($0)" }
    files = [path] + paths.joined().filter { $0 != path }
    if ranks.count > 1 { notes.insert("\(ranks.count) tensor-parallel ranks", at: 0) }
    notes.append("left out everything but 'model': configuration, optimizer and training state")
    self.notes = notes
    facts = ranks.count > 1 ? [CheckpointFact.tensorParallelSize: String(ranks.count)] : [:]
  }

  /// The files of each rank's shards.
  ///
  /// - Throws: ``FormatError`` where one is missing.
  private static func grid(
    of path: String,
    in tree: any SourceTree,
    limits: ParsingLimits
  ) throws(FormatError) -> [[String]] {
    guard let place = MetaseqPath(path) else {
      throw FormatError(
        .invalidValue,
        "expected a file named like 'reshard-model_part-0.pt', as metaseq names it",
        in: path
      )
    }
    var files: [MetaseqPath: String] = [:]
    for entry in tree.entries {
      guard let other = MetaseqPath(entry.path), other.base == place.base,
        (other.part == nil) == (place.part == nil), (other.shard == nil) == (place.shard == nil)
      else { continue }
      files[other] = entry.path
    }
    try limits.checkShardCount(files.count)
    let partCount = (files.keys.compactMap(\.part).max() ?? 0) + 1
    let shardCount = (files.keys.compactMap(\.shard).max() ?? 0) + 1
    var result: [[String]] = []
    for part in 0..<partCount {
      var shards: [String] = []
      for shard in 0..<shardCount {
        let key = MetaseqPath(
          base: place.base,
          part: place.part == nil ? nil : part,
          shard: place.shard == nil ? nil : shard
        )
        guard let file = files[key] else {
          throw FormatError(
            .inconsistent,
            "the file of tensor-parallel rank \(part)"
              + (place.shard == nil ? "" : ", shard \(shard)")
              + " is missing: there are \(files.count) of \(partCount) ranks and \(shardCount) "
              + "shards; fetch all of them",
            in: path
          )
        }
        shards.append(file)
      }
      result.append(shards)
    }
    return result
  }
}

extension MetaseqPath {
  fileprivate init(base: String, part: Int?, shard: Int?) {
    self.base = base
    self.part = part
    self.shard = shard
  }
}
