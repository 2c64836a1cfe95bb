import ArgumentParser
import Zoo
import ZooConvert
import ZooRegistry
import ZooTensors

/// `zoo info`: everything the registry knows of a model, a family or a reference, on one screen.
struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Show what the registry knows of a model, a family or a reference.",
    discussion: "The name of a family that is no model's shows the family.",
    aliases: ["show"]
  )

  @Argument(help: "A name or an alias, for example bert-wwm or google-bert/bert-base-chinese.")
  var name: String

  @Flag(help: "Show the family of that name, or that the model belongs to.")
  var family = false

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
    if let name = try familyName(registry) {
      try show(try registry.family(named: name), registry)
    } else if let reference = try registry.reference(named: name) {
      try show(reference, registry)
    } else {
      do throws(ZooError) {
        try show(try registry.card(named: name), registry)
      } catch {
        guard error.code == .unknownModel,
          let path = try ModelZoo(try store.location()).layout.package(named: name)
        else { throw error }
        try PackageText(path, output).show()
      }
    }
  }

  func validate() throws {
    if bibtex, links { throw ValidationError("--bibtex and --links exclude each other") }
  }

  /// Prints links, one a line or as a JSON list.
  private func show(links: [String]) {
    if output.json {
      output.print(.array(links.map { .string($0) }))
    } else {
      links.forEach(Console.print)
    }
  }

  /// The family to show, if it is one.
  private func familyName(_ registry: Registry) throws -> String? {
    let found = try CardText.family(named: name, registry)
    guard family else {
      return try found.flatMap { try registry.modelNames().contains($0) ? nil : $0 }
    }
    if let found { return found }
    if let reference = try registry.reference(named: name) { return reference.family }
    return try registry.card(named: name).family.name
  }

  private func show(_ family: Family, _ registry: Registry) throws {
    if links {
      show(links: family.pages)
    } else if bibtex {
      CitationsCommand.show(family.citations, output)
    } else if output.json {
      output.print(family.json)
    } else {
      try FamilyText.lines(family, registry).forEach(Console.print)
    }
  }

  private func show(_ reference: Reference, _ registry: Registry) throws {
    if links {
      show(links: ReferenceText.links(reference))
    } else if bibtex {
      CitationsCommand.show([reference.citation], output)
    } else if output.json {
      output.print(reference.json)
    } else {
      ReferenceText.lines(reference, try registry.organisations()).forEach(Console.print)
    }
  }

  private func show(_ card: ModelCard, _ registry: Registry) throws(ZooError) {
    if links {
      show(links: CardText.links(card))
    } else if bibtex {
      CitationsCommand.show([card.citation], output)
    } else if output.json {
      output.print(
        CardText.json(
          card,
          total: try registry.parameterTotal(of: card),
          organisations: try registry.organisations(),
          proof: ConversionProof(try mappings(card))
        )
      )
    } else {
      let mappings = try mappings(card)
      let screen = CardScreen(
        card,
        total: try registry.parameterTotal(of: card),
        organisations: try registry.organisations(),
        conversion: conversion(card, mappings),
        proof: ConversionProof(mappings),
        installed: try ModelZoo(try store.location()).layout.package(named: card.name)
      )
      screen.lines.forEach(Console.print)
    }
  }

  /// The mappings that convert the model, where it can be converted.
  private func mappings(_ card: ModelCard) throws(ZooError) -> [Mapping] {
    card.isConvertible ? try store.openMappings().serving(card) : []
  }

  /// Whether and by which mapping the model can be converted.
  private func conversion(_ card: ModelCard, _ mappings: [Mapping]) -> String {
    guard card.isConvertible else { return "no" }
    guard let architecture = card.architecture else { return "no: its architecture is not known" }
    if !mappings.isEmpty { return "yes, by \(mappings.map(\.name).joined(separator: ", "))" }
    let names = Set(card.sources.map { "\(architecture).\($0.layout)" })
    return names.isEmpty
      ? "no: nothing is published"
      : "not yet: no mapping \(names.sorted().joined(separator: ", "))"
  }
}
