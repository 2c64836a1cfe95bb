internal import ZooTensors

/// Reads every file of a registry and holds them against each other.
struct RegistryValidator {
  let mappings: Set<String>?
  private(set) var problems: [RegistryProblem] = []
  private var architectures: [String: Architecture] = [:]
  private(set) var families: [(family: Family, file: RegistryFile)] = []

  init(mappings: Set<String>?) { self.mappings = mappings }

  mutating func readArchitecture(_ file: RegistryFile) {
    let (architecture, found) = RegistryReader.architecture(file)
    problems += found
    guard let architecture else { return }
    if let other = architectures.updateValue(architecture, forKey: architecture.name) {
      problems.append(
        RegistryProblem(
          .name,
          "architecture '\(architecture.name)' is also defined in \(other.file); rename one",
          file: file.path
        )
      )
    }
  }

  mutating func readFamily(_ file: RegistryFile) {
    let (family, found) = RegistryReader.family(file)
    problems += found
    guard let family else { return }
    families.append((family, file))
    guard file.isEmbedded, found.isEmpty, let store = try? file.store() else { return }
    if FamilyOutline(scanning: store.bytes) != FamilyOutline(family) {
      problems.append(
        RegistryProblem(
          .syntax,
          "the quick scan for names finds others than the parser; indent cards by two spaces and "
            + "their keys by four, and write aliases as [a, b]",
          file: file.path
        )
      )
    }
  }

  mutating func add(_ problems: [RegistryProblem]) { self.problems += problems }

  mutating func checkNames() {
    var index = NameIndex()
    for (family, file) in families {
      do throws(ZooError) {
        try index.add(FamilyOutline(family), file)
      } catch {
        problems.append(RegistryProblem(.name, error.message, file: file.path))
      }
    }
    for (alias, entries) in index.conflicts {
      let list = entries.map { "'\($0.name)' (\($0.place))" }.joined(separator: " and ")
      problems.append(
        RegistryProblem(
          .name,
          "the alias '\(alias)' means \(list); keep it at one of them",
          file: entries[0].file.path,
          at: YAMLNode.Position(line: entries[0].line, column: 1)
        )
      )
    }
    let references = Set(families.flatMap { $0.family.references.map(\.name) })
    for (family, file) in families {
      if let other = index.models[family.name], other.name != family.defaultModel {
        problems.append(
          RegistryProblem(
            .name,
            "family '\(family.name)' has the name of the card at \(other.place); make that card "
              + "its default or rename one",
            file: file.path
          )
        )
      }
      for card in family.models {
        if let base = card.baseModel, case .nothing = index.meaning(of: base) {
          report(
            .name,
            "'base_model' must be a card, found '\(base)'",
            card,
            card.positions.baseModel
          )
        }
        for alias in card.aliases where references.contains(alias.lowercased()) {
          report(.name, "the alias '\(alias)' is a reference's name", card, card.positions.card)
        }
      }
    }
  }

  mutating func checkCards() {
    for (family, _) in families {
      for card in family.models { check(card) }
    }
  }

  private mutating func check(_ card: ModelCard) {
    checkEmbeddedFiles(card)
    for fault in card.languages.compactMap(LanguageTag.fault) {
      report(.name, fault, card, card.positions.languages)
    }
    guard let name = card.architecture else { return }
    guard let architecture = architectures[name] else {
      if card.isConvertible && card.hasWeights {
        report(
          .architecture,
          "architecture '\(name)' does not exist"
            + Suggestions.question(for: name, among: architectures.keys),
          card,
          card.positions.architecture
        )
      }
      return
    }
    checkConfiguration(card, architecture)
    guard let mappings, card.isConvertible, card.hasWeights else { return }
    for (source, position) in zip(card.sources, card.positions.sources)
    where !mappings.contains(where: { Self.serves($0, "\(name).\(source.layout)") }) {
      report(
        .mapping,
        "expected a mapping file '\(name).\(source.layout).yaml' for this source, found none; "
          + "write it, or say 'convertible: false' with a reason",
        card,
        position
      )
    }
  }

  /// Whether a mapping is that of a dialect, or of one of its variants: `gpt2.megatron-v1`.
  private static func serves(_ mapping: String, _ dialect: String) -> Bool {
    mapping == dialect || mapping.hasPrefix(dialect + "-")
  }

  private mutating func checkConfiguration(_ card: ModelCard, _ architecture: Architecture) {
    let fit = architecture.report(card.config)
    for key in fit.unknown {
      report(
        .configuration,
        "'\(key)' is not a key of architecture '\(architecture.name)'"
          + Suggestions.question(for: key, among: architecture.keys.map(\.name)),
        card,
        card.positions.config
      )
    }
    for complaint in fit.wrong + fit.failedChecks {
      report(.configuration, complaint, card, card.positions.config)
    }
    // Lines are counted where the files are.
    let missing = fit.missing.filter { $0.lineCountFile == nil }
    if !missing.isEmpty,
      card.parameters.count != nil
        || (card.isConvertible && card.hasWeights && !card.bringsConfiguration)
    {
      report(
        .configuration,
        "the configuration lacks \(missing.map { "'\($0.name)'" }.joined(separator: ", "))"
          + "; add them, or list the config.json among the files of a source",
        card,
        card.positions.config
      )
    }
    if let rows = fit.configuration?["vocab_size"]?.intValue, let size = card.vocabulary?.size,
      size > rows
    {
      report(
        .count,
        "the vocabulary has \(size) entries, more than the \(rows) rows of 'vocab_size'",
        card,
        card.positions.vocabulary
      )
    }
    guard let configuration = fit.configuration else { return }
    do throws(ZooError) {
      let expanded = try architecture.expand(configuration)
      let total = try expanded.total(of: card.parameters)
      if let count = card.parameters.count, count != total.count {
        report(
          .count,
          "'parameters.count' says \(count) for the parts "
            + "\(total.parts.joined(separator: ", ")); the architecture gives \(total.count)",
          card,
          card.positions.count
        )
      }
      try checkStatement(card, expanded)
    } catch {
      report(.configuration, error.message, card, card.positions.config)
    }
  }

  /// Publishers round, and some count heads and some do not; what differs by more than a tenth from
  /// every such count is a slip of theirs or of the card.
  private mutating func checkStatement(
    _ card: ModelCard,
    _ expanded: ExpandedArchitecture
  ) throws(ZooError) {
    guard let text = card.parameters.stated, card.parameters.note == nil,
      let stated = ParameterCount.reading(text)
    else { return }
    let required = expanded.parts.filter { !$0.isOptional }.map(\.name)
    let counts = [
      try expanded.elementCount(parts: required), try expanded.total(of: card.parameters).count,
      try expanded.elementCount(parts: expanded.parts.map(\.name)),
    ]
    let (least, most) = (counts.min() ?? 0, counts.max() ?? 0)
    guard Double(stated) < 0.9 * Double(least) || Double(stated) > 1.1 * Double(most) else {
      return
    }
    report(
      .count,
      "'parameters.stated' says '\(text)'; the architecture gives from \(least) to \(most): "
        + "correct one of them, or say in 'parameters.note' why they differ",
      card,
      card.positions.stated
    )
  }

  private mutating func checkEmbeddedFiles(_ card: ModelCard) {
    for (source, position) in zip(card.sources, card.positions.sources) {
      guard case .embedded(let directory) = source.location else { continue }
      let paths = EmbeddedFiles.paths(in: "Registry/embedded/\(directory)")
      for file in source.files where !paths.contains("Registry/embedded/\(directory)/\(file.name)")
      {
        report(
          .link,
          "'\(directory)/\(file.name)' is not part of the program; run Scripts/embed-data",
          card,
          position
        )
      }
    }
  }

  private mutating func report(
    _ kind: RegistryProblem.Kind,
    _ message: String,
    _ card: ModelCard,
    _ position: YAMLNode.Position
  ) {
    problems.append(
      RegistryProblem(kind, "\(card.name): \(message)", file: card.file, at: position)
    )
  }
}

extension ModelCard {
  /// Whether a source may have a configuration file, so that the card need not repeat all of it.
  fileprivate var bringsConfiguration: Bool { sources.contains(where: \.mayBringConfiguration) }
}

extension ModelSource {
  /// Whether a configuration file is listed, or may be in what is not listed file by file.
  fileprivate var mayBringConfiguration: Bool {
    guard files.isEmpty else {
      return files.contains { $0.name.hasSuffix(".json") && $0.name.contains("config") }
    }
    switch location {
    case .hub, .pypi, .embedded, .manual: return true
    case .url(let address):
      let path = address.prefix { $0 != "?" }.lowercased()
      let endings = [".zip", ".whl", ".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tbz"]
      return endings.contains { path.hasSuffix($0) }
    }
  }
}
