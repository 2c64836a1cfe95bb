import ZooTensors

/// A file `…_model_states.pt`: the module of one rank, and what it says of the parameters.
struct ModelStates {
  let path: String
  private(set) var file: TorchFile
  private let module: PickleRef?
  /// The parameters that the optimizer holds, by group, in the order in which it flattens them.
  let shapes: [[(name: String, shape: Shape)]]
  /// The parameters that it does not hold.
  let frozen: [(name: String, shape: Shape)]
  /// The second names of parameters, and the first names.
  let shared: [(alias: String, name: String)]
  let buffers: Set<String>
  /// How many tensor-parallel ranks there are, where it says so.
  let rankCount: Int?
  /// The version of Megatron-LM's order of rows, where that program saved through DeepSpeed.
  let version: Int?
  private let fragments: PickleRef?

  /// Opens a file.
  ///
  /// - Throws: ``FormatError`` where it is damaged.
  init(
    _ path: String,
    in tree: any SourceTree,
    limits: ParsingLimits
  ) throws(FormatError) {
    self.path = path
    var file = try TorchFile(opening: path, in: tree, limits: limits)
    do throws(FormatError) {
      let root = file.root
      module = try file.objects.value("module", of: root).flatMap { (node) throws(FormatError) in
        try file.objects.isMapping(node) ? node : nil
      }
      shapes = try Self.groups(&file, try file.objects.value("param_shapes", of: root), limits)
      frozen = try Self.shapes(
        &file,
        try file.objects.value("frozen_param_shapes", of: root),
        limits
      )
      fragments = try file.objects.value("frozen_param_fragments", of: root)
      shared = try Self.shared(&file, try file.objects.value("shared_params", of: root))
      var buffers: Set<String> = []
      if let names = try file.objects.value("buffer_names", of: root) {
        for name in file.objects.elements(names) ?? [] {
          if let text = try file.objects.graph.string(name) { buffers.insert(text) }
        }
      }
      self.buffers = buffers
      version = file.objects.integer(try file.objects.value("checkpoint_version", of: root))
      rankCount = file.objects.integer(try file.objects.value("mp_world_size", of: root))
    } catch {
      throw error.inFile(path)
    }
    self.file = file
  }

  /// The tensors of the module; none where the module is kept elsewhere.
  mutating func tensors() throws(FormatError) -> [StoredTensor] {
    guard let module else { return [] }
    do throws(FormatError) {
      return try file.tensors(below: module).tensors
    } catch {
      throw error.inFile(path)
    }
  }

  /// What this rank holds of a frozen parameter.
  mutating func fragment(_ name: String) throws(FormatError) -> StoredTensor {
    guard let fragments, let node = try file.objects.value(name, of: fragments) else {
      throw FormatError(
        .inconsistent,
        "the frozen parameter '\(printable(name))' has a shape but no elements",
        in: path
      )
    }
    return try file.tensor(node, named: name)
  }

  // MARK: - Parsing

  /// A list of dictionaries, or in old files one dictionary.
  private static func groups(
    _ file: inout TorchFile,
    _ node: PickleRef?,
    _ limits: ParsingLimits
  ) throws(FormatError) -> [[(name: String, shape: Shape)]] {
    guard let node else { return [] }
    if try file.objects.isMapping(node) { return [try shapes(&file, node, limits)] }
    var groups: [[(name: String, shape: Shape)]] = []
    for group in file.objects.elements(node) ?? [] {
      groups.append(try shapes(&file, group, limits))
    }
    return groups
  }

  private static func shapes(
    _ file: inout TorchFile,
    _ node: PickleRef?,
    _ limits: ParsingLimits
  ) throws(FormatError) -> [(name: String, shape: Shape)] {
    guard let node else { return [] }
    var result: [(name: String, shape: Shape)] = []
    for (name, value) in try file.objects.fields(node) {
      guard let dimensions = file.objects.integers(value) else {
        throw FormatError(.invalidValue, "the shape of '\(printable(name))' is not a shape")
      }
      try TensorName.check(name, limits: limits)
      result.append((name, try Shape(dimensions, limits: limits)))
    }
    return result
  }

  /// A dictionary from second names to first names, or a list of pairs.
  private static func shared(
    _ file: inout TorchFile,
    _ node: PickleRef?
  ) throws(FormatError) -> [(alias: String, name: String)] {
    guard let node else { return [] }
    var result: [(alias: String, name: String)] = []
    for (alias, value) in try file.objects.fields(node) {
      guard let name = try file.objects.graph.string(value) else { continue }
      result.append((alias, name))
    }
    for pair in file.objects.elements(node) ?? [] {
      let names = Array(file.objects.elements(pair) ?? [])
      guard names.count == 2, let alias = try file.objects.graph.string(names[0]),
        let name = try file.objects.graph.string(names[1])
      else { continue }
      result.append((alias, name))
    }
    return result
  }
}
