/// What a list shows of a card, and what ``CardFilter`` looks at.
public struct CardSummary: Sendable, Hashable {
  /// The name.
  public let name: String
  /// The name as published.
  public let title: String
  /// The family.
  public let family: String
  /// The architecture.
  public let architecture: String?
  /// The languages, as BCP 47 tags.
  public let languages: [String]
  /// The licence in one word or line.
  public let license: String
  /// The containers of its sources, each once, in order of preference.
  public let formats: [String]
  /// Whether the weights can be had.
  public let state: ModelCard.State
  /// Whether `zoo` can turn the checkpoint into a package.
  public let isConvertible: Bool
  /// The exact number of elements: as the card says it, else computed from its configuration.
  public let parameterCount: Int?
  /// What the publisher says, such as `110M`.
  public let statedParameters: String?

  /// The number of parameters: counted, else as the publisher states it.
  public var estimatedParameterCount: Int? {
    parameterCount ?? statedParameters.flatMap(ParameterCount.reading)
  }

  /// Makes a summary of given values, for caches.
  package init(
    name: String,
    title: String,
    family: String,
    architecture: String?,
    languages: [String],
    license: String,
    formats: [String],
    state: ModelCard.State,
    isConvertible: Bool,
    parameterCount: Int?,
    statedParameters: String?
  ) {
    self.name = name
    self.title = title
    self.family = family
    self.architecture = architecture
    self.languages = languages
    self.license = license
    self.formats = formats
    self.state = state
    self.isConvertible = isConvertible
    self.parameterCount = parameterCount
    self.statedParameters = statedParameters
  }

  /// The summary of a card, with its computed number of elements if there is one.
  public init(_ card: ModelCard, _ total: ParameterTotal?) {
    self.init(
      name: card.name,
      title: card.title,
      family: card.family.name,
      architecture: card.architecture,
      languages: card.languages,
      license: card.license?.summary ?? "unknown",
      formats: card.sources.reduce(into: []) { formats, source in
        if !formats.contains(source.format) { formats.append(source.format) }
      },
      state: card.state,
      isConvertible: card.isConvertible,
      parameterCount: card.parameters.count ?? total?.count,
      statedParameters: card.parameters.stated
    )
  }
}
