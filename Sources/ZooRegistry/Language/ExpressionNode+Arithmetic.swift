extension ExpressionNode {
  static func combine(
    _ kind: Arithmetic,
    _ left: ConfigValue,
    _ right: ConfigValue
  ) throws(EvaluationError) -> ConfigValue {
    if case .int(let first) = left, case .int(let second) = right {
      return .int(try integer(kind, first, second))
    }
    guard let first = left.doubleValue, let second = right.doubleValue else {
      throw EvaluationError(
        message: "'\(kind.rawValue)' takes numbers, found \(left.found) and \(right.found)"
      )
    }
    let result =
      switch kind {
      case .add: first + second
      case .subtract: first - second
      case .multiply: first * second
      case .divide: first / second
      case .remainder: first - second * (first / second).rounded(.down)
      }
    guard result.isFinite else {
      throw EvaluationError(message: "\(left) \(kind.rawValue) \(right) is not a finite number")
    }
    return .float(result)
  }

  private static func integer(
    _ kind: Arithmetic,
    _ left: Int,
    _ right: Int
  ) throws(EvaluationError) -> Int {
    let (value, overflow): (Int, Bool)
    switch kind {
    case .add: (value, overflow) = left.addingReportingOverflow(right)
    case .subtract: (value, overflow) = left.subtractingReportingOverflow(right)
    case .multiply: (value, overflow) = left.multipliedReportingOverflow(by: right)
    case .remainder: return try floored(left, right).remainder
    case .divide:
      let (quotient, remainder) = try floored(left, right)
      guard remainder == 0 else {
        throw EvaluationError(
          message: "\(left) / \(right) does not divide exactly; use ceil( / ) or floor( / )"
        )
      }
      return quotient
    }
    guard !overflow else {
      throw EvaluationError(message: "\(left) \(kind.rawValue) \(right) overflows 64 bits")
    }
    return value
  }

  /// The quotient rounded down, and the remainder, which has the sign of the divisor.
  static func floored(
    _ left: Int,
    _ right: Int
  ) throws(EvaluationError) -> (quotient: Int, remainder: Int) {
    guard right != 0 else { throw EvaluationError(message: "\(left) is divided by zero") }
    guard !(left == .min && right == -1) else {
      throw EvaluationError(message: "\(left) / \(right) overflows 64 bits")
    }
    let (quotient, remainder) = left.quotientAndRemainder(dividingBy: right)
    return remainder != 0 && (remainder < 0) != (right < 0)
      ? (quotient - 1, remainder + right) : (quotient, remainder)
  }

  static func compare(
    _ kind: Comparison,
    _ left: ConfigValue,
    _ right: ConfigValue
  ) throws(EvaluationError) -> Bool {
    if case .int(let first) = left, case .int(let second) = right {
      return ordered(kind, first, second)
    }
    if let first = left.doubleValue, let second = right.doubleValue {
      return ordered(kind, first, second)
    }
    guard left.type == right.type, kind == .equal || kind == .unequal else {
      throw EvaluationError(
        message: "'\(kind.rawValue)' cannot compare \(left.found) with \(right.found)"
      )
    }
    return (left == right) == (kind == .equal)
  }

  private static func ordered<T: Comparable>(_ kind: Comparison, _ left: T, _ right: T) -> Bool {
    switch kind {
    case .equal: left == right
    case .unequal: left != right
    case .less: left < right
    case .lessOrEqual: left <= right
    case .greater: left > right
    case .greaterOrEqual: left >= right
    }
  }
}
