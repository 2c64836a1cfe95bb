import ArgumentParser
import Foundation
import Zoo
import ZooConvert
import ZooFetch
import ZooFormats
import ZooPackage
import ZooRegistry
import ZooStore
import ZooTensors

/// `zoo convert`: a checkpoint becomes a verified package.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Turn a checkpoint of any framework into a verified package.",
    discussion: """
      PATH is a checkpoint file, a directory, a .zip, a wheel, a .tar, .tar.gz or .tar.bz2. Say what
      it is with --model NAME, or, for a model of your own, with --architecture, --config and --name.
      Every name, shape and type is checked before one byte is written; the last line is the package's
      path.

        zoo convert chinese_L-12_H-768_A-12.zip --model bert-base-chinese
        zoo convert ./my-finetune --architecture bert --config config.json --name my-bert
        zoo convert pytorch_model.bin --model bert-wwm --dry-run
      """
  )

  @Argument(help: "A checkpoint file, a directory or an archive.")
  var path: String

  @Option(name: .shortAndLong, help: "The model of the registry that this is.")
  var model: String?

  @Option(help: "The architecture, for a model of your own.")
  var architecture: String?

  @Option(help: "The configuration, a JSON file; else the one beside the checkpoint.")
  var config: String?

  @Option(help: "The name of the package; else the model's.")
  var name: String?

  @Option(help: "The container to use where there are several, for example pytorch.")
  var format: String?

  @Option(help: "The dialect of tensor names; else the one that fits exactly.")
  var layout: String?

  @Option(help: "The floating-point type to store: f32, f16 or bf16; else as published.")
  var dtype: String?

  @Option(
    help: "Read quantized blocks (Q8_0, Q4_0 and others) as numbers: f32, f16 or bf16."
  )
  var dequantize: String?

  @Flag(help: "Keep tensors that the architecture does not have, such as a fine-tuned head.")
  var keepExtra = false

  @Flag(help: "Refuse weights that are NaN or infinite; else they are counted and reported.")
  var finite = false

  @Option(
    name: .shortAndLong,
    help: "Write the package into this new directory and install nothing."
  )
  var output: String?

  @Option(help: "The largest weight file in bytes; the rest goes to further files.")
  var maxFileBytes: Int?

  @Flag(help: "Print the plan and write nothing.")
  var dryRun = false

  @Option(help: "With --dry-run: show how one tensor is made, by its canonical name.")
  var explain: String?

  @OptionGroup
  var store: StoreOptions
  @OptionGroup
  var options: OutputOptions

  func run() throws {
    let prepared: PreparedConversion
    do {
      prepared = try plan()
    } catch let failure as ConversionFailure {
      if options.json { options.print(failure.json) }
      throw failure
    }
    if dryRun || explain != nil {
      try ConversionText(options: options).showPlan(prepared, explain: explain)
      return
    }
    let bar = ProgressBar(prepared.name, isEnabled: options.showsProgress)
    defer { bar.finish() }
    let progress: (Int, Int) throws(ZooError) -> Void = { (done, total) throws(ZooError) in
      if Interruption.isRequested {
        throw ZooError(.interrupted, "interrupted; nothing was installed")
      }
      bar.update(done: done, total: total)
    }
    Interruption.cooperate()
    let installer = Installer(store: try store.store())
    let result: (report: ConversionReport, path: String)
    if let output {
      result = try installer.write(prepared, to: output, progress: progress)
    } else {
      result = try installer.install(prepared, aliases: prepared.aliases, progress: progress)
    }
    bar.finish()
    ConversionText(options: options).showResult(result.report, path: result.path)
  }

  func validate() throws {
    if let maxFileBytes, maxFileBytes < 1 {
      throw ValidationError("--max-file-bytes must be at least 1, found \(maxFileBytes)")
    }
  }

  private func plan() throws -> PreparedConversion {
    let registry = try store.openRegistry()
    let source = try LocalSource.open(path)
    var request = ConversionRequest(tree: source.tree, focus: source.focus)
    request.card = try model.map { try registry.card(named: $0) }
    request.architecture = architecture
    request.configuration = try config.map(Self.readConfiguration)
    request.name = name
    request.format = try format.map(WordOption.format)
    request.layout = layout
    request.dtype = try dtype.map(ElementTypeOption.parse)
    request.dequantization = try dequantize.map { (text) throws(ZooError) in
      try ElementTypeOption.parse(text, of: "--dequantize")
    }
    request.keepsExtras = keepExtra
    request.refusesNotFinite = finite
    if let maxFileBytes { request.maximumFileBytes = maxFileBytes }
    return try Converter(registry: registry, mappings: try store.openMappings()).plan(request)
  }

  private static func readConfiguration(_ path: String) throws(ZooError) -> JSONObject {
    do throws(FormatError) {
      let bytes = try ByteRegion(mapping: path).array(limit: ParsingLimits.default.sideFileBytes)
      guard let object = try StrictJSON.parse(bytes).objectValue else {
        throw FormatError(.invalidValue, "expected a JSON object")
      }
      return object
    } catch {
      throw ZooError(error.inFile(path))
    }
  }
}
