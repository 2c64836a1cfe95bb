import ArgumentParser
import Zoo
import ZooConvert
import ZooPackage
import ZooRegistry
import ZooTensors

/// `zoo info`: everything the registry knows of a model, on one screen.
struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Show what the registry knows of a model or a reference.",
    aliases: ["show"]
  )

  @Argument(help: "A name or an alias, for example bert-wwm or google-bert/bert-base-chinese.")
  var name: String

  @Flag(help: "Print how to cite it.")
  var bibtex = false

  @Flag(help: "Print its links only, one a line.")
  var links = false

  @OptionGroup
  var store: StoreOptions
  @OptionGroup
  var output: OutputOptions

  func run() throws {
    let registry = try store.openRegistry()
    if let reference = try registry.reference(named: name) {
      show(reference)
      return
    }
    guard let card = try card(registry) else { return }
    if links {
      var seen: Set<String> = []
      show((card.links + card.family.links).filter { seen.insert($0).inserted })
    } else if bibtex {
      guard let text = CardText.bibtex(card) else {
        throw ZooError(.notFound, "no paper is known for '\(card.name)'", model: card.name)
      }
      Console.print(text)
    } else if output.json {
      output.print(CardText.json(card))
    } else {
      try show(card, registry)
    }
  }

  /// The card, or `nil` after showing an installed package that the registry does not know.
  private func card(_ registry: Registry) throws -> ModelCard? {
    do throws(ZooError) {
      return try registry.card(named: name)
    } catch {
      guard error.code == .unknownModel,
        let path = try ModelZoo(try store.location()).layout.package(named: name)
      else { throw error }
      show(try PackageReader(opening: path))
      return nil
    }
  }

  private func show(_ package: PackageReader) {
    let manifest = package.manifest
    let license = manifest.license.spdx ?? manifest.license.text ?? "unknown"
    if output.json {
      output.print(
        .object([
          "name": .string(manifest.name), "architecture": .string(manifest.architecture),
          "config": .object(manifest.config), "license": .string(license),
          "parameterCount": .integer(Int64(manifest.parameterCount)),
          "fingerprint": .string(manifest.fingerprint.hex), "installed": .string(package.path),
        ])
      )
      return
    }
    Console.print("\(manifest.name): a package of your own, which the registry does not know")
    var table = Table([])
    table.add(["architecture", manifest.architecture])
    table.add(["parameters", "\(manifest.parameterCount)"])
    table.add(["parts", manifest.parts.joined(separator: ", ")])
    table.add(["license", license])
    table.add(["fingerprint", manifest.fingerprint.hex])
    table.add(["installed", package.path])
    table.lines().forEach(Console.print)
  }

  private func show(_ links: [String]) {
    if output.json {
      output.print(.array(links.map { .string($0) }))
    } else {
      links.forEach(Console.print)
    }
  }

  private func show(_ card: ModelCard, _ registry: Registry) throws {
    var table = Table([])
    func line(_ key: String, _ value: String?) {
      let mark = card.unconfirmed.contains { $0 == key || $0.hasPrefix(key + ".") }
      if let value, !value.isEmpty { table.add([key, value + (mark ? "  (unconfirmed)" : "")]) }
    }
    Console.print("\(card.name): \(card.title)" + (card.chineseTitle.map { " \($0)" } ?? ""))
    line("summary", card.summary ?? card.family.summary)
    line("", card.chineseSummary ?? card.family.chineseSummary)
    line("state", card.state.rawValue + (card.reason.map { ": \($0)" } ?? ""))
    line("architecture", card.architecture)
    line(
      "config",
      card.config.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    )
    line(
      "parameters",
      [
        card.parameters.count.map {
          "\($0)"
            + (card.parameters.parts.isEmpty
              ? "" : " (\(card.parameters.parts.joined(separator: ", ")))")
        }, card.parameters.stated.map { "stated \($0)" },
      ].compactMap(\.self).joined(separator: "; ")
    )
    line("vocabulary", vocabulary(card))
    line("languages", card.languages.joined(separator: ", "))
    line("license", license(card))
    line(
      "published by",
      [card.organisation, card.year.map { "\($0)" }].compactMap(\.self).joined(separator: ", ")
    )
    line(
      "paper",
      [card.paper?.title, card.paper?.address].compactMap(\.self).joined(separator: "  ")
    )
    for source in card.sources { line("source", CardText.source(source)) }
    line("convertible", try convertible(card, registry))
    line("aliases", card.aliases.joined(separator: ", "))
    for quirk in card.quirks { line("note", quirk) }
    for link in card.links { line("link", link) }
    line("unconfirmed", card.unconfirmed.joined(separator: ", "))
    let installed = try ModelZoo(try store.location()).layout.package(named: card.name)
    line("installed", installed ?? "no; `zoo fetch \(card.name)`")
    table.lines().forEach(Console.print)
  }

  private func show(_ reference: Reference) {
    if links { return show(reference.links) }
    if output.json { return output.print(CardText.json(reference)) }
    Console.print("\(reference.name): \(reference.title) (\(reference.kind.rawValue))")
    Console.print(reference.summary)
    if let summary = reference.chineseSummary { Console.print(summary) }
    if !reference.reads.isEmpty {
      Console.print("reads  \(reference.reads.joined(separator: ", "))")
    }
    if !reference.writes.isEmpty {
      Console.print("writes \(reference.writes.joined(separator: ", "))")
    }
    reference.links.forEach { Console.print("link   \($0)") }
  }

  private func vocabulary(_ card: ModelCard) -> String? {
    guard let vocabulary = card.vocabulary else { return nil }
    let parts = [
      vocabulary.kind, vocabulary.size.map { "\($0) entries" },
      vocabulary.lowercase.map { $0 ? "lower case" : "case kept" },
      vocabulary.files.isEmpty ? nil : vocabulary.files.joined(separator: ", "),
    ]
    return parts.compactMap(\.self).joined(separator: ", ")
  }

  private func license(_ card: ModelCard) -> String {
    guard let license = card.license else { return "unknown" }
    let flags = license.flags.map(\.rawValue).joined(separator: ", ")
    return license.summary + (flags.isEmpty ? "" : " [\(flags)]")
      + (license.url.map { "  \($0)" } ?? "")
  }

  private func convertible(_ card: ModelCard, _ registry: Registry) throws -> String {
    guard card.isConvertible, let architecture = card.architecture else {
      return "no" + (card.reason.map { ": \($0)" } ?? "")
    }
    let mappings = try store.openMappings()
    let names = Set(card.sources.map { "\(architecture).\($0.layout)" })
    let known = names.filter(mappings.names.contains).sorted()
    return known.isEmpty
      ? "not yet: no mapping \(names.sorted().joined(separator: ", "))"
      : "yes, by \(known.joined(separator: ", "))"
  }
}
