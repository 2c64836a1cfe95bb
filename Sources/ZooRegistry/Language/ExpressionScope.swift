/// What the names in an expression stand for.
package struct ExpressionScope: Sendable {
  /// Values by configuration key.
  package var configuration: [String: ConfigValue]
  /// Indices by letter; they hide configuration keys of the same name.
  package var indices: [Character: Int]

  package init(_ configuration: [String: ConfigValue] = [:], indices: [Character: Int] = [:]) {
    self.configuration = configuration
    self.indices = indices
  }

  /// The value of a name.
  package subscript(name: String) -> ConfigValue? {
    if name.utf8.count == 1, let letter = name.first, let index = indices[letter] {
      return .int(index)
    }
    return configuration[name]
  }

  /// All names, for suggestions.
  package var names: [String] { Array(configuration.keys) + indices.keys.map { String($0) } }
}
