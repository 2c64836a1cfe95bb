package import ZooTensors

/// What tensors a kind of network has: canonical names and shapes as formulas over a configuration.
///
/// It comes from `Registry/architectures/<name>.yaml`. ``configuration(_:origin:)`` fits values to
/// its keys, ``expand(_:)`` then gives the explicit list of tensors.
public struct Architecture: Sendable {
  /// Its name, which is also the name of its file.
  public let name: String
  /// Its name for people.
  public let title: String
  /// Whose state-dict names are the canonical ones.
  public let names: String
  /// The paper that describes it.
  public let paper: Paper?
  /// The values of `model_type` in a `config.json` that mean this architecture.
  public let modelTypes: [String]
  /// The keys that its configurations have, in the order of the file.
  public let keys: [Key]
  /// Other spellings of keys; a dot leads into a nested object.
  public let keyAliases: [String: String]
  /// The names of its parts, in order.
  public var partNames: [String] { parts.map(\.name) }
  /// The file that it was read from.
  public let file: String

  /// The files beside a checkpoint that give tokens ids of further embeddings.
  package let tokenNumbers: [TokenNumbersFile]
  package let checks: [Check]
  /// Names of things in checkpoints that are not weights.
  package let buffers: [NameTemplate]
  package let parts: [PartTemplate]

  /// A key of the configuration.
  public struct Key: Sendable, Hashable {
    /// Its name.
    public let name: String
    /// The type of its values.
    public let type: ConfigType
    /// Whether a configuration must give it.
    public var isRequired: Bool { fallback == nil || lineCountFile != nil }
    /// The file beside a checkpoint whose number of lines it is, where a configuration does not say.
    public var lineCountFile: String? {
      if case .lineCount(let file)? = fallback { file } else { nil }
    }
    /// What holds where a configuration does not say.
    package let fallback: Fallback?
  }

  /// The value of a key that a configuration does not give.
  package enum Fallback: Sendable, Hashable {
    case value(ConfigValue)
    case formula(Expression)
    case lineCount(file: String)
  }

  /// A file that gives every token an id of an embedding of its own, such as `word_shape.json`.
  package struct TokenNumbersFile: Sendable, Hashable {
    /// The name of the file.
    package let name: String
    /// The key of the configuration that is the number of rows of the embedding.
    package let rowsKey: String
  }

  /// A condition that every configuration must meet.
  package struct Check: Sendable, Hashable {
    package let condition: Expression
    package let message: String
  }

  /// Tensors that are in a checkpoint all together or not at all.
  package struct PartTemplate: Sendable, Hashable {
    package let name: String
    package let isOptional: Bool
    package let tensors: [TensorTemplate]
    package let ties: [TieTemplate]
  }

  /// Tensors of one shape.
  package struct TensorTemplate: Sendable, Hashable {
    package let name: NameTemplate
    package let shape: [Expression]
    package let condition: Expression?
    package let dtype: DType?
  }

  /// Second names of tensors.
  package struct TieTemplate: Sendable, Hashable {
    package let alias: NameTemplate
    package let target: NameTemplate
    package let condition: Expression?
  }
}
