import ArgumentParser
import ZooConvert
import ZooFormats
import ZooPackage
import ZooRegistry
import ZooTensors

/// `zoo registry`: check and measure the registry's data.
struct RegistryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "registry",
    abstract: "Check and measure the registry's data.",
    subcommands: [RegistryCheckCommand.self, RegistryCoverageCommand.self]
  )
}

/// `zoo registry check`: everything that can be proven of cards without a network.
struct RegistryCheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Validate cards, architectures and mappings of a directory, or the built-in ones.",
    discussion: """
      Schema, unique names and aliases, addresses, SPDX ids, expressions, configurations, parameter
      counts, vocabulary sizes, and a mapping for every published dialect of convertible cards.
      """
  )

  @Argument(help: "A registry directory; else the built-in registry with the overlay.")
  var directory: String?

  @OptionGroup
  var store: StoreOptions
  @OptionGroup
  var output: OutputOptions

  func run() throws {
    let registry = try directory.map { try Registry(directory: $0) } ?? store.openRegistry()
    let mappings =
      try directory.map { try MappingCatalog.builtIn.overlaying(directory: $0) }
      ?? store.openMappings()
    var problems = registry.validate(mappings: Set(mappings.names))
    let own = directory.flatMap { DirectoryListing.names(in: "\($0)/mappings") } ?? []
    let architectures = Set(registry.architectureNames())
    for name in mappings.names {
      // A directory need not have the architectures of our mappings.
      let isOwn = own.contains("\(name).yaml")
      let architecture = name.split(separator: ".").dropLast().joined(separator: ".")
      guard directory == nil || isOwn || architectures.contains(architecture) else { continue }
      do throws(ZooError) {
        try mappings.check(name, registry)
      } catch {
        let folder = isOwn ? "\(directory ?? "")/mappings" : "Converters/Mappings"
        problems.append(
          RegistryProblem(.mapping, error.message, file: "\(folder)/\(name).yaml")
        )
      }
    }
    if output.json {
      output.print(
        .array(
          problems.map {
            .object([
              "kind": .string($0.kind.rawValue), "file": .string($0.file),
              "line": $0.line.map { .integer(Int64($0)) } ?? .null,
              "message": .string($0.message),
            ])
          }
        )
      )
    } else {
      problems.forEach { Console.print($0.description) }
    }
    output.note("\(problems.count) problem\(problems.count == 1 ? "" : "s")")
    if !problems.isEmpty { throw ExitCode(ZooError.Code.badData.exitStatus) }
  }
}

/// `zoo completions`: a completion script for a shell.
struct CompletionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions",
    abstract: "Print a completion script for bash, zsh or fish."
  )

  @Argument(help: "bash, zsh or fish.")
  var shell: String

  func run() throws {
    guard let shell = CompletionShell(rawValue: shell) else {
      throw ZooError(.usage, "expected bash, zsh or fish, found '\(shell)'")
    }
    Console.print(Zoo.completionScript(for: shell))
  }
}
