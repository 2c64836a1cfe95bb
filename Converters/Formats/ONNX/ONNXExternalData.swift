import ZooTensors

/// Where the values of a tensor are in a file beside the model.
///
/// Source: `external_data` of `onnx.proto`.
struct ONNXExternalData: Sendable {
  /// One pair of texts.
  struct Entry: Sendable {
    let key: String
    let value: String

    init(_ message: inout ProtoCursor, limits: ParsingLimits) throws(FormatError) {
      var key = ""
      var value = ""
      while let field = try message.next() {
        switch field.number {
        case 1: key = try message.text(field, limit: limits.stringBytes)
        case 2: value = try message.text(field, limit: limits.stringBytes)
        default: try message.skip(field)
        }
      }
      self.key = key
      self.value = value
    }
  }

  /// The name of the file as the model states it.
  let location: String
  /// Where the values begin.
  let offset: Int
  /// The number of bytes; up to the end of the file where it is not stated.
  let byteCount: Int?
  /// Whether a checksum of the whole file is stated.
  let hasChecksum: Bool

  /// Understands the pairs.
  ///
  /// - Throws: ``FormatError`` where a key is there twice, no file is named, or a number is no
  ///   number.
  init(_ entries: [Entry], at position: Int) throws(FormatError) {
    var values: [String: String] = [:]
    for entry in entries {
      guard values.updateValue(entry.value, forKey: entry.key) == nil else {
        throw FormatError(
          .invalidValue,
          "external_data has the key '\(printable(entry.key))' twice",
          at: position
        )
      }
    }
    guard let location = values["location"] else {
      throw FormatError(.invalidValue, "external_data names no file (location)", at: position)
    }
    self.location = location
    offset = try Self.number("offset", values, position) ?? 0
    byteCount = try Self.number("length", values, position)
    hasChecksum = values["checksum"] != nil
  }

  private static func number(
    _ key: String,
    _ values: [String: String],
    _ position: Int
  ) throws(FormatError) -> Int? {
    guard let text = values[key] else { return nil }
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let number = Int(text)
    else {
      throw FormatError(
        .invalidValue,
        "the \(key) '\(printable(text))' of external_data is no number of 63 bits",
        at: position
      )
    }
    return number
  }
}
