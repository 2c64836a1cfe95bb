import ZooRegistry
import ZooTensors

/// Families as text and as JSON.
enum FamilyText {
  /// A family as lines for a terminal.
  static func lines(_ family: Family, _ organisations: OrganisationCatalog) -> [String] {
    let header = family.header
    var lines = ["\(header.name): \(header.title)" + (header.chineseTitle.map { " \($0)" } ?? "")]
    lines.append(header.summary)
    if let summary = header.chineseSummary { lines.append(summary) }
    if let publisher = organisations.text(of: header.organisations) {
      lines.append("published by \(publisher)")
    }
    if !family.models.isEmpty {
      lines += ["", "models, of which '\(header.name)' means the one with *:"]
      var table = Table([], rightAligned: [2])
      for card in family.models {
        table.add([
          (card.name == family.defaultModel ? "* " : "  ") + card.name, card.architecture ?? "-",
          CardText.parameters(CardSummary(card)), card.state.rawValue, card.title,
        ])
      }
      lines += table.lines()
    }
    if !family.references.isEmpty {
      lines += ["", "references:"]
      var table = Table([])
      for reference in family.references {
        table.add(["  " + reference.name, reference.kind.rawValue, reference.title])
      }
      lines += table.lines()
    }
    if !header.links.isEmpty { lines += [""] + header.links.map { "link  \($0)" } }
    return lines
  }

  /// The pages of a family and its papers, each once.
  static func links(_ family: Family) -> [String] {
    CardText.distinct(family.header.links + family.models.compactMap { $0.paper?.address })
  }

  /// A family as JSON.
  static func json(_ family: Family) -> JSONValue {
    func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
    func list(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }
    let header = family.header
    return .object([
      "name": .string(header.name), "kind": .string("family"), "title": .string(header.title),
      "titleZh": text(header.chineseTitle), "summary": .string(header.summary),
      "summaryZh": text(header.chineseSummary), "organisations": list(header.organisations),
      "links": list(links(family)),
      "headings": list(header.headings), "default": text(family.defaultModel),
      "models": list(family.models.map(\.name)),
      "references": list(family.references.map(\.name)),
    ])
  }
}
