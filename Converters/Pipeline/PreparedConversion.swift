import ZooFormats
import ZooPackage
import ZooRegistry
public import ZooTensors

/// A conversion whose plan is complete and whose inputs were checked; nothing is written yet.
public struct PreparedConversion: Sendable {
  /// What will be written.
  public internal(set) var plan: ConversionPlan
  /// The name of the package.
  public var name: String { subject.name }

  /// Other names of the model: those of its card, where the package bears the card's name.
  public internal(set) var aliases: [String] = []

  let subject: Subject
  let request: ConversionRequest
  let sideFiles: SideFiles
  let published: (path: String, object: JSONObject, bytes: [UInt8])?
  let checkpointFiles: [String]
  /// The vocabulary that only a pickle has.
  private(set) var corpus: CorpusVocabulary?
  /// Side files that have the name of such a pickle and hold something else.
  private(set) var strangers: [String] = []

  /// Checks what needs bytes: tied copies and the vocabulary.
  mutating func verify() throws {
    let pickled = try CorpusVocabulary.find(in: sideFiles, named: vocabularyFiles)
    corpus = pickled.vocabulary
    strangers = pickled.others
    let vocabulary = try VocabularyCheck(
      configuration: subject.configuration,
      tables: subject.architecture.tokenNumbers,
      card: request.card,
      sideFiles: sideFiles,
      corpus: corpus
    ).findings()
    let problems = try TieCheck(plan: plan).problems() + vocabulary.problems
    guard problems.isEmpty else {
      throw ConversionFailure(
        architecture: plan.architecture,
        layout: plan.layout,
        problems: problems
      )
    }
    plan.notes += vocabulary.notes
    plan.notes += strangers.map { CorpusVocabulary.remark($0) + "; it stays out of the package" }
    if let corpus {
      plan.notes.append(
        "the \(corpus.tokens.count) tokens of '\(corpus.source)' enter as "
          + "'\(CorpusVocabulary.fileName)'"
      )
    }
    for entry in companions.tooLarge {
      plan.notes.append("'\(entry.name)' has \(entry.byteCount) bytes and stays out of the package")
    }
  }

  private var vocabularyFiles: [String] { (request.card?.vocabulary?.files ?? []) + tableNames }

  private var tableNames: [String] { subject.architecture.tokenNumbers.map(\.name) }

  /// The side files that enter, and corpora that do not: their text was trained on and is not needed.
  private var companions: (entering: [SourceEntry], tooLarge: [SourceEntry]) {
    let all = sideFiles.companions(also: vocabularyFiles).filter { !strangers.contains($0.name) }
    let limit = ParsingLimits.default.sideFileBytes
    let tooLarge = all.filter { SideFiles.isPickle($0.name) && $0.byteCount > limit }
    return (all.filter { !tooLarge.contains($0) }, tooLarge)
  }

  /// Writes the package into a new directory and reports what was done.
  ///
  /// The directory must exist and be empty. Memory is a few buffers whatever the model's size.
  /// - Parameters:
  ///   - directory: An existing empty directory.
  ///   - progress: Called with the bytes written so far and in total; throws to stop.
  /// - Returns: what was done.
  /// - Throws: ``ZooError`` where a source is damaged, the disk is full, or `progress` throws.
  public func write(
    to directory: String,
    progress: (Int, Int) throws(ZooError) -> Void = { _, _ in }
  ) throws(ZooError) -> ConversionReport {
    let builder = PackageBuilder(
      plan: plan,
      description: try description(),
      sideFiles: try packageFiles()
    )
    let total = plan.byteCount
    var done = 0
    let written = try builder.write(to: directory) { (count) throws(ZooError) in
      done += count
      try progress(done, total)
    }
    if request.refusesNotFinite, let first = written.notFinite.min(by: { $0.key < $1.key }) {
      let more = written.notFinite.count - 1
      throw ZooError(
        .badData,
        "tensor '\(first.key)' has \(first.value) NaN or infinite values"
          + (more > 0 ? ", and \(more) more tensors have some" : "")
          + "; convert without --finite to keep them",
        model: name
      )
    }
    return ConversionReport(
      plan: plan,
      manifest: written.manifest,
      overflows: written.overflows,
      notFinite: written.notFinite
    )
  }

  /// The report of a dry run: everything but the digests.
  public func report() -> ConversionReport {
    ConversionReport(plan: plan, manifest: nil, overflows: [:], notFinite: [:])
  }

  private func description() throws(ZooError) -> PackageDescription {
    var config = JSONObject()
    for key in subject.configuration.keys {
      config[key] = subject.configuration[key]?.jsonValue
    }
    let files =
      companions.entering.map(\.name) + (corpus == nil ? [] : [CorpusVocabulary.fileName])
    var sourceFiles: [Manifest.Source.File] = []
    for path in checkpointFiles {
      let count = request.tree.entries.first { $0.path == path }?.byteCount ?? 0
      sourceFiles.append(
        Manifest.Source.File(
          name: path,
          byteCount: count,
          sha256: request.verifiedDigests[path].flatMap { SHA256Digest(hex: $0) }
        )
      )
    }
    do throws(FormatError) {
      return PackageDescription(
        name: name,
        config: config,
        vocabulary: try PackageFacts.vocabulary(request.card, files, also: tableNames),
        license: try PackageFacts.license(request.card),
        source: Manifest.Source(
          origin: request.origin ?? PackageFacts.lastComponent(request.tree.name),
          revision: request.revision,
          format: plan.format.id,
          layout: plan.layout,
          files: sourceFiles
        ),
        maximumFileBytes: request.maximumFileBytes
      )
    } catch {
      throw ZooError(error)
    }
  }

  private func packageFiles() throws(ZooError) -> [PackageBuilder.SideFile] {
    var result = [
      PackageBuilder.SideFile(
        name: "config.json",
        role: .config,
        content: PackageFacts.configuration(subject, published: published)
      )
    ]
    if let corpus {
      result.append(
        PackageBuilder.SideFile(
          name: CorpusVocabulary.fileName,
          role: .vocabulary,
          content: corpus.bytes
        )
      )
    }
    for entry in companions.entering {
      let region = try sideFiles.open(entry)
      do throws(FormatError) {
        let content = try region.array(limit: ParsingLimits.default.sideFileBytes)
        result.append(
          PackageBuilder.SideFile(
            name: entry.name,
            role: PackageFacts.role(of: entry.name, also: tableNames),
            content: content
          )
        )
      } catch {
        throw ZooError(error)
      }
    }
    return result
  }
}
