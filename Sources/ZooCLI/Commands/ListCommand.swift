import ArgumentParser
import Zoo
import ZooRegistry
import ZooStore
import ZooTensors

/// `zoo list`: what is installed, or every card.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "List installed models; with --all, every model of the registry.",
    discussion: "A filter implies --all; several must all hold.",
    aliases: ["ls"]
  )

  @Flag(help: "Every card of the registry.")
  var all = false

  @Option(help: "With --all: only this family.")
  var family: String?

  @Option(help: "With --all: only this architecture.")
  var architecture: String?

  @Option(help: "With --all: only models of this language, for example zh.")
  var language: String?

  @Option(help: "With --all: only models under this license, for example Apache-2.0.")
  var license: String?

  @Option(help: "With --all: only models published in this container, for example pytorch.")
  var format: String?

  @Option(help: "With --all: only models in this state, for example downloadable.")
  var state: String?

  @Option(help: "With --all: only models with at most this many parameters, for example 30M.")
  var maxParams: String?

  @OptionGroup
  var store: StoreOptions
  @OptionGroup
  var output: OutputOptions

  var hasFilter: Bool {
    [family, architecture, language, license, format, state, maxParams].contains { $0 != nil }
  }

  func run() throws {
    if all || hasFilter { try listCards() } else { try listInstalled() }
  }

  private func listInstalled() throws {
    let packages = try store.store().packages().filter(\.isCurrent)
    if output.json {
      output.print(.array(packages.map { json($0) }))
      return
    }
    guard !packages.isEmpty else {
      output.note(
        "nothing is installed in '\(try store.location())'; `zoo list --all` shows what there is, "
          + "`zoo fetch tiny-bert-zh` needs no network"
      )
      return
    }
    var table = Table(
      ["name", "architecture", "parameters", "size", "license"],
      rightAligned: [2, 3]
    )
    for package in packages {
      table.add([
        package.name, package.architecture, Units.parameters(package.parameterCount),
        Units.bytes(package.byteCount), package.license ?? "unknown",
      ])
    }
    table.lines().forEach(Console.print)
  }

  private func json(_ package: InstalledPackage) -> JSONValue {
    .object([
      "name": .string(package.name), "aliases": .array(package.aliases.map { .string($0) }),
      "architecture": .string(package.architecture),
      "parameterCount": .integer(Int64(package.parameterCount)),
      "byteCount": .integer(Int64(package.byteCount)),
      "license": package.license.map { .string($0) } ?? .null,
      "fingerprint": .string(package.fingerprint.hex), "path": .string(package.relativePath),
    ])
  }

  private func listCards() throws {
    let registry = try store.openRegistry()
    let all = try RegistryIndex.cards(registry, output)
    let filter = try filter(registry, all)
    let cards = all.filter(filter.matches)
    if output.json {
      let json = try RegistryIndex.json(of: .model, registry, output)
      output.print(list: cards.map(\.name), of: json)
      return
    }
    var table = Table(
      ["name", "architecture", "parameters", "languages", "license", "state"],
      rightAligned: [2]
    )
    for card in cards {
      table.add([
        card.name, card.architecture ?? "-", CardText.parameters(card),
        card.languages.joined(separator: ","), card.license, card.state.rawValue,
      ])
    }
    if !cards.isEmpty { table.lines().forEach(Console.print) }
    output.note("\(cards.count) model\(cards.count == 1 ? "" : "s")")
  }

  /// The filter that the options describe; a value that no card has is an error, not an empty list.
  private func filter(
    _ registry: Registry,
    _ cards: [CardSummary]
  ) throws(ZooError) -> CardFilter {
    var filter = CardFilter()
    if let family {
      guard let name = try CardText.family(named: family, registry) else {
        // The error names the nearest.
        _ = try registry.family(named: family)
        throw ZooError(.notFound, "unknown family '\(family)'")
      }
      filter.family = name
    }
    if let architecture {
      try WordOption.known(
        architecture,
        as: "architecture",
        among: cards.compactMap(\.architecture)
      )
    }
    if let language {
      // A tag of a variety, zh-Hant, is one of its language too.
      let tags = cards.flatMap(\.languages)
      let languages = tags.compactMap { $0.split(separator: "-").first.map { String($0) } }
      try WordOption.known(language, as: "language", among: tags + languages)
    }
    if let license { try WordOption.known(license, as: "license", among: cards.map(\.license)) }
    filter.architecture = architecture
    filter.language = language
    filter.license = license
    filter.format = try format.map(WordOption.format)
    if let state {
      let words = ModelCard.State.allCases.map(\.rawValue)
      let word = try WordOption.parse(state, of: "--state", among: words)
      filter.state = ModelCard.State(rawValue: word)
    }
    if let maxParams {
      guard maxParams.wholeMatch(of: /[0-9]+(\.[0-9]+)?[kKmMbBtT]?/) != nil,
        let count = ParameterCount.reading(maxParams)
      else {
        throw ZooError(
          .usage,
          "--max-params must be a number such as 30M or 1.5B, found '\(maxParams)'"
        )
      }
      filter.maximumParameterCount = count
    }
    return filter
  }
}
