import ZooTensors

/// Recognises NumPy arrays among the inert nodes of a pickle.
///
/// ```swift
/// var arrays = NumPyObjects(graph, limits: limits)
/// if let array = try arrays.array(ref, named: name) { tensors.append(array.stored(as: name)) }
/// ```
///
/// Read are arrays of numbers in all protocols from 0 to 5, as NumPy 1 and 2 and Python 2 and 3
/// write them, in C and Fortran order, of both byte orders, and single numbers, which have no axes.
struct NumPyObjects: Sendable {
  let graph: PickleGraph
  let limits: ParsingLimits
  private var names: [PickleRef: NumPyName] = [:]
  private var arrays: [PickleRef: NumPyArray] = [:]
  var types: [PickleRef: NumPyType] = [:]

  /// Looks at the nodes of a pickle.
  init(_ graph: PickleGraph, limits: ParsingLimits) {
    self.graph = graph
    self.limits = limits
  }

  /// Whether a node is an array or number of NumPy, of whatever type; O(1).
  ///
  /// - Throws: ``FormatError`` where a name of the pickle is not valid text.
  mutating func isArray(_ ref: PickleRef) throws(FormatError) -> Bool {
    guard case .call(let call) = graph[ref] else { return false }
    switch try name(call.function) {
    case .reconstruct, .fromBuffer, .scalar, .reconstructJAX: return true
    default: return false
    }
  }

  /// The array or number that a node stands for, or `nil` where it stands for something else.
  ///
  /// No byte of its elements is read. The same node always gives the same content.
  ///
  /// - Throws: ``FormatError`` naming `name`: with code `unsupported` where the elements are no
  ///   numbers (Python objects, text, dates, records), else where a part is malformed or the bytes
  ///   are not as many as shape and type need.
  mutating func array(_ ref: PickleRef, named name: String) throws(FormatError) -> NumPyArray? {
    if let known = arrays[ref] { return known }
    guard case .call(let call) = graph[ref] else { return nil }
    do throws(FormatError) {
      let array: NumPyArray
      switch try self.name(call.function) {
      case .reconstruct:
        array = try reconstructed(call.arguments, state: call.state)
      case .reconstructJAX: array = try reconstructedJAX(call)
      case .fromBuffer: array = try fromBuffer(call)
      case .scalar: array = try scalar(call)
      default: return nil
      }
      guard call.items.isEmpty, call.entries.isEmpty else {
        throw FormatError(.invalidValue, "items were set in an array")
      }
      arrays[ref] = array
      return array
    } catch {
      throw error.aboutTensor(name)
    }
  }

  // MARK: - Constructions

  private mutating func reconstructedJAX(_ call: PickleCall) throws(FormatError) -> NumPyArray {
    guard let arguments = graph.tuple(call.arguments), arguments.count == 4, call.state == nil
    else {
      throw FormatError(.invalidValue, "an array of JAX is not made of four parts")
    }
    let parts = Array(arguments)
    guard case .reconstruct = try name(parts[0]) else {
      throw FormatError(.invalidValue, "an array of JAX is not made of one of NumPy")
    }
    return try reconstructed(parts[1], state: parts[2])
  }

  private mutating func reconstructed(
    _ arguments: PickleRef,
    state: PickleRef?
  ) throws(FormatError) -> NumPyArray {
    guard let parts = graph.tuple(arguments), parts.count == 3, let type = parts.first else {
      throw FormatError(.invalidValue, "an array is not made of (class, shape, type)")
    }
    guard case .array = try name(type) else {
      throw FormatError(
        .unsupported,
        "it is of the class \(try graph.title(type)), which is not read; save it as numpy.ndarray"
      )
    }
    let values = try self.state(state)
    let isFortran: Bool
    switch graph[values[2]] {
    case .bool(let flag): isFortran = flag
    case .int(let flag) where flag == 0 || flag == 1: isFortran = flag == 1
    default: throw FormatError(.invalidValue, "the order of an array is not a boolean")
    }
    let elementType = try self.type(values[1])
    let shape = try shape(values[0])
    return NumPyArray(
      elementType,
      shape,
      axes: isFortran ? shape.dimensions.indices.reversed() : nil,
      content: try bytes(values[3], of: elementType, shape)
    )
  }

  /// The shape, type, order and elements in the state of an array.
  private func state(_ ref: PickleRef?) throws(FormatError) -> [PickleRef] {
    guard let ref, let values = graph.tuple(ref) else {
      throw FormatError(.invalidValue, "an array has no state")
    }
    // The first releases wrote no version.
    guard 4...5 ~= values.count else {
      throw FormatError(
        .invalidValue,
        "the state of an array has \(values.count) parts, expected (version, shape, type, order, "
          + "bytes)"
      )
    }
    if values.count == 5, let version = values.first, graph.int(version) != 1 {
      throw FormatError(.unsupported, "the state of an array has an unknown version")
    }
    return Array(values.suffix(4))
  }

  /// What the elements of an array are where they are text or dates, which are no weights; `nil`
  /// for any other node.
  mutating func passedOver(_ ref: PickleRef) throws(FormatError) -> String? {
    guard case .call(let call) = graph[ref], let arguments = graph.tuple(call.arguments) else {
      return nil
    }
    var type: PickleRef?
    switch try name(call.function) {
    case .reconstruct: type = try state(call.state)[1]
    case .fromBuffer where arguments.count > 1: type = arguments[arguments.startIndex + 1]
    case .scalar: type = arguments.first
    default: return nil
    }
    guard let type, case .call(let dtype) = graph[type], case .dtype = try name(dtype.function),
      let first = graph.tuple(dtype.arguments)?.first, let code = try graph.string(first)
    else { return nil }
    return NumPyType.passedOver(code)
  }

  private mutating func fromBuffer(_ call: PickleCall) throws(FormatError) -> NumPyArray {
    guard let arguments = graph.tuple(call.arguments), 4...5 ~= arguments.count, call.state == nil
    else {
      throw FormatError(.invalidValue, "an array is not made of (bytes, type, shape, order)")
    }
    let parts = Array(arguments)
    let type = try self.type(parts[1])
    var shape = try shape(parts[2])
    let content = try bytes(parts[0], of: type, shape)
    switch try graph.string(parts[3]) {
    case "C": return NumPyArray(type, shape, content: content)
    case "F":
      return NumPyArray(type, shape, axes: shape.dimensions.indices.reversed(), content: content)
    case "K" where parts.count == 5:
      // The shape is that of the bytes; axis `i` of the array is axis `order[i]` of the bytes.
      let order = try integers(parts[4], "order of axes")
      guard order.sorted() == Array(shape.dimensions.indices) else {
        throw FormatError(.invalidValue, "the order of axes \(order) does not fit \(shape)")
      }
      var axes = order
      for (axis, place) in order.enumerated() { axes[place] = axis }
      shape = try Shape(order.map { shape.dimensions[$0] }, limits: limits)
      return NumPyArray(type, shape, axes: axes, content: content)
    default:
      throw FormatError(.unsupported, "the order of an array is none of 'C', 'F', 'K'")
    }
  }

  private mutating func scalar(_ call: PickleCall) throws(FormatError) -> NumPyArray {
    guard let parts = graph.tuple(call.arguments), parts.count == 2, call.state == nil,
      let first = parts.first, let last = parts.last
    else { throw FormatError(.invalidValue, "a number is not made of (type, bytes)") }
    let type = try type(first)
    let shape = try Shape([])
    return NumPyArray(type, shape, content: try bytes(last, of: type, shape))
  }

  // MARK: - Names

  /// What a node names; `.other` for a node that is not a name.
  mutating func name(_ ref: PickleRef) throws(FormatError) -> NumPyName {
    if let known = names[ref] { return known }
    let name =
      try graph.global(ref).map { NumPyName(module: $0.module, name: $0.name) } ?? .other
    names[ref] = name
    return name
  }
}
