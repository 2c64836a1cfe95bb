import ZooTensors

/// The text that OneFlow keeps beside the bytes of a variable: its shape and element type.
///
/// Source: `VariableMetaInfo` in OneFlow's `oneflow/core/framework/variable_meta_info.proto`,
/// `ShapeProto` and `DataType` in `oneflow/core/common/`.
struct OneFlowMeta {
  let dtype: DType
  let shape: Shape

  /// The longest text: a shape of the largest rank needs much less.
  static let byteLimit = 4096

  /// Reads a message in the text format of protocol buffers.
  ///
  /// - Throws: ``FormatError`` where the text is malformed or has fields that are not known, or the
  ///   elements are of a type that is not read.
  init(_ bytes: [UInt8], limits: ParsingLimits) throws(FormatError) {
    guard bytes.count <= Self.byteLimit, let text = String(validating: bytes, as: UTF8.self) else {
      throw FormatError(
        .invalidValue,
        "expected the text of a variable's shape and type, at most \(Self.byteLimit) bytes"
      )
    }
    var words = Self.words(of: text)[...]
    var dimensions: [Int]?
    var type: String?
    while let field = words.popFirst() {
      switch field {
      case "shape":
        guard dimensions == nil else { throw Self.twice(field) }
        if words.first == ":" { words.removeFirst() }
        dimensions = try Self.readShape(&words)
      case "data_type":
        guard type == nil else { throw Self.twice(field) }
        type = try Self.value(of: field, &words)
      default:
        throw FormatError(
          .invalidValue,
          "expected 'shape' or 'data_type', found '\(printable(field))'"
        )
      }
    }
    guard let dimensions, let type else {
      throw FormatError(.invalidValue, "the shape or the type of a variable is missing")
    }
    shape = try Shape(dimensions, limits: limits)
    dtype = try Self.dtype(type)
  }

  private static func readShape(_ words: inout ArraySlice<String>) throws(FormatError) -> [Int] {
    guard words.popFirst() == "{" else {
      throw FormatError(.invalidValue, "expected '{' after 'shape'")
    }
    var dimensions: [Int] = []
    while let word = words.popFirst(), word != "}" {
      guard word == "dim" else {
        throw FormatError(.invalidValue, "expected 'dim' in a shape, found '\(printable(word))'")
      }
      let text = try value(of: word, &words)
      guard let dimension = Int(digits: text) else {
        throw FormatError(.invalidValue, "expected a dimension, found '\(printable(text))'")
      }
      dimensions.append(dimension)
    }
    // An end without a brace leaves no type, which is refused.
    return dimensions
  }

  private static func value(
    of field: String,
    _ words: inout ArraySlice<String>
  ) throws(FormatError) -> String {
    guard words.popFirst() == ":", let value = words.popFirst(), !["{", "}", ":"].contains(value)
    else { throw FormatError(.invalidValue, "expected ':' and a value after '\(field)'") }
    return value
  }

  /// Words and the marks `{`, `}` and `:`, without the spaces between them.
  private static func words(of text: String) -> [String] {
    var words: [String] = []
    var word = ""
    for character in text.unicodeScalars {
      let isSpace = [" ", "\n", "\t", "\r"].contains(character)
      let isMark = ["{", "}", ":"].contains(character)
      if isSpace || isMark, !word.isEmpty {
        words.append(word)
        word = ""
      }
      if isMark { words.append(String(character)) }
      if !isSpace, !isMark { word.unicodeScalars.append(character) }
    }
    return word.isEmpty ? words : words + [word]
  }

  /// The type by its name in the enumeration, or by its number.
  private static func dtype(_ name: String) throws(FormatError) -> DType {
    switch name {
    case "kFloat", "2": return .f32
    case "kDouble", "3": return .f64
    case "kInt8", "4": return .i8
    case "kInt32", "5": return .i32
    case "kInt64", "6": return .i64
    case "kUInt8", "7": return .u8
    case "kFloat16", "9": return .f16
    case "kBFloat16", "11": return .bf16
    case "kBool", "12": return .bool
    case "kUInt16", "13": return .u16
    case "kUInt32", "14": return .u32
    case "kUInt64", "15": return .u64
    case "kInt16", "17": return .i16
    case "kComplex64", "20": return .c64
    case "kComplex128", "21": return .c128
    default:
      throw FormatError(
        .unsupported,
        "elements of OneFlow's type '\(printable(name))' are not read"
      )
    }
  }

  private static func twice(_ field: String) -> FormatError {
    FormatError(.invalidValue, "'\(field)' is there twice")
  }
}
