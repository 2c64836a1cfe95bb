import ZooTensors

/// The files that newer releases of trax keep beside a pickle, which then holds a number in place of
/// the weights.
///
/// `model.pkl.gz` is the pickle, `model.weights.npy.gz` the arrays one after the other,
/// `model.opt_slots0.npy.gz` the state of an optimizer. Earlier the arrays were in
/// `model.pkl.gz.npy`.
/// Source: `google/trax`, `trax/supervised/training.py`, `save_checkpoint`, and
/// `trax/layers/base.py`, `init_from_file`.
struct TraxCheckpoint {
  /// The file of the weights; `nil` where there is none.
  let weights: String?
  /// The files of optimizer state.
  let slots: [String]

  var paths: [String] { (weights.map { [$0] } ?? []) + slots }

  /// Looks for the files beside a pickle, by their names alone.
  init(beside path: String, in tree: any SourceTree) {
    let base = [".pkl.gz", ".pkl"].first { path.hasSuffix($0) }.map { path.dropLast($0.count) }
    let names =
      (base.map { ["\($0).weights.npy.gz", "\($0).weights.npy"] } ?? []) + ["\(path).npy"]
    weights = names.first(where: tree.contains)
    slots =
      base.map { base in
        tree.entries.map(\.path).filter {
          $0.hasPrefix("\(base).opt_slots") && ($0.hasSuffix(".npy.gz") || $0.hasSuffix(".npy"))
        }
      } ?? []
  }

  /// Whether a pickle is a dictionary that says that its weights are in another file.
  static func leavesWeightsOut(_ graph: PickleGraph) throws(FormatError) -> Bool {
    guard case .dict(var rest) = graph[graph.root] else { return false }
    while let key = rest.popFirst(), let value = rest.popFirst() {
      if case .int = graph[value], try graph.string(key) == "flat_weights" { return true }
    }
    return false
  }

  /// The arrays of the file of weights, called `flat_weights/0` and so on.
  ///
  /// - Throws: ``FormatError`` where there is no such file, or where it is malformed.
  func tensors(
    for path: String,
    in tree: any SourceTree,
    limits: ParsingLimits
  ) throws(FormatError) -> (tensors: [StoredTensor], notes: [String]) {
    guard let weights else {
      throw FormatError(
        .notFound,
        "the weights are not in this pickle but in a file beside it, called like it and ending with "
          + "'.weights.npy.gz'; fetch it too, and give the directory",
        in: path
      )
    }
    do throws(FormatError) {
      let file = try tree.open(weights)
      let bytes = try CompressedFile.inflate(file, limits: limits) ?? file
      var tensors: [StoredTensor] = []
      var hasBits = false
      for (index, array) in try NumPyFile.arrays(in: bytes, limits: limits).enumerated() {
        guard case .numbers(var type) = array.header.elements else {
          throw FormatError(.unsupported, "array \(index) of the weights holds no numbers")
        }
        if type.dtype == .u16 {
          type = NumPyType(.bf16, isBigEndian: type.isBigEndian)
          hasBits = true
        }
        let content = try bytes.part(offset: array.offset, count: array.byteCount)
        let name = "flat_weights/\(index)"
        tensors.append(array.header.array(content, of: type).stored(as: name))
      }
      let notes = hasBits ? ["weights of 16-bit integers are bfloat16, which trax stores so"] : []
      return (tensors, notes)
    } catch {
      throw error.inFile(weights)
    }
  }
}
