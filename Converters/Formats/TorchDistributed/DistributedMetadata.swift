import ZooTensors

/// The file `.metadata` of a distributed checkpoint: every tensor with its parts, and where each
/// part is.
///
/// Source: `torch/distributed/checkpoint/metadata.py` and `filesystem.py`, releases 1.13 to 2.13.
struct DistributedMetadata {
  /// A part of a tensor: where it begins and how much it is, along each axis, and its bytes.
  struct Chunk {
    let offsets: [Int]
    let sizes: [Int]
    let place: Place
  }

  /// A tensor of any number of parts.
  struct Tensor {
    let name: String
    /// What the element type is called, without `torch.`.
    let typeName: String
    let size: [Int]
    let chunks: [Chunk]
  }

  /// Where the bytes of a part or of a pickled object are.
  struct Place {
    let file: String
    let offset: Int
    let length: Int
  }

  /// Which part: a name, and the offsets along each axis where it is a tensor's.
  struct Key: Hashable {
    let name: String
    let offsets: [Int]?
  }

  private(set) var tensors: [Tensor] = []
  /// The names of what is stored but is no tensor.
  private(set) var objects: [String] = []
  private(set) var places: [Key: Place] = [:]
  /// The keys of the nested dictionaries that a name stands for, where they are known.
  private(set) var paths: [String: [String]] = [:]
  private let graph: PickleGraph
  private let limits: ParsingLimits

  /// Whether a pickle begins as this one does: the class of the whole, or of the first tensor, and
  /// the first attribute.
  static func recognizes(_ head: [UInt8]) -> Bool {
    guard head.first == 0x80 else { return false }
    let text = String(decoding: head, as: UTF8.self)
    return text.contains("checkpoint.metadata") && text.contains("state_dict_metadata")
      && text.contains("StorageMetadata")
  }

  init(_ region: ByteRegion, limits: ParsingLimits) throws(FormatError) {
    self.limits = limits
    graph = try Pickle.parse(whole: region, limits: limits)
    guard let root = try attributes(graph.root) else {
      throw FormatError(.invalidValue, "expected the description of a checkpoint")
    }
    for (key, value) in try pairs(root["storage_data"], "'storage_data'") {
      let (key, place) = (try self.key(key), try self.place(value))
      guard places.updateValue(place, forKey: key) == nil else {
        throw FormatError(
          .inconsistent,
          "a part of '\(printable(key.name))' is stored twice, at \(key.offsets ?? [])"
        )
      }
    }
    for (key, value) in try pairs(root["state_dict_metadata"], "'state_dict_metadata'") {
      try read(key, value)
    }
    try readPaths(root["planner_data"])
  }

  private mutating func read(
    _ key: PickleRef,
    _ value: PickleRef
  ) throws(FormatError) {
    guard let name = try graph.string(key) else {
      throw FormatError(.invalidValue, "the name of an entry is not text")
    }
    let type = try className(value)
    switch type {
    case "BytesStorageMetadata": objects.append(name)
    case "TensorStorageMetadata":
      try limits.checkTensorCount(tensors.count + 1)
      do throws(FormatError) {
        tensors.append(try tensor(named: name, value))
      } catch {
        throw error.aboutTensor(name)
      }
    default:
      throw FormatError(
        .unsupported,
        "'\(printable(name))' is an entry of the class \(printable(type)), which is not known"
      )
    }
  }

  // MARK: - Tensors

  private mutating func tensor(
    named name: String,
    _ ref: PickleRef
  ) throws(FormatError) -> Tensor {
    let attributes = try attributes(ref) ?? [:]
    guard let properties = attributes["properties"], case .call(let call) = graph[properties],
      let state = call.state, let type = graph.tuple(state)?.first,
      let global = try graph.global(type), global.module == "torch"
    else { throw FormatError(.invalidValue, "its element type is not stated") }
    var chunks: [Chunk] = []
    guard let list = attributes["chunks"], case .list(let elements) = graph[list] else {
      throw FormatError(.invalidValue, "its parts are not a list")
    }
    // A list may be shared by any number of tensors, but each part has bytes of its own.
    var described: Set<[Int]> = []
    for element in elements {
      let chunk = try self.attributes(element) ?? [:]
      let offsets = try integers(chunk["offsets"], "the offsets of a part")
      guard let place = places[Key(name: name, offsets: offsets)] else {
        throw FormatError(.inconsistent, "its part at \(offsets) is described, but not stored")
      }
      guard described.insert(offsets).inserted else {
        throw FormatError(.inconsistent, "its part at \(offsets) is described twice")
      }
      let sizes = try integers(chunk["sizes"], "the sizes of a part")
      chunks.append(Chunk(offsets: offsets, sizes: sizes, place: place))
    }
    return Tensor(
      name: name,
      typeName: global.name,
      size: try integers(attributes["size"], "its size"),
      chunks: chunks
    )
  }

  // MARK: - Places

  private func key(_ ref: PickleRef) throws(FormatError) -> Key {
    guard let attributes = try attributes(ref), let name = attributes["fqn"],
      let name = try graph.string(name)
    else { throw FormatError(.invalidValue, "a stored part has no name") }
    guard let offset = attributes["offset"] else { return Key(name: name, offsets: nil) }
    if case .none = graph[offset] { return Key(name: name, offsets: nil) }
    return Key(name: name, offsets: try integers(offset, "the offsets of a stored part"))
  }

  private func place(_ ref: PickleRef) throws(FormatError) -> Place {
    guard let attributes = try attributes(ref), let file = attributes["relative_path"],
      let file = try graph.string(file), let offset = attributes["offset"].flatMap(graph.int),
      let length = attributes["length"].flatMap(graph.int)
    else { throw FormatError(.invalidValue, "a stored part does not say where it is") }
    if let transforms = attributes["transform_descriptors"] {
      switch graph[transforms] {
      case .none: break
      case .list(let list) where list.isEmpty: break
      case .tuple(let list) where list.isEmpty: break
      default:
        throw FormatError(
          .unsupported,
          "the parts were compressed or transformed when they were saved, which is not read; save "
            + "them without extensions"
        )
      }
    }
    return Place(file: file, offset: offset, length: length)
  }

  /// What the standard planner remembers: for each name the keys that it was made of.
  private mutating func readPaths(_ ref: PickleRef?) throws(FormatError) {
    guard let ref, case .dict = graph[ref] else { return }
    for (key, value) in try pairs(ref, "'planner_data'") {
      guard let name = try graph.string(key), let parts = graph.tuple(value),
        parts.count <= limits.nestingDepth
      else { continue }
      var path: [String] = []
      for part in parts {
        if let number = graph.int(part) {
          path.append(String(number))
        } else if let text = try graph.string(part) {
          path.append(text)
        }
      }
      if path.count == parts.count { paths[name] = path }
    }
  }

  // MARK: - Parts

  /// The attributes of an object, or `nil` where a node is none.
  private func attributes(_ ref: PickleRef) throws(FormatError) -> [String: PickleRef]? {
    guard case .call(let call) = graph[ref], let state = call.state,
      case .dict(var entries) = graph[state]
    else { return nil }
    guard entries.count <= 128 else {
      throw FormatError(
        .unsupported,
        "an object has \(entries.count / 2) attributes, at most 64 are read"
      )
    }
    var result: [String: PickleRef] = [:]
    while let key = entries.popFirst(), let value = entries.popFirst() {
      if let name = try graph.string(key) { result[name] = value }
    }
    return result
  }

  private func className(_ ref: PickleRef) throws(FormatError) -> String {
    guard case .call(let call) = graph[ref], let global = try graph.global(call.function) else {
      return "without a name"
    }
    return global.name
  }

  private func pairs(
    _ ref: PickleRef?,
    _ what: String
  ) throws(FormatError) -> [(PickleRef, PickleRef)] {
    guard let ref, case .dict(var entries) = graph[ref] else {
      throw FormatError(.invalidValue, "expected \(what) to be a dictionary")
    }
    var result: [(PickleRef, PickleRef)] = []
    result.reserveCapacity(entries.count / 2)
    while let key = entries.popFirst(), let value = entries.popFirst() {
      result.append((key, value))
    }
    return result
  }

  private func integers(_ ref: PickleRef?, _ what: String) throws(FormatError) -> [Int] {
    guard let ref, let elements = try graph.sizes(ref) else {
      throw FormatError(.invalidValue, "expected \(what) to be a torch.Size")
    }
    try limits.checkRank(elements.count)
    var result: [Int] = []
    for element in elements {
      guard let value = graph.int(element), value >= 0 else {
        throw FormatError(.invalidValue, "\(what): expected integers that are not negative")
      }
      result.append(value)
    }
    return result
  }
}
