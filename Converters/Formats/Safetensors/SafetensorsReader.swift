public import ZooTensors

/// Reads safetensors: one file, or several with their `*.safetensors.index.json`.
///
/// Every byte of a file belongs to its header or to exactly one tensor, and index and shards must
/// agree both ways. Tensors are lent where they lie.
///
/// Source: the safetensors format description.
public struct SafetensorsReader: CheckpointReader {
  /// The container that this type reads.
  public static let format = CheckpointFormat(id: "safetensors", title: "safetensors")

  /// Every tensor, sorted by name.
  public let tensors: [StoredTensor]
  /// The entry file, and the shards where it is an index.
  public let files: [String]
  /// The metadata that the file carries.
  public let notes: [String]

  /// Whether a file begins with a plausible header length and a JSON object, or is an index of such
  /// files.
  public static func recognizes(_ probe: FileProbe) -> Bool {
    isSafetensors(probe) || ShardIndex.recognizes(probe, shard: isSafetensors)
  }

  /// Opens the checkpoint whose entry file is `path`.
  ///
  /// Complexity: O(size of the headers); no weights are read.
  /// - Throws: ``FormatError`` where a header is malformed or where index and shards disagree.
  public init(
    opening path: String, in tree: any SourceTree, limits: ParsingLimits
  ) throws(FormatError) {
    let probe = try FileProbe(path, in: tree)
    guard ShardIndex.mayBe(probe) else {
      (tensors, notes) = try Self.read(probe, limits)
      files = [path]
      return
    }
    let index = try ShardIndex(probe, limits: limits)
    (tensors, notes) = try index.read { (shard) throws(FormatError) in
      try Self.read(shard, limits)
    }
    files = [path] + index.shards
  }

  private static func isSafetensors(_ probe: FileProbe) -> Bool {
    guard probe.head.count >= 10, probe.head[8] == UInt8(ascii: "{") else { return false }
    let length = probe.head[0..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return length >= 2 && length <= UInt64(probe.region.byteCount)
  }

  private static func read(
    _ probe: FileProbe, _ limits: ParsingLimits
  ) throws(FormatError) -> (tensors: [StoredTensor], notes: [String]) {
    do throws(FormatError) {
      let header = try SafetensorsHeader(probe.region, limits: limits)
      var tensors: [StoredTensor] = []
      for entry in header.entries {
        tensors.append(
          StoredTensor(
            name: entry.spec.name, dtype: entry.spec.dtype, shape: entry.spec.shape,
            content: try header.region(of: entry, in: probe.region)))
      }
      let notes = header.metadata.map { "metadata \($0.key): \($0.value.prefix(200))" }
      return (tensors.sorted { $0.name.precedesInUTF8($1.name) }, notes)
    } catch {
      throw FormatError(error.code, error.message, at: error.offset, in: probe.path)
    }
  }
}
