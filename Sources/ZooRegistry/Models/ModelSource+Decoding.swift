extension ModelSource {
  init?(_ node: YAMLNode, _ context: SchemaContext) {
    guard let reader = MapReader(node, "a source", context) else { return nil }
    let location = Self.location(reader)
    let format = reader.required("format") == nil ? nil : reader.word("format", among: Self.formats)
    let layout =
      reader.required("layout") == nil ? nil : reader.openWord("layout", like: Self.layouts)
    files = reader.list("files").compactMap { File($0, context) }
    member = reader.text("member")
    note = reader.text("note")
    sha256 = reader.digest("sha256")
    byteCount = reader.byteCount("size")
    reader.finish()
    for path in files.map(\.name) + [member].compactMap(\.self) {
      if path.hasPrefix("/") || path.split(separator: "/").contains("..") {
        context.report("'\(path)' must be a path inside the source", at: node.position)
      }
    }
    if case .url(let address)? = location, address.hasSuffix("/"), files.isEmpty {
      context.report(
        "'url' ends with '/' and so is a directory; add the 'files' to fetch from it",
        at: node.position
      )
    }
    guard let location, let format, let layout else { return nil }
    self.location = location
    self.format = format
    self.layout = layout
  }

  private static func location(_ reader: MapReader) -> Location? {
    let places = ["hub", "url", "pypi", "embedded", "manual"].compactMap { key in
      reader.text(key).map { (key: key, text: $0) }
    }
    let revision = reader.text("revision")
    guard places.count == 1, let place = places.first else {
      reader.context.report(
        "a source must have exactly one of 'hub', 'url', 'pypi', 'embedded' and 'manual'",
        at: reader.node.position
      )
      return nil
    }
    let position = reader.node[place.key]?.position ?? reader.node.position
    if revision != nil, place.key != "hub" {
      reader.context.report("only a 'hub' source has a 'revision'", at: reader.node.position)
    }
    switch place.key {
    case "hub":
      let parts = place.text.split(separator: "/", omittingEmptySubsequences: false)
      if parts.count > 2 || !parts.allSatisfy(isIdentifier) {
        reader.context.report(
          "'hub' must be OWNER/NAME of letters, digits and . _ -, found '\(place.text)'",
          at: position,
          .link
        )
      }
      return .hub(repository: place.text, revision: revision ?? "main")
    case "url":
      WebAddress.check(place.text, "'url'", at: position, reader.context)
      return .url(place.text)
    case "manual":
      WebAddress.check(
        place.text,
        "'manual'",
        at: position,
        reader.context,
        schemes: WebAddress.manualSchemes
      )
      return .manual(place.text)
    case "pypi": return .pypi(place.text)
    default:
      if !place.text.split(separator: "/", omittingEmptySubsequences: false)
        .allSatisfy({ isIdentifier($0) && $0 != ".." })
      {
        reader.context.report(
          "'embedded' must be a path below Registry/embedded, found '\(place.text)'",
          at: position,
          .link
        )
      }
      return .embedded(place.text)
    }
  }

  private static func isIdentifier(_ text: Substring) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy {
        (97...122).contains($0) || (65...90).contains($0) || (48...57).contains($0)
          || $0 == 45 || $0 == 46 || $0 == 95
      }
  }
}

extension ModelSource.File {
  /// A name, or `{name:, sha256:, size:}`.
  init?(_ node: YAMLNode, _ context: SchemaContext) {
    if case .string(let text) = node.content {
      self.init(name: text, sha256: nil, byteCount: nil)
      return
    }
    guard let reader = MapReader(node, "a file", context) else { return nil }
    let name = reader.requiredText("name")
    let sha256 = reader.digest("sha256")
    let byteCount = reader.byteCount("size")
    reader.finish()
    guard let name else { return nil }
    self.init(name: name, sha256: sha256, byteCount: byteCount)
  }
}

extension MapReader {
  /// A SHA-256 in hexadecimal.
  func digest(_ key: String) -> String? {
    guard let text = text(key) else { return nil }
    let isDigest =
      text.utf8.count == 64
      && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    if !isDigest {
      context.report(
        "'\(key)' must be 64 lower-case hexadecimal digits, found '\(text)'; put it in quotes",
        at: node[key]?.position ?? node.position
      )
    }
    return isDigest ? text : nil
  }

  /// A number of bytes.
  func byteCount(_ key: String) -> Int? {
    guard let count = integer(key) else { return nil }
    if count <= 0 {
      context.report(
        "'\(key)' must be above 0, found \(count)",
        at: node[key]?.position ?? node.position
      )
    }
    return count
  }
}
