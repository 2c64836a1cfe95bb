public import ZooTensors

extension Reference {
  /// The reference as JSON.
  public var json: JSONValue {
    .object([
      "name": .string(name), "kind": .string(kind.rawValue), "family": .string(family),
      "title": .string(title), "titleZh": .text(chineseTitle), "aliases": .texts(aliases),
      "summary": .string(summary), "summaryZh": .text(chineseSummary),
      "organisation": .text(organisation), "year": .number(year), "paper": .text(paper?.address),
      "links": .texts(links), "files": .array(files.map(\.json)), "reads": .texts(reads),
      "writes": .texts(writes), "license": .text(license?.summary),
    ])
  }
}

extension Reference.File {
  fileprivate var json: JSONValue {
    .object([
      "address": .string(address), "note": .text(note), "sha256": .text(sha256),
      "byteCount": .number(byteCount),
    ])
  }
}
