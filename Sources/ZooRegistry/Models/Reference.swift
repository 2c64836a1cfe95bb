import ZooTensors

/// Something of the list that has no weights, such as a toolkit, a method or a benchmark.
public struct Reference: Sendable, Hashable {
  /// What it is.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case toolkit, method, benchmark, tokenizer, survey, tutorial, paper, zoo, dataset, service
  }

  /// The name.
  public let name: String
  /// The family whose file it stands in.
  public let family: String
  /// What it is.
  public let kind: Kind
  /// The name for people.
  public let title: String
  /// The Chinese name.
  public let chineseTitle: String?
  /// Other names.
  public let aliases: [String]
  /// One sentence.
  public let summary: String
  /// The same in Chinese.
  public let chineseSummary: String?
  /// Who made it.
  public let organisations: [String]
  /// When.
  public let year: Int?
  /// Where it is described.
  public let paper: Paper?
  /// Pages about it.
  public let links: [String]
  /// Files that are no checkpoints, such as the ranks of a tokenizer.
  public let files: [File]
  /// The containers, or `container/layout`, that it reads.
  public let reads: [String]
  /// The containers, or `container/layout`, that it writes.
  public let writes: [String]
  /// What may be done with it.
  public let license: License?
  /// The file.
  public let file: String
  /// The line of the file where it begins.
  public let line: Int

  /// Who made it, in one text.
  public var organisation: String? { organisations.joinedAsOrganisations }

  init?(_ member: YAMLNode.Member, _ family: String, _ context: SchemaContext) {
    guard let reader = MapReader(member.value, "reference '\(member.key)'", context) else {
      return nil
    }
    name = member.key
    self.family = family
    if !CardName.isValid(member.key) {
      context.report(
        "a reference name is made of a-z and 0-9, joined by '-' or '.', found '\(member.key)'",
        at: member.position,
        .name
      )
    }
    let kind =
      reader.required("kind") == nil
      ? nil : reader.word("kind", among: Kind.allCases.map(\.rawValue)).flatMap(Kind.init)
    let title = reader.requiredText("title")
    let summary = reader.requiredText("summary")
    chineseTitle = reader.text("title_zh")
    aliases = reader.texts("aliases")
    chineseSummary = reader.text("summary_zh")
    organisations = reader.organisations() ?? []
    year = reader.integer("year")
    paper = reader.value("paper").flatMap { Paper($0, context) }
    links = reader.links("links") ?? []
    files = reader.list("files").compactMap { File($0, context) }
    reads = Self.formats(reader, "reads")
    writes = Self.formats(reader, "writes")
    license = reader.value("license").flatMap { License($0, context) }
    reader.finish()
    file = context.file
    line = member.position.line
    guard let kind, let title, let summary else { return nil }
    self.kind = kind
    self.title = title
    self.summary = summary
  }

  private static func formats(_ reader: MapReader, _ key: String) -> [String] {
    reader.list(key).compactMap { node in
      guard let text = reader.text(node, "an element of '\(key)'") else { return nil }
      let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { String($0) }
      if parts.count > 2 || !ModelSource.formats.contains(parts[0])
        || (parts.count == 2 && !ModelSource.layouts.contains(parts[1]))
      {
        reader.context.report(
          "'\(key)' lists containers such as pytorch or hdf5/bert4keras, found '\(text)'"
            + Suggestions.question(for: parts[0], among: ModelSource.formats),
          at: node.position
        )
      }
      return text
    }
  }
}
