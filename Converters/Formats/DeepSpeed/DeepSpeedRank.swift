import ZooTensors

/// The tensors of one tensor-parallel rank, wherever a save keeps them.
struct DeepSpeedRank {
  private(set) var tensors: [StoredTensor] = []
  private(set) var paths: [String] = []
  private(set) var notes: [String] = []
  /// The version of Megatron-LM's order of rows, where it is stated.
  private(set) var version: Int?

  /// One layer each: the tensors are named `<layer>.<name>`, like those of DeepSpeed's pipeline.
  init(
    layers: [Int: String],
    in tree: any SourceTree,
    limits: ParsingLimits
  ) throws(FormatError) {
    for (layer, path) in layers.sorted(by: { $0.key < $1.key }) {
      paths.append(path)
      do throws(FormatError) {
        var file = try TorchFile(opening: path, in: tree, limits: limits)
        for tensor in try file.tensors(below: file.root).tensors {
          tensors.append(tensor.renamed("\(layer).\(tensor.name)"))
        }
      } catch {
        throw error.inFile(path)
      }
    }
  }

  /// The module of one file, or where it holds none, the optimizer's full-precision parameters.
  init(
    model path: String,
    optimizer: [Int: String],
    rankCount: Int,
    in tree: any SourceTree,
    limits: ParsingLimits
  ) throws(FormatError) {
    var states = try ModelStates(path, in: tree, limits: limits)
    if let stated = states.rankCount, stated != rankCount {
      throw FormatError(
        .inconsistent,
        "the model was saved by \(stated) tensor-parallel ranks (mp_world_size), found \(rankCount); "
          + "fetch all files 'mp_rank_…_model_states.pt'",
        in: path
      )
    }
    version = states.version
    let module = try states.tensors()
    let sizes = Dictionary(
      module.map { ($0.name, $0.shape.elementCount) },
      uniquingKeysWith: { first, _ in first }
    )
    let isComplete = states.shapes.joined().allSatisfy { parameter in
      sizes[parameter.name] == parameter.shape.elementCount
    }
    paths = [path]
    if isComplete, !module.isEmpty {
      tensors = module
      if !optimizer.isEmpty {
        notes.append(
          "the module's weights are taken; the optimizer's full-precision copies in "
            + "\(optimizer.count) files are left out"
        )
      }
      return
    }
    guard !states.shapes.isEmpty else {
      throw FormatError(
        .unsupported,
        "the file holds no module and does not say which parameters the optimizer has",
        in: path
      )
    }
    let partitions = try ZeroPartitions(optimizer, in: tree, limits: limits)
    tensors = try partitions.parameters(states.shapes)
    var all = [states]
    try addFrozen(&all)
    try finish(&states, module)
    paths += optimizer.sorted { $0.key < $1.key }.map(\.value)
    notes.append(
      "the module's weights are not here; taken are the optimizer's full-precision parameters of "
        + "ZeRO stage \(partitions.stage), \(optimizer.count) partitions"
    )
  }

  /// Partitions of ZeRO stage 3.
  init(
    partitions files: [Int: String],
    optimizer: [Int: String],
    in tree: any SourceTree,
    limits: ParsingLimits
  ) throws(FormatError) {
    paths = try DeepSpeedSave.ranks(files, "the file of model partition")
    var states: [ModelStates] = []
    for path in paths { states.append(try ModelStates(path, in: tree, limits: limits)) }
    for other in states.dropFirst() {
      let isEqual =
        other.shapes.count == states[0].shapes.count
        && zip(other.shapes, states[0].shapes).allSatisfy { pair in
          pair.0.elementsEqual(pair.1) { $0.name == $1.name && $0.shape == $1.shape }
        }
      guard isEqual else {
        throw FormatError(
          .inconsistent,
          "this partition and '\(paths[0])' state other parameters; the files are not of one model",
          in: other.path
        )
      }
    }
    let partitions = try ZeroPartitions(optimizer, in: tree, limits: limits)
    guard optimizer.count == files.count else {
      throw FormatError(
        .inconsistent,
        "there are \(files.count) files of the model and \(optimizer.count) of the optimizer; "
          + "fetch all of them",
        in: paths[0]
      )
    }
    guard partitions.stage == 3 else {
      throw FormatError(
        .inconsistent,
        "the model is cut into partitions, the optimizer is of ZeRO stage \(partitions.stage)",
        in: paths[0]
      )
    }
    tensors = try partitions.parameters(states[0].shapes)
    try addFrozen(&states)
    try finish(&states[0], try states[0].tensors())
    paths += optimizer.sorted { $0.key < $1.key }.map(\.value)
    notes.append("the parameters are put together from \(files.count) partitions of ZeRO stage 3")
  }

  /// Parameters of a universal checkpoint, and what only the files of the model hold.
  init(
    universal parameters: [(name: String, path: String)],
    models: [String],
    in tree: any SourceTree,
    limits: ParsingLimits
  ) throws(FormatError) {
    for (name, path) in parameters {
      do throws(FormatError) {
        var file = try TorchFile(opening: path, in: tree, limits: limits)
        let node = try file.objects.value("param", of: file.root) ?? file.root
        tensors.append(try file.tensor(node, named: name))
      } catch {
        throw error.inFile(path)
      }
    }
    paths = parameters.map(\.path) + models
    var states: [ModelStates] = []
    for path in models { states.append(try ModelStates(path, in: tree, limits: limits)) }
    if !states.isEmpty {
      try shape(states[0].shapes.flatMap(\.self))
      try addFrozen(&states)
      try finish(&states[0], try states[0].tensors())
    }
    notes.append("a universal checkpoint: the full-precision parameters are taken")
  }

  /// Gives parameters the shapes that the module has; from stage 3 they are stored as flat rows.
  private mutating func shape(_ shapes: [(name: String, shape: Shape)]) throws(FormatError) {
    let known = Dictionary(
      shapes.map { ($0.name, $0.shape) },
      uniquingKeysWith: { first, _ in first }
    )
    for (index, tensor) in tensors.enumerated() {
      guard let shape = known[tensor.name], shape != tensor.shape else { continue }
      guard tensor.shape.elementCount == shape.elementCount, tensor.strides == nil else {
        throw FormatError(
          .inconsistent,
          "the parameter '\(printable(tensor.name))' has shape \(tensor.shape), the module says "
            + "\(shape)"
        )
      }
      tensors[index] = StoredTensor(
        name: tensor.name,
        dtype: tensor.dtype,
        shape: shape,
        content: tensor.content
      )
    }
  }

  /// Adds the parameters that the optimizer does not hold: whole in the file of a rank, or cut into
  /// partitions of which the last is padded.
  private mutating func addFrozen(_ states: inout [ModelStates]) throws(FormatError) {
    for (name, shape) in states[0].frozen {
      if states.count == 1 {
        let tensor = try states[0].fragment(name)
        guard tensor.shape == shape else {
          throw FormatError(
            .inconsistent,
            "the frozen parameter '\(printable(name))' has shape \(tensor.shape), expected \(shape)",
            in: states[0].path
          )
        }
        tensors.append(tensor)
        continue
      }
      var vector = FlatVector()
      for index in states.indices {
        let fragment = try states[index].fragment(name)
        let rest = shape.elementCount - min(vector.count, shape.elementCount)
        try vector.append(fragment, length: min(rest, fragment.shape.elementCount))
      }
      tensors.append(try vector.tensor(name, shape, from: 0))
    }
  }

  /// Adds the buffers of a module, and the second names of shared parameters.
  private mutating func finish(
    _ states: inout ModelStates,
    _ module: [StoredTensor]
  ) throws(FormatError) {
    var known = Dictionary(tensors.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for buffer in module where states.buffers.contains(buffer.name) && known[buffer.name] == nil {
      known[buffer.name] = buffer
      tensors.append(buffer)
    }
    for (alias, name) in states.shared where known[alias] == nil {
      guard let tensor = known[name] else { continue }
      try TensorName.check(alias)
      known[alias] = tensor
      tensors.append(tensor.renamed(alias))
    }
  }
}
