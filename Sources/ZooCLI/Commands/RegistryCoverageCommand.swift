import ArgumentParser
import Foundation
import ZooConvert
import ZooRegistry
import ZooTensors

/// `zoo registry coverage`: how much of the registry can be had and converted.
struct RegistryCoverageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coverage",
    abstract: "Count per family what can be downloaded and converted, and how that is proven.",
    discussion: """
      Convertible: the weights exist, the architecture is named and nothing is known against it.
      Mapped: a mapping exists for a published dialect. Proven: against another program.
      """
  )

  @Flag(help: "Print the text of Registry/COVERAGE.md.")
  var markdown = false

  @OptionGroup
  var store: StoreOptions
  @OptionGroup
  var output: OutputOptions

  func run() throws {
    let coverage = try RegistryCoverage(store.openRegistry(), store.openMappings())
    if output.json {
      output.print(json(coverage))
    } else if markdown {
      // The text ends with a line end already.
      FileHandle.standardOutput.write(Data(coverage.markdown.utf8))
    } else {
      show(coverage)
    }
  }

  private func show(_ coverage: RegistryCoverage) {
    var table = Table(
      ["family", "cards", "downloadable", "convertible", "mapped", "proven"],
      rightAligned: [1, 2, 3, 4, 5]
    )
    for row in coverage.rows { table.add([row.family] + numbers(row.counts).map { "\($0.1)" }) }
    table.add(["all"] + numbers(coverage.total).map { "\($0.1)" })
    table.lines().forEach(Console.print)
    for dialect in coverage.wanted.prefix(10) {
      output.note("no mapping \(dialect.dialect): \(dialect.cards) models")
    }
    if coverage.wanted.count > 10 {
      output.note("and \(coverage.wanted.count - 10) more; --markdown shows all")
    }
  }

  private func numbers(_ counts: RegistryCoverage.Counts) -> [(String, Int)] {
    [
      ("cards", counts.cards), ("downloadable", counts.downloadable),
      ("convertible", counts.convertible), ("mapped", counts.mapped), ("proven", counts.proven),
    ]
  }

  private func json(_ coverage: RegistryCoverage) -> JSONValue {
    func object(_ counts: RegistryCoverage.Counts) -> JSONObject {
      var object = JSONObject()
      for (name, number) in numbers(counts) { object[name] = .integer(Int64(number)) }
      return object
    }
    var families = JSONObject()
    for row in coverage.rows { families[row.family] = .object(object(row.counts)) }
    var wanted = JSONObject()
    for dialect in coverage.wanted { wanted[dialect.dialect] = .integer(Int64(dialect.cards)) }
    return .object([
      "families": .object(families), "total": .object(object(coverage.total)),
      "dialectsWithoutMapping": .object(wanted),
    ])
  }
}
