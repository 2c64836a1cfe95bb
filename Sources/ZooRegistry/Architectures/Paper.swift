/// Where a model or method is described.
public struct Paper: Sendable, Hashable {
  /// The title.
  public let title: String?
  /// The arXiv number, such as `1810.04805`.
  public let arxiv: String?
  /// The address of a paper elsewhere.
  public let url: String?

  init?(_ node: YAMLNode, _ context: SchemaContext) {
    guard let reader = MapReader(node, "a paper", context) else { return nil }
    title = reader.text("title")
    arxiv = reader.text("arxiv")
    url = reader.text("url")
    reader.finish()
    if let arxiv, !Self.isArxivNumber(arxiv), let place = node["arxiv"]?.position {
      context.report(
        "'arxiv' must be a number such as \"1810.04805\" or \"cs/0601001\", found '\(arxiv)'",
        at: place,
        .link
      )
    }
    if let url, let place = node["url"]?.position {
      WebAddress.check(url, "'url'", at: place, context)
    }
    if title == nil, arxiv == nil, url == nil {
      context.report("a paper must have a title, an arxiv number or a url", at: node.position)
    }
  }

  /// The address of the paper.
  public var address: String? { arxiv.map { "https://arxiv.org/abs/\($0)" } ?? url }

  private static func isArxivNumber(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    let isModern =
      (9...10).contains(bytes.count) && bytes[4] == 46
      && bytes.enumerated().allSatisfy { $0.offset == 4 || (48...57).contains($0.element) }
    guard !isModern else { return true }
    let parts = text.split(separator: "/")
    return parts.count == 2 && parts[1].utf8.count == 7
      && parts[1].utf8.allSatisfy { (48...57).contains($0) }
      && parts[0].utf8.allSatisfy {
        (97...122).contains($0) || (65...90).contains($0) || $0 == 45 || $0 == 46
      }
  }
}
