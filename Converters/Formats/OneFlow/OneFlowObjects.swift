import ZooTensors

/// Finds the tensors in an object that `oneflow.save` pickled.
///
/// The object is a dictionary with `protocol_version` and `data`. In `data` the tensors are those of
/// the first of the keys of ``TorchSelection/weightKeys`` that is a dictionary with tensors, and so
/// on inside of it; without such a key they are all there are. Names are the keys, joined by dots.
struct OneFlowObjects: PickleTensorCounting {
  /// What a tensor's state says about its elements.
  enum Source {
    /// A subdirectory beside the pickle.
    case directory(String)
    case array(NumPyArray)
  }

  private enum Role {
    case tensor(state: PickleRef)
    /// Keys and values, alternating.
    case mapping(ArraySlice<PickleRef>)
    case sequence(ArraySlice<PickleRef>)
    case plain
    case opaque(String)
  }

  private let graph: PickleGraph
  private let limits: ParsingLimits
  private var arrays: NumPyObjects
  var tensorCounts: [PickleRef: Int] = [:]
  /// The tensors found, in the order of the pickle.
  private(set) var tensors: [(name: String, source: Source)] = []
  /// Where they were found, and what was left out.
  private(set) var notes: [String] = []
  private var leftovers: [String] = []

  /// Looks at the object of a pickle.
  ///
  /// - Throws: ``FormatError`` where it is no object of `oneflow.save`, has no tensors, or has an
  ///   object of another class among them.
  init(_ graph: PickleGraph, limits: ParsingLimits) throws(FormatError) {
    self.graph = graph
    self.limits = limits
    arrays = NumPyObjects(graph, limits: limits)
    guard case .mapping(let entries) = try role(graph.root) else {
      throw FormatError(.invalidValue, "expected a dictionary with 'protocol_version' and 'data'")
    }
    var data: PickleRef?
    var version: Int?
    for (key, value) in try pairs(entries) {
      switch key {
      case "data": data = value
      case "protocol_version": version = graph.int(value)
      case "oneflow": continue
      default: leftovers.append(key)
      }
    }
    guard version == 1 else {
      throw FormatError(
        .unsupported,
        "expected 'protocol_version' 1 of oneflow.save, found \(version.map { "\($0)" } ?? "none")"
      )
    }
    guard let data else { throw FormatError(.invalidValue, "the saved object lacks 'data'") }
    try select(data, path: [])
    guard !tensors.isEmpty else {
      throw FormatError(.unsupported, "the saved object has no tensors")
    }
    if !leftovers.isEmpty {
      let shown = leftovers.prefix(8).map { "'\(printable($0))'" }.joined(separator: ", ")
      let more = leftovers.count > 8 ? " and \(leftovers.count - 8) more" : ""
      notes.append("left out what is not a tensor: \(shown)\(more)")
    }
  }

  // MARK: - Selection

  private mutating func select(_ ref: PickleRef, path: [String]) throws(FormatError) {
    guard case .mapping(let entries) = try role(ref) else {
      return try collect(ref, path: [])
    }
    let entriesByKey = try pairs(entries)
    for key in TorchSelection.weightKeys {
      guard let chosen = entriesByKey.first(where: { $0.key == key })?.value,
        case .mapping = try role(chosen), try count(chosen) > 0
      else { continue }
      let inner = path + [key]
      notes.append("the tensors are those of '\(inner.joined(separator: "."))'")
      for (other, value) in entriesByKey where other != key {
        let count = try count(value)
        let title = (path + [other]).joined(separator: ".")
        if count > 0 {
          notes.append("left out '\(printable(title))' with \(count) tensors")
        } else {
          leftovers.append(title)
        }
      }
      return try select(chosen, path: inner)
    }
    for (key, value) in entriesByKey { try collect(value, path: [key]) }
  }

  private mutating func collect(_ ref: PickleRef, path: [String]) throws(FormatError) {
    let name = path.joined(separator: ".")
    switch try role(ref) {
    case .tensor(let state):
      try limits.checkTensorCount(tensors.count + 1)
      tensors.append((name, try source(state, of: name)))
    case .mapping(let entries):
      guard try count(ref) > 0 else { return leftovers.append(name) }
      for (key, value) in try pairs(entries) { try collect(value, path: path + [key]) }
    case .sequence(let elements):
      guard try count(ref) > 0 else { return leftovers.append(name) }
      for (index, value) in elements.enumerated() { try collect(value, path: path + ["\(index)"]) }
    case .plain: leftovers.append(name)
    case .opaque(let what):
      throw FormatError(
        .unsupported,
        "'\(printable(name))' among the tensors is \(what), which cannot be read without running its "
          + "code"
      )
    }
  }

  // MARK: - Nodes

  func counted(_ ref: PickleRef) throws(FormatError) -> PickleCountedNode {
    switch try role(ref) {
    case .tensor: .tensor
    case .plain, .opaque: .other
    case .mapping(let parts), .sequence(let parts): .container(parts)
    }
  }

  private func role(_ ref: PickleRef) throws(FormatError) -> Role {
    switch graph[ref] {
    case .none, .bool, .int, .bigInt, .float, .text, .bytes, .set: return .plain
    case .tuple(let elements), .list(let elements): return .sequence(elements)
    case .dict(let entries): return .mapping(entries)
    case .global: return .opaque("the class or function \(try graph.title(ref))")
    case .persistent: return .opaque("a reference to something outside of the file")
    case .call(let call):
      let title = try graph.title(call.function)
      if title == "collections.OrderedDict" { return .mapping(call.entries) }
      guard let name = try graph.global(call.function),
        name.module == "oneflow" || name.module.hasPrefix("oneflow."),
        ["Tensor", "Parameter"].contains(name.name), let state = call.state
      else { return .opaque("an object of \(title)") }
      return .tensor(state: state)
    }
  }

  /// The entries of a dictionary whose keys are texts, each once.
  private func pairs(
    _ entries: ArraySlice<PickleRef>
  ) throws(FormatError) -> [(key: String, value: PickleRef)] {
    var rest = entries
    var seen: Set<String> = []
    var result: [(key: String, value: PickleRef)] = []
    while let key = rest.popFirst(), let value = rest.popFirst() {
      let text: String
      if let string = try graph.string(key) {
        text = string
      } else if let number = graph.int(key) {
        text = "\(number)"
      } else {
        throw FormatError(.invalidValue, "a key of a dictionary is neither text nor a number")
      }
      guard seen.insert(text).inserted else {
        throw FormatError(
          .invalidValue,
          "the key '\(printable(text))' occurs twice in one dictionary"
        )
      }
      result.append((text, value))
    }
    return result
  }

  /// What the state of a tensor says: where its bytes are, or the array itself.
  private mutating func source(
    _ state: PickleRef,
    of name: String
  ) throws(FormatError) -> Source {
    if case .dict(let entries) = graph[state] {
      let parts = try pairs(entries)
      if let path = parts.first(where: { $0.key == "path" })?.value,
        let text = try graph.string(path)
      {
        return .directory(text)
      }
      if let data = parts.first(where: { $0.key == "data" })?.value,
        let array = try arrays.array(data, named: name)
      {
        return .array(array)
      }
    }
    throw FormatError(
      .invalidValue,
      "the state of the tensor '\(printable(name))' has neither a 'path' nor an array as 'data'"
    )
  }
}
