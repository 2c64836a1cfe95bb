import ZooTensors

/// The key-value pairs of a GGUF file: their keys, and the values that are single numbers or texts.
struct GGUFMetadata {
  /// A value that is not an array.
  enum Value: Equatable {
    case integer(Int64)
    case unsigned(UInt64)
    case number(Double)
    case bool(Bool)
    case text(String)
  }

  /// The longest text that is kept; longer ones (templates, licenses) are passed over.
  private static let keptTextBytes = 1024

  /// The single values by key, in the order of the file.
  private(set) var values: [(key: String, value: Value)] = []
  /// All keys.
  private(set) var keys: Set<String> = []

  /// Reads as many pairs as the header states.
  init(
    reading count: Int,
    from cursor: inout GGUFCursor,
    limits: ParsingLimits
  ) throws(FormatError) {
    for _ in 0..<count {
      let place = cursor.position
      let key = try cursor.readText("a key", limit: limits.nameBytes, "ParsingLimits.nameBytes")
      guard !key.isEmpty, !TensorName.hasControlCharacter(key) else {
        throw FormatError(
          .invalidValue,
          "expected a key of text, found '\(printable(key))'",
          at: place
        )
      }
      guard keys.insert(key).inserted else {
        throw FormatError(.invalidValue, "the key '\(printable(key))' is there twice", at: place)
      }
      let position = cursor.position
      let type = try Kind(number: try cursor.read(UInt32.self), of: key, at: position)
      if let value = try Self.read(type, of: key, &cursor, limits) { values.append((key, value)) }
    }
  }

  subscript(key: String) -> Value? { values.first { $0.key == key }?.value }

  /// The alignment of the tensors in bytes: 32 unless the file says otherwise.
  func alignment() throws(FormatError) -> Int {
    let key = "general.alignment"
    guard keys.contains(key) else { return 32 }
    guard case .unsigned(let value)? = self[key], let alignment = Int(exactly: value),
      alignment > 0, alignment & (alignment - 1) == 0, alignment <= 1 << 16
    else {
      throw FormatError(
        .invalidValue,
        "expected '\(key)' to be a power of two, 1 to 65536, found \(self[key]?.description ?? "an array")"
      )
    }
    return alignment
  }

  /// A count or number that must not be negative; `nil` where the file does not have it.
  func count(_ key: String) throws(FormatError) -> Int? {
    guard keys.contains(key) else { return nil }
    let found: Int? =
      switch self[key] {
      case .integer(let value): Int(exactly: value)
      case .unsigned(let value): Int(exactly: value)
      default: nil
      }
    guard let found, found >= 0 else {
      throw FormatError(
        .invalidValue,
        "expected '\(key)' to be a count, found \(self[key]?.description ?? "an array")"
      )
    }
    return found
  }

  private static func read(
    _ kind: Kind,
    of key: String,
    _ cursor: inout GGUFCursor,
    _ limits: ParsingLimits
  ) throws(FormatError) -> Value? {
    switch kind {
    case .u8: return .unsigned(UInt64(try cursor.read(UInt8.self)))
    case .i8: return .integer(Int64(try cursor.read(Int8.self)))
    case .u16: return .unsigned(UInt64(try cursor.read(UInt16.self)))
    case .i16: return .integer(Int64(try cursor.read(Int16.self)))
    case .u32: return .unsigned(UInt64(try cursor.read(UInt32.self)))
    case .i32: return .integer(Int64(try cursor.read(Int32.self)))
    case .f32: return .number(Double(Float(bitPattern: try cursor.read(UInt32.self))))
    case .u64: return .unsigned(try cursor.read(UInt64.self))
    case .i64: return .integer(try cursor.read(Int64.self))
    case .f64: return .number(Double(bitPattern: try cursor.read(UInt64.self)))
    case .bool:
      let place = cursor.position
      let byte = try cursor.read(UInt8.self)
      guard byte <= 1 else {
        throw FormatError(
          .invalidValue,
          "'\(printable(key))' is a truth value but has the byte \(byte)",
          at: place
        )
      }
      return .bool(byte == 1)
    case .string:
      let count = try cursor.readCount("bytes of text", minimum: 1)
      guard count <= keptTextBytes else {
        try cursor.skip(count)
        return nil
      }
      // Texts are not all in UTF-8; the notes show what can be shown.
      return .text(String(decoding: try cursor.readArray(count), as: UTF8.self))
    case .array:
      try skipArray(of: key, &cursor)
      return nil
    }
  }

  /// Passes over the items of an array, whose number is proven to fit the file.
  private static func skipArray(
    of key: String,
    _ cursor: inout GGUFCursor
  ) throws(FormatError) {
    let place = cursor.position
    let kind = try Kind(number: try cursor.read(UInt32.self), of: key, at: place)
    switch kind {
    case .array:
      throw FormatError(
        .unsupported,
        "'\(printable(key))' is an array of arrays, which ggml does not read either",
        at: place
      )
    case .string:
      let count = try cursor.readCount("texts", minimum: 8)
      for _ in 0..<count {
        try cursor.skip(try cursor.readCount("bytes of text", minimum: 1))
      }
    default:
      let count = try cursor.readCount("items", minimum: kind.width)
      try cursor.skip(try count.multiplied(by: kind.width, "an array"))
    }
  }

  /// The type of a value.
  ///
  /// Source: `enum gguf_type` in llama.cpp's `ggml/include/gguf.h`.
  private enum Kind: UInt32 {
    case u8, i8, u16, i16, u32, i32, f32, bool, string, array, u64, i64, f64

    init(number: UInt32, of key: String, at position: Int) throws(FormatError) {
      guard let kind = Kind(rawValue: number) else {
        throw FormatError(
          .invalidValue,
          "expected a type of value, 0 to 12, for '\(printable(key))', found \(number)",
          at: position
        )
      }
      self = kind
    }

    /// The bytes of one number.
    var width: Int {
      switch self {
      case .u8, .i8, .bool: 1
      case .u16, .i16: 2
      case .u32, .i32, .f32: 4
      case .u64, .i64, .f64, .string, .array: 8
      }
    }
  }
}

extension GGUFMetadata.Value: CustomStringConvertible {
  /// The value in short.
  var description: String {
    switch self {
    case .integer(let value): "\(value)"
    case .unsigned(let value): "\(value)"
    case .number(let value): "\(value)"
    case .bool(let value): "\(value)"
    case .text(let value): printable(value)
    }
  }
}
