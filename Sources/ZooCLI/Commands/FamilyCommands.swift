import ArgumentParser
import ZooRegistry
import ZooTensors

/// `zoo families`: every family of the registry.
struct FamiliesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "families",
    abstract: "List the families of the registry, with the model that each name means.",
    discussion: "`zoo info --family NAME` shows one."
  )

  @OptionGroup
  var store: StoreOptions
  @OptionGroup
  var output: OutputOptions

  func run() throws {
    let registry = try store.openRegistry()
    let families = try RegistryIndex.families(registry, output)
    if output.json {
      let json = try RegistryIndex.json(of: .family, registry, output)
      output.print(list: families.map(\.name), of: json)
      return
    }
    var table = Table(["family", "title", "default", "models"], rightAligned: [3])
    for family in families {
      let title = [family.title, family.chineseTitle].compactMap(\.self)
      table.add([
        family.name, title.joined(separator: " "), family.defaultModel ?? "-",
        "\(family.modelCount)",
      ])
    }
    table.lines().forEach(Console.print)
    let count = families.reduce(0) { $0 + $1.modelCount }
    output.note("\(families.count) families with \(count) models")
  }
}

/// `zoo citations`: how to cite models and programs.
struct CitationsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "citations",
    abstract: "Print how to cite models, families and references, as BibTeX.",
    discussion: """
      Without a name, everything. The registry knows who published a model, not the authors of its
      paper; complete the entries before you print them.
      """
  )

  @Argument(help: "Families, models or references.")
  var names: [String] = []

  @OptionGroup
  var store: StoreOptions
  @OptionGroup
  var output: OutputOptions

  func run() throws {
    let registry = try store.openRegistry()
    var citations = names.isEmpty ? try RegistryIndex.citations(registry, output) : []
    for name in names { citations += try Self.citations(name, registry) }
    Self.show(citations, output)
  }

  /// Prints citations as BibTeX or as a JSON list.
  static func show(_ citations: [Citation], _ output: OutputOptions) {
    if output.json {
      output.print(.array(citations.map(json)))
    } else {
      Console.print(citations.map(\.bibtex).joined(separator: "\n\n"))
    }
  }

  /// The citations that a name stands for: of a whole family, or of one model or reference.
  static func citations(_ name: String, _ registry: Registry) throws(ZooError) -> [Citation] {
    if let family = try CardText.family(named: name, registry) {
      return try registry.family(named: family).citations
    }
    if let reference = try registry.reference(named: name) { return [reference.citation] }
    return [try registry.card(named: name).citation]
  }

  private static func json(_ citation: Citation) -> JSONValue {
    .object([
      "key": .string(citation.key), "title": .string(citation.title),
      "organisation": citation.organisation.map { .string($0) } ?? .null,
      "year": citation.year.map { .integer(Int64($0)) } ?? .null,
      "arxiv": citation.arxiv.map { .string($0) } ?? .null,
      "address": citation.address.map { .string($0) } ?? .null,
      "bibtex": .string(citation.bibtex),
    ])
  }
}
