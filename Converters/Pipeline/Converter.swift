public import ZooFormats
import ZooPackage
public import ZooRegistry
public import ZooTensors

/// Turns a published checkpoint into a native package: plan, verify, execute, report.
///
/// ``plan(_:)`` opens the checkpoint, chooses the dialect, and checks every name, shape, type, tie
/// and the vocabulary; only then can ``PreparedConversion/write(to:progress:)`` write anything.
public struct Converter: Sendable {
  private let registry: Registry
  private let mappings: MappingCatalog
  private let finder: CheckpointFinder

  /// Creates a converter.
  ///
  /// - Parameters:
  ///   - registry: Where architectures come from.
  ///   - mappings: The dialects.
  ///   - finder: Finds and opens checkpoints; pass one with your own readers to add containers.
  public init(
    registry: Registry,
    mappings: MappingCatalog = .builtIn,
    finder: CheckpointFinder = CheckpointFinder()
  ) {
    self.registry = registry
    self.mappings = mappings
    self.finder = finder
  }

  /// Plans a conversion completely, without writing anything.
  ///
  /// - Throws: ``ConversionFailure`` with every problem found, or ``ZooError`` where there is no
  ///   checkpoint, no architecture or no usable configuration.
  public func plan(_ request: ConversionRequest) throws -> PreparedConversion {
    let candidate = try CandidateChoice(finder: finder).choose(request)
    let reader = try open(candidate, request.tree)
    let sideFiles = SideFiles(of: candidate.path, in: request.tree)
    let published = try sideFiles.configuration()
    let subject = try Subject(
      request: request,
      published: published?.object,
      sideFiles: sideFiles,
      registry: registry
    )
    let plan = try DialectChoice(mappings: mappings).plan(
      subject,
      inventory: try numbers(of: reader, request),
      facts: reader.facts,
      format: candidate.format,
      request: request
    )
    var prepared = PreparedConversion(
      plan: plan,
      subject: subject,
      request: request,
      sideFiles: sideFiles,
      published: published,
      checkpointFiles: reader.files
    )
    prepared.plan.notes = reader.notes
    if let card = request.card, card.name == subject.name {
      prepared.aliases = try registry.furtherNames(of: card)
    }
    if let dtype = request.dequantization,
      reader.tensors.contains(where: { $0.quantization != nil })
    {
      prepared.plan.notes.append("the quantized blocks are read as numbers of \(dtype)")
    }
    try prepared.verify()
    return prepared
  }

  /// The tensors of a checkpoint, with quantized blocks as numbers where the request allows it.
  ///
  /// - Throws: ``ZooError`` where there are blocks that the request does not allow, or that cannot
  ///   be read as numbers.
  private func numbers(
    of reader: any CheckpointReader,
    _ request: ConversionRequest
  ) throws(ZooError) -> [StoredTensor] {
    let quantized = reader.tensors.filter { $0.quantization != nil }
    guard let first = quantized.first else { return reader.tensors }
    guard let dtype = request.dequantization else {
      let types = Set(quantized.compactMap(\.quantization?.type)).sorted()
      throw ZooError(
        .usage,
        "\(quantized.count) of \(reader.tensors.count) tensors are quantized "
          + "(\(types.joined(separator: ", "))), beginning with '\(first.name)': they hold "
          + "approximations of the published weights; to take those, read them as numbers with "
          + "--dequantize f32, f16 or bf16",
        path: request.tree.name
      )
    }
    do throws(FormatError) {
      return try reader.tensors.map { (tensor) throws(FormatError) in
        try tensor.dequantized(to: dtype)
      }
    } catch {
      throw ZooError(error)
    }
  }

  private func open(
    _ candidate: CheckpointCandidate,
    _ tree: any SourceTree
  ) throws(ZooError) -> any CheckpointReader {
    do throws(FormatError) {
      return try finder.open(candidate, in: tree)
    } catch {
      throw ZooError(error)
    }
  }
}

/// Why a checkpoint did not become a package: every problem, not only the first.
public struct ConversionFailure: Error, Sendable, CustomStringConvertible {
  /// The architecture that was expected.
  public let architecture: String
  /// The dialect that fits best.
  public let layout: String
  /// The problems.
  public let problems: [PlanProblem]

  /// The problems as JSON, for programs.
  public var json: JSONValue {
    .object([
      "architecture": .string(architecture), "layout": .string(layout),
      "problems": .array(
        problems.map {
          .object(["kind": .string($0.kind), "message": .string($0.description)])
        }
      ),
    ])
  }

  /// The problems, one a line, at most twenty.
  public var description: String {
    let shown = problems.prefix(20).map { "  \($0)" }
    let more = problems.count > 20 ? ["  and \(problems.count - 20) more"] : []
    let head =
      "the checkpoint does not fit architecture '\(architecture)' in dialect '\(layout)': \(problems.count) problem\(problems.count == 1 ? "" : "s"), nothing was written"
    return ([head] + shown + more).joined(separator: "\n")
  }
}
