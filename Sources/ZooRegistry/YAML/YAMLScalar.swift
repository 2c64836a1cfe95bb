/// The core schema of YAML 1.2 for plain scalars, without regular expressions.
enum YAMLScalar {
  /// What a scalar without quotes means.
  static func content(ofPlain text: String) -> YAMLNode.Content {
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True", "TRUE": return .bool(true)
    case "false", "False", "FALSE": return .bool(false)
    default: break
    }
    guard let first = text.utf8.first, isNumberStart(first), isNumber(text) else {
      return .string(text)
    }
    if let integer = Int(text) { return .int(integer) }
    // A decimal of more than 64 bits, or a fraction, or an exponent.
    if let number = Double(text), number.isFinite { return .float(number) }
    return .string(text)
  }

  private static func isNumberStart(_ byte: UInt8) -> Bool {
    (48...57).contains(byte) || byte == 45 || byte == 43 || byte == 46
  }

  /// Whether a text is `[-+]? (digits [. digits*]? | . digits) ([eE] [-+]? digits)?`.
  private static func isNumber(_ text: String) -> Bool {
    var rest = Substring(text).utf8
    func digits(_ rest: inout Substring.UTF8View) -> Int {
      let count = rest.prefix { (48...57).contains($0) }.count
      rest = rest.dropFirst(count)
      return count
    }
    func sign(_ rest: inout Substring.UTF8View) {
      if rest.first == 45 || rest.first == 43 { rest = rest.dropFirst() }
    }
    sign(&rest)
    var mantissa = digits(&rest)
    if rest.first == 46 {
      rest = rest.dropFirst()
      mantissa += digits(&rest)
    }
    guard mantissa > 0 else { return false }
    if rest.first == 101 || rest.first == 69 {
      rest = rest.dropFirst()
      sign(&rest)
      guard digits(&rest) > 0 else { return false }
    }
    return rest.isEmpty
  }
}
