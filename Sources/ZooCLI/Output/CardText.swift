import ZooRegistry
import ZooTensors

/// Cards as text and as JSON.
enum CardText {
  /// The number for a table.
  static func parameters(_ card: CardSummary) -> String {
    if let count = card.parameterCount { return Units.parameters(count) }
    return card.statedParameters.map { String($0.prefix(12)) } ?? "?"
  }

  /// The family that a text names, case aside; `nil` where it names none.
  static func family(named name: String, _ registry: Registry) throws(ZooError) -> String? {
    try registry.familyNames().first { $0 == name.lowercased() }
  }

  /// The pages of a card, of its family, and its paper, each once.
  static func links(_ card: ModelCard) -> [String] {
    distinct(card.links + card.family.links + [card.paper?.address].compactMap(\.self))
  }

  /// The texts, each once.
  static func distinct(_ texts: [String]) -> [String] {
    texts.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// A source in one line.
  static func source(_ source: ModelSource) -> String {
    let place =
      switch source.location {
      case .hub(let repository, let revision):
        "hub \(repository)" + (revision == "main" ? "" : "@\(revision)")
      case .url(let address): address
      case .pypi(let name): "PyPI package \(name)"
      case .embedded(let name): "embedded in this program (\(name))"
      case .manual(let address): "by hand: \(address)"
      }
    let files = source.files.isEmpty ? "" : "; " + source.files.map(\.name).joined(separator: ", ")
    return "\(place)  [\(source.format), \(source.layout)\(files)]"
      + (source.note.map { " (\($0))" } ?? "")
  }

  /// A card as JSON, with every name of its organisations and what its conversion is compared with.
  static func json(
    _ card: ModelCard,
    total: ParameterTotal?,
    organisations: OrganisationCatalog,
    proof: ConversionProof
  ) -> JSONValue {
    var object = card.json(total).objectValue ?? JSONObject()
    let names = organisations.names(of: card.organisations)
    object["organisationNames"] = .array(names.map { .string($0) })
    object["mappings"] = proof.json
    object["independentOracle"] = proof.hasOracle.map { .bool($0) } ?? .null
    return .object(object)
  }
}
