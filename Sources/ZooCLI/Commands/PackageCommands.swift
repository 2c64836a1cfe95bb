import ArgumentParser
import Foundation
import Zoo
import ZooPackage
import ZooStore
import ZooTensors

/// `zoo verify`: every byte of a package against its manifest.
struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Check packages against their manifests, without a network.",
    discussion:
      "Without a name, every installed model. Ends with status 65 where something is wrong."
  )

  @Argument(help: "Installed models, or directories of packages.")
  var names: [String] = []

  @Flag(help: "Check manifests, headers and sizes only, not every byte.")
  var headers = false

  @OptionGroup
  var store: StoreOptions
  @OptionGroup
  var output: OutputOptions

  func run() throws {
    let location = try store.location()
    let all = names.isEmpty ? try store.store().packages().filter(\.isCurrent).map(\.name) : names
    var isSound = true
    var reports: [JSONValue] = []
    for name in all {
      let path = try PackagePath.resolve(name, location)
      let bar = ProgressBar(name, isEnabled: output.showsProgress && !headers)
      let problems = PackageVerifier(path).problems(headers ? .headers : .full) { progress in
        bar.update(done: progress.completedByteCount, total: progress.totalByteCount)
      }
      bar.finish()
      isSound = isSound && problems.isEmpty
      if output.json {
        reports.append(
          .object([
            "name": .string(name), "path": .string(path),
            "problems": .array(problems.map { .string($0.description) }),
          ])
        )
      } else if problems.isEmpty {
        Console.print("\(name): sound")
      } else {
        problems.forEach { Console.print("\(name): \($0)") }
      }
    }
    if output.json { output.print(.array(reports)) }
    if !isSound { throw ExitCode(ZooError.Code.badData.exitStatus) }
  }
}

/// `zoo diff`: which tensors of two packages differ.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Show which tensors of two packages differ, and by how much.",
    discussion: "Ends with status 1 where the weights differ."
  )

  @Argument(help: "An installed model, or the directory of a package.")
  var first: String

  @Argument(help: "Another one.")
  var second: String

  @OptionGroup
  var store: StoreOptions
  @OptionGroup
  var output: OutputOptions

  func run() throws {
    let location = try store.location()
    let difference = try PackageDifference(
      try PackageReader(opening: try PackagePath.resolve(first, location)),
      try PackageReader(opening: try PackagePath.resolve(second, location))
    )
    if output.json { output.print(json(difference)) } else { show(difference) }
    if !difference.isEmpty { throw ExitCode(1) }
  }

  private func show(_ difference: PackageDifference) {
    for name in difference.onlyInFirst { Console.print("only in \(first): \(name)") }
    for name in difference.onlyInSecond { Console.print("only in \(second): \(name)") }
    for change in difference.changes {
      let text: String
      if let largest = change.largestDifference, let count = change.differingElements {
        text =
          "\(count) of \(change.first.shape.elementCount) elements differ, by at most \(largest)"
      } else if change.first == change.second {
        text = "other bytes"
      } else {
        text =
          "\(change.first.dtype) \(change.first.shape) against \(change.second.dtype) \(change.second.shape)"
      }
      Console.print("\(change.name): \(text)")
    }
    output.note("\(difference.equalCount) tensors are equal, \(difference.changes.count) differ")
  }

  private func json(_ difference: PackageDifference) -> JSONValue {
    .object([
      "equal": .integer(Int64(difference.equalCount)),
      "onlyInFirst": .array(difference.onlyInFirst.map { .string($0) }),
      "onlyInSecond": .array(difference.onlyInSecond.map { .string($0) }),
      "changed": .array(
        difference.changes.map { change in
          .object([
            "name": .string(change.name),
            "differingElements": change.differingElements.map { .integer(Int64($0)) } ?? .null,
            "largestDifference": change.largestDifference.flatMap { .double(Double($0)) } ?? .null,
          ])
        }
      ),
    ])
  }
}

/// What a user may name where a package is wanted.
enum PackagePath {
  /// A directory that holds a package, else an installed model.
  static func resolve(_ name: String, _ location: StoreLocation) throws(ZooError) -> String {
    FileManager.default.fileExists(atPath: "\(name)/\(Manifest.fileName)")
      ? name : try location.installedPackage(name)
  }
}
