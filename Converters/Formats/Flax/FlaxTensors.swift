import ZooTensors

/// The arrays of a Flax file, collected one by one, and what is passed over.
struct FlaxTensors {
  private let region: ByteRegion
  private let limits: ParsingLimits
  private var values: [String] = []
  private var unread: [String] = []
  /// The arrays in the order in which they were added.
  private(set) var tensors: [StoredTensor] = []

  init(_ region: ByteRegion, limits: ParsingLimits) {
    self.region = region
    self.limits = limits
  }

  /// Adds a leaf: an array becomes a tensor, anything else is noted.
  ///
  /// - Throws: ``FormatError`` where the name is not allowed, or an array in chunks is malformed.
  mutating func add(_ name: String, _ node: FlaxNode) throws(FormatError) {
    try TensorName.check(name, limits: limits)
    do throws(FormatError) {
      switch node {
      case .array(let array): try add(name, array.type, array.shape, [array.bytes])
      case .map where node.isChunkedArray:
        let array = try FlaxChunkedArray(node, limits: limits)
        try add(name, array.type, array.shape, array.chunks)
      case .null: break
      default: values.append("'\(printable(name))' (\(node.kind))")
      }
    } catch {
      throw FormatError(
        error.code,
        "tensor '\(printable(name))': \(error.message)",
        at: error.offset
      )
    }
  }

  private mutating func add(
    _ name: String,
    _ type: FlaxType,
    _ shape: Shape,
    _ ranges: [Range<Int>]
  ) throws(FormatError) {
    guard case .elements(let dtype) = type else {
      if case .unreadable(let type) = type {
        unread.append("left out '\(printable(name))': elements of type \(type) are not read")
      }
      return
    }
    var parts: [any TensorContent] = []
    for range in ranges {
      parts.append(try region.part(offset: range.lowerBound, count: range.count))
    }
    let byteCount = try dtype.byteCount(ofElements: shape.elementCount)
    let content =
      parts.count == 1 ? parts[0] : JoinedContent(parts, byteCount: byteCount, name: name)
    tensors.append(StoredTensor(name: name, dtype: dtype, shape: shape, content: content))
  }

  /// What was passed over, in sentences for people.
  var notes: [String] {
    guard !values.isEmpty else { return unread }
    let shown = values.prefix(8).joined(separator: ", ")
    let rest = values.count > 8 ? " and \(values.count - 8) more" : ""
    return unread + ["passed over what is no array: \(shown)\(rest)"]
  }

  /// The tensors by name.
  ///
  /// - Throws: ``FormatError`` where two paths give one name, because a key has a slash.
  func sorted() throws(FormatError) -> [StoredTensor] {
    let sorted = tensors.sorted { $0.name.precedesInUTF8($1.name) }
    for (one, next) in zip(sorted, sorted.dropFirst()) where one.name.hasSameUTF8(as: next.name) {
      throw FormatError(
        .inconsistent,
        "two tensors are called '\(printable(one.name))', because a key contains a slash"
      )
    }
    return sorted
  }
}
