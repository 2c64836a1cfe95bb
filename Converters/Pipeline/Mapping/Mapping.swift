package import ZooRegistry
import ZooTensors

/// How one framework spells one architecture: the content of a mapping file.
package struct Mapping: Sendable {
  /// A stored name that is not a weight, and why.
  package struct Ignored: Sendable {
    package let template: NameTemplate
    package let reason: String
  }

  /// The architecture whose canonical names are the targets.
  package let architecture: String
  /// The dialect.
  package let layout: String
  /// What the dialect is, for people.
  package let title: String
  /// The independent program that the mapping is proven against, if any.
  package let oracle: String?
  /// The rules.
  package let rules: [MappingRule]
  /// Names to drop.
  package let ignored: [Ignored]

  /// The name of its file, without the ending: `<architecture>.<layout>`.
  package var name: String { "\(architecture).\(layout)" }
}
