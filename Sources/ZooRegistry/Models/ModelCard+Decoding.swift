extension ModelCard {
  /// Reads a card whose defaults are already merged.
  init?(
    _ member: YAMLNode.Member,
    merged node: YAMLNode,
    inheriting shared: InheritedFields,
    _ context: SchemaContext
  ) {
    guard let reader = MapReader(node, "model '\(member.key)'", context) else { return nil }
    name = member.key
    family = shared.header
    if !CardName.isValid(member.key) {
      context.report(
        "a card name is made of a-z and 0-9, joined by '-' or '.', found '\(member.key)'",
        at: member.position,
        .name
      )
    }
    let title = reader.requiredText("title")
    chineseTitle = reader.text("title_zh")
    aliases = reader.texts("aliases")
    summary = reader.text("summary")
    chineseSummary = reader.text("summary_zh")
    organisations = reader.organisations() ?? shared.header.organisations
    year = reader.integer("year") ?? shared.year
    paper = reader.value("paper").map { Paper($0, context) } ?? shared.paper
    links = reader.links("links") ?? shared.header.links
    license = reader.value("license").map { License($0, context) } ?? shared.license
    languages = reader.texts("languages")
    architecture = reader.text("architecture")
    config = Self.config(reader)
    vocabulary = reader.value("vocabulary").flatMap { Vocabulary($0, context) }
    parameters = Self.parameters(reader)
    let sourceNodes = reader.list("sources")
    var sourcePositions: [YAMLNode.Position] = []
    var sources: [ModelSource] = []
    for node in sourceNodes {
      guard let source = ModelSource(node, context) else { continue }
      sources.append(source)
      sourcePositions.append(node.position)
    }
    self.sources = sources
    state =
      reader.word("state", among: State.allCases.map(\.rawValue)).flatMap(State.init)
      ?? .downloadable
    reason = reader.text("reason")
    baseModel = reader.text("base_model")
    isConvertible = reader.bool("convertible") ?? true
    quirks = reader.texts("quirks")
    unconfirmed = reader.texts("unconfirmed")
    reader.finish()
    file = context.file
    line = member.position.line
    func place(_ keys: String...) -> YAMLNode.Position {
      keys.reduce(Optional(node)) { $0?[$1] }?.position ?? member.position
    }
    positions = Positions(
      card: member.position,
      architecture: place("architecture"),
      config: place("config"),
      count: place("parameters", "count"),
      vocabulary: place("vocabulary", "size"),
      languages: place("languages"),
      stated: place("parameters", "stated"),
      baseModel: place("base_model"),
      sources: sourcePositions
    )
    guard let title else { return nil }
    self.title = title
    checkConsistency(sourceNodes.count, context)
  }

  private func checkConsistency(_ sourceCount: Int, _ context: SchemaContext) {
    var spellings: Set<String> = [name]
    for alias in aliases where !spellings.insert(alias.lowercased()).inserted {
      context.report(
        "the alias '\(alias)' repeats another name of model '\(name)'; case does not count, drop it",
        at: positions.card,
        .name
      )
    }
    if reason == nil, state != .downloadable && state != .gated || !isConvertible {
      context.report(
        "model '\(name)' must have a 'reason', since it is "
          + (isConvertible ? state.rawValue : "not convertible"),
        at: positions.card
      )
    }
    if state == .delta, baseModel == nil {
      context.report(
        "model '\(name)' must have a 'base_model', since it is a delta",
        at: positions.card
      )
    }
    // What cannot be converted may be found on the pages of the card only.
    if hasWeights, sourceCount == 0, isConvertible || links.isEmpty {
      context.report(
        "model '\(name)' must have 'sources', or a 'state' that says why there are none",
        at: positions.card
      )
    }
    if hasWeights, isConvertible, architecture == nil {
      context.report(
        "model '\(name)' must have an 'architecture', or 'convertible: false' with a reason",
        at: positions.card
      )
    }
  }

  private static func config(_ reader: MapReader) -> [String: ConfigValue] {
    var values: [String: ConfigValue] = [:]
    for member in reader.entries("config") {
      if let value = ConfigValue(member.value) {
        values[member.key] = value
      } else {
        reader.context.report(
          "'config.\(member.key)' must be a number, a text, true, false or a list, found "
            + member.value.found,
          at: member.value.position
        )
      }
    }
    return values
  }

  private static func parameters(_ reader: MapReader) -> Parameters {
    guard let parameters = reader.map("parameters", "parameters") else {
      return Parameters(count: nil, parts: [], hasAllParts: false, stated: nil, note: nil)
    }
    let hasAllParts = parameters.value("parts")?.content == .string("all")
    let result = Parameters(
      count: parameters.integer("count"),
      parts: hasAllParts ? [] : parameters.texts("parts"),
      hasAllParts: hasAllParts,
      stated: parameters.text("stated"),
      note: parameters.text("note")
    )
    parameters.finish()
    if result.count != nil, result.parts.isEmpty, !hasAllParts {
      reader.context.report(
        "'parameters.count' must say which 'parts' it counts; add parts: [ … ] or parts: all",
        at: parameters.node["count"]?.position ?? parameters.node.position
      )
    }
    return result
  }
}

/// The syntax of card names.
enum CardName {
  /// Whether a name is `[a-z0-9]+([.-][a-z0-9]+)*`.
  static func isValid(_ name: String) -> Bool {
    var previousIsSeparator = true
    for byte in name.utf8 {
      switch byte {
      case 97...122, 48...57: previousIsSeparator = false
      case 45, 46:
        if previousIsSeparator { return false }
        previousIsSeparator = true
      default: return false
      }
    }
    return !previousIsSeparator
  }
}

extension MapReader {
  /// A list of web addresses; `nil` where the key is absent.
  func links(_ key: String) -> [String]? {
    guard value(key) != nil else { return nil }
    return list(key).compactMap { node in
      guard let link = text(node, "a link") else { return nil }
      WebAddress.check(link, "a link", at: node.position, context)
      return link
    }
  }
}
