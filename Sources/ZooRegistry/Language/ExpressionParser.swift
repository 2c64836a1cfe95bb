internal import ZooTensors

/// Recursive descent over the tokens of a formula.
struct ExpressionParser {
  private var lexer: ExpressionLexer
  private var token: ExpressionLexer.Token
  private var column: Int
  private var depth = 0
  private var operatorCount = 0
  /// Brackets within brackets; each level takes many frames of a stack.
  private static let depthLimit = 8
  /// Operators of one formula: the tree is never deeper.
  private static let operatorLimit = 40
  private static let keywords: Set<String> = ["if", "else", "and", "or", "not", "in"]

  init(_ text: String) throws(ZooError) {
    lexer = ExpressionLexer(text)
    (token, column) = try lexer.next()
  }

  mutating func parseAll() throws(ZooError) -> ExpressionNode {
    let node = try conditional()
    guard token == .end else { throw unexpected("an operator or the end") }
    return node
  }

  private mutating func conditional() throws(ZooError) -> ExpressionNode {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.depthLimit else {
      throw unexpected("at most \(Self.depthLimit) levels of nesting")
    }
    let then = try disjunction()
    guard try take(word: "if") else { return then }
    let condition = try disjunction()
    guard try take(word: "else") else { throw unexpected("'else'") }
    let otherwise = try conditional()
    return .conditional(then: then, condition: condition, otherwise: otherwise)
  }

  private mutating func disjunction() throws(ZooError) -> ExpressionNode {
    var left = try conjunction()
    while try take(word: "or") { left = .or(left, try conjunction()) }
    return left
  }

  private mutating func conjunction() throws(ZooError) -> ExpressionNode {
    var left = try negation()
    while try take(word: "and") { left = .and(left, try negation()) }
    return left
  }

  private mutating func negation() throws(ZooError) -> ExpressionNode {
    var count = 0
    while try take(word: "not") { count += 1 }
    var node = try comparison()
    for _ in 0..<count { node = .not(node) }
    return node
  }

  private mutating func comparison() throws(ZooError) -> ExpressionNode {
    let left = try sum()
    guard case .symbol(let symbol) = token, let kind = ExpressionNode.Comparison(rawValue: symbol)
    else { return left }
    try countOperator()
    try advance()
    let right = try sum()
    if case .symbol(let next) = token, ExpressionNode.Comparison(rawValue: next) != nil {
      throw unexpected("'and' between two comparisons")
    }
    return .comparison(kind, left, right)
  }

  private mutating func sum() throws(ZooError) -> ExpressionNode {
    var left = try product()
    while case .symbol(let symbol) = token, symbol == "+" || symbol == "-" {
      try countOperator()
      try advance()
      left = .arithmetic(symbol == "+" ? .add : .subtract, left, try product())
    }
    return left
  }

  private mutating func product() throws(ZooError) -> ExpressionNode {
    var left = try unary()
    while case .symbol(let symbol) = token, symbol == "*" || symbol == "/" || symbol == "%",
      let kind = ExpressionNode.Arithmetic(rawValue: symbol)
    {
      try countOperator()
      try advance()
      left = .arithmetic(kind, left, try unary())
    }
    return left
  }

  private mutating func unary() throws(ZooError) -> ExpressionNode {
    var count = 0
    while try take(symbol: "-") { count += 1 }
    var node = try primary()
    while try take(symbol: "[") {
      let index = try conditional()
      guard try take(symbol: "]") else { throw unexpected("']'") }
      node = .element(node, index)
    }
    for _ in 0..<count { node = .negated(node) }
    return node
  }

  private mutating func primary() throws(ZooError) -> ExpressionNode {
    let (current, place) = (token, column)
    switch current {
    case .int(let value):
      try advance()
      return .literal(.int(value))
    case .float(let value):
      try advance()
      return .literal(.float(value))
    case .string(let value):
      try advance()
      return .literal(.string(value))
    case .word("true"), .word("false"):
      try advance()
      return .literal(.bool(current == .word("true")))
    case .word(let word) where !Self.keywords.contains(word):
      try advance()
      guard try take(symbol: "(") else { return .name(word) }
      guard let function = ExpressionNode.Function(rawValue: word) else {
        throw lexer.failure(
          "expected one of the functions "
            + ExpressionNode.Function.allCases.map(\.rawValue).joined(separator: ", "),
          "'\(word)'",
          place
        )
      }
      let arguments = try arguments(upTo: ")")
      let isValid =
        switch function {
        case .ceil, .floor, .len: arguments.count == 1
        case .contains: arguments.count == 2
        case .min, .max: !arguments.isEmpty
        }
      guard isValid else {
        throw lexer.failure(
          "expected \(function.argumentCount) of \(word)()",
          "\(arguments.count)",
          place
        )
      }
      return .call(function, arguments)
    case .symbol("("):
      try advance()
      let node = try conditional()
      guard try take(symbol: ")") else { throw unexpected("')'") }
      return node
    case .symbol("["):
      try advance()
      return .list(try arguments(upTo: "]"))
    default:
      throw unexpected("a value")
    }
  }

  private mutating func arguments(upTo end: String) throws(ZooError) -> [ExpressionNode] {
    if try take(symbol: end) { return [] }
    var nodes = [try conditional()]
    while try take(symbol: ",") { nodes.append(try conditional()) }
    guard try take(symbol: end) else { throw unexpected("',' or '\(end)'") }
    return nodes
  }

  private mutating func advance() throws(ZooError) { (token, column) = try lexer.next() }

  private mutating func countOperator() throws(ZooError) {
    operatorCount += 1
    guard operatorCount <= Self.operatorLimit else {
      throw unexpected(
        "at most \(Self.operatorLimit) operators; give an intermediate value a key of its own"
      )
    }
  }

  private mutating func take(symbol: String) throws(ZooError) -> Bool {
    guard token == .symbol(symbol) else { return false }
    if symbol == "-" || symbol == "[" { try countOperator() }
    try advance()
    return true
  }

  private mutating func take(word: String) throws(ZooError) -> Bool {
    guard token == .word(word) else { return false }
    if word != "else" { try countOperator() }
    try advance()
    return true
  }

  private func unexpected(_ expected: String) -> ZooError {
    lexer.failure("expected \(expected)", token.found, column)
  }
}
