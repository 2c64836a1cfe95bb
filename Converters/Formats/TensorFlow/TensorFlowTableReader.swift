public import ZooTensors

/// Reads checkpoints of the first TensorFlow releases (V1): one table, or several numbered ones.
///
/// The entry file is the table, without an ending of its own, or the first of
/// `<prefix>-00000-of-00002` and so on, which lie beside each other. Floating-point values are lent
/// as they lie; integers, booleans and half-precision numbers are stored as varints and unpacked
/// when their bytes are asked for. The format has a checksum for each block of the table only: that
/// of a block above 1 MiB is verified when a tensor in it is asked for.
public struct TensorFlowTableReader: CheckpointReader {
  /// The container that this type reads.
  public static let format = CheckpointFormat(
    id: "tensorflow-table",
    title: "TensorFlow V1 checkpoint"
  )

  /// What of it is not read.
  public static let unread = "text (listed only) and quantized integers"

  /// The size from which a block's checksum waits until its values are needed.
  private static let lazyBlockByteCount = 1 << 20

  /// Every tensor, sorted by name.
  public let tensors: [StoredTensor]
  /// The entry file, then the other tables.
  public let files: [String]
  /// Variables of types that are not read.
  public let notes: [String]

  /// Whether the file is a sorted table that begins with a list of variables, and the first if there
  /// are several.
  public static func recognizes(_ probe: FileProbe) -> Bool {
    guard let header = SSTable.valueOfEmptyKey(probe.region) else { return false }
    return header.first == 0x0a && ShardName(probe.path)?.number ?? 0 == 0
  }

  /// Opens the checkpoint whose entry file is `path`.
  ///
  /// Complexity: O(number of tensors + bytes of small blocks); the values of others are passed over.
  /// - Throws: ``FormatError`` where a table is damaged, is missing, or contradicts itself.
  public init(
    opening path: String,
    in tree: any SourceTree,
    limits: ParsingLimits
  ) throws(FormatError) {
    let paths = try Self.paths(path, in: tree, limits)
    var variables = SavedVariables(limits)
    for path in paths {
      do throws(FormatError) {
        try variables.add(
          try SSTable(
            try tree.open(path),
            limits: limits,
            lazyAbove: Self.lazyBlockByteCount
          )
        )
      } catch {
        throw error.inFile(path)
      }
    }
    do throws(FormatError) {
      (tensors, notes) = try variables.tensors()
    } catch {
      throw error.inFile(path)
    }
    files = paths
  }

  /// The tables of the checkpoint, the entry file first.
  private static func paths(
    _ path: String,
    in tree: any SourceTree,
    _ limits: ParsingLimits
  ) throws(FormatError) -> [String] {
    guard let shard = ShardName(path) else { return [path] }
    try limits.checkShardCount(shard.count, of: "the number of files", in: path)
    let present = Set(tree.entries.map(\.path))
    var paths = [path]
    for number in 0..<shard.count where number != shard.number {
      let other = shard.path(number)
      guard present.contains(other) else {
        throw FormatError(
          .inconsistent,
          "the file '\(other)' is missing, number \(number + 1) of \(shard.count); fetch the whole "
            + "checkpoint",
          in: path
        )
      }
      paths.append(other)
    }
    return paths
  }
}
