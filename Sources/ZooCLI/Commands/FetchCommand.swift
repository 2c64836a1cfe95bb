import ArgumentParser
import Foundation
import Zoo
import ZooConvert
import ZooFetch
import ZooRegistry
import ZooStore
import ZooTensors

/// `zoo fetch`: from a name to an installed package.
struct FetchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch",
    abstract: "Download a model by name, verify, convert and install it.",
    discussion: """
      Downloads are resumed, every byte is verified, and nothing is installed unless all is well. The
      last line is the path of the package. `zoo fetch tiny-bert-zh` needs no network.
      """,
    aliases: ["download", "pull"]
  )

  @Argument(help: "A name or an alias, for example bert-wwm or google-bert/bert-base-chinese.")
  var name: String

  @Option(help: "The container to fetch where several are published, for example pytorch.")
  var format: String?

  @Option(help: "The floating-point type to store: f32, f16 or bf16; else as published.")
  var dtype: String?

  @Flag(help: "Fetch and convert again although the model is installed.")
  var force = false

  @Flag(help: "Fail rather than use the network.")
  var offline = false

  @Flag(help: "Accept the model's license where its terms demand acceptance.")
  var acceptLicense = false

  @Flag(help: "Keep the downloaded files after the conversion.")
  var keepDownloads = false

  @Flag(help: "Print what would be fetched.")
  var dryRun = false

  @OptionGroup
  var store: StoreOptions
  @OptionGroup
  var output: OutputOptions

  func run() async throws {
    let registry = try store.openRegistry()
    var settings = try FetchSettings.current()
    if offline { settings.offlineReason = "--offline" }
    let fetcher = ModelFetcher(
      store: try store.store(),
      registry: registry,
      mappings: try store.openMappings(),
      settings: settings
    )
    var options = FetchOptions()
    options.format = try format.map(WordOption.format)
    options.dtype = try dtype.map { (text) throws(ZooError) in try ElementTypeOption.parse(text) }
    options.isForced = force
    options.acceptsLicense = acceptLicense
    options.keepsDownloads = keepDownloads
    if dryRun {
      let card = try registry.card(named: name)
      if let terms = card.restrictedLicense {
        output.note("license of \(card.name): \(terms)")
      }
      for source in try fetcher.sources(of: name, options: options) {
        Console.print(CardText.source(source))
      }
      return
    }
    Interruption.cooperate()
    let bar = ProgressBar(name, isEnabled: output.showsProgress)
    let notes = output
    let task = Task { [options] in
      try await fetcher.fetch(name, options: options) { progress in
        switch progress {
        case .note(let text): notes.note(text)
        case .downloading(let state):
          bar.update(
            done: state.completedByteCount,
            total: state.totalByteCount,
            resumed: state.resumedByteCount
          )
        case .converting(let done, let total): bar.update(done: done, total: total)
        }
      }
    }
    let watch = Task {
      while !Interruption.isRequested { try await Task.sleep(for: .milliseconds(100)) }
      task.cancel()
    }
    defer {
      watch.cancel()
      bar.finish()
    }
    let result = try await task.value
    bar.finish()
    if let report = result.report {
      ConversionText(options: output).showResult(report, path: result.path)
    } else if output.json {
      output.print(.object(["path": .string(result.path), "installed": true]))
    } else {
      output.note("already installed; --force fetches it again")
      Console.print(result.path)
    }
  }
}
