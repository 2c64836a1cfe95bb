import ZooTensors

/// Why a formula has no value.
struct EvaluationError: Error {
  let message: String
}

extension ExpressionNode {
  func evaluate(in scope: ExpressionScope) throws(EvaluationError) -> ConfigValue {
    switch self {
    case .literal(let value): return value
    case .list(let nodes): return .list(try Self.evaluate(nodes, in: scope))
    case .name(let name):
      guard let value = scope[name] else {
        throw EvaluationError(
          message: "'\(name)' is not a configuration key or index"
            + Suggestions.question(for: name, among: scope.names)
        )
      }
      return value
    case .negated(let node): return try Self.negate(node.evaluate(in: scope))
    case .arithmetic(let kind, let left, let right):
      return try Self.combine(kind, left.evaluate(in: scope), right.evaluate(in: scope))
    case .comparison(let kind, let left, let right):
      return .bool(try Self.compare(kind, left.evaluate(in: scope), right.evaluate(in: scope)))
    case .not(let node): return .bool(!(try Self.truth(node.evaluate(in: scope), "not")))
    case .and(let left, let right):
      guard try Self.truth(left.evaluate(in: scope), "and") else { return .bool(false) }
      return .bool(try Self.truth(right.evaluate(in: scope), "and"))
    case .or(let left, let right):
      if try Self.truth(left.evaluate(in: scope), "or") { return .bool(true) }
      return .bool(try Self.truth(right.evaluate(in: scope), "or"))
    case .element(let list, let index):
      return try Self.element(of: list.evaluate(in: scope), at: index.evaluate(in: scope))
    case .call(let function, let arguments):
      return try Self.call(function, arguments, in: scope)
    case .conditional(let then, let condition, let otherwise):
      return try Self.truth(condition.evaluate(in: scope), "if")
        ? then.evaluate(in: scope) : otherwise.evaluate(in: scope)
    }
  }

  private static func evaluate(
    _ nodes: [ExpressionNode],
    in scope: ExpressionScope
  ) throws(EvaluationError) -> [ConfigValue] {
    var values: [ConfigValue] = []
    for node in nodes { values.append(try node.evaluate(in: scope)) }
    return values
  }

  private static func truth(_ value: ConfigValue, _ word: String) throws(EvaluationError) -> Bool {
    guard case .bool(let flag) = value else {
      throw EvaluationError(message: "'\(word)' takes true or false, found \(value.found)")
    }
    return flag
  }

  private static func negate(_ value: ConfigValue) throws(EvaluationError) -> ConfigValue {
    switch value {
    case .int(let number): return try combine(.subtract, .int(0), .int(number))
    case .float(let number): return .float(-number)
    default: throw EvaluationError(message: "'-' takes a number, found \(value.found)")
    }
  }

  private static func element(
    of list: ConfigValue,
    at index: ConfigValue
  ) throws(EvaluationError) -> ConfigValue {
    guard case .list(let elements) = list else {
      throw EvaluationError(message: "'[ ]' takes an element of a list, found \(list.found)")
    }
    guard case .int(let position) = index else {
      throw EvaluationError(message: "a position in a list is an integer, found \(index.found)")
    }
    guard elements.indices.contains(position) else {
      throw EvaluationError(message: "position \(position) is outside a list of \(elements.count)")
    }
    return elements[position]
  }

  private static func call(
    _ function: Function,
    _ arguments: [ExpressionNode],
    in scope: ExpressionScope
  ) throws(EvaluationError) -> ConfigValue {
    // A rounded division of integers never leaves the integers.
    if function == .ceil || function == .floor,
      case .arithmetic(.divide, let left, let right)? = arguments.first,
      case .int(let dividend) = try left.evaluate(in: scope),
      case .int(let divisor) = try right.evaluate(in: scope)
    {
      let (quotient, remainder) = try floored(dividend, divisor)
      return .int(function == .ceil && remainder != 0 ? quotient + 1 : quotient)
    }
    let values = try evaluate(arguments, in: scope)
    switch function {
    case .ceil, .floor:
      switch values[0] {
      case .int: return values[0]
      case .float(let number):
        let rounded = number.rounded(function == .ceil ? .up : .down)
        guard let integer = Int(exactly: rounded) else {
          throw EvaluationError(message: "\(function)(\(number)) does not fit 64 bits")
        }
        return .int(integer)
      default:
        throw EvaluationError(message: "\(function)() takes a number, found \(values[0].found)")
      }
    case .len:
      guard case .list(let elements) = values[0] else {
        throw EvaluationError(message: "len() takes a list, found \(values[0].found)")
      }
      return .int(elements.count)
    case .contains:
      switch (values[0], values[1]) {
      case (.list(let elements), let element): return .bool(elements.contains(element))
      case (.string(let text), .string(let part)):
        return .bool(text.split(separator: "|").contains { $0 == part })
      default:
        throw EvaluationError(
          message: "contains() takes a list and a value, or a text of words between '|' and a word"
            + ", found \(values[0].found) and \(values[1].found)"
        )
      }
    case .min, .max:
      var candidates = values
      if values.count == 1, case .list(let elements) = values[0] { candidates = elements }
      guard var best = candidates.first else {
        throw EvaluationError(message: "\(function)() of an empty list")
      }
      for candidate in candidates {
        if try compare(function == .min ? .less : .greater, candidate, best) { best = candidate }
      }
      return best
    }
  }
}
