import ZooTensors

/// An array as Flax stores it: element type, shape, and where its row-major bytes are.
struct FlaxArray: Sendable {
  /// The element type.
  let type: FlaxType
  /// The shape.
  let shape: Shape
  /// The bytes in the file.
  let bytes: Range<Int>

  /// Reads the payload of an extension of type 1 or 3: an array of shape, type name and bytes.
  ///
  /// Complexity: O(axes); no element is read.
  /// - Throws: ``FormatError`` where the payload has another form, or other bytes than the shape
  ///   needs.
  init(_ payload: RawSpan, at origin: Int, limits: ParsingLimits) throws(FormatError) {
    var cursor = MessagePackCursor(payload, origin: origin)
    func refuse(_ what: String, _ found: MessagePackToken, _ place: Int) -> FormatError {
      FormatError(.invalidValue, "expected \(what), found \(found.kind)", at: place)
    }
    let head = try cursor.next()
    guard case .array(3) = head else {
      throw refuse("an array of shape, type and bytes", head, origin)
    }
    var place = cursor.position
    let axes = try cursor.next()
    guard case .array(let rank) = axes else { throw refuse("a shape", axes, place) }
    try limits.checkRank(rank, at: place)
    var dimensions: [Int] = []
    for _ in 0..<rank {
      place = cursor.position
      let token = try cursor.next()
      guard let dimension = token.count else { throw refuse("a dimension", token, place) }
      dimensions.append(dimension)
    }
    shape = try Shape(dimensions, limits: limits)
    place = cursor.position
    let name = try cursor.next()
    guard case .text(let text) = name, text.count <= 64 else {
      throw refuse("the name of an element type", name, place)
    }
    var letters = ByteCursor(payload, origin: origin)
    try letters.seek(to: text.lowerBound - origin)
    type = try FlaxType(name: try letters.readUTF8(text.count), at: place)
    place = cursor.position
    let content = try cursor.next()
    guard case .binary(let range) = content else { throw refuse("the elements", content, place) }
    bytes = range
    guard cursor.isAtEnd else {
      throw FormatError(.invalidValue, "bytes follow the elements of an array", at: cursor.position)
    }
    guard case .elements(let dtype) = type else { return }
    let expected = try dtype.byteCount(ofElements: shape.elementCount)
    guard bytes.count == expected else {
      throw FormatError(
        .inconsistent,
        "\(dtype) of shape \(shape) has \(expected) bytes, found \(bytes.count)",
        at: range.lowerBound
      )
    }
  }
}
