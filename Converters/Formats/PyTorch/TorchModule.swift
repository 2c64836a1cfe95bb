import ZooTensors

/// A module that was saved whole, as far as it can be understood without its class.
///
/// Every module of PyTorch keeps its parameters, buffers and submodules in three dictionaries; an
/// object of TorchScript is the dictionary of its attributes.
/// Source: `torch/nn/modules/module.py`, `__setstate__` and `_save_to_state_dict`;
/// `torch/csrc/jit/serialization/pickler.cpp`.
struct TorchModule: Sendable {
  /// How its state is kept.
  enum Kind: Sendable {
    /// An object of a Python class.
    case pickled
    /// An object of TorchScript.
    case script
  }

  let kind: Kind
  /// The class, as it is named.
  let title: String
  /// Keys and values, alternating: what `state_dict()` gives, or every attribute in TorchScript.
  let entries: ArraySlice<PickleRef>
  /// The buffers that `state_dict()` leaves out.
  let temporaries: Int

  /// What to tell a user who opens a file with such a module.
  var note: String {
    switch kind {
    case .pickled:
      "the file holds an object of \(title); its parameters and buffers were read as data and none "
        + "of its code was run, so what the class itself changes in a state_dict() is not shown"
    case .script:
      "the file holds a TorchScript module; its tensors were read as data and none of its code"
    }
  }
}

extension TorchObjects {
  /// The module that a construction makes, or `nil` where its state is that of something else.
  mutating func module(_ call: PickleCall) throws(FormatError) -> TorchModule? {
    guard let state = call.state, case .dict(let attributes) = graph[state] else { return nil }
    let title = try names.title(call.function)
    if case .scriptClass = try names[call.function] {
      return TorchModule(kind: .script, title: title, entries: attributes, temporaries: 0)
    }
    try account(for: attributes.count)
    var parts: [String: PickleRef] = [:]
    var rest = attributes
    while let key = rest.popFirst(), let value = rest.popFirst() {
      guard let key = try graph.string(key), Self.parts.contains(key) else { continue }
      parts[key] = value
    }
    guard let parameters = try pairs(parts["_parameters"]),
      let buffers = try pairs(parts["_buffers"]), let modules = try pairs(parts["_modules"])
    else { return nil }
    let temporaries = try parts["_non_persistent_buffers_set"].map { (set) throws(FormatError) in
      try texts(set)
    }
    var entries: [PickleRef] = []
    var skipped = 0
    try account(for: parameters.count + buffers.count + modules.count)
    for (pairs, isBuffer) in [(parameters, false), (buffers, true), (modules, false)] {
      var rest = pairs
      while let key = rest.popFirst(), let value = rest.popFirst() {
        // A bias that a layer was made without is None.
        if case .none = graph[value] { continue }
        if isBuffer, let temporaries, let name = try graph.string(key), temporaries.contains(name) {
          skipped += 1
          continue
        }
        entries += [key, value]
      }
    }
    return TorchModule(kind: .pickled, title: title, entries: entries[...], temporaries: skipped)
  }

  /// The attributes of a module that say what its state is.
  private static let parts: Set<String> = [
    "_parameters", "_buffers", "_modules", "_non_persistent_buffers_set",
  ]

  private mutating func pairs(_ ref: PickleRef?) throws(FormatError) -> ArraySlice<PickleRef>? {
    guard let ref else { return nil }
    // Not by the role, which would look for modules again, without end where they are circular.
    switch graph[ref] {
    case .dict(let entries): return entries
    case .call(let call):
      guard case .mapping = try names[call.function] else { return nil }
      return try entries(of: call)
    default: return nil
    }
  }

  /// The texts of a set, in any protocol.
  private mutating func texts(_ ref: PickleRef) throws(FormatError) -> Set<String> {
    var elements: ArraySlice<PickleRef> = []
    switch graph[ref] {
    case .set(let items): elements = items
    case .call(let call):
      if let list = graph.tuple(call.arguments)?.first, case .list(let items) = graph[list] {
        elements = items
      }
    default: break
    }
    try account(for: elements.count)
    var texts: Set<String> = []
    for element in elements {
      if let text = try graph.string(element) { texts.insert(text) }
    }
    return texts
  }
}
