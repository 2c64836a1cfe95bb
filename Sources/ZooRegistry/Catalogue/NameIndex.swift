internal import ZooTensors

/// Which file defines which name.
struct NameIndex: Sendable {
  struct Entry: Sendable, Hashable {
    let name: String
    let file: RegistryFile
    let line: Int

    var place: String { "\(file.path):\(line)" }
  }

  /// What a text turned out to mean.
  enum Meaning: Sendable, Hashable {
    case model(Entry)
    case reference(Entry)
    case ambiguous([Entry])
    case nothing
  }

  /// Cards by name.
  private(set) var models: [String: Entry] = [:]
  /// References by name.
  private(set) var references: [String: Entry] = [:]
  /// Family files by name.
  private(set) var families: [String: RegistryFile] = [:]
  private var defaults: [String: String] = [:]
  private var aliases: [String: [Entry]] = [:]
  private var referenceAliases: [String: Entry] = [:]
  private var repositories: [String: [Entry]] = [:]

  /// Adds the names of a file.
  ///
  /// - Throws: ``ZooError`` with code `configuration` where a name is defined already.
  mutating func add(_ outline: FamilyOutline, _ file: RegistryFile) throws(ZooError) {
    if let name = outline.name {
      if let other = families.updateValue(file, forKey: name) {
        throw ZooError(
          .configuration,
          "family '\(name)' is defined twice, in \(other.path) and in \(file.path); rename one"
        )
      }
      defaults[name.lowercased()] = outline.defaultModel
    }
    for model in outline.models {
      let entry = Entry(name: model.name, file: file, line: model.line)
      try define(entry)
      models[model.name] = entry
      for alias in model.aliases { aliases[alias.lowercased(), default: []].append(entry) }
      for repository in Set(model.repositories) {
        repositories[repository.lowercased(), default: []].append(entry)
      }
    }
    for reference in outline.references {
      let entry = Entry(name: reference.name, file: file, line: reference.line)
      try define(entry)
      references[reference.name] = entry
      for alias in reference.aliases { referenceAliases[alias.lowercased()] = entry }
    }
  }

  private func define(_ entry: Entry) throws(ZooError) {
    guard let other = models[entry.name] ?? references[entry.name] else { return }
    throw ZooError(
      .configuration,
      "'\(entry.name)' is defined twice, in \(other.place) and in \(entry.place); rename one"
    )
  }

  /// Exact name, then without regard to case: name, alias, family, hub repository, reference.
  func meaning(of text: String) -> Meaning {
    if let entry = models[text] { return .model(entry) }
    let key = text.lowercased()
    if let entry = models[key] { return .model(entry) }
    if let entries = aliases[key] { return Self.only(entries) }
    if let name = defaults[key], let entry = models[name] { return .model(entry) }
    if let entries = repositories[key] { return Self.only(entries) }
    if let entry = references[key] ?? referenceAliases[key] { return .reference(entry) }
    return .nothing
  }

  private static func only(_ entries: [Entry]) -> Meaning {
    let distinct = entries.reduce(into: [Entry]()) { if !$0.contains($1) { $0.append($1) } }
    return distinct.count == 1 ? .model(distinct[0]) : .ambiguous(distinct)
  }

  /// The names and aliases that look like a text, best first.
  func nearest(to text: String, limit: Int = 5) -> [String] {
    let names = Array(models.keys) + families.keys + references.keys
    let near = Suggestions.nearest(to: text, among: names, limit: limit, share: 0.2)
    guard near.count < limit else { return near }
    let others = Suggestions.nearest(to: text, among: aliases.keys, limit: limit, share: 0.2)
      .flatMap { aliases[$0] ?? [] }.map(\.name)
    var result = near
    for name in others where !result.contains(name) && result.count < limit { result.append(name) }
    return result
  }

  /// Aliases that mean more than one card, or that another card has as its name.
  var conflicts: [(alias: String, entries: [Entry])] {
    aliases.map { alias, entries in
      (alias, (entries + [models[alias]].compactMap(\.self)))
    }
    .filter { Set($0.1.map(\.name)).count > 1 }
    .sorted { $0.0 < $1.0 }
  }
}
