package import ZooTensors

extension NameTemplate {
  /// One name of an expansion and what its places stand for.
  package struct Instance: Sendable, Hashable {
    package let name: String
    package let bindings: Bindings
  }

  /// The names that the template stands for; the leftmost place varies slowest.
  ///
  /// Complexity: O(names).
  /// - Parameters:
  ///   - scope: The configuration, for bounds.
  ///   - limit: The number of names above which the configuration is taken for an error.
  /// - Returns: The names with their bindings.
  /// - Throws: ``ZooError`` where a bound cannot be computed, an index is not enumerated, or there
  ///   are too many names.
  package func expand(
    in scope: ExpressionScope = ExpressionScope(),
    limit: Int = ParsingLimits.default.tensorCount
  ) throws(ZooError) -> [Instance] {
    var expansion = Expansion(scope: scope, limit: limit)
    try expand(segments[...], "", &expansion)
    return expansion.instances
  }

  private struct Expansion {
    var scope: ExpressionScope
    let limit: Int
    var bindings = Bindings()
    var instances: [Instance] = []
  }

  private func expand(
    _ rest: ArraySlice<Segment>,
    _ prefix: String,
    _ expansion: inout Expansion
  ) throws(ZooError) {
    guard let segment = rest.first else {
      guard expansion.instances.count < expansion.limit else {
        throw failure("stands for more than \(expansion.limit) names; check the configuration")
      }
      expansion.instances.append(Instance(name: prefix, bindings: expansion.bindings))
      return
    }
    let next = rest.dropFirst()
    switch segment {
    case .literal(let text): try expand(next, prefix + text, &expansion)
    case .choice(let words):
      for (position, word) in words.enumerated() {
        expansion.bindings.choices.append(position)
        try expand(next, prefix + word, &expansion)
        expansion.bindings.choices.removeLast()
      }
    case .range(let letter, let from, let to):
      let outer = expansion.scope.indices[letter]
      for index in try bounds(from, to, expansion.scope) {
        expansion.scope.indices[letter] = index
        expansion.bindings.indices[letter] = index
        try expand(next, prefix + String(index), &expansion)
      }
      expansion.scope.indices[letter] = outer
      expansion.bindings.indices[letter] = nil
    case .index, .computed:
      let number = try number(segment, expansion.scope)
      try expand(next, prefix + String(number), &expansion)
    case .capture(let word):
      throw failure("'{\(word)}' stands for any text, so the names cannot be listed")
    }
  }

  /// The range of an index.
  func bounds(
    _ from: Expression?,
    _ to: Expression,
    _ scope: ExpressionScope
  ) throws(ZooError) -> Range<Int> {
    let lower = try from?.integer(in: scope) ?? 0
    let upper = try to.integer(in: scope)
    guard lower >= 0, upper >= lower else {
      throw failure("expected 0 <= start <= end, found the range \(lower)..<\(upper)")
    }
    return lower..<upper
  }

  /// The number that an index or a formula stands for.
  func number(_ segment: Segment, _ scope: ExpressionScope) throws(ZooError) -> Int {
    let value: Int
    switch segment {
    case .index(let letter, let offset):
      guard let index = scope.indices[letter] else {
        throw failure("the index '\(letter)' has no value here")
      }
      let (sum, overflow) = index.addingReportingOverflow(offset)
      guard !overflow else { throw failure("\(index) + \(offset) overflows 64 bits") }
      value = sum
    case .computed(let expression): value = try expression.integer(in: scope)
    default: throw ZooError(.internalError, "a place of '\(text)' has no number")
    }
    guard value >= 0 else { throw failure("expected a number from 0, found \(value)") }
    return value
  }

  func failure(_ message: String) -> ZooError {
    ZooError(.configuration, "name template '\(text)': \(message)")
  }
}
