import ZooTensors

/// What the nodes of a pickle mean for a reader of arrays, and how many arrays are below them.
struct PickledTree: PickleTensorCounting {
  /// What a node is.
  enum Role {
    case array
    /// An array of text or dates; the words say which.
    case text(String)
    /// Keys and values, alternating.
    case mapping(ArraySlice<PickleRef>)
    case sequence(ArraySlice<PickleRef>)
    /// A number, a text: data without arrays.
    case plain
    /// An object that is not read. The words say what.
    case opaque(String)
  }

  /// Classes whose objects are made of one dictionary.
  private static let mappings: Set<String> = [
    "collections.OrderedDict", "collections.defaultdict", "builtins.dict", "__builtin__.dict",
    "flax.core.frozen_dict.FrozenDict", "haiku._src.data_structures.FlatMapping",
    "haiku._src.data_structures.FlatMap", "haiku._src.data_structures.frozendict",
  ]
  /// Classes and functions whose objects are plain values.
  private static let plain: Set<String> = [
    "_codecs.encode", "builtins.bytes", "builtins.bytearray", "builtins.complex", "builtins.set",
    "builtins.frozenset", "builtins.slice", "builtins.range", "__builtin__.bytes",
    "__builtin__.bytearray", "__builtin__.complex", "__builtin__.set", "__builtin__.frozenset",
    "numpy.dtype",
  ]

  var arrays: NumPyObjects
  /// How many arrays are below a container.
  var tensorCounts: [PickleRef: Int] = [:]
  /// Containers without objects below them, or the first such object.
  private var opaques: [PickleRef: String?] = [:]
  /// Nodes inside of objects that were looked at.
  private var visited: Set<PickleRef> = []

  var graph: PickleGraph { arrays.graph }

  init(_ graph: PickleGraph, limits: ParsingLimits) {
    arrays = NumPyObjects(graph, limits: limits)
  }

  /// Looks at a node; O(1).
  mutating func role(_ ref: PickleRef) throws(FormatError) -> Role {
    switch graph[ref] {
    case .none, .bool, .int, .bigInt, .float, .text, .bytes, .set: return .plain
    case .tuple(let elements), .list(let elements): return .sequence(elements)
    case .dict(let entries): return .mapping(entries)
    case .global: return .opaque("the class or function \(try graph.title(ref))")
    case .persistent: return .opaque("a reference to something outside of the file")
    case .call(let call):
      if try arrays.isArray(ref) {
        return try arrays.passedOver(ref).map { .text($0) } ?? .array
      }
      let title = try graph.title(call.function)
      if Self.mappings.contains(title) { return .mapping(try entries(of: call)) }
      if Self.plain.contains(title) { return .plain }
      return .opaque("an object of \(title)")
    }
  }

  /// The entries of a dictionary object: those it is made of, then those set in it.
  private func entries(of call: PickleCall) throws(FormatError) -> ArraySlice<PickleRef> {
    var result: ArraySlice<PickleRef> = []
    for argument in graph.tuple(call.arguments) ?? [] {
      switch graph[argument] {
      case .dict(let entries): result += entries
      case .list(let pairs):
        // The pairs of Python 2.
        for pair in pairs {
          switch graph[pair] {
          case .list(let parts) where parts.count == 2, .tuple(let parts) where parts.count == 2:
            result += parts
          default:
            throw FormatError(
              .invalidValue,
              "a dictionary of the pickle is made of malformed pairs"
            )
          }
        }
      default: break  // The class that a `defaultdict` makes missing values of.
      }
    }
    return result + call.entries
  }

  mutating func counted(_ ref: PickleRef) throws(FormatError) -> PickleCountedNode {
    switch try role(ref) {
    case .array: .tensor
    case .text, .plain, .opaque: .other
    case .mapping(let parts), .sequence(let parts): .container(parts)
    }
  }

  /// What the first object below a container is; `nil` where there is none.
  mutating func firstOpaque(_ ref: PickleRef) throws(FormatError) -> String? {
    let children: ArraySlice<PickleRef>
    switch try role(ref) {
    case .opaque(let what): return what
    case .text(let words): return "an array of \(words)"
    case .array, .plain: return nil
    case .mapping(let entries): children = entries
    case .sequence(let elements): children = elements
    }
    if let known = opaques[ref] { return known }
    var found: String?
    for child in children where found == nil { found = try firstOpaque(child) }
    opaques[ref] = .some(found)
    return found
  }

  /// The arrays inside of an object that is not read, without those that were counted before.
  ///
  /// Objects may refer to each other in circles, so that every node is visited once.
  mutating func arrayCount(inside ref: PickleRef) throws(FormatError) -> Int {
    var count = 0
    var open = [ref]
    while let next = open.popLast() {
      guard visited.insert(next).inserted else { continue }
      if try arrays.isArray(next) {
        count += 1
        continue
      }
      switch graph[next] {
      case .tuple(let parts), .list(let parts), .set(let parts), .dict(let parts): open += parts
      case .call(let call):
        open.append(call.arguments)
        open += call.items
        open += call.entries
        if let state = call.state { open.append(state) }
        if let keywords = call.keywords { open.append(keywords) }
      default: break
      }
    }
    return count
  }

  /// The parts of a dictionary or list with their keys; empty for anything else.
  mutating func parts(
    of ref: PickleRef
  ) throws(FormatError) -> [(key: String, value: PickleRef)] {
    var result: [(key: String, value: PickleRef)] = []
    switch try role(ref) {
    case .mapping(var rest):
      while let key = rest.popFirst(), let value = rest.popFirst() {
        result.append((try self.key(key), value))
      }
    case .sequence(let elements):
      for (index, value) in elements.enumerated() { result.append((String(index), value)) }
    default: break
    }
    return result
  }

  private func key(_ ref: PickleRef) throws(FormatError) -> String {
    if let text = try graph.string(ref) { return text }
    if let number = graph.int(ref) { return String(number) }
    throw FormatError(
      .unsupported,
      "a key of a dictionary with arrays is neither text nor an integer"
    )
  }
}
