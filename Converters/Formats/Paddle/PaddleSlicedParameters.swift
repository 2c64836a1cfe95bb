import ZooTensors

/// Parameters above 2^30 - 1 bytes, which Paddle cuts into flat slices where the protocol of the
/// pickle is below 4: `UnpackBigParamInfor@@` has the shape and the names of the slices.
///
/// Source: Paddle, `_unpack_saved_dict` and `_pack_loaded_dict` in `framework/io_utils.py`.
struct PaddleSlicedParameters {
  private static let infoKey = "UnpackBigParamInfor@@"

  /// The keys of the dictionary that are no tensors of their own: the slices, and the information.
  private(set) var keys: Set<String> = []
  private var parameters: [(name: String, shape: Shape, slices: [PickleRef])] = []

  /// Looks for the information among the entries of a dictionary.
  ///
  /// - Throws: ``FormatError`` where it is malformed, or names a slice that is not there or twice.
  init(
    _ entries: [PaddleSelection.Entry],
    _ objects: inout PaddleObjects,
    limits: ParsingLimits
  ) throws(FormatError) {
    guard let info = entries.first(where: { $0.key == Self.infoKey }) else { return }
    keys.insert(info.key)
    let graph = objects.graph
    guard case .dict(var rest) = graph[info.value] else { throw Self.malformed("") }
    let places = Dictionary(
      entries.map { ($0.key, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    while let key = rest.popFirst(), let value = rest.popFirst() {
      guard let name = try graph.string(key), case .dict(var facts) = graph[value] else {
        throw Self.malformed("")
      }
      var shape: Shape?
      var slices: [PickleRef]?
      while let fact = facts.popFirst(), let value = facts.popFirst() {
        switch try graph.string(fact) {
        case "OriginShape": shape = try Self.shape(value, graph, limits)
        case "slices": slices = try take(value, of: name, places, graph)
        default: throw Self.malformed(name)
        }
      }
      guard let shape, let slices else { throw Self.malformed(name) }
      parameters.append((name, shape, slices))
    }
  }

  private static func shape(
    _ ref: PickleRef,
    _ graph: PickleGraph,
    _ limits: ParsingLimits
  ) throws(FormatError) -> Shape {
    guard let elements = graph.tuple(ref) else { throw malformed("") }
    var dimensions: [Int] = []
    for element in elements {
      guard let value = graph.int(element) else { throw malformed("") }
      dimensions.append(value)
    }
    return try Shape(dimensions, limits: limits)
  }

  /// The arrays that a list of names stands for.
  private mutating func take(
    _ ref: PickleRef,
    of parameter: String,
    _ places: [String: PaddleSelection.Entry],
    _ graph: PickleGraph
  ) throws(FormatError) -> [PickleRef] {
    guard case .list(let names) = graph[ref], !names.isEmpty else {
      throw Self.malformed(parameter)
    }
    var slices: [PickleRef] = []
    for name in names {
      guard let name = try graph.string(name) else { throw Self.malformed(parameter) }
      guard case .tensor(let array) = places[name]?.role else {
        throw FormatError(
          .inconsistent,
          "the slice '\(printable(name))' of '\(printable(parameter))' is not there"
        )
      }
      guard keys.insert(name).inserted else {
        throw FormatError(
          .inconsistent,
          "the slice '\(printable(name))' is used twice"
        )
      }
      slices.append(array)
    }
    return slices
  }

  /// The parameters, put together when their bytes are asked for.
  ///
  /// - Throws: ``FormatError`` where the slices are not flat, not of one type, or not as many elements
  ///   as the shape has.
  func tensors(
    _ objects: inout PaddleObjects,
    prefix: String,
    limits: ParsingLimits
  ) throws(FormatError) -> [StoredTensor] {
    var result: [StoredTensor] = []
    for (name, shape, slices) in parameters {
      var parts: [StoredTensor] = []
      for slice in slices { parts.append(try objects.tensor(slice, named: prefix + name)) }
      guard let dtype = parts.first?.dtype,
        parts.allSatisfy({ $0.dtype == dtype && $0.shape.rank == 1 && $0.strides == nil })
      else {
        throw FormatError(
          .inconsistent,
          "the slices of '\(printable(name))' are not flat arrays of one type"
        )
      }
      var count = 0
      for part in parts {
        count = try count.adding(part.shape.elementCount, "the elements of the slices")
      }
      guard count == shape.elementCount else {
        throw FormatError(
          .inconsistent,
          "the slices of '\(printable(name))' have \(count) elements, its shape \(shape) has "
            + "\(shape.elementCount)"
        )
      }
      let byteCount = try dtype.byteCount(ofElements: count)
      result.append(
        StoredTensor(
          name: prefix + name,
          dtype: dtype,
          shape: shape,
          content: JoinedContent(parts.map(\.content), byteCount: byteCount, name: prefix + name)
        )
      )
    }
    return result
  }

  private static func malformed(_ name: String) -> FormatError {
    let place = name.isEmpty ? "" : " of '\(printable(name))'"
    return FormatError(
      .invalidValue,
      "the information\(place) about sliced parameters is malformed; expected OriginShape and slices"
    )
  }
}
