/// A strict pull parser for JSON that throws instead of trapping and knows where it is.
///
/// It accepts exactly the grammar of RFC 8259 in valid UTF-8: no comments, no trailing commas, no
/// byte-order mark, no lone surrogates, no overlong forms. Callers that read objects member by
/// member check their keys for duplicates; ``readValue(_:)`` does so itself.
public struct JSONReader: ~Escapable {
  let bytes: RawSpan
  /// The offset of the next byte, from the start of the span.
  public internal(set) var offset = 0
  /// The place in the file of the key that ``nextKey()`` returned last.
  public private(set) var keyPosition = 0
  private let origin: Int
  private let depthLimit: Int
  private var depth = 0
  /// Whether a container was just opened, so that no comma is due.
  private var isAtStart = false

  /// Starts at the first byte; `origin` is that byte's offset in its file.
  @_lifetime(copy bytes)
  public init(_ bytes: RawSpan, origin: Int = 0, limits: ParsingLimits = .default) {
    self.bytes = bytes
    self.origin = origin
    depthLimit = limits.nestingDepth
  }

  /// The place of the next byte in its file, for error messages.
  public var position: Int { origin &+ offset }

  /// The next byte without moving, or `nil` at the end.
  var next: UInt8? {
    guard offset < bytes.byteCount else { return nil }
    // Safe: the line above proved that the byte exists.
    return unsafe bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
  }

  // MARK: - Structure

  /// Passes over space, tab, line feed and carriage return.
  public mutating func skipWhitespace() {
    while let byte = next, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 {
      offset += 1
    }
  }

  /// Whether the next value is an array; passes over whitespace only.
  public var isAtArray: Bool {
    mutating get {
      skipWhitespace()
      return next == 0x5b
    }
  }

  /// Enters an object.
  public mutating func beginObject(
    _ what: @autoclosure () -> String = "a value"
  ) throws(FormatError) {
    try begin(0x7b, "\(what()) must be an object")
  }

  /// Enters an array.
  public mutating func beginArray(
    _ what: @autoclosure () -> String = "a value"
  ) throws(FormatError) {
    try begin(0x5b, "\(what()) must be an array")
  }

  /// The next key of the object that was entered, past its colon, or `nil` at the object's end.
  public mutating func nextKey() throws(FormatError) -> String? {
    guard try advance(to: 0x7d, "expected ',' or '}' after a member") else { return nil }
    guard next == 0x22 else { throw unexpected("expected a key in quotes") }
    keyPosition = position
    let key = try readString("a key")
    skipWhitespace()
    guard next == 0x3a else { throw unexpected("expected ':' after the key '\(key)'") }
    offset += 1
    return key
  }

  /// Whether the array that was entered has another element; `false` leaves the array.
  public mutating func nextElement() throws(FormatError) -> Bool {
    try advance(to: 0x5d, "expected ',' or ']' after an element")
  }

  /// Requires that nothing but whitespace follows.
  public mutating func finish() throws(FormatError) {
    skipWhitespace()
    guard next == nil else { throw unexpected("expected the end after the value") }
  }

  private mutating func begin(
    _ opening: UInt8,
    _ message: @autoclosure () -> String
  ) throws(FormatError) {
    skipWhitespace()
    guard next == opening else { throw unexpected(message()) }
    guard depth < depthLimit else {
      throw .limit(
        "nesting depth",
        depth + 1,
        depthLimit,
        "ParsingLimits.nestingDepth",
        at: position
      )
    }
    offset += 1
    depth += 1
    isAtStart = true
  }

  private mutating func advance(to closing: UInt8, _ message: String) throws(FormatError) -> Bool {
    skipWhitespace()
    if next == closing {
      offset += 1
      depth -= 1
      isAtStart = false
      return false
    }
    if !isAtStart {
      guard next == 0x2c else { throw unexpected(message) }
      offset += 1
      skipWhitespace()
      guard next != closing else { throw unexpected("expected a value after the comma") }
    }
    isAtStart = false
    return true
  }

  // MARK: - Values

  /// Reads any value, with every object's keys unique.
  public mutating func readValue(
    _ what: @autoclosure () -> String = "a value"
  ) throws(FormatError) -> JSONValue {
    skipWhitespace()
    switch next {
    case 0x7b: return .object(try readObject(what()))
    case 0x5b:
      try beginArray(what())
      var elements: [JSONValue] = []
      while try nextElement() { elements.append(try readValue("an element")) }
      return .array(elements)
    case 0x22: return .string(try readString(what()))
    case 0x74: return try readWord("true", .bool(true))
    case 0x66: return try readWord("false", .bool(false))
    case 0x6e: return try readWord("null", .null)
    case .some(0x30...0x39), 0x2d: return try readNumber()
    default: throw unexpected("expected a value")
    }
  }

  /// Reads an object, with unique keys at every level.
  public mutating func readObject(
    _ what: @autoclosure () -> String = "a value"
  ) throws(FormatError) -> JSONObject {
    try beginObject(what())
    var object = JSONObject()
    while let key = try nextKey() {
      let place = keyPosition
      let value = try readValue("'\(key)'")
      guard object.insert(key, value) else {
        throw Self.duplicate(key, object.spelling(of: key), at: place)
      }
    }
    return object
  }

  private mutating func readWord(_ word: StaticString, _ value: JSONValue) throws(FormatError)
    -> JSONValue
  {
    let expected = "\(word)"
    for byte in expected.utf8 {
      guard next == byte else { throw unexpected("expected \(expected)") }
      offset += 1
    }
    return value
  }

  /// The error for a key that occurs twice, in one spelling or in two.
  static func duplicate(_ key: String, _ other: String?, at place: Int) -> FormatError {
    let isSameSpelling = other.map { $0.utf8.elementsEqual(key.utf8) } ?? true
    return FormatError(
      .invalidValue,
      isSameSpelling
        ? "the key '\(key)' occurs twice in one object"
        : "the key '\(key)' occurs twice in one object, in two spellings of the same Unicode text",
      at: place
    )
  }

  /// The error for whatever comes next.
  func unexpected(_ message: String) -> FormatError {
    guard let byte = next else {
      return FormatError(.truncated, "\(message), found the end", at: position)
    }
    let found =
      (0x21...0x7e).contains(byte)
      ? "'\(Character(Unicode.Scalar(byte)))'"
      : "byte 0x\(byte < 16 ? "0" : "")\(String(byte, radix: 16))"
    return FormatError(.invalidValue, "\(message), found \(found)", at: position)
  }
}
