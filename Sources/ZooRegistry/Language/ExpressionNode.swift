/// The tree of an ``Expression``.
indirect enum ExpressionNode: Sendable, Hashable {
  enum Arithmetic: String, Sendable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case remainder = "%"
  }

  enum Comparison: String, Sendable {
    case equal = "=="
    case unequal = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
  }

  enum Function: String, Sendable, CaseIterable {
    case ceil, floor, min, max, len, contains

    /// How many arguments it takes, for messages.
    var argumentCount: String {
      switch self {
      case .ceil, .floor, .len: "one argument"
      case .contains: "two arguments"
      case .min, .max: "arguments"
      }
    }
  }

  case literal(ConfigValue)
  case list([ExpressionNode])
  case name(String)
  case negated(ExpressionNode)
  case arithmetic(Arithmetic, ExpressionNode, ExpressionNode)
  case comparison(Comparison, ExpressionNode, ExpressionNode)
  case not(ExpressionNode)
  case and(ExpressionNode, ExpressionNode)
  case or(ExpressionNode, ExpressionNode)
  case element(ExpressionNode, ExpressionNode)
  case call(Function, [ExpressionNode])
  case conditional(then: ExpressionNode, condition: ExpressionNode, otherwise: ExpressionNode)

  func collectIdentifiers(into names: inout Set<String>) {
    switch self {
    case .literal: break
    case .name(let name): names.insert(name)
    case .negated(let node), .not(let node): node.collectIdentifiers(into: &names)
    case .arithmetic(_, let left, let right), .comparison(_, let left, let right),
      .and(let left, let right), .or(let left, let right), .element(let left, let right):
      left.collectIdentifiers(into: &names)
      right.collectIdentifiers(into: &names)
    case .list(let nodes), .call(_, let nodes):
      for node in nodes { node.collectIdentifiers(into: &names) }
    case .conditional(let then, let condition, let otherwise):
      then.collectIdentifiers(into: &names)
      condition.collectIdentifiers(into: &names)
      otherwise.collectIdentifiers(into: &names)
    }
  }
}
