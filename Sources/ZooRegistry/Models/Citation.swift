/// How to cite a paper, a model or a program.
public struct Citation: Sendable, Hashable {
  /// The key, for example `bert`.
  public let key: String
  /// The title.
  public let title: String
  /// Who published it; the registry knows organisations, not authors.
  public let organisation: String?
  /// When.
  public let year: Int?
  /// The arXiv number.
  public let arxiv: String?
  /// Where it can be read.
  public let address: String?

  /// Makes a citation of given values, for caches.
  package init(
    key: String,
    title: String,
    organisation: String?,
    year: Int?,
    arxiv: String?,
    address: String?
  ) {
    self.key = key
    self.title = title
    self.organisation = organisation
    self.year = year
    self.arxiv = arxiv
    self.address = address
  }

  /// The entry for BibTeX, with a line end after each line but the last.
  public var bibtex: String {
    var fields = [("title", "{\(Self.escaped(title))}")]
    if let organisation { fields.append(("author", "{\(Self.escaped(organisation))}")) }
    if let year { fields.append(("year", "\(year)")) }
    if let arxiv {
      fields.append(("eprint", arxiv))
      fields.append(("archivePrefix", "arXiv"))
    }
    if let address { fields.append(("url", address)) }
    let lines = fields.map { "  \($0.0) = {\($0.1)}," }
    return (["@misc{\(key),"] + lines + ["}"]).joined(separator: "\n")
  }

  /// A text without characters that TeX would act on.
  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "\\": result += "\\textbackslash{}"
      case "~": result += "\\textasciitilde{}"
      case "^": result += "\\textasciicircum{}"
      case "&", "%", "$", "#", "_", "{", "}": result += "\\\(character)"
      default: result.append(character)
      }
    }
  }
}

extension ModelCard {
  /// How to cite its paper, or the page of its family where it has none.
  public var citation: Citation { citation(key: name) }

  fileprivate func citation(key: String) -> Citation {
    Citation(
      key: key,
      title: paper?.title ?? title,
      organisation: organisation,
      year: year,
      arxiv: paper?.arxiv,
      address: paper?.address ?? links.first ?? sources.lazy.compactMap(\.address).first
    )
  }
}

extension Reference {
  /// How to cite its paper, or its first page where it has none.
  public var citation: Citation {
    Citation(
      key: name,
      title: paper?.title ?? title,
      organisation: organisation,
      year: year,
      arxiv: paper?.arxiv,
      address: paper?.address ?? links.first
    )
  }
}

extension Family {
  /// How to cite its models and its references.
  public var allCitations: [Citation] { citations + references.map(\.citation) }

  /// How to cite the papers of its models, each once; the first has the family's name as its key.
  ///
  /// Models without a paper are left out unless the family has none at all.
  public var citations: [Citation] {
    var seen: Set<String> = []
    var result: [Citation] = []
    let first = models.first { $0.name == defaultModel } ?? models.first
    for card in [first].compactMap(\.self) + models {
      guard let paper = card.paper, let mark = paper.address ?? paper.title,
        seen.insert(mark).inserted
      else { continue }
      result.append(card.citation(key: result.isEmpty ? name : card.name))
    }
    if result.isEmpty, let first {
      result.append(
        Citation(
          key: name,
          title: header.title,
          organisation: first.organisation,
          year: first.year,
          arxiv: nil,
          address: header.links.first
        )
      )
    }
    return result
  }
}
