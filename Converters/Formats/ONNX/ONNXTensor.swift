import ZooTensors

/// One message `TensorProto`; its values are passed over.
///
/// Source: `onnx.proto`.
struct ONNXTensor: Sendable {
  /// Numbers in the file.
  struct Values: Sendable {
    /// The field of `TensorProto`; 9 is the raw bytes.
    let field: Int
    /// Where they are, in offsets of the file.
    let range: Range<Int>
  }

  /// The name in the message, which constants of nodes do not use.
  private(set) var name = ""
  /// The dimensions as they are stored.
  private(set) var dimensions: [Int] = []
  /// The number of the element type; 0 is none.
  private(set) var type = 0
  /// The field that is not empty.
  private(set) var values: Values?
  /// The number of texts.
  private(set) var textCount = 0
  /// Where the values are in another file.
  private(set) var external: ONNXExternalData?
  /// Where the message is in the file.
  let position: Int

  private static let titles = [
    4: "float_data", 5: "int32_data", 7: "int64_data", 9: "raw_data", 10: "double_data",
    11: "uint64_data",
  ]

  /// Reads one message.
  ///
  /// - Throws: ``FormatError`` where the values are in several places, or where the tensor is only a
  ///   segment of one.
  init(_ message: inout ProtoCursor, limits: ParsingLimits) throws(FormatError) {
    position = message.position
    var isExternal = false
    var entries: [ONNXExternalData.Entry] = []
    while let field = try message.next() {
      switch field.number {
      case 1: try message.appendDimensions(field, to: &dimensions, limits: limits)
      case 2: type = try message.count(field, "the element type")
      case 3:
        throw FormatError(
          .unsupported,
          "a tensor is stored in segments, which are not read",
          at: field.position
        )
      case 6:
        _ = try message.range(field, isRepeated: true)
        textCount += 1
      case 8: name = try message.text(field, limit: limits.stringBytes)
      case 4, 5, 7, 9, 10, 11: try read(field, &message)
      case 13:
        var entry = try message.nested(field, "StringStringEntryProto", isRepeated: true)
        entries.append(try ONNXExternalData.Entry(&entry, limits: limits))
      case 14:
        let location = try message.count(field, "the data location")
        guard location <= 1 else {
          throw FormatError(
            .invalidValue,
            "the data location \(location) is neither 0 (here) nor 1 (in another file)",
            at: field.position
          )
        }
        isExternal = location == 1
      default: try message.skip(field)
      }
    }
    // Entries of a tensor that was brought into the file again are left over from before.
    if isExternal { external = try ONNXExternalData(entries, at: position) }
    guard (values == nil ? 0 : 1) + (textCount == 0 ? 0 : 1) + (isExternal ? 1 : 0) <= 1 else {
      throw FormatError(
        .inconsistent,
        "'\(printable(name))' has values in two places, expected numbers, texts or another file",
        at: position
      )
    }
  }

  private mutating func read(
    _ field: ProtoField,
    _ message: inout ProtoCursor
  ) throws(FormatError) {
    let title = Self.titles[field.number] ?? ""
    guard field.wireType == .bytes else {
      throw FormatError(
        .unsupported,
        "\(title) is stored number by number, expected a packed field",
        at: field.position
      )
    }
    let range = try message.range(field)
    guard !range.isEmpty else { return }
    if let values {
      throw FormatError(
        .inconsistent,
        "a tensor has values in \(Self.titles[values.field] ?? "") and in \(title), expected one",
        at: field.position
      )
    }
    values = Values(field: field.number, range: range)
  }

  /// The name of a field, for messages.
  static func title(_ field: Int) -> String { titles[field] ?? "field \(field)" }
}
