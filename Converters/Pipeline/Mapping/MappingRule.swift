package import ZooRegistry
package import ZooTensors

/// One line of a mapping: `SOURCE -> TARGET | operation | operation`.
///
/// Either side may be a list in square brackets. Names are exact templates (``NameTemplate``), so a
/// rule stands for an explicit, finite list of instances once the configuration is known.
package struct MappingRule: Sendable {
  /// The names in the checkpoint; empty for a rule that makes its target out of nothing.
  package let sources: [NameTemplate]
  /// The canonical names.
  package let targets: [NameTemplate]
  /// What happens in between, in order.
  package let operations: [MappingOperation]
  /// The rule as written, for messages and reports.
  package let text: String

  /// Reads a rule.
  package init(parsing text: String) throws(ZooError) {
    self.text = text
    let pipeline = text.splitOutsideBrackets("|")
    let sides = pipeline[0].split(separator: " -> ", omittingEmptySubsequences: false)
    guard sides.count == 2 else {
      throw ZooError(.configuration, "'\(text)': expected 'SOURCE -> TARGET'")
    }
    sources = try Self.templates(String(sides[0]))
    targets = try Self.templates(String(sides[1]))
    var operations: [MappingOperation] = []
    for operation in pipeline.dropFirst() {
      operations.append(try MappingOperation(parsing: operation))
    }
    self.operations = operations
    guard !targets.isEmpty else {
      throw ZooError(.configuration, "'\(text)': a rule needs a target")
    }
    try checkSets()
    try checkCaptures()
  }

  /// Whether the source has an `{any}` that the target does not give: it stands for whatever is
  /// stored, and all stored names that fit are copies of the same weights.
  package var takesCopies: Bool {
    sources.count == 1 && sources[0].captures.contains(Self.free)
      && !targets[0].captures.contains(Self.free)
  }

  /// The word of a capture that a source may have by itself.
  package static let free = "any"

  /// What a source captures must come from the target, except for one `{any}`.
  private func checkCaptures() throws(ZooError) {
    let given = Set(targets[0].captures)
    for source in sources {
      for word in source.captures where !given.contains(word) {
        guard word == Self.free, sources.count == 1 else {
          throw ZooError(
            .configuration,
            "'\(text)': '{\(word)}' of a source is not in the target; only the source of a rule that has one may have '{any}' of its own"
          )
        }
      }
    }
  }

  /// Sets correspond by their order and the order of their words, so there must be as many.
  private func checkSets() throws(ZooError) {
    let expected = targets[0].choiceCounts
    for template in sources + targets where template.choiceCounts != expected {
      throw ZooError(
        .configuration,
        "'\(text)': the sets of '\(template)' have \(template.choiceCounts) words, those of '\(targets[0])' have \(expected); they must correspond"
      )
    }
  }

  private static func templates(_ text: String) throws(ZooError) -> [NameTemplate] {
    let trimmed = text.trimmingSpaces()
    let names =
      trimmed.hasPrefix("[") && trimmed.hasSuffix("]")
      ? String(trimmed.dropFirst().dropLast()).splitOutsideBrackets(",") : [trimmed]
    var templates: [NameTemplate] = []
    for name in names { templates.append(try NameTemplate(parsing: name.trimmingSpaces())) }
    return templates
  }
}
