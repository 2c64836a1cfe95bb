import ZooTensors

/// Which tensors of a saved object are the weights, and what else there is.
///
/// Where a dictionary has one of ``weightKeys`` and below it a dictionary with tensors, that is taken,
/// and so on inside of it. All tensors below the chosen dictionary are listed, with nested names
/// joined by dots. A tensor saved alone has the empty name.
struct PaddleSelection: PickleTensorCounting {
  /// Where training programs put the weights, the most specific first.
  private static let weightKeys = [
    "state_dict", "model_state_dict", "model_state", "model", "params",
  ]
  /// The table from structured names to names of parameters, which says nothing about tensors.
  private static let nameTable = "StructuredToParameterName@@"

  private(set) var tensors: [StoredTensor] = []
  private(set) var notes: [String] = []

  private var objects: PaddleObjects
  private let limits: ParsingLimits
  private var leftovers: [String] = []
  private var leftoverCount = 0
  var tensorCounts: [PickleRef: Int] = [:]
  /// How many entries were looked at; what is shared is looked at wherever it occurs.
  private var visitCount = 0

  init(_ graph: PickleGraph, limits: ParsingLimits) throws(FormatError) {
    objects = PaddleObjects(graph, limits: limits)
    self.limits = limits
    let root = try objects.role(graph.root)
    try limits.checkTensorCount(count(graph.root))
    switch root {
    case .tensor(let array): tensors.append(try objects.tensor(array, named: ""))
    case .mapping, .sequence: try select(root, path: [])
    case .plain: throw FormatError(.unsupported, "expected a dictionary of tensors, found a value")
    case .opaque(let what): throw Self.refusal(of: what, "")
    }
    if leftoverCount > 0 {
      let more = leftoverCount - leftovers.count
      notes.append(
        "left out what is not a tensor: \(leftovers.joined(separator: ", "))"
          + (more > 0 ? " and \(more) more" : "")
      )
    }
    try finish()
  }

  /// Sorts the tensors, and requires that no two have one name.
  private mutating func finish() throws(FormatError) {
    tensors.sort { $0.name.precedesInUTF8($1.name) }
    for (one, next) in zip(tensors, tensors.dropFirst()) where one.name == next.name {
      throw FormatError(.invalidValue, "two tensors have the name '\(printable(one.name))'")
    }
    guard tensors.count != 1 || tensors[0].name != "" else { return }
    for tensor in tensors { try TensorName.check(tensor.name, limits: limits) }
  }

  // MARK: - Choosing

  private mutating func select(
    _ role: PaddleObjects.Role,
    path: [String]
  ) throws(FormatError) {
    let entries = try self.entries(role)
    var chosen: Entry?
    for key in Self.weightKeys where chosen == nil {
      for entry in entries where entry.key == key {
        if case .mapping = entry.role, try count(entry.value) > 0 { chosen = entry }
      }
    }
    guard let chosen else { return try collect(entries, prefix: "") }
    let place = path + [chosen.key]
    notes.append("the tensors are those of '\(printable(place.joined(separator: ".")))'")
    for entry in entries where entry.key != chosen.key {
      let title = printable((path + [entry.key]).joined(separator: "."))
      let count = try count(entry.value)
      if count > 0 {
        notes.append("left out '\(title)' with \(count) tensors")
      } else {
        leaveOut(title)
      }
    }
    try select(chosen.role, path: place)
  }

  /// Takes every tensor below some entries of one dictionary or list.
  private mutating func collect(_ entries: [Entry], prefix: String) throws(FormatError) {
    let sliced = try PaddleSlicedParameters(entries, &objects, limits: limits)
    try tensors.append(contentsOf: sliced.tensors(&objects, prefix: prefix, limits: limits))
    for entry in entries where !sliced.keys.contains(entry.key) {
      let name = prefix + entry.key
      switch entry.role {
      case .tensor(let array): tensors.append(try objects.tensor(array, named: name))
      case .opaque(let what): throw Self.refusal(of: what, name)
      case .mapping where entry.key == Self.nameTable: continue
      case .mapping, .sequence:
        if try count(entry.value) > 0 {
          try collect(try self.entries(entry.role), prefix: name + ".")
        } else {
          leaveOut(printable(name))
        }
      case .plain: leaveOut(printable(name))
      }
    }
  }

  private static func refusal(of what: String, _ name: String) -> FormatError {
    let place = name.isEmpty ? "the file holds" : "'\(printable(name))' among the tensors is"
    return FormatError(
      .unsupported,
      "\(place) \(what), which cannot be read without running its code; save a state dict instead"
    )
  }

  private mutating func leaveOut(_ title: String) {
    leftoverCount += 1
    if leftovers.count < 8 { leftovers.append("'\(title)'") }
  }

  // MARK: - Entries

  /// One entry of a dictionary, or of a list by its number.
  struct Entry {
    let key: String
    let value: PickleRef
    let role: PaddleObjects.Role
  }

  private mutating func entries(_ role: PaddleObjects.Role) throws(FormatError) -> [Entry] {
    var result: [Entry] = []
    var known: Set<String> = []
    switch role {
    case .mapping(var rest):
      try visit(rest.count / 2)
      while let key = rest.popFirst(), let value = rest.popFirst() {
        let role = try objects.role(value)
        let text = try self.key(key, above: try count(value))
        guard known.insert(text).inserted else {
          throw FormatError(
            .invalidValue,
            "the key '\(printable(text))' occurs twice in one dictionary"
          )
        }
        result.append(Entry(key: text, value: value, role: role))
      }
    case .sequence(let elements):
      try visit(elements.count)
      for (number, value) in elements.enumerated() {
        result.append(Entry(key: String(number), value: value, role: try objects.role(value)))
      }
    default: break
    }
    return result
  }

  private mutating func visit(_ count: Int) throws(FormatError) {
    visitCount = try visitCount.adding(count, "the number of entries")
    guard visitCount <= limits.pickleNodes else {
      throw .limit(
        "number of entries of the pickle's containers",
        visitCount,
        limits.pickleNodes,
        "ParsingLimits.pickleNodes"
      )
    }
  }

  /// A key as a part of a name; only above tensors it must be text.
  private func key(_ ref: PickleRef, above count: Int) throws(FormatError) -> String {
    if let text = try objects.graph.string(ref) { return text }
    guard count == 0 else {
      throw FormatError(
        .invalidValue,
        "a key above a tensor is not text; parts of tensor names are text"
      )
    }
    return objects.graph.int(ref).map { "the number \($0)" } ?? "the key of node \(ref.index)"
  }

  mutating func counted(_ ref: PickleRef) throws(FormatError) -> PickleCountedNode {
    switch try objects.role(ref) {
    case .tensor: .tensor
    case .plain, .opaque: .other
    case .mapping(let parts), .sequence(let parts): .container(parts)
    }
  }
}
