/// The texts of one card, family or reference that a search looks at.
public struct SearchDocument: Sendable, Hashable {
  /// What was found.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case family, reference, model
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
  /// Who published it, in one text; `nil` for a family.
  public let organisation: String?
  /// The names of its organisations and of what they are part of, in English and Chinese, and the
  /// Chinese ones before Chinese titles, as in `百度文心`.
  public let organisationNames: [String]
  /// The architecture of a model, the kind of a reference.
  public let category: String?
  /// The languages.
  public let languages: [String]
  /// Its own pages: links and papers, those that a model shares with its family left out.
  public let links: [String]
  /// Where its files are published.
  public let sources: [String]
}

extension Family {
  /// The documents of this family: itself, its models, its references.
  func searchDocuments(_ catalog: OrganisationCatalog) -> [SearchDocument] {
    func names(_ organisations: [String], _ chineseTitles: String?...) -> [String] {
      catalog.names(of: organisations)
        + chineseTitles.compactMap(\.self).filter(\.mayHoldHan).flatMap { title in
          catalog.chineseNames(of: organisations).map { $0 + title }
        }
    }
    let papers = models.compactMap { $0.paper?.address }
    let shared = Set(papers.filter { paper in papers.count { $0 == paper } > 1 })
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
      organisationNames: names(header.organisations, header.chineseTitle),
      category: nil,
      languages: [],
      links: header.links + shared.sorted(),
      sources: []
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
        organisationNames: names(card.organisations, card.chineseTitle, header.chineseTitle),
        category: card.architecture,
        languages: card.languages,
        links: texts(card.paper?.address).filter { !shared.contains($0) }
          + card.links.filter { !header.links.contains($0) },
        sources: card.sources.compactMap(\.address)
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
        organisationNames: names(reference.organisations, reference.chineseTitle),
        category: reference.kind.rawValue,
        languages: [],
        links: reference.links + texts(reference.paper?.address),
        sources: reference.files.map(\.address)
      )
    }
    return [own] + cards + others
  }
}
