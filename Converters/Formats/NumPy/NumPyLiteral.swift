import ZooTensors

/// Reads the dictionary in the header of a `.npy` file: a Python literal, of which only texts,
/// booleans and tuples of integers are known.
///
/// Nothing is evaluated; whatever is not one of these tokens is an error.
struct NumPyLiteral {
  /// A value of the dictionary.
  enum Value {
    case text(String)
    case bool(Bool)
    case integers([Int])
    /// A list, which describes records; its contents are not read.
    case list
  }

  private let bytes: [UInt8]
  private let origin: Int
  private var place = 0

  /// Reads the entries in their order.
  ///
  /// - Parameters:
  ///   - bytes: The header.
  ///   - origin: Where it begins in its file, for errors.
  /// - Returns: Keys and values; a list ends the reading.
  /// - Throws: ``FormatError`` with the offset of what is no such literal.
  static func entries(
    _ bytes: [UInt8],
    at origin: Int
  ) throws(FormatError) -> [(key: String, value: Value)] {
    var literal = NumPyLiteral(bytes: bytes, origin: origin)
    return try literal.entries()
  }

  private init(bytes: [UInt8], origin: Int) {
    self.bytes = bytes
    self.origin = origin
  }

  private mutating func entries() throws(FormatError) -> [(key: String, value: Value)] {
    var found: [(key: String, value: Value)] = []
    try take("{")
    while next != Self.code("}") {
      let key = try text()
      try take(":")
      let value = try value()
      found.append((key, value))
      if case .list = value { return found }
      guard next == Self.code(",") else { break }
      place += 1
    }
    try take("}")
    guard bytes[place...].allSatisfy({ $0 == 0x20 || $0 == 0x0a }) else {
      throw unexpected("only spaces after the dictionary")
    }
    return found
  }

  private mutating func value() throws(FormatError) -> Value {
    switch next {
    case Self.code("'"), Self.code("\""): return .text(try text())
    case Self.code("["): return .list
    case Self.code("("): return .integers(try integers())
    default: break
    }
    for (word, value) in [("True", true), ("False", false)]
    where bytes[place...].starts(with: word.utf8) {
      place += word.utf8.count
      return .bool(value)
    }
    throw unexpected("a text, a boolean or a tuple of integers")
  }

  /// A text without escapes; NumPy writes none.
  private mutating func text() throws(FormatError) -> String {
    guard let quote = next, quote == Self.code("'") || quote == Self.code("\"") else {
      throw unexpected("a text")
    }
    place += 1
    let start = place
    while place < bytes.count, bytes[place] != quote {
      guard (0x20..<0x7f).contains(bytes[place]), bytes[place] != 0x5c else {
        throw unexpected("plain characters in a text")
      }
      place += 1
    }
    guard place < bytes.count else { throw unexpected("the end of a text") }
    defer { place += 1 }
    return String(decoding: bytes[start..<place], as: UTF8.self)
  }

  private mutating func integers() throws(FormatError) -> [Int] {
    try take("(")
    var found: [Int] = []
    var hasComma = false
    while next != Self.code(")") {
      found.append(try integer())
      hasComma = next == Self.code(",")
      guard hasComma else { break }
      place += 1
    }
    guard found.count != 1 || hasComma else { throw unexpected("a comma, for a tuple of one") }
    try take(")")
    return found
  }

  private mutating func integer() throws(FormatError) -> Int {
    skipSpaces()
    let start = place
    while place < bytes.count, (0x30...0x39).contains(bytes[place]) { place += 1 }
    guard start < place else { throw unexpected("an integer") }
    guard let value = Int(String(decoding: bytes[start..<place], as: UTF8.self)) else {
      throw FormatError(.invalidValue, "an extent does not fit 64 bits", at: origin + start)
    }
    // Python 2 marks long integers.
    if place < bytes.count, bytes[place] == Self.code("L") { place += 1 }
    return value
  }

  // MARK: - Tokens

  private static func code(_ character: Unicode.Scalar) -> UInt8 { UInt8(ascii: character) }

  private mutating func skipSpaces() {
    while place < bytes.count, bytes[place] == 0x20 { place += 1 }
  }

  /// The next byte that is no space, which is moved to.
  private var next: UInt8? {
    mutating get {
      skipSpaces()
      return place < bytes.count ? bytes[place] : nil
    }
  }

  private mutating func take(_ character: Unicode.Scalar) throws(FormatError) {
    guard next == Self.code(character) else { throw unexpected("'\(character)'") }
    place += 1
  }

  private func unexpected(_ expected: String) -> FormatError {
    let rest = bytes[place...].prefix(12)
    let found = rest.isEmpty ? "its end" : "'\(printable(String(decoding: rest, as: UTF8.self)))'"
    return FormatError(
      .invalidValue,
      "the header of an array: expected \(expected), found \(found)",
      at: origin + place
    )
  }
}
