/// The names in a family file, and nothing else.
struct FamilyOutline: Sendable, Hashable {
  struct Model: Sendable, Hashable {
    let name: String
    let line: Int
    var aliases: [String] = []
    /// Hub repositories of its sources.
    var repositories: [String] = []
  }

  struct Reference: Sendable, Hashable {
    let name: String
    let line: Int
    var aliases: [String] = []
  }

  var name: String?
  var defaultModel: String?
  var models: [Model] = []
  var references: [Reference] = []

  init() {}

  /// The outline of a family that was read in full.
  init(_ family: Family) {
    name = family.name
    defaultModel = family.defaultModel
    models = family.models.map { card in
      let repositories = card.sources.compactMap { source in
        if case .hub(let repository, _) = source.location { repository } else { nil }
      }
      return Model(
        name: card.name,
        line: card.line,
        aliases: card.aliases,
        repositories: repositories
      )
    }
    references = family.references.map {
      Reference(name: $0.name, line: $0.line, aliases: $0.aliases)
    }
  }
}
