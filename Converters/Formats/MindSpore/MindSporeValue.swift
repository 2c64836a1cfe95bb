import ZooTensors

/// One message `Checkpoint.Value`: a tensor or a part of one; its bytes are passed over.
///
/// Source: `checkpoint.proto` of MindSpore.
struct MindSporeValue: Sendable {
  /// What is stored under the name.
  enum Kind: Sendable {
    /// Elements of a type, and where they are in the file.
    case tensor(type: String, dimensions: [Int], content: Range<Int>)
    /// The tables of a `MapParameter`.
    case map
  }

  /// The name.
  let tag: String
  /// What is stored.
  let kind: Kind
  /// Where the message is in the file.
  let position: Int

  /// Reads one message.
  ///
  /// - Throws: ``FormatError`` where a field is missing, unknown, or there twice.
  init(_ message: inout ProtoCursor, limits: ParsingLimits) throws(FormatError) {
    position = message.position
    var tag: String?
    var kind: Kind?
    while let field = try message.next() {
      switch field.number {
      case 1:
        tag = try message.text(field, limit: limits.nameBytes, named: "ParsingLimits.nameBytes")
      case 2, 3:
        guard kind == nil else {
          throw FormatError(
            .inconsistent,
            "a value holds two things, expected one tensor",
            at: field.position
          )
        }
        if field.number == 2 {
          var tensor = try message.nested(field, "TensorProto")
          kind = try Self.tensor(&tensor, at: field.position, limits)
        } else {
          _ = try message.range(field)
          kind = .map
        }
      default: throw Self.unknown(field, "Checkpoint.Value")
      }
    }
    guard let tag else {
      throw FormatError(.invalidValue, "a value has no tag, expected its name", at: position)
    }
    try TensorName.check(tag, limits: limits, at: position)
    guard let kind else {
      throw FormatError(
        .invalidValue,
        "'\(printable(tag))' has neither a tensor nor a map",
        at: position
      )
    }
    self.tag = tag
    self.kind = kind
  }

  private static func tensor(
    _ message: inout ProtoCursor,
    at position: Int,
    _ limits: ParsingLimits
  ) throws(FormatError) -> Kind {
    var dimensions: [Int] = []
    var type: String?
    var content: Range<Int>?
    while let field = try message.next() {
      switch field.number {
      case 1: try message.appendDimensions(field, to: &dimensions, limits: limits)
      case 2:
        type = try message.text(field, limit: limits.nameBytes, named: "ParsingLimits.nameBytes")
      case 3: content = try message.range(field)
      default: throw unknown(field, "TensorProto")
      }
    }
    guard let type, let content else {
      throw FormatError(
        .invalidValue,
        "a tensor has no \(type == nil ? "tensor_type" : "tensor_content")",
        at: position
      )
    }
    return .tensor(type: type, dimensions: dimensions, content: content)
  }

  /// The error for a field that no version of MindSpore writes.
  static func unknown(_ field: ProtoField, _ message: String) -> FormatError {
    FormatError(
      .unsupported,
      "\(message) has a field \(field.number), which no known version of MindSpore writes",
      at: field.position
    )
  }
}
