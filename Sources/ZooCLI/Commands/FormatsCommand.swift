import ArgumentParser
import ZooConvert
import ZooFormats
import ZooRegistry
import ZooTensors

/// `zoo formats`: what can be read, and what cannot.
struct FormatsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "formats",
    abstract: "List the containers and dialects that can be read, and what of them cannot."
  )

  @OptionGroup
  var store: StoreOptions
  @OptionGroup
  var output: OutputOptions

  func run() throws {
    let readers = ReaderCatalog.builtIn.readers
    let mappings = try store.openMappings().names
    if output.json {
      output.print(
        .object([
          "containers": .array(readers.map { Self.json($0) }),
          "dialects": .array(mappings.map { .string($0) }),
        ])
      )
      return
    }
    var table = Table(["container", "", "not read"])
    for reader in readers { table.add([reader.format.id, reader.format.title, reader.unread]) }
    table.lines().forEach(Console.print)
    Console.print(
      "each from a file, a directory, .zip, wheel, .tar, .tar.gz, .tar.bz2, .gz or .bz2"
    )
    Console.print("")
    Console.print("dialects (architecture.layout)")
    mappings.forEach { Console.print($0) }
    let known = readers.map { $0.format.id }
    let missing = ModelSource.formats.filter { !known.contains($0) }
    if !missing.isEmpty {
      Console.print("")
      Console.print("published models also use, not read yet: \(missing.joined(separator: ", "))")
    }
  }

  private static func json(_ reader: any CheckpointReader.Type) -> JSONValue {
    .object([
      "id": .string(reader.format.id), "title": .string(reader.format.title),
      "unread": .string(reader.unread),
    ])
  }
}
