import ZooTensors

extension Family {
  /// Reads a family file, merging its defaults into every model.
  ///
  /// What is wrong is told by `context`; what could be read is returned all the same, and `nil` only
  /// where there is no family at all.
  init?(_ node: YAMLNode, _ context: SchemaContext) {
    guard let reader = MapReader(node, "a family", context) else { return nil }
    let name = reader.requiredText("family")
    let title = reader.requiredText("title")
    let summary = reader.requiredText("summary")
    guard let name, let title, let summary else { return nil }
    let header = Header(
      name: name,
      title: title,
      chineseTitle: reader.text("title_zh").flatMap { $0.isEmpty ? nil : $0 },
      summary: summary,
      chineseSummary: reader.text("summary_zh"),
      organisations: reader.organisations() ?? [],
      links: reader.links("links") ?? [],
      headings: reader.texts("headings")
    )
    let shared = InheritedFields(
      header: header,
      year: reader.integer("year"),
      paper: reader.value("paper").flatMap { Paper($0, context) },
      license: reader.value("license").flatMap { License($0, context) }
    )
    let defaults = reader.value("defaults")
    if let defaults, defaults.members == nil {
      context.report("'defaults' must be a mapping, found \(defaults.found)", at: defaults.position)
    }
    for member in defaults?.members ?? [] where ["aliases", "title"].contains(member.key) {
      context.report("'\(member.key)' belongs to one model, not to 'defaults'", at: member.position)
    }
    self.header = header
    models = reader.entries("models").compactMap { member in
      let merged = defaults.map { $0.merging(member.value) } ?? member.value
      return ModelCard(member, merged: merged, inheriting: shared, context)
    }
    references = reader.entries("references").compactMap { Reference($0, header.name, context) }
    defaultModel = reader.text("default")
    file = context.file
    reader.finish()
    checkDefault(node, context)
  }

  private func checkDefault(_ node: YAMLNode, _ context: SchemaContext) {
    let names = models.map(\.name)
    guard let defaultModel else {
      if !models.isEmpty {
        context.report(
          "a family must say which model its name means; add default: \(names[0])",
          at: node.position
        )
      }
      return
    }
    if !names.contains(defaultModel) {
      context.report(
        "'default' must be a model of this file, found '\(defaultModel)'"
          + Suggestions.question(for: defaultModel, among: names),
        at: node["default"]?.position ?? node.position,
        .name
      )
    }
  }
}
