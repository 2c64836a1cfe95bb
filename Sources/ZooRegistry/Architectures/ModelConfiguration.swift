/// The numbers and switches of one model, complete and of the types that its architecture demands.
public struct ModelConfiguration: Sendable, Hashable {
  /// The name of the architecture.
  public let architecture: String
  /// The value of every key of the architecture, given or by default.
  public let values: [String: ConfigValue]
  /// The keys of the architecture, in its order.
  public let keys: [String]
  /// The keys that were given and that the architecture does not have, sorted.
  public let unusedKeys: [String]

  /// The value of a key.
  public subscript(key: String) -> ConfigValue? { values[key] }

  /// What formulas may refer to.
  package var scope: ExpressionScope { ExpressionScope(values) }
}
