import ZooTensors

/// The file of one rank: the state dicts of its pieces of the model, and what it says of the run.
struct MegatronRank {
  /// Settings that must be the same in all ranks of one model.
  private static let commonKeys = [
    "num_layers", "hidden_size", "num_attention_heads", "ffn_hidden_size", "padded_vocab_size",
    "max_position_embeddings", "model_parallel_size", "tensor_model_parallel_size",
    "pipeline_model_parallel_size", "virtual_pipeline_model_parallel_size",
    "expert_model_parallel_size",
  ]

  let path: String
  /// The tensors of each piece: one, or several of a virtual pipeline.
  let pieces: [[StoredTensor]]
  /// The integers among the arguments of the run that are in ``commonKeys``.
  let arguments: [String: Int]
  /// The order of rows; files of the first releases do not say it.
  let version: Int?
  let iteration: Int?
  let notes: [String]

  /// Opens a file.
  ///
  /// - Throws: ``FormatError`` where it is damaged or holds no model of Megatron-LM.
  init(
    _ path: String,
    in tree: any SourceTree,
    limits: ParsingLimits
  ) throws(FormatError) {
    var file = try TorchFile(opening: path, in: tree, limits: limits)
    do throws(FormatError) {
      self.path = path
      let arguments = try file.objects.value("args", of: file.root)
      var known: [String: Int] = [:]
      if let arguments {
        for key in Self.commonKeys {
          known[key] = file.objects.integer(try file.objects.value(key, of: arguments))
        }
      }
      self.arguments = known
      version = try Self.version(&file)
      iteration = file.objects.integer(try file.objects.value("iteration", of: file.root))
      var pieces: [[StoredTensor]] = []
      var notes: [String] = []
      for model in try Self.models(&file) {
        let found = try file.tensors(below: model)
        pieces.append(found.tensors)
        notes += found.notes
      }
      self.pieces = pieces
      self.notes = file.notes + notes
    } catch {
      throw error.inFile(path)
    }
  }

  private static func version(_ file: inout TorchFile) throws(FormatError) -> Int? {
    guard let node = try file.objects.value("checkpoint_version", of: file.root) else { return nil }
    guard let version = file.objects.integer(node), (0...3).contains(version) else {
      throw FormatError(.unsupported, "expected a checkpoint_version from 0 to 3")
    }
    return version
  }

  /// The state dict `model`, or `model0`, `model1` and so on of a virtual pipeline.
  private static func models(_ file: inout TorchFile) throws(FormatError) -> [PickleRef] {
    if let model = try file.objects.value("model", of: file.root) { return [model] }
    var models: [PickleRef] = []
    while let model = try file.objects.value("model\(models.count)", of: file.root) {
      models.append(model)
    }
    guard !models.isEmpty else {
      throw FormatError(
        .invalidValue,
        "expected a dictionary with the key 'model', as Megatron-LM saves it"
      )
    }
    return models
  }

  /// Requires that this and another rank are of one save of one model.
  func checkAgrees(with first: MegatronRank) throws(FormatError) {
    func check(_ what: String, _ found: Int?, _ expected: Int?) throws(FormatError) {
      guard found == expected else {
        throw FormatError(
          .inconsistent,
          "\(what) is \(found.map(String.init) ?? "not stated") here and "
            + "\(expected.map(String.init) ?? "not stated") in '\(first.path)'; the files are of "
            + "different models or moments",
          in: path
        )
      }
    }
    try check("checkpoint_version", version, first.version)
    try check("iteration", iteration, first.iteration)
    for key in Self.commonKeys { try check(key, arguments[key], first.arguments[key]) }
    try check("the number of pieces of the virtual pipeline", pieces.count, first.pieces.count)
  }
}
