import ZooFormats
import ZooRegistry
import ZooTensors

/// The stored names that a source with an `{any}` of its own stands for.
struct StoredCopies {
  /// Stands for the free text while names are compared; no name has it.
  private static let marker = "\u{0}"
  private let source: NameTemplate
  private let scope: ExpressionScope
  /// The stored names by the name that they would have with the marker, in order.
  private let stored: [String: [String]]

  /// Matches all stored names with a source.
  ///
  /// Complexity: O(stored names × length).
  init(
    of source: NameTemplate,
    in inventory: [StoredTensor],
    _ scope: ExpressionScope
  ) throws(ZooError) {
    self.source = source
    self.scope = scope
    var stored: [String: [String]] = [:]
    for tensor in inventory {
      guard let bindings = source.match(tensor.name, in: scope) else { continue }
      for name in try Self.names(source, bindings, scope) {
        stored[name, default: []].append(tensor.name)
      }
    }
    self.stored = stored
  }

  /// The stored names that fit what a target gave, at least one, or `nil`.
  func names(_ bindings: NameTemplate.Bindings) throws(ZooError) -> [String]? {
    for name in try Self.names(source, bindings, scope) {
      if let found = stored[name] { return found }
    }
    return nil
  }

  private static func names(
    _ source: NameTemplate,
    _ bindings: NameTemplate.Bindings,
    _ scope: ExpressionScope
  ) throws(ZooError) -> [String] {
    var marked = bindings
    marked.captures[MappingRule.free] = marker
    return try source.names(marked, in: scope)
  }
}

extension Planner.Instance {
  /// The same instance with one of its copies as its source.
  func of(_ copy: String) -> Self {
    Self(rule: rule, sources: [copy], targets: targets, bindings: bindings)
  }
}

extension ConversionPlan.DroppedTensor {
  /// A copy that is not needed.
  static func copy(_ name: String) -> Self {
    Self(name: name, reason: "another copy of weights that are stored more than once")
  }
}
