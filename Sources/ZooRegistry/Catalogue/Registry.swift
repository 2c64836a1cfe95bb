internal import Synchronization
public import ZooTensors

/// Everything that is known of models, architectures and the things around them.
///
/// Nothing is read before it is asked for: looking up a name scans the files of the program for
/// names (no YAML is parsed) and then parses the one file that defines it. Directories of one's own
/// lie over the registry of the program and are parsed in full on the first look-up; they may add
/// names, not redefine them.
public final class Registry: Sendable {
  private struct Cache {
    var index: NameIndex?
    var families: [RegistryFile: Family] = [:]
    var architectures: [String: Architecture] = [:]
  }

  let layers: [RegistryLayer]
  private let cache = Mutex(Cache())

  /// The registry of the program, with directories laid over it.
  ///
  /// - Parameter overlays: Directories with `models/*.yaml` and `architectures/*.yaml`.
  /// - Throws: ``ZooError`` with code `configuration` for a directory that has neither.
  public init(overlays: [String] = []) throws(ZooError) {
    layers = [.embedded] + (try Self.layers(overlays))
  }

  /// The registry of a directory instead of that of the program.
  ///
  /// - Parameters:
  ///   - directory: A directory with `models/*.yaml` and `architectures/*.yaml`.
  ///   - overlays: Directories laid over it.
  /// - Throws: ``ZooError`` with code `configuration` for a directory that has neither.
  public init(directory: String, overlays: [String] = []) throws(ZooError) {
    layers = try Self.layers([directory] + overlays)
  }

  private static func layers(_ directories: [String]) throws(ZooError) -> [RegistryLayer] {
    var layers: [RegistryLayer] = []
    for directory in directories { layers.append(try RegistryLayer(directory: directory)) }
    return layers
  }

  // MARK: - Names

  /// The names of all cards, sorted; parses no YAML of the program.
  public func modelNames() throws(ZooError) -> [String] {
    try index().models.keys.sorted { $0.precedesInUTF8($1) }
  }

  /// The names of all families, sorted.
  public func familyNames() throws(ZooError) -> [String] {
    try index().families.keys.sorted { $0.precedesInUTF8($1) }
  }

  /// The names of all architectures, sorted.
  public func architectureNames() -> [String] {
    layers.flatMap { $0.architectures.map(\.stem) }.sorted { $0.precedesInUTF8($1) }
  }

  /// Whether a file describes an architecture.
  func hasArchitecture(named name: String) -> Bool {
    layers.contains { layer in layer.architectures.contains { $0.stem == name } }
  }

  /// The card that a text means: a name, an alias, a hub repository or a family.
  ///
  /// Case counts only where two names differ in nothing else.
  /// - Throws: ``ZooError`` with code `unknownModel`, with the nearest names, where nothing or more
  ///   than one card is meant; with code `configuration` where the registry is wrong.
  public func card(named name: String) throws(ZooError) -> ModelCard {
    switch try index().meaning(of: name) {
    case .model(let entry):
      if let card = try family(in: entry.file).models.first(where: { $0.name == entry.name }) {
        return card
      }
      throw ZooError(
        .configuration,
        "\(entry.place): '\(entry.name)' is listed but cannot be read; run zoo registry check"
      )
    case .reference(let entry):
      let kind = try reference(named: entry.name)?.kind.rawValue ?? "reference"
      throw ZooError(
        .unknownModel,
        "'\(name)' is a \(kind), not a model; `zoo info \(entry.name)` tells more",
        model: name
      )
    case .ambiguous(let entries):
      let list = entries.map { "'\($0.name)'" }.joined(separator: ", ")
      throw ZooError(.unknownModel, "'\(name)' may mean \(list); name one of them", model: name)
    case .nothing: throw try unknown(name)
    }
  }

  /// The name of the card that a text means, or `nil`; parses no YAML of the program.
  public func resolvedName(_ name: String) throws(ZooError) -> String? {
    if case .model(let entry) = try index().meaning(of: name) { entry.name } else { nil }
  }

  /// The further names that mean a card and nothing else: its aliases, its family where it is the
  /// family's default, and the hub repositories of its sources.
  public func furtherNames(of card: ModelCard) throws(ZooError) -> [String] {
    let repositories = card.sources.compactMap { source in
      if case .hub(let repository, _) = source.location { repository } else { nil }
    }
    var names: [String] = []
    for name in card.aliases + [card.family.name] + repositories
    where name != card.name && !names.contains(name) {
      if try resolvedName(name) == card.name { names.append(name) }
    }
    return names
  }

  /// The reference of a name or alias, or `nil`.
  public func reference(named name: String) throws(ZooError) -> Reference? {
    guard case .reference(let entry) = try index().meaning(of: name) else { return nil }
    return try family(in: entry.file).references.first { $0.name == entry.name }
  }

  /// The error for a name that nothing has.
  private func unknown(_ name: String) throws(ZooError) -> ZooError {
    let near = try index().nearest(to: name).map { "'\($0)'" }
    let hint =
      switch near.count {
      case 0: "`zoo list --all` shows every model, `zoo search` finds by words"
      case 1: "did you mean \(near[0])?"
      default: "did you mean \(near.dropLast().joined(separator: ", ")) or \(near[near.count - 1])?"
      }
    return ZooError(.unknownModel, "unknown model '\(name)'; \(hint)", model: name)
  }

  // MARK: - Files

  /// A family.
  ///
  /// - Throws: ``ZooError`` with code `notFound`, with the nearest names, where there is none.
  public func family(named name: String) throws(ZooError) -> Family {
    let families = try index().families
    guard let file = families[name] else {
      throw ZooError(
        .notFound,
        "unknown family '\(name)'" + Suggestions.question(for: name, among: families.keys)
      )
    }
    return try family(in: file)
  }

  /// Every family, sorted by name; parses everything that is not parsed yet.
  public func families() throws(ZooError) -> [Family] {
    try Concurrently.map(layers.flatMap(\.families)) { file throws(ZooError) in
      try family(in: file)
    }
    .sorted { $0.name.precedesInUTF8($1.name) }
  }

  /// An architecture.
  ///
  /// - Throws: ``ZooError`` with code `notFound`, with the nearest names, where there is none; with
  ///   code `configuration` where its file is wrong or there are two.
  public func architecture(named name: String) throws(ZooError) -> Architecture {
    if let known = cache.withLock({ $0.architectures[name] }) { return known }
    let files = layers.flatMap(\.architectures).filter { $0.stem == name }
    guard let file = files.first else {
      throw ZooError(
        .notFound,
        "unknown architecture '\(name)'"
          + Suggestions.question(for: name, among: architectureNames())
      )
    }
    if files.count > 1 {
      throw ZooError(
        .configuration,
        "architecture '\(name)' is defined twice, in \(file.path) and in \(files[1].path)"
          + "; rename one"
      )
    }
    let (architecture, problems) = RegistryReader.architecture(file)
    guard let architecture, problems.isEmpty else { throw ZooError(problems) }
    cache.withLock { $0.architectures[name] = architecture }
    return architecture
  }

  /// The architectures that a `model_type` of a `config.json` may mean, sorted by name.
  public func architectures(modelType: String) throws(ZooError) -> [Architecture] {
    var result: [Architecture] = []
    for name in architectureNames() {
      let architecture = try architecture(named: name)
      if architecture.modelTypes.contains(modelType) { result.append(architecture) }
    }
    return result
  }

  private func family(in file: RegistryFile) throws(ZooError) -> Family {
    if let known = cache.withLock({ $0.families[file] }) { return known }
    let (family, problems) = RegistryReader.family(file)
    guard let family, problems.isEmpty else { throw ZooError(problems) }
    cache.withLock { $0.families[file] = family }
    return family
  }

  func index() throws(ZooError) -> NameIndex {
    if let known = cache.withLock({ $0.index }) { return known }
    let index = try makeIndex()
    cache.withLock { $0.index = index }
    return index
  }

  private func makeIndex() throws(ZooError) -> NameIndex {
    var index = NameIndex()
    for file in layers.flatMap(\.families) {
      if file.isEmbedded {
        let store = try file.store()
        try index.add(FamilyOutline(scanning: store.bytes), file)
      } else {
        try index.add(FamilyOutline(try family(in: file)), file)
      }
    }
    return index
  }
}
