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
  /// What a checkpoint that states these facts must say: the accepted values by key.
  package let requirements: [String: [String]]
  /// How the tensors of tensor-parallel ranks are merged, before the rules see them.
  package let ranks: [RankRule]
  /// The rules.
  package let rules: [MappingRule]
  /// Names to drop.
  package let ignored: [Ignored]

  /// The name of its file, without the ending: `<architecture>.<layout>`.
  package var name: String { "\(architecture).\(layout)" }

  /// How a checkpoint with these facts contradicts the mapping, or `nil`.
  ///
  /// A fact that the checkpoint does not state contradicts nothing.
  package func contradiction(_ facts: [String: String]) -> String? {
    for (key, accepted) in requirements.sorted(by: { $0.key < $1.key }) {
      guard let found = facts[key], !accepted.contains(found) else { continue }
      let wanted = accepted.joined(separator: " or ")
      return "dialect '\(layout)' is for \(key) \(wanted), the checkpoint says \(found)"
    }
    return nil
  }
}
