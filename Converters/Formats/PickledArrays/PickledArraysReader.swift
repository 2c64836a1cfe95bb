public import ZooTensors

/// Reads NumPy arrays from plain pickles, without Python and without running anything of the file.
///
/// That is how trax, Theano's followers and many JAX programs save: nested dictionaries, lists and
/// tuples with arrays in them, also of `haiku`, `flax` and `jax`. The name of an array is the path to
/// it, keys and places joined by `/`: `weights/5/0/w`. The file may be compressed with gzip or bzip2,
/// and it may be several pickles one after the other, which are numbered. An array that is the whole
/// object has the name of the file without its ending, or the number of its pickle.
///
/// Everything is read, the state of optimizers too, because such files have no common form.
/// Numbers, texts and objects of other classes are left out with a note. A pickle of trax that holds
/// a number in place of `flat_weights` has its arrays in the file `….weights.npy.gz` beside it.
///
/// Source: `pickletools` of the Python library; `trax/supervised/training.py` of google/trax.
public struct PickledArraysReader: CheckpointReader {
  /// The container that this type reads.
  public static let format = CheckpointFormat(id: "pickle", title: "pickled NumPy arrays")

  /// What of it is not read.
  public static let unread = "objects of other classes than NumPy's arrays"

  /// Every array of numbers, sorted by name.
  public let tensors: [StoredTensor]
  /// The entry file, then those that trax keeps beside it.
  public let files: [String]
  /// What was left out.
  public let notes: [String]

  /// Whether the file is a pickle, plain or compressed, that names the parts of an array near its
  /// beginning.
  public static func recognizes(_ probe: FileProbe) -> Bool { PickleProbe.recognizes(probe) }

  /// The files that trax keeps beside a pickle.
  public static func parts(of probe: FileProbe) -> [String] {
    TraxCheckpoint(beside: probe.path, in: probe.tree).paths
  }

  /// Opens the checkpoint whose entry file is `path`.
  ///
  /// Complexity: O(size of the pickle without the elements of its arrays); a file that is compressed
  /// is inflated.
  /// - Throws: ``FormatError`` where the pickle is malformed or holds no arrays, where an array is of
  ///   an unknown class or of Python objects, or where its bytes are not those of its shape.
  public init(
    opening path: String,
    in tree: any SourceTree,
    limits: ParsingLimits
  ) throws(FormatError) {
    let neighbours = TraxCheckpoint(beside: path, in: tree)
    var found: [StoredTensor] = []
    var notes: [String] = []
    var files = [path]
    do throws(FormatError) {
      let file = try tree.open(path)
      let bytes = try CompressedFile.inflate(file, limits: limits) ?? file
      let graphs = try Self.graphs(in: bytes, limits: limits)
      for (index, graph) in graphs.enumerated() {
        let prefix = graphs.count > 1 ? "\(index)/" : ""
        let alone = graphs.count > 1 ? "\(index)" : Self.stem(path)
        let arrays = try PickledArrays(graph, prefix: prefix, alone: alone, limits: limits)
        found += arrays.tensors
        notes += arrays.notes
      }
      if let first = graphs.first, try TraxCheckpoint.leavesWeightsOut(first) {
        let weights = try neighbours.tensors(for: path, in: tree, limits: limits)
        found += weights.tensors
        notes += weights.notes
        files += neighbours.paths
        for slot in neighbours.slots { notes.append("left out '\(slot)': state of an optimizer") }
      }
      guard !found.isEmpty else {
        throw FormatError(
          .unsupported,
          "there are no arrays of numbers in the pickle"
            + (notes.isEmpty ? "" : ": " + notes.joined(separator: "; "))
        )
      }
      tensors = try Self.sorted(found, limits: limits)
    } catch {
      throw error.inFile(path)
    }
    self.notes = notes
    self.files = files
  }

  /// The pickles of a file, one after the other.
  private static func graphs(
    in bytes: ByteRegion,
    limits: ParsingLimits
  ) throws(FormatError) -> [PickleGraph] {
    var graphs: [PickleGraph] = []
    var end = 0
    repeat {
      try limits.checkTensorCount(graphs.count + 1, of: "number of pickles")
      let parsed = try Pickle.parse(bytes, at: end, limits: limits)
      graphs.append(parsed.graph)
      end = parsed.end
    } while end < bytes.byteCount
    return graphs
  }

  private static func sorted(
    _ tensors: [StoredTensor],
    limits: ParsingLimits
  ) throws(FormatError) -> [StoredTensor] {
    for tensor in tensors { try TensorName.check(tensor.name, limits: limits) }
    let sorted = tensors.sorted { $0.name.precedesInUTF8($1.name) }
    for (one, next) in zip(sorted, sorted.dropFirst()) where one.name.hasSameUTF8(as: next.name) {
      throw FormatError(.inconsistent, "the name '\(printable(one.name))' belongs to two arrays")
    }
    return sorted
  }

  private static func stem(_ path: String) -> String {
    let name = String(path.split(separator: "/").last ?? "")
    let stem = name.split(separator: ".", omittingEmptySubsequences: false).first ?? ""
    return stem.isEmpty ? name : String(stem)
  }
}
