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
    let filter = try filter(registry)
    if output.json {
      output.print(.array(try registry.cards(matching: filter).map { CardText.json($0) }))
      return
    }
    let cards = try RegistryIndex.cards(registry, output).filter(filter.matches)
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
    table.lines().forEach(Console.print)
    output.note("\(cards.count) model\(cards.count == 1 ? "" : "s")")
  }

  private func filter(_ registry: Registry) throws(ZooError) -> CardFilter {
    var filter = CardFilter()
    if let family {
      guard let name = try CardText.family(named: family, registry) else {
        // The error names the nearest.
        _ = try registry.family(named: family)
        throw ZooError(.notFound, "unknown family '\(family)'")
      }
      filter.family = name
    }
    filter.architecture = architecture
    filter.language = language
    filter.license = license
    filter.format = try format.map { (word) throws(ZooError) in
      try Self.word(word, "--format", among: ModelSource.formats)
    }
    if let state {
      let words = ModelCard.State.allCases.map(\.rawValue)
      filter.state = ModelCard.State(rawValue: try Self.word(state, "--state", among: words))
    }
    if let maxParams {
      guard let count = ParameterCount.reading(maxParams) else {
        throw ZooError(
          .usage,
          "--max-params must be a number such as 30M or 1.5B, found '\(maxParams)'"
        )
      }
      filter.maximumParameterCount = count
    }
    return filter
  }

  private static func word(
    _ text: String,
    _ option: String,
    among words: [String]
  ) throws(ZooError) -> String {
    if let word = words.first(where: { $0 == text.lowercased() }) { return word }
    throw ZooError(
      .usage,
      "\(option) must be one of \(words.joined(separator: ", ")), found '\(text)'"
    )
  }
}
