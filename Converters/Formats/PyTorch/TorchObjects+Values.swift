import ZooTensors

/// Plain values of a saved object: numbers, texts, and what objects of any class hold, as data.
extension TorchObjects {
  /// The entries of a dictionary that have text as their key, in the order of the file; of an object
  /// of another class, its attributes.
  mutating func fields(_ ref: PickleRef) throws(FormatError) -> [(key: String, value: PickleRef)] {
    var pairs: ArraySlice<PickleRef> = []
    if case .mapping(let entries) = try role(ref) {
      pairs = entries
    } else if case .call(let call) = graph[ref], let state = call.state,
      case .mapping(let entries) = try role(state)
    {
      pairs = entries
    }
    var result: [(key: String, value: PickleRef)] = []
    while let key = pairs.popFirst(), let value = pairs.popFirst() {
      if let text = try graph.string(key) { result.append((text, value)) }
    }
    return result
  }

  /// The value of a key or attribute; where objects are nested, that of a path.
  ///
  /// The containers of OmegaConf are looked through.
  mutating func value(
    _ path: String...,
    of ref: PickleRef
  ) throws(FormatError) -> PickleRef? {
    var place = ref
    for key in path {
      var fields = try fields(place)
      if let content = fields.first(where: { $0.key == "_content" })?.value {
        fields = try self.fields(content)
      }
      guard let next = fields.last(where: { $0.key == key })?.value else { return nil }
      place = next
    }
    return try fields(place).first { $0.key == "_val" }?.value ?? place
  }

  /// An integer; also one that is stored as a number with a fraction of zero, or as a case of an
  /// enumeration, which is its class called with the number.
  func integer(_ ref: PickleRef?) -> Int? {
    guard let ref else { return nil }
    switch graph[ref] {
    case .int(let value): return value
    case .float(let value): return Int(exactly: value)
    case .call(let call):
      guard let arguments = graph.tuple(call.arguments), arguments.count == 1,
        let only = arguments.first
      else { return nil }
      return graph.int(only)
    default: return nil
    }
  }

  /// The elements of a tuple, list or `torch.Size`.
  func elements(_ ref: PickleRef) -> ArraySlice<PickleRef>? {
    switch graph[ref] {
    case .tuple(let elements), .list(let elements): return elements
    case .call(let call):
      guard let arguments = graph.tuple(call.arguments), arguments.count == 1,
        let only = arguments.first, call.items.isEmpty
      else { return nil }
      // Nothing else that is made of one tuple is asked for.
      return graph.tuple(only)
    default: return nil
    }
  }

  /// The integers of a tuple, list or `torch.Size`.
  func integers(_ ref: PickleRef) -> [Int]? {
    guard let elements = elements(ref) else { return nil }
    let numbers = elements.compactMap { graph.int($0) }
    return numbers.count == elements.count ? numbers : nil
  }
}
