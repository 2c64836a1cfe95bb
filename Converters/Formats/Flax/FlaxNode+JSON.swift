import ZooTensors

extension FlaxNode {
  /// The node as JSON, which is what TensorStore's specifications are.
  ///
  /// - Parameter region: The file that the node was read from.
  /// - Returns: The same values; numbers stay as they are.
  /// - Throws: ``FormatError`` where the node holds an array, bytes or invalid text.
  func json(in region: ByteRegion) throws(FormatError) -> JSONValue {
    switch self {
    case .null: return .null
    case .bool(let value): return .bool(value)
    case .integer(let value): return .integer(value)
    case .text(let range): return .string(try Self.text(range, in: region))
    case .number(let value):
      guard let number = JSONValue.double(value) else {
        throw FormatError(.invalidValue, "a number of a specification is not finite")
      }
      return number
    case .list(let nodes):
      var values: [JSONValue] = []
      for node in nodes { values.append(try node.json(in: region)) }
      return .array(values)
    case .map(let members):
      var object = JSONObject()
      for (key, node) in members { object[key] = try node.json(in: region) }
      return .object(object)
    case .array, .other:
      throw FormatError(.invalidValue, "a specification holds \(kind)")
    }
  }

  /// A text of the file, at most 4,096 bytes of it.
  static func text(_ range: Range<Int>, in region: ByteRegion) throws(FormatError) -> String {
    guard range.count <= 4096 else {
      throw FormatError(
        .invalidValue,
        "expected a text of at most 4096 bytes, found \(range.count)",
        at: range.lowerBound
      )
    }
    var cursor = ByteCursor(region.bytes)
    try cursor.seek(to: range.lowerBound)
    return try cursor.readUTF8(range.count)
  }
}
