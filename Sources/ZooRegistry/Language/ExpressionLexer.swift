internal import ZooTensors

/// Cuts a formula into tokens.
struct ExpressionLexer {
  enum Token: Hashable {
    case int(Int)
    case float(Double)
    case string(String)
    case word(String)
    case symbol(String)
    case end

    /// For messages.
    var found: String {
      switch self {
      case .int(let value): "\(value)"
      case .float(let value): "\(value)"
      case .string(let text): "the text '\(text)'"
      case .word(let text), .symbol(let text): "'\(text)'"
      case .end: "the end"
      }
    }
  }

  private let text: String
  private let bytes: [UInt8]
  private var position = 0

  init(_ text: String) {
    self.text = text
    bytes = Array(text.utf8)
  }

  /// The next token and the column, from 1, where it begins.
  mutating func next() throws(ZooError) -> (token: Token, column: Int) {
    while position < bytes.count, bytes[position] == 32 || bytes[position] == 9 { position += 1 }
    let column = position + 1
    guard position < bytes.count else { return (.end, column) }
    let byte = bytes[position]
    if Self.isDigit(byte) { return (try number(column), column) }
    if Self.isWordStart(byte) {
      let start = position
      while position < bytes.count,
        Self.isWordStart(bytes[position]) || Self.isDigit(bytes[position])
      {
        position += 1
      }
      return (.word(String(decoding: bytes[start..<position], as: UTF8.self)), column)
    }
    if byte == 39 || byte == 34 { return (try quoted(byte, column), column) }
    for symbol in ["==", "!=", "<=", ">="] where bytes[position...].starts(with: symbol.utf8) {
      position += 2
      return (.symbol(symbol), column)
    }
    let symbol = String(UnicodeScalar(byte))
    guard byte < 128, "+-*/%<>()[],".contains(symbol) else {
      throw failure("expected a value or an operator", text.character(atUTF8: position), column)
    }
    position += 1
    return (.symbol(symbol), column)
  }

  private mutating func number(_ column: Int) throws(ZooError) -> Token {
    let start = position
    func skipDigits() {
      while position < bytes.count, Self.isDigit(bytes[position]) { position += 1 }
    }
    skipDigits()
    var isInteger = true
    if position + 1 < bytes.count, bytes[position] == 46, Self.isDigit(bytes[position + 1]) {
      isInteger = false
      position += 1
      skipDigits()
    }
    if position < bytes.count, bytes[position] == 101 || bytes[position] == 69 {
      isInteger = false
      position += 1
      if position < bytes.count, bytes[position] == 45 || bytes[position] == 43 { position += 1 }
      skipDigits()
    }
    let digits = String(decoding: bytes[start..<position], as: UTF8.self)
    if position < bytes.count, Self.isWordStart(bytes[position]) {
      throw failure("expected a number", "'\(digits)' followed by a letter", column)
    }
    if isInteger {
      guard let value = Int(digits) else {
        throw failure("expected an integer of 64 bits", "'\(digits)'", column)
      }
      return .int(value)
    }
    guard let value = Double(digits), value.isFinite else {
      throw failure("expected a number", "'\(digits)'", column)
    }
    return .float(value)
  }

  private mutating func quoted(_ quote: UInt8, _ column: Int) throws(ZooError) -> Token {
    guard let end = bytes[(position + 1)...].firstIndex(of: quote) else {
      throw failure("expected a closing quote", "the end", column)
    }
    let content = String(decoding: bytes[(position + 1)..<end], as: UTF8.self)
    position = end + 1
    return .string(content)
  }

  /// An error that quotes the formula and names the column.
  func failure(_ expected: String, _ found: String, _ column: Int) -> ZooError {
    ZooError(.configuration, "'\(text)': \(expected), found \(found) (column \(column))")
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

  private static func isWordStart(_ byte: UInt8) -> Bool {
    (97...122).contains(byte) || (65...90).contains(byte) || byte == 95
  }
}

extension String {
  /// The character that covers a byte, in quotes.
  fileprivate func character(atUTF8 offset: Int) -> String {
    let index = utf8.index(startIndex, offsetBy: offset)
    guard let exact = index.samePosition(in: unicodeScalars) else { return "a broken character" }
    return "'\(unicodeScalars[exact])'"
  }
}
