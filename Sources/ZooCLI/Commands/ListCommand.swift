import ArgumentParser
import Zoo
import ZooRegistry
import ZooStore
import ZooTensors

/// `zoo list`: what is installed, or every card.
struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List installed models; with --all, every model of the registry.",
    aliases: ["ls"])

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

  @OptionGroup var store: StoreOptions
  @OptionGroup var output: OutputOptions

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
        "nothing is installed in '\(try store.location())'; `zoo list --all` shows what there is, `zoo fetch tiny-bert-zh` needs no network"
      )
      return
    }
    var table = Table(["name", "architecture", "parameters", "size", "license"], rightAligned: [2, 3])
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
    let limit = try maxParams.map(CardText.parameterCount)
    let cards = try store.openRegistry().families().flatMap(\.models).filter { card in
      matches(card, limit: limit)
    }
    if output.json {
      output.print(.array(cards.map { CardText.json($0) }))
      return
    }
    var table = Table(["name", "architecture", "parameters", "languages", "license", "state"], rightAligned: [2])
    for card in cards.sorted(by: { $0.name < $1.name }) {
      table.add([
        card.name, card.architecture ?? "-", CardText.parameters(card),
        card.languages.joined(separator: ","), card.license?.summary ?? "unknown",
        card.state.rawValue,
      ])
    }
    table.lines().forEach(Console.print)
    output.note("\(cards.count) models")
  }

  private func matches(_ card: ModelCard, limit: Int?) -> Bool {
    func equal(_ wanted: String?, _ found: String?) -> Bool {
      wanted.map { $0.lowercased() == found?.lowercased() } ?? true
    }
    return equal(family, card.family.name) && equal(architecture, card.architecture)
      && equal(state, card.state.rawValue) && equal(license, card.license?.summary)
      && (language.map { wanted in
        card.languages.contains { $0 == wanted || $0.hasPrefix(wanted + "-") }
      } ?? true)
      && (format.map { wanted in card.sources.contains { $0.format == wanted } } ?? true)
      && (limit.map { limit in CardText.count(card).map { $0 <= limit } ?? false } ?? true)
  }
}
