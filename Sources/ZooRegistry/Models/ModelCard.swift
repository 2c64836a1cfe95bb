/// What is known of one published model.
public struct ModelCard: Sendable {
  /// Whether and how the weights can be had.
  public enum State: String, Sendable, Hashable, CaseIterable {
    /// Anybody can download them.
    case downloadable
    /// A token or an accepted licence is needed.
    case gated
    /// A person must fetch them by hand.
    case manual
    /// Only differences to another model are published.
    case delta
    /// Announced, but no address was ever given.
    case announced
    /// Described, but kept by the authors.
    case neverReleased = "never-released"
    /// Once published, now gone.
    case lost
    /// Published under another name.
    case moved
  }

  /// How large the model is.
  public struct Parameters: Sendable, Hashable {
    /// The exact number of elements of ``parts``; tied tensors count once.
    public let count: Int?
    /// The parts of the architecture that the published checkpoint has, where they are named.
    public let parts: [String]
    /// Whether it has every part of the architecture (`parts: all`).
    public let hasAllParts: Bool
    /// What the publisher says, such as `110M`.
    public let stated: String?
    /// Why that is not what the tensors have.
    public let note: String?
  }

  /// The name.
  public let name: String
  /// What all models of its family share.
  public let family: Family.Header
  /// The name as published.
  public let title: String
  /// The Chinese name.
  public let chineseTitle: String?
  /// Other names, hub repositories among them.
  public let aliases: [String]
  /// One sentence, where it adds something to that of the family.
  public let summary: String?
  /// The same in Chinese.
  public let chineseSummary: String?
  /// Who published it.
  public let organisations: [String]
  /// When.
  public let year: Int?
  /// Where it is described.
  public let paper: Paper?
  /// Pages about it.
  public let links: [String]
  /// What may be done with it.
  public let license: License?
  /// The languages, as BCP 47 tags; `mul` for many.
  public let languages: [String]
  /// The architecture.
  public let architecture: String?
  /// Values for the architecture's configuration.
  public let config: [String: ConfigValue]
  /// The vocabulary.
  public let vocabulary: Vocabulary?
  /// The size.
  public let parameters: Parameters
  /// Where the checkpoint is published, in order of preference.
  public let sources: [ModelSource]
  /// Whether the weights can be had.
  public let state: State
  /// Why not, or why it cannot be converted.
  public let reason: String?
  /// The model that a delta applies to.
  public let baseModel: String?
  /// Whether `zoo` can turn the checkpoint into a package.
  public let isConvertible: Bool
  /// What a user must know.
  public let quirks: [String]
  /// Paths of fields that no publisher confirms.
  public let unconfirmed: [String]
  /// The file.
  public let file: String
  /// The line of the file where the card begins.
  public let line: Int

  let positions: Positions

  /// Where things stand that are checked against other files.
  struct Positions: Sendable {
    let card: YAMLNode.Position
    let architecture: YAMLNode.Position
    let config: YAMLNode.Position
    let count: YAMLNode.Position
    let vocabulary: YAMLNode.Position
    let languages: YAMLNode.Position
    let stated: YAMLNode.Position
    let baseModel: YAMLNode.Position
    let sources: [YAMLNode.Position]
  }
}

extension ModelCard {
  /// Who published it, in one text.
  public var organisation: String? { organisations.joinedAsOrganisations }

  /// Whether a conversion can be tried: the state allows it and nothing is known against it.
  public var hasWeights: Bool {
    switch state {
    case .downloadable, .gated, .manual, .delta: true
    case .announced, .neverReleased, .lost, .moved: false
    }
  }
}
