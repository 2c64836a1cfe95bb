public import ZooTensors

/// Conditions on cards; all that are set must hold.
///
/// Case does not count.
public struct CardFilter: Sendable, Hashable {
  /// The name of the family.
  public var family: String?
  /// The architecture.
  public var architecture: String?
  /// A language: `zh` also means `zh-Hant`.
  public var language: String?
  /// The licence as the card gives it, for example `Apache-2.0`, or `unknown`.
  public var license: String?
  /// A container that a source has, for example `pytorch`.
  public var format: String?
  /// Whether the weights can be had.
  public var state: ModelCard.State?
  /// The largest number of parameters; cards without a number do not match.
  public var maximumParameterCount: Int?

  /// A filter that every card passes; set what is wanted.
  public init() {}

  /// Whether a card passes.
  public func matches(_ card: CardSummary) -> Bool {
    func equal(_ wanted: String?, _ found: String?) -> Bool {
      guard let wanted else { return true }
      return found.map { Self.isSame(wanted, $0) } ?? false
    }
    guard equal(family, card.family), equal(architecture, card.architecture),
      equal(license, card.license), state == nil || state == card.state
    else { return false }
    if let language, !card.languages.contains(where: { Self.includes(language, $0) }) {
      return false
    }
    if let format, !card.formats.contains(where: { Self.isSame(format, $0) }) { return false }
    if let maximumParameterCount {
      guard let count = card.estimatedParameterCount else { return false }
      return count <= maximumParameterCount
    }
    return true
  }

  /// Whether a tag is a language or a variety of it.
  private static func includes(_ language: String, _ tag: String) -> Bool {
    isSame(language, tag) || tag.lowercased().hasPrefix(language.lowercased() + "-")
  }

  private static func isSame(_ left: String, _ right: String) -> Bool {
    left.lowercased() == right.lowercased()
  }
}

extension Registry {
  /// The cards that pass a filter, sorted by name; parses every file that is not parsed yet.
  ///
  /// - Throws: ``ZooError`` with code `configuration` where a file of the registry is wrong.
  public func cards(matching filter: CardFilter) throws(ZooError) -> [ModelCard] {
    var result: [ModelCard] = []
    for card in try families().flatMap(\.models) {
      // The number of elements takes time to compute.
      let total = filter.maximumParameterCount == nil ? nil : try parameterTotal(of: card)
      if filter.matches(CardSummary(card, total)) { result.append(card) }
    }
    return result.sorted { $0.name.precedesInUTF8($1.name) }
  }

  /// What a list shows of every card, sorted by name; parses every file that is not parsed yet.
  ///
  /// - Throws: ``ZooError`` with code `configuration` where a file of the registry is wrong.
  public func cardSummaries() throws(ZooError) -> [CardSummary] {
    let totals = try parameterTotals()
    return try families().flatMap(\.models).map { CardSummary($0, totals[$0.name]) }
      .sorted { $0.name.precedesInUTF8($1.name) }
  }
}
