public import ZooTensors

/// Reads state dicts that Flax serialized with MessagePack: one file, or the shards that a
/// `flax_model.msgpack.index.json` names.
///
/// A name is the path through the maps, joined by `/`; members of a list are named by their numbers.
/// Arrays are lent as they lie, whatever their alignment; those that Flax cut into chunks are joined
/// when their bytes are asked for. Numbers and texts that are no arrays are noted.
///
/// Source: `google/flax`, `flax/serialization.py`; transformers, `modeling_flax_utils.py`.
public struct FlaxReader: CheckpointReader {
  /// The container.
  public static let format = CheckpointFormat(id: "flax-msgpack", title: "Flax msgpack")

  /// What of it is not read.
  public static let unread = "values that are no arrays (noted)"

  /// Every tensor, sorted by name.
  public let tensors: [StoredTensor]
  /// The entry file, then the shards.
  public let files: [String]
  /// Values that are no arrays, arrays of types that are not read, and oddities.
  public let notes: [String]

  /// Whether the file is a map with an array somewhere in it, or an index of such files.
  public static func recognizes(_ probe: FileProbe) -> Bool {
    isStateDict(probe) || ShardIndex.recognizes(probe, shard: isStateDict)
  }

  /// The shards that an index names.
  public static func parts(of probe: FileProbe) -> [String] { ShardIndex.parts(of: probe) }

  /// Opens a file or an index.
  ///
  /// Complexity: O(values); no element of an array is read.
  /// - Throws: ``FormatError`` that names the file, the place and the violation.
  public init(
    opening path: String,
    in tree: any SourceTree,
    limits: ParsingLimits = .default
  ) throws(FormatError) {
    let probe = try FileProbe(path, in: tree)
    guard ShardIndex.mayBe(probe) else {
      let file = try FlaxFile(probe.region, path, limits: limits)
      tensors = file.tensors
      files = [path]
      notes = file.notes + (ShardNumber(path)?.note(path) ?? [])
      return
    }
    let index = try ShardIndex(probe, limits: limits)
    var byteCount = 0
    let all = try index.read { (shard) throws(FormatError) in
      let file = try FlaxFile(shard.region, shard.path, limits: limits)
      for tensor in file.tensors {
        byteCount = try byteCount.adding(tensor.byteCount, "the size of all tensors")
      }
      return (file.tensors, file.notes)
    }
    tensors = all.tensors
    files = [path] + index.shards
    var notes = all.notes
    if let stated = index.statedByteCount, stated != byteCount {
      notes.append("the index states \(stated) bytes in all, the tensors have \(byteCount)")
    }
    self.notes = notes
  }

  private static func isStateDict(_ probe: FileProbe) -> Bool {
    FlaxProbe.verdict(probe.region) == .stateDict
  }
}
