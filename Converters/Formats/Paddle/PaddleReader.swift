public import ZooTensors

/// Reads what `paddle.save` and its predecessors write: `*.pdparams`, `*.pdopt`, and the index of
/// several (`model_state.pdparams.index.json` of PaddleNLP).
///
/// The file is a pickle of NumPy arrays in a dictionary, read without running anything of it. The
/// tensors are those of the first of `state_dict`, `model_state_dict`, `model_state`, `model`,
/// `params` that is a dictionary with tensors, else all of them; names are relative to it, with
/// nested ones joined by dots. Paddle has no tensors of `uint16`, which is how it hands `bfloat16`
/// to NumPy, so that arrays of that type are `BF16`, as its own loader has it. Parameters that were
/// cut into slices are put together.
///
/// Source: Paddle, `framework/io.py` and `framework/io_utils.py` of releases 1.8 to 3.3.
public struct PaddleReader: CheckpointReader {
  /// The container.
  public static let format = CheckpointFormat(id: "paddle", title: "PaddlePaddle parameters")

  /// What of it is not read.
  public static let unread = "objects of other classes, encrypted files"

  /// Every tensor, sorted by name; a tensor saved alone has the empty name.
  public let tensors: [StoredTensor]
  /// The entry file, and the shards where it is an index.
  public let files: [String]
  /// Where the tensors were found, and what was left out.
  public let notes: [String]

  /// Whether the file is a pickle that begins with an array of NumPy, or an index of such files.
  public static func recognizes(_ probe: FileProbe) -> Bool {
    isPickle(probe) || ShardIndex.recognizes(probe, shard: isPickle)
  }

  /// The shards that an index names, and the optimizer states beside parameters.
  public static func parts(of probe: FileProbe) -> [String] {
    if ShardIndex.mayBe(probe) { return ShardIndex.parts(of: probe) }
    return optimizerStates(beside: probe)
  }

  /// Opens a file or an index.
  ///
  /// Complexity: O(size of the pickles without their arrays); no weights are read.
  /// - Throws: ``FormatError`` where the file is damaged, or where something among the tensors
  ///   cannot be read without running code.
  public init(
    opening path: String,
    in tree: any SourceTree,
    limits: ParsingLimits = .default
  ) throws(FormatError) {
    let probe = try FileProbe(path, in: tree)
    if ShardIndex.mayBe(probe) {
      let index = try ShardIndex(probe, limits: limits)
      let contents = try index.read { (shard) throws(FormatError) in
        let contents = try Self.read(shard, limits: limits)
        return (contents.tensors, contents.notes)
      }
      tensors = contents.tensors
      notes = contents.notes
      files = [path] + index.shards
    } else {
      let contents = try Self.read(probe, limits: limits)
      tensors = contents.tensors
      notes =
        contents.notes
        + Self.optimizerStates(beside: probe).map { "'\($0)' beside it is optimizer state" }
        + (ShardNumber(path)?.note(path) ?? [])
      files = [path]
    }
  }

  private static func read(
    _ probe: FileProbe,
    limits: ParsingLimits
  ) throws(FormatError) -> PaddleSelection {
    do throws(FormatError) {
      return try PaddleSelection(
        try Pickle.parse(whole: probe.region, limits: limits),
        limits: limits
      )
    } catch {
      if let problem = FileDiagnosis.problem(of: probe.region, named: probe.path) {
        throw FormatError(error.code, problem, in: probe.path)
      }
      throw error.inFile(probe.path)
    }
  }

  /// A pickle of protocol 2 or later whose first bytes name a constructor of NumPy's arrays, and which
  /// is Paddle's: by its marks, its way to pair a name with an array, or the name that Paddle gives.
  ///
  /// Any other pickle of arrays is ``PickledArraysReader``'s.
  private static func isPickle(_ probe: FileProbe) -> Bool {
    guard probe.head.count >= 2, probe.head[0] == 0x80, 2...5 ~= probe.head[1] else { return false }
    let head = String(decoding: probe.head, as: UTF8.self)
    guard ["numpy.core.", "numpy._core."].contains(where: head.contains) else { return false }
    if [".pdparams", ".pdopt"].contains(where: probe.path.hasSuffix) { return true }
    if (marks + ["tuple"]).contains(where: head.contains) { return true }
    // The table of names is written last.
    let count = min(probe.region.byteCount, tailByteCount)
    let tail = try? probe.region.part(offset: probe.region.byteCount - count, count: count)
    let text = String(decoding: tail?.prefix(count) ?? [], as: UTF8.self)
    return marks.contains(where: text.contains)
  }

  private static let marks = ["StructuredToParameterName@@", "UnpackBigParamInfor@@"]
  private static let tailByteCount = 256 << 10

  private static func optimizerStates(beside probe: FileProbe) -> [String] {
    guard probe.path.hasSuffix(".pdparams") else { return [] }
    return probe.tree.entries(beside: probe.path).map(\.path).filter { $0.hasSuffix(".pdopt") }
  }
}
