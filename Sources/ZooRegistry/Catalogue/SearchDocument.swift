/// The texts of one card, family or reference that a search looks at.
public struct SearchDocument: Sendable, Hashable {
  /// What was found.
  public enum Kind: String, Sendable, Hashable {
    case model, family, reference
  }

  /// What it is.
  public let kind: Kind
  /// Its name.
  public let name: String
  /// The family whose file it stands in.
  public let family: String
  /// Titles, in English and Chinese.
  public let titles: [String]
  /// Other names.
  public let aliases: [String]
  /// Summaries, in English and Chinese; those of its family where it has none.
  public let summaries: [String]
  /// Who published it.
  public let organisation: String?
  /// The architecture of a model, the kind of a reference.
  public let category: String?
  /// The languages.
  public let languages: [String]
}

extension Family {
  /// The documents of this family: itself, its models, its references.
  public var searchDocuments: [SearchDocument] {
    func texts(_ values: String?...) -> [String] {
      values.compactMap(\.self).filter { !$0.isEmpty }
    }
    let own = SearchDocument(
      kind: .family,
      name: name,
      family: name,
      titles: texts(header.title, header.chineseTitle),
      aliases: header.headings,
      summaries: texts(header.summary, header.chineseSummary),
      organisation: nil,
      category: nil,
      languages: []
    )
    let cards = models.map { card in
      SearchDocument(
        kind: .model,
        name: card.name,
        family: name,
        titles: texts(card.title, card.chineseTitle, header.title, header.chineseTitle),
        aliases: card.aliases,
        summaries: texts(
          card.summary,
          card.chineseSummary,
          header.summary,
          header.chineseSummary
        ),
        organisation: card.organisation,
        category: card.architecture,
        languages: card.languages
      )
    }
    let others = references.map { reference in
      SearchDocument(
        kind: .reference,
        name: reference.name,
        family: name,
        titles: texts(reference.title, reference.chineseTitle),
        aliases: reference.aliases,
        summaries: texts(reference.summary, reference.chineseSummary),
        organisation: reference.organisation,
        category: reference.kind.rawValue,
        languages: []
      )
    }
    return [own] + cards + others
  }
}
