import ZooRegistry

/// A card as lines for a terminal.
struct CardScreen {
  private let card: ModelCard
  private let total: ParameterTotal?
  private let organisations: OrganisationCatalog
  private var table = Table([])

  /// Lays out a card.
  ///
  /// - Parameters:
  ///   - card: The card.
  ///   - total: Its number of elements, where it can be computed.
  ///   - organisations: The Chinese names of organisations.
  ///   - conversion: Whether it can be converted, in words.
  ///   - proof: What the conversion is compared with.
  ///   - installed: The path of the installed package, if there is one.
  init(
    _ card: ModelCard,
    total: ParameterTotal?,
    organisations: OrganisationCatalog,
    conversion: String,
    proof: ConversionProof,
    installed: String?
  ) {
    self.card = card
    self.total = total
    self.organisations = organisations
    addDescription()
    addState(conversion, proof, installed)
    addModel()
    addOrigin()
    addNotes()
  }

  /// The lines, without line ends.
  var lines: [String] {
    ["\(card.name): \(card.title)" + (card.chineseTitle.map { " \($0)" } ?? "")] + table.lines()
  }

  private mutating func addDescription() {
    add("summary", card.summary)
    add("", card.chineseSummary)
    add("family", "\(card.family.name): \(card.family.summary)")
    add("", card.family.chineseSummary)
  }

  private mutating func addState(
    _ conversion: String,
    _ proof: ConversionProof,
    _ installed: String?
  ) {
    add("state", card.state.rawValue + (card.reason.map { ": \($0)" } ?? ""), "state")
    add("what to do", card.nextStep)
    add("convertible", conversion)
    for line in proof.lines { add("checked", line) }
    let fetch = card.state == .downloadable && card.isConvertible ? "; zoo fetch \(card.name)" : ""
    add("installed", installed ?? "no\(fetch)")
  }

  private mutating func addModel() {
    add("architecture", card.architecture, "architecture")
    let isConfigMarked = card.isUnconfirmed("config")
    let config = card.config.sorted { $0.key < $1.key }.map { key, value in
      "\(key) \(value)"
        + (!isConfigMarked && card.isUnconfirmed("config.\(key)") ? " \(Self.mark)" : "")
    }
    add("config", config.joined(separator: ", "), "config")
    add("parameters", parameters, "parameters")
    add("vocabulary", vocabulary, "vocabulary")
    add("languages", card.languages.joined(separator: ", "), "languages")
  }

  private mutating func addOrigin() {
    add("license", license, "license")
    let publisher = [
      marked(organisations.text(of: card.organisations), "organisation"),
      marked(card.year.map { "\($0)" }, "year"),
    ]
    add("published by", publisher.compactMap(\.self).joined(separator: ", "))
    let paper = [
      marked(card.paper?.title, "paper.title", below: "paper"),
      marked(
        card.paper?.address,
        card.paper?.arxiv == nil ? "paper.url" : "paper.arxiv",
        below: "paper"
      ),
    ]
    add("paper", paper.compactMap(\.self).joined(separator: "  "), "paper")
    for source in card.sources { add("source", CardText.source(source), "sources") }
    for link in card.links { add("link", link, "links") }
    add("aliases", card.aliases.joined(separator: ", "), "aliases")
  }

  private mutating func addNotes() {
    for quirk in card.quirks { add("note", quirk, "quirks") }
    guard !card.unconfirmed.isEmpty else { return }
    add(Self.mark, "no publisher confirms: \(card.unconfirmed.joined(separator: ", "))")
  }

  /// Stands behind every value that no publisher confirms.
  private static let mark = "(unconfirmed)"

  private mutating func add(_ key: String, _ value: String?, _ path: String? = nil) {
    guard let value, !value.isEmpty else { return }
    let isMarked = path.map { card.isUnconfirmed($0) } ?? false
    table.add([key, isMarked ? "\(value)  \(Self.mark)" : value])
  }

  /// A value that is marked by itself; not where the whole line is marked already.
  private func marked(_ value: String?, _ path: String, below parent: String? = nil) -> String? {
    let isLineMarked = parent.map { card.isUnconfirmed($0) } ?? false
    return value.map { !isLineMarked && card.isUnconfirmed(path) ? "\($0) \(Self.mark)" : $0 }
  }

  private var parameters: String {
    let parts =
      card.parameters.hasAllParts ? "all parts" : card.parameters.parts.joined(separator: ", ")
    let counted = card.parameters.count.map { count in
      (marked("\(count)", "parameters.count", below: "parameters") ?? "")
        + (parts.isEmpty ? "" : " (\(parts))")
    }
    let computed = total.map { total in
      "\(total.count) computed (\(parts.isEmpty ? total.parts.joined(separator: ", ") : parts))"
    }
    let stated = marked(card.parameters.stated, "parameters.stated", below: "parameters")
    return [counted ?? computed, stated.map { "stated \($0)" }, card.parameters.note]
      .compactMap(\.self).joined(separator: "; ")
  }

  private var vocabulary: String? {
    guard let vocabulary = card.vocabulary else { return nil }
    let files = vocabulary.files.isEmpty ? nil : vocabulary.files.joined(separator: ", ")
    let special = vocabulary.special.sorted { $0.key < $1.key }.map(\.value)
    let parts = [
      marked(vocabulary.kind, "vocabulary.kind", below: "vocabulary"),
      marked(vocabulary.size.map { "\($0) entries" }, "vocabulary.size", below: "vocabulary"),
      marked(
        vocabulary.lowercase.map { $0 ? "lower case" : "case kept" },
        "vocabulary.lowercase",
        below: "vocabulary"
      ),
      marked(files, "vocabulary.files", below: "vocabulary"),
      marked(
        special.isEmpty ? nil : special.joined(separator: " "),
        "vocabulary.special",
        below: "vocabulary"
      ),
    ]
    return parts.compactMap(\.self).joined(separator: ", ")
  }

  private var license: String {
    guard let license = card.license else { return "unknown" }
    let flags = license.flags.map(\.rawValue).joined(separator: ", ")
    return license.summary + (flags.isEmpty ? "" : " [\(flags)]")
      + (license.url.map { "  \($0)" } ?? "") + (license.evidence.map { "  (\($0))" } ?? "")
  }
}
