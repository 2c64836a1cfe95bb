import ArgumentParser
import Foundation
import Zoo
import ZooStore
import ZooTensors

/// `zoo path`: where an installed model is.
struct PathCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "path",
    abstract: "Print the directory of an installed model."
  )

  @Argument(help: "A name or an alias.")
  var name: String

  @OptionGroup
  var store: StoreOptions
  @OptionGroup
  var output: OutputOptions

  func run() throws {
    let path = try store.location().installedPackage(name)
    if output.json { output.print(.object(["path": .string(path)])) } else { Console.print(path) }
  }
}

/// `zoo rm`: remove an installed model.
struct RemoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rm",
    abstract: "Remove an installed model and all its names.",
    aliases: ["remove"]
  )

  @Argument(help: "Names or aliases.")
  var names: [String]

  @Flag(help: "Print what would be removed.")
  var dryRun = false

  @OptionGroup
  var store: StoreOptions
  @OptionGroup
  var output: OutputOptions

  func run() throws {
    // Nothing is removed when one of the names is wrong.
    let paths = try names.map { try store.location().installedPackage($0) }
    var reports: [JSONValue] = []
    for (name, path) in zip(names, paths) {
      var report: JSONObject = ["name": .string(name), "path": .string(path)]
      if dryRun {
        if !output.json { Console.print(path) }
      } else {
        let freed = try store.store().remove(name)
        report["freedByteCount"] = .integer(Int64(freed))
        output.note("removed \(name), \(Units.bytes(freed)) freed")
      }
      reports.append(.object(report))
    }
    if output.json { output.print(.array(reports)) }
  }
}

/// `zoo doctor`: look for what is wrong with the store and the surroundings.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Look for what is wrong with the store; --repair mends it."
  )

  @Flag(help: "Make names and the catalogue agree with the packages on the disk.")
  var repair = false

  @OptionGroup
  var store: StoreOptions
  @OptionGroup
  var output: OutputOptions

  func run() throws {
    let local = try store.store()
    if repair {
      let packages = try local.repair()
      output.note("the catalogue was made anew from \(packages.count) packages")
    }
    let findings = try local.findings()
    if output.json {
      output.print(
        .object([
          "home": .string(local.layout.home),
          "registry": store.overlay.map { .string($0) } ?? .null,
          "findings": .array(
            findings.map {
              .object([
                "kind": .string($0.kind.rawValue), "path": .string($0.path),
                "message": .string($0.message),
              ])
            }
          ),
        ])
      )
    } else {
      let location = try store.location()
      output.note("store     \(location.path) (\(location.origin))")
      output.note("cache     \(CacheLocation.path)")
      output.note("registry  built in" + (store.overlay.map { ", overlaid by \($0)" } ?? ""))
      findings.forEach { Console.print($0.description) }
      if findings.isEmpty { output.note("everything is as it should be") }
    }
    if !findings.isEmpty { throw ExitCode(ZooError.Code.badData.exitStatus) }
  }
}

/// `zoo gc`: remove what nothing needs.
struct GarbageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gc",
    abstract: "Remove earlier versions of models and what interrupted work left behind."
  )

  @Flag(help: "Print what would be removed.")
  var dryRun = false

  @OptionGroup
  var store: StoreOptions
  @OptionGroup
  var output: OutputOptions

  func run() throws {
    let garbage = try store.store().collectGarbage(dryRun: dryRun)
    if output.json {
      output.print(
        .array(
          garbage.map {
            .object([
              "path": .string($0.path), "reason": .string($0.reason),
              "byteCount": .integer(Int64($0.byteCount)),
            ])
          }
        )
      )
    } else {
      for item in garbage { Console.print("\(item.path)  \(Units.bytes(item.byteCount))") }
    }
    let total = garbage.reduce(0) { $0 + $1.byteCount }
    output.note("\(Units.bytes(total)) \(dryRun ? "would be freed" : "freed")")
  }
}

extension StoreLocation {
  /// The directory that a name leads to, or an error that says what to do.
  func installedPackage(_ name: String) throws(ZooError) -> String {
    let layout = StoreLayout(self)
    guard let path = try layout.package(named: name) else {
      let question = Suggestions.question(for: name, among: layout.installedNames())
      throw ZooError(
        .notInstalled,
        "'\(name)' is not installed in '\(self.path)'"
          + (question.isEmpty ? "; run `zoo fetch \(name)`, or see `zoo list`" : question),
        model: name
      )
    }
    return path
  }
}
