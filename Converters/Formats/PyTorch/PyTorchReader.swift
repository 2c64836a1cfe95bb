public import ZooTensors

/// Reads what `torch.save` and `torch.jit.save` write, without Python and without running anything of
/// the file.
///
/// The containers are recognised by their content: the zip archive of PyTorch 1.6 and later and of
/// TorchScript, the stream of 0.1.10 to 1.5, the tar archive before that, and the index of a sharded
/// checkpoint (`pytorch_model.bin.index.json`). `encoder.pkl` beside `token_embedder.pkl`, as
/// ELMoForManyLangs saves a model, is one checkpoint whose names begin with those of the files.
/// `consolidated.00.pth` and its neighbours are ranks of one model, as LLaMA is published: a tensor
/// `NAME` of several ranks is listed as `NAME@0`, `NAME@1` and so on.
///
/// Training programs wrap the weights in other things. The tensors are those of the first of
/// `state_dict`, `model_state_dict`, `model_state`, `model`, `module`, `net`, `network`, `weights`,
/// `params` that is a dictionary with tensors, and so on inside of it. Without such a key they are
/// those of the dictionary that holds tensors directly, or of the only entry that has some beside
/// training state, else all of them. Names are relative to the chosen dictionary, with nested ones
/// joined by dots. Everything outside is told in ``notes``; objects of other classes may be there,
/// but not among the tensors. Arrays of NumPy are tensors, single numbers of it are not.
///
/// A module that was saved whole is taken like its `state_dict()`: every module keeps its parameters,
/// buffers and submodules in three dictionaries, so that its class is not needed. Of a TorchScript
/// module every tensor attribute is listed, because only its code tells buffers from others.
///
/// Views share their storage: tensors with equal regions and shapes are tied. A storage's checksum
/// is verified when its bytes are first asked for. An archive whose checksums are all zero was saved
/// without them (`torch.serialization.set_crc32_options`), which is allowed and noted.
///
/// Source: `torch/serialization.py` of releases 0.1 to 2.13; `torch/csrc/jit/serialization/`.
public struct PyTorchReader: CheckpointReader {
  /// The container that this type reads.
  public static let format = CheckpointFormat(id: "pytorch", title: "PyTorch checkpoint")

  /// What of it is not read.
  public static let unread =
    "sparse, quantized and nested tensors, 'complex32', objects that only their own "
    + "code can rebuild"

  /// Every tensor, sorted by name; a tensor saved alone has the empty name.
  public let tensors: [StoredTensor]
  /// The entry file, and the shards where it is an index.
  public let files: [String]
  /// Where the tensors were found, and what was left out.
  public let notes: [String]
  /// The number of tensor-parallel ranks, where there are several.
  public let facts: [String: String]

  /// Whether the file's content is one of the containers.
  public static func recognizes(_ probe: FileProbe) -> Bool {
    TorchContainer(probe) != nil
      || ShardIndex.recognizes(probe) { TorchContainer($0) != nil }
  }

  /// The shards that an index names, or the other files of a model that is saved in pieces or by
  /// ranks.
  public static func parts(of probe: FileProbe) -> [String] {
    TorchPieces(probe)?.paths ?? TorchRanks(around: probe.path, in: probe.tree)?.paths
      ?? ShardIndex.parts(of: probe)
  }

  /// Opens the checkpoint whose entry file is `path`.
  ///
  /// Complexity: O(size of the pickles and of the archive's directory); no weights are read.
  /// - Throws: ``FormatError`` where the file is damaged, or where a tensor of the chosen dictionary
  ///   is sparse, quantized, nested, or an object of a class that is not read.
  public init(
    opening path: String,
    in tree: any SourceTree,
    limits: ParsingLimits
  ) throws(FormatError) {
    let probe = try FileProbe(path, in: tree)
    let ranks = TorchRanks(around: path, in: tree)
    facts = ranks.map { [CheckpointFact.tensorParallelSize: String($0.paths.count)] } ?? [:]
    if let pieces = TorchPieces(probe) {
      let contents = try pieces.read(in: tree, limits: limits)
      tensors = contents.tensors
      notes = contents.notes
      files = pieces.paths
    } else if let ranks {
      (tensors, notes) = try ranks.read(in: tree, limits: limits)
      files = [path] + ranks.paths.filter { $0 != path }
    } else if let container = TorchContainer(probe) {
      let contents = try container.read(probe.region, named: path, limits: limits)
      tensors = contents.tensors
      notes = contents.notes
      files = [path]
    } else if ShardIndex.mayBe(probe) {
      let index = try ShardIndex(probe, limits: limits)
      let contents = try index.read { (shard) throws(FormatError) in
        guard let container = TorchContainer(shard) else {
          throw FormatError(.invalidValue, "this shard is not a PyTorch file", in: shard.path)
        }
        let contents = try container.read(shard.region, named: shard.path, limits: limits)
        return (contents.tensors, contents.notes)
      }
      tensors = contents.tensors
      notes = contents.notes
      files = [path] + index.shards
    } else {
      throw FormatError(
        .invalidValue,
        "expected a PyTorch file (a zip archive with data.pkl, or a stream that begins with PyTorch's"
          + " magic number); found something else",
        in: path
      )
    }
  }
}
