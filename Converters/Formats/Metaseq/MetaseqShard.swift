import ZooTensors

/// One file of a metaseq save: its state dict, and how its flat parameters are made.
struct MetaseqShard {
  /// A vector that holds several parameters, and how much of this shard's part of it is padding.
  struct FlatParameter: Equatable {
    /// The name of the vector in the state dict.
    let name: String
    /// The parameters in it, end to end.
    let names: [String]
    let shapes: [Shape]
  }

  let path: String
  /// The tensors of the state dict by name.
  let tensors: [String: StoredTensor]
  let flat: [FlatParameter]
  /// The elements of padding at the end of each flat parameter.
  let paddings: [Int]
  /// What is no parameter and is held by every shard.
  let buffers: Set<String>
  /// Second names of parameters, and the first names.
  let shared: [(name: String, alias: String)]
  /// How many tensor-parallel ranks the model has, where the file says so.
  let partCount: Int?
  let notes: [String]

  /// Opens a file.
  ///
  /// - Throws: ``FormatError`` where it is damaged or holds no state dict.
  init(
    _ path: String,
    in tree: any SourceTree,
    limits: ParsingLimits
  ) throws(FormatError) {
    self.path = path
    do throws(FormatError) {
      var file = try TorchFile(opening: path, in: tree, limits: limits)
      guard let model = try file.objects.value("model", of: file.root) else {
        throw FormatError(
          .invalidValue,
          "expected a dictionary with the key 'model', as metaseq saves it"
        )
      }
      let found = try file.tensors(below: model)
      let tensors = Dictionary(
        found.tensors.map { ($0.name, $0) },
        uniquingKeysWith: { first, _ in first }
      )
      self.tensors = tensors
      notes = file.notes + found.notes
      let fromConfiguration = try file.objects.value(
        "cfg",
        "model",
        "model_parallel_size",
        of: file.root
      )
      let fromArguments = try file.objects.value("args", "model_parallel_size", of: file.root)
      partCount = file.objects.integer(fromConfiguration ?? fromArguments)
      var metadata = Metadata()
      if let node = try file.objects.value("shard_metadata", of: file.root) {
        try metadata.read(node, &file, limits)
      }
      // A save that was resharded may keep the description of what it was made from.
      let isFlat = metadata.flat.contains { tensors[$0.name] != nil }
      flat = isFlat ? metadata.flat : []
      paddings = isFlat ? metadata.paddings : []
      buffers = metadata.buffers
      shared = isFlat ? metadata.shared : []
    } catch {
      throw error.inFile(path)
    }
  }

  /// What `shard_metadata` says.
  private struct Metadata {
    var flat: [FlatParameter] = []
    var paddings: [Int] = []
    var buffers: Set<String> = []
    var shared: [(name: String, alias: String)] = []

    mutating func read(
      _ node: PickleRef,
      _ file: inout TorchFile,
      _ limits: ParsingLimits
    ) throws(FormatError) {
      if let names = try file.objects.value("buffer_names", of: node) {
        for name in file.objects.elements(names) ?? [] {
          if let text = try file.objects.graph.string(name) { buffers.insert(text) }
        }
      }
      guard let list = try file.objects.value("param_metadata", of: node),
        let units = file.objects.elements(list)
      else { return }
      for unit in units {
        guard let path = try file.objects.value("fsdp_path", of: unit),
          let prefix = try file.objects.graph.string(path),
          let params = try file.objects.value("params", of: unit)
        else { throw Self.malformed("a unit has no path or no parameters") }
        if let mark = try file.objects.value("no_broadcast_optim_state", of: unit),
          case .bool(true) = file.objects.graph[mark]
        {
          throw FormatError(.unsupported, "a unit is of experts, which is not read")
        }
        for (name, value) in try file.objects.fields(params) {
          try read(Self.join(prefix, name), below: prefix, value, &file, limits)
        }
        if let pairs = try file.objects.value("shared_param_info", of: unit) {
          try readShared(pairs, &file)
        }
      }
    }

    private mutating func read(
      _ name: String,
      below prefix: String,
      _ node: PickleRef,
      _ file: inout TorchFile,
      _ limits: ParsingLimits
    ) throws(FormatError) {
      guard let names = try file.objects.value("names", of: node).flatMap(file.objects.elements),
        let shapes = try file.objects.value("shapes", of: node).flatMap(file.objects.elements),
        let numels = try file.objects.value("numels", of: node).flatMap(file.objects.integers),
        let padding = file.objects.integer(try file.objects.value("padding", of: node)),
        padding >= 0, names.count == shapes.count, names.count == numels.count
      else { throw Self.malformed("'\(printable(name))' has no names, shapes, sizes or padding") }
      var found = (names: [String](), shapes: [Shape]())
      for (index, (nameNode, shapeNode)) in zip(names, shapes).enumerated() {
        guard let text = try file.objects.graph.string(nameNode),
          let dimensions = file.objects.integers(shapeNode)
        else { throw Self.malformed("'\(printable(name))' has a name or shape that is none") }
        let full = Self.join(prefix, text)
        try TensorName.check(full, limits: limits)
        let shape = try Shape(dimensions, limits: limits)
        guard shape.elementCount == numels[index] else {
          throw FormatError(
            .inconsistent,
            "'\(printable(full))' has shape \(shape) and is said to have \(numels[index]) elements"
          )
        }
        found.names.append(full)
        found.shapes.append(shape)
      }
      flat.append(FlatParameter(name: name, names: found.names, shapes: found.shapes))
      paddings.append(padding)
    }

    private mutating func readShared(
      _ node: PickleRef,
      _ file: inout TorchFile
    ) throws(FormatError) {
      for pair in file.objects.elements(node) ?? [] {
        let names = Array(file.objects.elements(pair) ?? [])
        guard names.count == 2, let name = try file.objects.graph.string(names[0]),
          let alias = try file.objects.graph.string(names[1])
        else { throw Self.malformed("'shared_param_info' is not pairs of names") }
        try TensorName.check(alias)
        shared.append((name, alias))
      }
    }

    private static func join(_ prefix: String, _ name: String) -> String {
      prefix.isEmpty ? name : "\(prefix).\(name)"
    }

    private static func malformed(_ what: String) -> FormatError {
      FormatError(.invalidValue, "'shard_metadata' is malformed: \(what)")
    }
  }
}
