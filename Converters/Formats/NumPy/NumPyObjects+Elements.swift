import ZooTensors

extension NumPyObjects {
  /// The element type that a node stands for: `dtype('f4', False, True)` with its state.
  mutating func type(_ ref: PickleRef) throws(FormatError) -> NumPyType {
    if let known = types[ref] { return known }
    guard case .call(let call) = graph[ref], case .dtype = try name(call.function),
      let first = graph.tuple(call.arguments)?.first
    else { throw FormatError(.invalidValue, "the element type of an array is not a dtype") }
    let byteOrder = try byteOrder(call.state)
    let type: NumPyType
    if let spelling = try graph.string(first) {
      type = try NumPyType(spelling, byteOrder: byteOrder)
    } else if case .extensionType(let dtype?) = try name(first) {
      type = try NumPyType(dtype, byteOrder: byteOrder)
    } else {
      throw FormatError(
        .unsupported,
        "its elements are of the type \(try graph.title(first)), which is not read"
      )
    }
    types[ref] = type
    return type
  }

  /// The byte order in a dtype's state, (version, order, subtype, names, fields, …).
  ///
  /// A dtype without fields has nothing else that matters. The first version had no number.
  private func byteOrder(_ state: PickleRef?) throws(FormatError) -> String {
    guard let state, let parts = graph.tuple(state), 5...9 ~= parts.count else {
      throw FormatError(.invalidValue, "a dtype has no state, so its byte order is unknown")
    }
    let rest = parts.count == 5 ? parts : parts.dropFirst()
    guard let first = rest.first, let order = try graph.string(first) else {
      throw FormatError(.invalidValue, "the byte order of a dtype is not text")
    }
    for part in rest.dropFirst().prefix(3) {
      guard case .none = graph[part] else {
        throw FormatError(
          .unsupported,
          "its elements are records or arrays, which are no numbers that are read"
        )
      }
    }
    return order
  }

  /// The shape that a tuple of integers stands for.
  func shape(_ ref: PickleRef) throws(FormatError) -> Shape {
    try Shape(try integers(ref, "shape"), limits: limits)
  }

  /// The integers of a tuple.
  func integers(_ ref: PickleRef, _ what: String) throws(FormatError) -> [Int] {
    guard let elements = graph.tuple(ref) else {
      throw FormatError(.invalidValue, "the \(what) of an array is not a tuple")
    }
    var result: [Int] = []
    for element in elements {
      guard let value = graph.int(element) else {
        throw FormatError(.invalidValue, "the \(what) of an array holds what is no integer")
      }
      result.append(value)
    }
    return result
  }

  /// The elements of an array, in the byte order of their type: bytes as they lie in the file, or
  /// text that spells them.
  mutating func bytes(
    _ ref: PickleRef,
    of type: NumPyType,
    _ shape: Shape
  ) throws(FormatError) -> any TensorContent {
    let byteCount = try type.dtype.byteCount(ofElements: shape.elementCount)
    switch graph[ref] {
    case .bytes(let text):
      return try exactly(byteCount, text)
    case .text(let text) where text.isByteString:
      return try exactly(byteCount, text)
    case .call(let call):
      let arguments = graph.tuple(call.arguments) ?? []
      switch try name(call.function) {
      case .encode:
        guard arguments.count == 2, let first = arguments.first, let last = arguments.last,
          case .text(let text) = graph[first], !text.isByteString,
          ["latin1", "latin-1"].contains(try graph.string(last))
        else { break }
        guard let source = try graph.region(text) else {
          return try PickleTextContent(text, of: graph, byteCount: byteCount)
        }
        return try LatinTextContent(source, byteCount: byteCount)
      case .bytes where arguments.isEmpty && byteCount == 0:
        return try graph.source.part(offset: 0, count: 0)
      default: break
      }
    case .list:
      throw FormatError(.unsupported, "its elements are Python objects, which are not read")
    default: break
    }
    throw FormatError(.invalidValue, "the elements of an array are not bytes")
  }

  private func exactly(
    _ byteCount: Int,
    _ text: PickleText
  ) throws(FormatError) -> any TensorContent {
    guard let region = try graph.region(text) else {
      return try PickleTextContent(text, of: graph, byteCount: byteCount)
    }
    guard region.byteCount == byteCount else {
      throw FormatError(
        .inconsistent,
        "expected \(byteCount) bytes of elements, found \(region.byteCount)"
      )
    }
    return region
  }
}
