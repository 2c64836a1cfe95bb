import ZooRegistry
import ZooTensors

/// Cards as text and as JSON.
enum CardText {
  /// The number of parameters: counted, else as the publisher states it.
  static func count(_ card: ModelCard) -> Int? {
    card.parameters.count ?? card.parameters.stated.flatMap { try? parameterCount($0) }
  }

  /// The number for a table.
  static func parameters(_ card: ModelCard) -> String {
    if let count = card.parameters.count { return Units.parameters(count) }
    return card.parameters.stated.map { String($0.prefix(12)) } ?? "?"
  }

  /// Reads `30M`, `1.5B`, `110000000`; a sentence counts by its first number.
  static func parameterCount(_ text: String) throws(ZooError) -> Int {
    let number = text.prefix { $0.isNumber || $0 == "." }
    let unit = text.dropFirst(number.count).drop { $0 == " " }.first.map { $0.uppercased() } ?? ""
    let factors = ["K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12]
    guard let value = Double(number), value > 0, value < 1e6 || unit.isEmpty else {
      throw ZooError(.usage, "'\(text)' is not a number of parameters such as 30M or 1.5B")
    }
    return Int(value * (factors[unit] ?? 1))
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

  /// The citation of a card's paper as BibTeX, or `nil` where it has none.
  static func bibtex(_ card: ModelCard) -> String? {
    guard let paper = card.paper, let title = paper.title else { return nil }
    var lines = ["@misc{\(card.family.name),", "  title = {\(title)},"]
    if let organisation = card.organisation { lines.append("  author = {{\(organisation)}},") }
    if let year = card.year { lines.append("  year = {\(year)},") }
    if let arxiv = paper.arxiv {
      lines.append("  eprint = {\(arxiv)},")
      lines.append("  archivePrefix = {arXiv},")
    }
    if let address = paper.address { lines.append("  url = {\(address)},") }
    return (lines + ["}"]).joined(separator: "\n")
  }

  /// A reference as JSON.
  static func json(_ reference: Reference) -> JSONValue {
    func list(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }
    return .object([
      "name": .string(reference.name), "kind": .string(reference.kind.rawValue),
      "title": .string(reference.title), "summary": .string(reference.summary),
      "summaryZh": reference.chineseSummary.map { .string($0) } ?? .null,
      "reads": list(reference.reads), "writes": list(reference.writes),
      "links": list(reference.links),
    ])
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
      "name": .string(card.name), "family": .string(card.family.name), "title": .string(card.title),
      "aliases": list(card.aliases), "summary": text(card.summary ?? card.family.summary),
      "summaryZh": text(card.chineseSummary ?? card.family.chineseSummary),
      "organisation": text(card.organisation), "languages": list(card.languages),
      "architecture": text(card.architecture), "config": .object(config),
      "license": text(card.license?.summary), "licenseUrl": text(card.license?.url),
      "state": .string(card.state.rawValue), "reason": text(card.reason),
      "convertible": .bool(card.isConvertible), "paper": text(card.paper?.address),
      "links": list(card.links), "quirks": list(card.quirks), "unconfirmed": list(card.unconfirmed),
      "sources": list(card.sources.map(source)), "parametersStated": text(card.parameters.stated),
    ]
    object["year"] = card.year.map { .integer(Int64($0)) } ?? .null
    object["parameterCount"] = card.parameters.count.map { .integer(Int64($0)) } ?? .null
    object["vocabularySize"] = card.vocabulary?.size.map { .integer(Int64($0)) } ?? .null
    object["vocabularyKind"] = text(card.vocabulary?.kind)
    return .object(object)
  }
}
