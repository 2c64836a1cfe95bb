import ArgumentParser
import ZooConvert
import ZooFormats
import ZooPackage
import ZooTensors

/// `zoo inspect`: what a file or directory holds.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Show the tensors, container and dialect of any checkpoint.",
    discussion: """
      PATH is a checkpoint file of any framework, a directory, a .zip, a wheel, a .tar, .tar.gz or
      .tar.bz2. Weight bytes are only read for --digests.
      """
  )

  @Argument(help: "A checkpoint file, a directory or an archive.")
  var path: String

  @Flag(help: "Add the SHA-256 of each tensor's bytes (row-major, little-endian).")
  var digests = false

  @OptionGroup
  var store: StoreOptions

  @OptionGroup
  var output: OutputOptions

  func run() throws {
    let source = try LocalSource.open(path)
    let finder = CheckpointFinder()
    let candidates = try finder.candidates(in: source.tree, focus: source.focus)
    guard !candidates.isEmpty else {
      throw ZooError(
        .badData,
        try FileDiagnosis.explain(source.tree, focus: source.focus),
        path: path
      )
    }
    var reports: [JSONValue] = []
    for candidate in candidates {
      let reader = try finder.open(candidate, in: source.tree)
      if output.json {
        reports.append(try json(candidate, reader))
      } else {
        try show(candidate, reader)
      }
    }
    if output.json { output.print(reports.count == 1 ? reports[0] : .array(reports)) }
  }

  private func json(
    _ candidate: CheckpointCandidate,
    _ reader: any CheckpointReader
  ) throws -> JSONValue {
    var tensors: [JSONValue] = []
    for tensor in reader.tensors {
      var entry: JSONObject = [
        "name": .string(tensor.name), "dtype": .string(tensor.dtype.rawValue),
        "shape": .array(tensor.shape.dimensions.map { .integer(Int64($0)) }),
        "byteCount": .integer(Int64(tensor.byteCount)),
      ]
      if let quantization = tensor.quantization {
        entry["quantization"] = .object(Self.json(quantization))
      }
      if digests, tensor.dtype != .string {
        entry["sha256"] = .string(try StoredTensorDigest.sha256(of: tensor).description)
      }
      tensors.append(.object(entry))
    }
    let guess = try guesses(reader).first
    return .object([
      "container": .string(candidate.format.id), "path": .string(candidate.path),
      "layout": guess.map { .string($0.layout) } ?? .null,
      "architecture": guess.map { .string($0.architecture) } ?? .null,
      "notes": .array(reader.notes.map { .string($0) }), "tensors": .array(tensors),
    ])
  }

  /// What the bytes of a quantized tensor stand for.
  private static func json(_ quantization: BlockQuantization) -> JSONObject {
    [
      "type": .string(quantization.type),
      "shape": .array(quantization.shape.dimensions.map { .integer(Int64($0)) }),
      "elementsPerBlock": .integer(Int64(quantization.elementsPerBlock)),
      "bytesPerBlock": .integer(Int64(quantization.bytesPerBlock)),
    ]
  }

  private func guesses(_ reader: any CheckpointReader) throws(ZooError) -> [LayoutGuess] {
    try LayoutGuess.guesses(
      for: reader.tensors,
      facts: reader.facts,
      registry: try store.openRegistry(),
      mappings: try store.openMappings()
    )
  }

  private func show(_ candidate: CheckpointCandidate, _ reader: any CheckpointReader) throws {
    let guesses = try guesses(reader)
    let looks =
      guesses.isEmpty
      ? "no known dialect"
      : guesses.prefix(3).map { "\($0.architecture).\($0.layout)" }.joined(separator: " or ")
    Console.print("\(candidate.path): \(candidate.format.title), looks like \(looks)")
    var table = Table(
      ["tensor", "type", "shape", "bytes"] + (digests ? ["sha256"] : []),
      rightAligned: [3]
    )
    for tensor in reader.tensors {
      // A person thinks of the elements of a quantized tensor, not of its bytes.
      var row = [
        tensor.name, tensor.quantization?.type ?? tensor.dtype.rawValue,
        tensor.elements.description, "\(tensor.byteCount)",
      ]
      if digests, tensor.dtype != .string {
        row.append(try StoredTensorDigest.sha256(of: tensor).description)
      }
      table.add(row)
    }
    table.lines().forEach(Console.print)
    let numbers = reader.tensors.filter { $0.dtype != .string }
    Console.print(
      "\(reader.tensors.count) tensors, \(Units.parameters(numbers.reduce(0) { $0 + $1.elements.elementCount })) elements, \(Units.bytes(numbers.reduce(0) { $0 + $1.byteCount }))"
    )
    reader.notes.forEach { output.note("note: \($0)") }
  }
}

extension StoredTensor {
  /// The shape in elements, quantized or not.
  fileprivate var elements: Shape { quantization?.shape ?? shape }
}
