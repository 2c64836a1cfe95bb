package import ZooTensors

extension NameTemplate {
  /// The name that bindings of another template give here.
  ///
  /// - Parameters:
  ///   - bindings: What the indices, sets and captures stand for.
  ///   - scope: The configuration, for arithmetic on indices.
  /// - Returns: The name.
  /// - Throws: ``ZooError`` where the bindings lack a place of this template.
  package func substitute(
    _ bindings: Bindings,
    in scope: ExpressionScope = ExpressionScope()
  ) throws(ZooError) -> String {
    var scope = scope
    for (letter, index) in bindings.indices { scope.indices[letter] = index }
    var choices = bindings.choices[...]
    var name = ""
    for segment in segments {
      switch segment {
      case .literal(let text): name += text
      case .choice(let words):
        guard let position = choices.popFirst() else {
          throw failure("has more sets than the name it corresponds to")
        }
        guard words.indices.contains(position) else {
          throw failure(
            "expected at least \(position + 1) words in {\(words.joined(separator: ","))}"
          )
        }
        name += words[position]
      case .range(let letter, _, _):
        name += String(try number(.index(letter, offset: 0), scope))
      case .index, .computed: name += String(try number(segment, scope))
      case .capture(let word):
        guard let text = bindings.captures[word] else {
          throw failure("'{\(word)}' is not captured by the name it corresponds to")
        }
        name += text
      }
    }
    guard choices.isEmpty else { throw failure("has fewer sets than the name it corresponds to") }
    return name
  }
}
