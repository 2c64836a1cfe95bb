import ZooTensors

/// One entry of a dictionary or list in a saved object.
struct TorchEntry {
  /// A dictionary's key or a list's index.
  enum Key {
    case text(String)
    case index(Int)
    /// A key that cannot be a part of a name; the words say what it is.
    case other(String)
  }

  let key: Key
  let value: PickleRef
  let role: TorchObjects.Role

  /// The key, where it is text.
  var text: String? { if case .text(let text) = key { text } else { nil } }

  /// The key for messages.
  var title: String {
    switch key {
    case .text(let text), .other(let text): text
    case .index(let index): String(index)
    }
  }

  /// Whether it is a dictionary, or a module that is taken like one.
  var isDictionary: Bool {
    switch role {
    case .mapping, .module: true
    case .tensor, .sequence, .plain, .opaque: false
    }
  }

  /// Whether an attribute of a TorchScript module is a tensor or a module, or an object that may
  /// hold tensors.
  var isPartOfScript: Bool {
    switch role {
    case .tensor, .module, .opaque: true
    case .mapping, .sequence, .plain: false
    }
  }

  /// The key as a part of a tensor's name.
  func component() throws(FormatError) -> String {
    guard case .other = key else { return title }
    throw FormatError(
      .invalidValue,
      "a key above a tensor is not text but \(title); parts of tensor names are text"
    )
  }
}

extension TorchObjects {
  /// The entries of a dictionary, list or module; empty for anything else.
  mutating func entries(_ role: Role) throws(FormatError) -> [TorchEntry] {
    var result: [TorchEntry] = []
    switch role {
    case .mapping(let pairs): return try entries(pairs)
    case .module(let module):
      // An attribute of TorchScript that is no tensor and no module belongs to its code.
      return try entries(module.entries).filter { entry in
        module.kind == .pickled || entry.isPartOfScript
      }
    case .sequence(let elements):
      try account(for: elements.count)
      result.reserveCapacity(elements.count)
      for (index, value) in elements.enumerated() {
        result.append(TorchEntry(key: .index(index), value: value, role: try self.role(value)))
      }
    default: break
    }
    return result
  }

  /// The nodes below a dictionary, list or module, keys among them; empty for anything else.
  mutating func children(_ role: Role) throws(FormatError) -> ArraySlice<PickleRef> {
    switch role {
    case .mapping(let nodes), .sequence(let nodes): nodes
    case .module(let module) where module.kind == .pickled: module.entries
    case .module: try entries(role).map(\.value)[...]
    case .tensor, .plain, .opaque: []
    }
  }

  /// The attributes of a TorchScript module that are neither tensors nor modules, but for flags that
  /// every module has.
  mutating func attributes(of module: TorchModule) throws(FormatError) -> [TorchEntry] {
    guard module.kind == .script else { return [] }
    return try entries(module.entries).filter { entry in
      if case .none = graph[entry.value] { return false }
      return !entry.isPartOfScript && entry.text != "training"
    }
  }

  private mutating func entries(
    _ pairs: ArraySlice<PickleRef>
  ) throws(FormatError) -> [TorchEntry] {
    try account(for: pairs.count / 2)
    var result: [TorchEntry] = []
    result.reserveCapacity(pairs.count / 2)
    var rest = pairs
    while let key = rest.popFirst(), let value = rest.popFirst() {
      result.append(TorchEntry(key: try self.key(key), value: value, role: try self.role(value)))
    }
    return result
  }

  private func key(_ ref: PickleRef) throws(FormatError) -> TorchEntry.Key {
    switch graph[ref] {
    case .text(let text): .text(try graph.string(text))
    case .int(let number): .other("the number \(number)")
    default: .other("something else")
    }
  }
}
