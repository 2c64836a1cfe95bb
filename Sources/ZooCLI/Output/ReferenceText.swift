import ZooRegistry

/// References as text.
enum ReferenceText {
  /// A reference as lines for a terminal.
  static func lines(_ reference: Reference, _ organisations: OrganisationCatalog) -> [String] {
    var table = Table([])
    func add(_ key: String, _ value: String?) {
      if let value, !value.isEmpty { table.add([key, value]) }
    }
    add("summary", reference.summary)
    add("", reference.chineseSummary)
    add("kind", "\(reference.kind.rawValue); it has no weights to fetch")
    add("family", reference.family)
    add("reads", reference.reads.joined(separator: ", "))
    add("writes", reference.writes.joined(separator: ", "))
    add("license", reference.license?.summary)
    let publisher = [
      organisations.text(of: reference.organisations), reference.year.map { "\($0)" },
    ]
    add("published by", publisher.compactMap(\.self).joined(separator: ", "))
    let paper = [reference.paper?.title, reference.paper?.address]
    add("paper", paper.compactMap(\.self).joined(separator: "  "))
    for link in reference.links { add("link", link) }
    for file in reference.files {
      add("file", file.address + (file.note.map { "  (\($0))" } ?? ""))
      add("", file.sha256.map { "SHA-256 \($0)" })
      add("", file.byteCount.map { "\($0) bytes" })
    }
    add("aliases", reference.aliases.joined(separator: ", "))
    return [
      "\(reference.name): \(reference.title)" + (reference.chineseTitle.map { " \($0)" } ?? "")
    ]
      + table.lines()
  }

  /// Its pages and its paper, each once.
  static func links(_ reference: Reference) -> [String] {
    CardText.distinct(reference.links + [reference.paper?.address].compactMap(\.self))
  }
}
