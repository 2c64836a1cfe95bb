/// One file of the registry: models that belong together, and things that belong to them.
public struct Family: Sendable {
  /// What is said once for all models of a family.
  public struct Header: Sendable, Hashable {
    /// The name, which is also that of the file.
    public let name: String
    /// The name for people.
    public let title: String
    /// The Chinese name.
    public let chineseTitle: String?
    /// One sentence.
    public let summary: String
    /// The same in Chinese.
    public let chineseSummary: String?
    /// Who published its models, where cards do not say otherwise.
    public let organisations: [String]
    /// Pages about it.
    public let links: [String]
    /// The headings of the list that it stands under.
    public let headings: [String]
  }

  /// What is said once.
  public let header: Header
  /// The card that the family's name means.
  public let defaultModel: String?
  /// The models, in the order of the file.
  public let models: [ModelCard]
  /// Toolkits, methods, benchmarks and other things without weights.
  public let references: [Reference]
  /// The file.
  public let file: String

  /// The name.
  public var name: String { header.name }
}

/// What cards take from their family unless they say otherwise.
struct InheritedFields {
  let header: Family.Header
  let year: Int?
  let paper: Paper?
  let license: License?
}
