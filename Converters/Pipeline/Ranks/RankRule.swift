package import ZooRegistry
package import ZooTensors

/// One line of a mapping's `ranks`: `NAME -> concat(axis)`, `same`, `sum` or `mean`.
package struct RankRule: Sendable {
  /// The stored names, without their rank.
  package let template: NameTemplate
  /// What makes one tensor of them.
  package let merge: RankMerge
  /// The rule as written, for messages and reports.
  package let text: String

  /// Reads a rule.
  package init(parsing text: String) throws(ZooError) {
    self.text = text
    let sides = text.split(separator: " -> ", omittingEmptySubsequences: false)
    guard sides.count == 2 else {
      throw ZooError(.configuration, "'\(text)': expected 'NAME -> MERGE'")
    }
    template = try NameTemplate(parsing: String(sides[0]).trimmingSpaces())
    merge = try RankMerge(parsing: String(sides[1]))
  }
}
