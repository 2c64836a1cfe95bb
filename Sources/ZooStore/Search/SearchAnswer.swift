public import ZooRegistry

/// What a query found.
public struct SearchAnswer: Sendable, Hashable {
  /// One answer.
  public struct Match: Sendable, Hashable {
    /// The name of a model, family or reference.
    public let name: String
    /// What it is.
    public let kind: SearchDocument.Kind
    /// Its title.
    public let title: String
    /// Its summary in English.
    public let summary: String
    /// The architecture of a model, the kind of a reference.
    public let category: String?

    init(name: String, kind: SearchDocument.Kind, title: String, summary: String, category: String?)
    {
      self.name = name
      self.kind = kind
      self.title = title
      self.summary = summary
      self.category = category
    }

    /// The answer that a document is.
    public init(_ document: SearchDocument) {
      self.init(
        name: document.name,
        kind: document.kind,
        title: document.titles.first ?? document.name,
        summary: document.summaries.first ?? "",
        category: document.category
      )
    }
  }

  /// How the matches fit.
  public enum Fit: Sendable, Hashable {
    /// They link to the address that was searched.
    case address
    /// Every word of the query occurs.
    case words
    /// Every word occurs after a correction; this is the corrected query.
    case corrected(String)
    /// They are only similar.
    case similar
  }

  /// The matches, best first.
  public let matches: [Match]
  /// How they fit.
  public let fit: Fit

  /// An answer of given matches.
  public init(matches: [Match], fit: Fit) {
    self.matches = matches
    self.fit = fit
  }
}
