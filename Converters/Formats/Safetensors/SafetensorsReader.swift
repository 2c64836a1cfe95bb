public import ZooTensors

/// Reads safetensors: one file, or several that a `*.safetensors.index.json` names.
///
/// The entry file of a sharded checkpoint is its index. Index and shards must agree in both
/// directions: each tensor is in exactly the shard that the index says, and in no other.
///
/// Source: the format section of the safetensors documentation.
public struct SafetensorsReader: CheckpointReader {
  /// The container.
  public static let format = CheckpointFormat(id: "safetensors", title: "safetensors")

  /// What of it is not read.
  public static let unread = ""

  /// Every tensor, sorted by name.
  public let tensors: [StoredTensor]
  /// The entry file, then the shards.
  public let files: [String]
  /// The metadata of the files, and oddities.
  public let notes: [String]

  /// Whether the file begins with a header that fits it, or is an index of safetensors files.
  public static func recognizes(_ probe: FileProbe) -> Bool {
    isHeader(probe.head, byteCount: probe.region.byteCount) || isIndex(probe.head)
  }

  /// The shards that an index names.
  public static func parts(of probe: FileProbe) -> [String] { ShardIndex.parts(of: probe) }

  /// Opens a file or an index; only headers are read.
  ///
  /// - Throws: ``FormatError`` that names the file, the place and the violation.
  public init(
    opening path: String,
    in tree: any SourceTree,
    limits: ParsingLimits = .default
  ) throws(FormatError) {
    let probe = try FileProbe(path, in: tree)
    guard Self.isIndex(probe.head) else {
      let file = try SafetensorsFile(probe.region, path, limits: limits)
      tensors = file.tensors.sorted { $0.name.precedesInUTF8($1.name) }
      files = [path]
      notes = file.notes + (ShardNumber(path)?.note(path) ?? [])
      return
    }
    let index = try ShardIndex(probe, limits: limits)
    var notes: [String] = []
    var byteCount = 0
    tensors = try index.read { (shard) throws(FormatError) in
      let file = try SafetensorsFile(shard.region, shard.path, limits: limits)
      // All shards of a checkpoint carry the same metadata.
      if notes.isEmpty { notes = file.notes }
      byteCount += file.header.dataByteCount
      return (file.tensors, [])
    }.tensors
    files = [path] + index.shards
    if let stated = index.statedByteCount, stated != byteCount {
      notes.append("the index states \(stated) bytes in all, the files have \(byteCount)")
    }
    self.notes = notes
  }

  /// A length that leaves room in the file, then an object.
  private static func isHeader(_ head: [UInt8], byteCount: Int) -> Bool {
    guard head.count >= 10, head[8] == 0x7b else { return false }
    let length = head[..<8].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return length >= 2 && length <= UInt64(byteCount - 8)
  }

  /// An object with a weight map and names of safetensors files; pickled shards have such an index
  /// as well.
  static func isIndex(_ head: [UInt8]) -> Bool {
    guard head.first(where: { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }) == 0x7b,
      !head.contains(0)
    else { return false }
    let text = String(decoding: head, as: UTF8.self)
    return text.contains("\"weight_map\"") && text.contains(".safetensors\"")
  }
}
