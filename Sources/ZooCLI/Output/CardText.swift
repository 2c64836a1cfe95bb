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
    organisations: OrganisationCatalog,
    proof: ConversionProof
  ) -> JSONValue {
    var object = json(card).objectValue ?? JSONObject()
    let names = organisations.names(of: card.organisations)
    object["organisationNames"] = .array(names.map { .string($0) })
    object["mappings"] = proof.json
    object["independentOracle"] = proof.hasOracle.map { .bool($0) } ?? .null
    return .object(object)
  }

  /// A card as JSON.
  static func json(_ card: ModelCard) -> JSONValue {
    func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
    func list(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }
    var config = JSONObject()
    for (key, value) in card.config.sorted(by: { $0.key < $1.key }) {
      if let json = value.jsonValue { config[key] = json }
    }
    var object: JSONObject = [
      "name": .string(card.name), "kind": .string("model"), "family": .string(card.family.name),
      "title": .string(card.title),
      "aliases": list(card.aliases), "summary": text(card.summary ?? card.family.summary),
      "summaryZh": text(card.chineseSummary ?? card.family.chineseSummary),
      "organisation": text(card.organisation), "languages": list(card.languages),
      "architecture": text(card.architecture), "config": .object(config),
      "license": text(card.license?.summary), "licenseUrl": text(card.license?.url),
      "licenseFlags": list(card.license?.flags.map(\.rawValue) ?? []),
      "state": .string(card.state.rawValue), "reason": text(card.reason),
      "nextStep": text(card.nextStep), "baseModel": text(card.baseModel),
      "convertible": .bool(card.isConvertible), "paper": text(card.paper?.address),
      "links": list(card.links), "quirks": list(card.quirks), "unconfirmed": list(card.unconfirmed),
      "sources": list(card.sources.map(source)), "parametersStated": text(card.parameters.stated),
    ]
    object["year"] = card.year.map { .integer(Int64($0)) } ?? .null
    object["parameterCount"] = card.parameters.count.map { .integer(Int64($0)) } ?? .null
    object["vocabularySize"] = card.vocabulary?.size.map { .integer(Int64($0)) } ?? .null
    object["parts"] = card.parameters.hasAllParts ? .string("all") : list(card.parameters.parts)
    object["vocabularyKind"] = text(card.vocabulary?.kind)
    return .object(object)
  }
}
