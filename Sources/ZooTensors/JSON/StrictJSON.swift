/// JSON as files of a trustworthy package write it: one meaning for each text, or an error.
///
/// Refused are duplicate keys (also two spellings of one key through escapes or Unicode
/// normalisation), invalid UTF-8, overlong forms, lone surrogates, byte-order marks, comments,
/// trailing commas, numbers that no `Double` holds, and nesting above `ParsingLimits.nestingDepth`.
public enum StrictJSON {
  /// Parses one value that fills the bytes.
  ///
  /// Complexity: O(bytes).
  /// - Parameters:
  ///   - bytes: The text in UTF-8.
  ///   - name: The file, for errors.
  ///   - limits: The caps on nesting and size.
  /// - Returns: The value, with the order of members kept.
  /// - Throws: ``FormatError`` with the byte offset of the first violation.
  public static func parse(
    _ bytes: RawSpan,
    name: String? = nil,
    limits: ParsingLimits = .default
  ) throws(FormatError) -> JSONValue {
    do throws(FormatError) {
      guard bytes.byteCount <= limits.sideFileBytes else {
        throw .limit(
          "JSON text of bytes",
          bytes.byteCount,
          limits.sideFileBytes,
          "ParsingLimits.sideFileBytes"
        )
      }
      var reader = JSONReader(bytes, limits: limits)
      let value = try reader.readValue("the text")
      try reader.finish()
      return value
    } catch {
      throw name.map { error.inFile($0) } ?? error
    }
  }

  /// Parses one value that fills an array.
  public static func parse(
    _ bytes: [UInt8],
    name: String? = nil,
    limits: ParsingLimits = .default
  ) throws(FormatError) -> JSONValue {
    try unsafe bytes.withUnsafeBufferPointer { (buffer) throws(FormatError) in
      // Safe: the span is used only inside this closure.
      let span = unsafe RawSpan(_unsafeBytes: UnsafeRawBufferPointer(buffer))
      return try parse(span, name: name, limits: limits)
    }
  }

  /// Parses a file or archive member.
  public static func parse(
    _ region: ByteRegion,
    limits: ParsingLimits = .default
  ) throws(FormatError) -> JSONValue {
    try parse(region.bytes, name: region.name, limits: limits)
  }

  /// Parses a text.
  public static func parse(
    text: String,
    limits: ParsingLimits = .default
  ) throws(FormatError) -> JSONValue {
    try parse(Array(text.utf8), limits: limits)
  }
}
