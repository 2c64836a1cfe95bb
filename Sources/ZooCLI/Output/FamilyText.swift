import ZooRegistry
import ZooTensors

/// Families as text.
enum FamilyText {
  /// A family as lines for a terminal.
  static func lines(_ family: Family, _ registry: Registry) throws(ZooError) -> [String] {
    let header = family.header
    let organisations = try registry.organisations()
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
          CardText.parameters(CardSummary(card, try registry.parameterTotal(of: card))),
          card.state.rawValue, card.title,
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
}
