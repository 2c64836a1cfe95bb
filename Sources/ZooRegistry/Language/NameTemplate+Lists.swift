package import ZooTensors

extension NameTemplate {
  /// The names that another template's bindings give here: one, or one for each value of an index
  /// that only this template enumerates (`experts.{e<num_experts}.weight`).
  ///
  /// - Throws: ``ZooError`` where the bindings lack a place, or where a bound cannot be computed.
  package func names(
    _ bindings: Bindings,
    in scope: ExpressionScope
  ) throws(ZooError) -> [String] {
    var scope = scope
    scope.indices.merge(bindings.indices) { $1 }
    for segment in segments {
      guard case .range(let letter, let from, let to) = segment, bindings.indices[letter] == nil
      else { continue }
      var result: [String] = []
      for index in try bounds(from, to, scope) {
        var inner = bindings
        inner.indices[letter] = index
        result += try names(inner, in: scope)
      }
      return result
    }
    return [try substitute(bindings, in: scope)]
  }
}
