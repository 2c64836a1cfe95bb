public import ZooTensors

extension Family {
  /// Its pages and the papers of its models, each once.
  public var pages: [String] {
    (header.links + models.compactMap { $0.paper?.address })
      .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// The family as JSON, with the names of its models and references.
  public var json: JSONValue {
    .object([
      "name": .string(name), "kind": .string("family"), "title": .string(header.title),
      "titleZh": .text(header.chineseTitle), "summary": .string(header.summary),
      "summaryZh": .text(header.chineseSummary), "organisations": .texts(header.organisations),
      "links": .texts(pages),
      "headings": .texts(header.headings), "default": .text(defaultModel),
      "models": .texts(models.map(\.name)), "references": .texts(references.map(\.name)),
    ])
  }
}
