import ZooTensors

/// Recognises tensors and dictionaries among the inert nodes of a pickle that `paddle.save` wrote.
///
/// A tensor is an array of NumPy, in one of four spellings: the array; the pair (name, array); the
/// same pair as a call of `tuple`; and a call of `eval` that would give the array, for tensors of
/// static programs, which is recognised by its form and never evaluated.
///
/// Source: Paddle, `_pickle_save` and `_transformed_from_varbase` in `framework/io.py`.
struct PaddleObjects {
  /// What a node means for a checkpoint.
  enum Role {
    /// The array of a tensor.
    case tensor(PickleRef)
    /// Keys and values, alternating.
    case mapping(ArraySlice<PickleRef>)
    case sequence(ArraySlice<PickleRef>)
    /// Data without tensors: a number, a text.
    case plain
    /// An object that is not read. The words say what.
    case opaque(String)
  }

  let graph: PickleGraph
  private var arrays: NumPyObjects
  private let limits: ParsingLimits

  init(_ graph: PickleGraph, limits: ParsingLimits) {
    self.graph = graph
    self.limits = limits
    arrays = NumPyObjects(graph, limits: limits)
  }

  /// Looks at a node; O(1).
  mutating func role(_ ref: PickleRef) throws(FormatError) -> Role {
    switch graph[ref] {
    case .none, .bool, .int, .bigInt, .float, .text, .bytes, .set: return .plain
    case .tuple(let elements):
      return try pair(elements).map(Role.tensor) ?? .sequence(elements)
    case .list(let elements): return .sequence(elements)
    case .dict(let entries): return .mapping(entries)
    case .global: return .opaque("the class or function \(try graph.title(ref))")
    case .persistent: return .opaque("a reference to something outside of the file")
    case .call(let call):
      if try arrays.isArray(ref) { return .tensor(ref) }
      return try role(of: call)
    }
  }

  private mutating func role(of call: PickleCall) throws(FormatError) -> Role {
    let name = try graph.global(call.function) ?? ("", "")
    let arguments = graph.tuple(call.arguments) ?? []
    switch (name.module, name.name) {
    case ("builtins", "tuple"), ("__builtin__", "tuple"):
      guard arguments.count == 1, let only = arguments.first, let elements = graph.tuple(only)
      else { break }
      return try pair(elements).map(Role.tensor) ?? .sequence(elements)
    case ("builtins", "eval"), ("__builtin__", "eval"):
      if let array = try evaluated(arguments) { return .tensor(array) }
    case ("collections", "OrderedDict") where arguments.isEmpty: return .mapping(call.entries)
    default: break
    }
    return .opaque("an object of \(try graph.title(call.function))")
  }

  /// The array of a pair (name, array).
  private mutating func pair(
    _ elements: ArraySlice<PickleRef>
  ) throws(FormatError) -> PickleRef? {
    guard elements.count == 2, let name = elements.first, let array = elements.last,
      case .text = graph[name], try arrays.isArray(array)
    else { return nil }
    return array
  }

  /// The array of `eval('data', {'data': array})`; nothing else that `eval` could be given.
  private mutating func evaluated(
    _ arguments: ArraySlice<PickleRef>
  ) throws(FormatError) -> PickleRef? {
    guard arguments.count == 2, let expression = arguments.first, let scope = arguments.last,
      try graph.string(expression) == "data", case .dict(let entries) = graph[scope],
      entries.count == 2, let name = entries.first, let array = entries.last,
      try graph.string(name) == "data", try arrays.isArray(array)
    else { return nil }
    return array
  }

  /// An array as a tensor.
  ///
  /// Paddle has no tensors of `uint16`: it gives `bfloat16` to NumPy as such, and takes every array
  /// of that type back as `bfloat16`.
  mutating func tensor(_ ref: PickleRef, named name: String) throws(FormatError) -> StoredTensor {
    guard let array = try arrays.array(ref, named: name) else {
      throw FormatError(.invalidValue, "'\(printable(name))' is no array")
    }
    return StoredTensor(
      name: name,
      dtype: array.dtype == .u16 ? .bf16 : array.dtype,
      shape: array.shape,
      strides: array.strides,
      content: array.content
    )
  }
}
