public import ZooFormats
public import ZooTensors

/// What every checkpoint reader must keep, as a value that the tests of one reader call.
///
/// ```swift
/// let suite = CheckpointReaderSuite(PyTorchZipReader.self)
/// @Test(arguments: try Fixtures.list("pytorch", suffix: ".pt"))
/// func `reads what PyTorch wrote`(_ fixture: String) throws { try suite.check(fixture: fixture) }
/// ```
public struct CheckpointReaderSuite<Reader: CheckpointReader>: Sendable {
  /// The caps that files are opened with.
  public let limits: ParsingLimits
  /// The longest time that one damaged file may take.
  public let timeLimit: Duration

  /// Creates a suite for a reader.
  public init(
    _ reader: Reader.Type = Reader.self,
    limits: ParsingLimits = .default,
    timeLimit: Duration = .seconds(10)
  ) {
    self.limits = limits
    self.timeLimit = timeLimit
  }

  /// Opens a file of a tree, after requiring that the reader recognises it.
  public func open(_ entry: String, in tree: any SourceTree) throws -> Reader {
    guard Reader.recognizes(try FileProbe(entry, in: tree)) else {
      throw SuiteFailure("\(Reader.self) does not recognise '\(entry)' of \(tree.name)")
    }
    return try Reader(opening: entry, in: tree, limits: limits)
  }

  // MARK: - Valid files

  /// Requires that a fixture holds what its golden says: names, element types, shapes, digests.
  public func check(fixture: String) throws {
    let (tree, entry) = try Self.siblings(of: fixture)
    try check(try Golden(fixture: fixture), entry, in: tree)
  }

  /// Requires that a file of a tree holds what a golden says.
  public func check(_ golden: Golden, _ entry: String, in tree: any SourceTree) throws {
    let reader = try open(entry, in: tree)
    var problems = Self.violations(of: reader, entry: entry, in: tree)
    let found = Dictionary(reader.tensors.map { ($0.name, $0) }) { first, _ in first }
    let expected = Set(golden.tensors.map(\.name))
    problems += reader.tensors.filter { !expected.contains($0.name) }
      .map { "unexpected '\($0.name)' \($0.dtype) \($0.shape)" }
    for tensor in golden.tensors {
      guard let stored = found[tensor.name] else {
        problems.append("missing '\(tensor.name)' \(tensor.dtype) \(tensor.shape)")
        continue
      }
      guard stored.dtype.rawValue == tensor.dtype, stored.shape.dimensions == tensor.shape else {
        problems.append(
          "'\(tensor.name)': expected \(tensor.dtype) \(tensor.shape), found \(stored.dtype) "
            + "\(stored.shape)"
        )
        continue
      }
      guard let digest = tensor.sha256 else { continue }
      let actual = try TensorDigest.sha256(of: stored)
      if actual != digest { problems.append("'\(tensor.name)': other bytes, SHA-256 \(actual)") }
    }
    try Self.report(problems, "'\(entry)' of \(tree.name)")
  }

  // MARK: - Refused files

  /// Requires that opening a file, or asking for the bytes of all its tensors, throws.
  ///
  /// - Parameters:
  ///   - entry: The file.
  ///   - tree: Where it is.
  ///   - code: The code that the error must have.
  ///   - words: Texts that the error's description must contain.
  /// - Returns: The error, for a closer look.
  /// - Throws: ``SuiteFailure`` where nothing is thrown, or another error.
  @discardableResult
  public func checkRejects(
    _ entry: String,
    in tree: any SourceTree,
    code: FormatError.Code? = nil,
    saying words: String...
  ) throws -> FormatError {
    do throws(FormatError) {
      let reader = try Reader(opening: entry, in: tree, limits: limits)
      for tensor in reader.tensors { _ = try tensor.content.region() }
    } catch {
      if let code, error.code != code {
        throw SuiteFailure("'\(entry)': expected the code \(code), found \(error.code): \(error)")
      }
      for word in words where !error.description.contains(word) {
        throw SuiteFailure("'\(entry)': the error does not say '\(word)': \(error)")
      }
      return error
    }
    throw SuiteFailure("'\(entry)' of \(tree.name) was read, expected an error")
  }

  /// Requires that a file made of these bytes throws; see ``checkRejects(_:in:code:saying:)``.
  @discardableResult
  public func checkRejects(
    bytes: [UInt8],
    code: FormatError.Code? = nil,
    saying words: String...
  ) throws -> FormatError {
    let error = try checkRejects("file", in: try MemoryTree(["file": bytes]), code: code)
    for word in words where !error.description.contains(word) {
      throw SuiteFailure("the error does not say '\(word)': \(error)")
    }
    return error
  }

  /// The fixture's directory in memory, so that single files can be damaged, and the entry's name.
  public static func siblings(of fixture: String) throws -> (tree: MemoryTree, entry: String) {
    let parts = fixture.split(separator: "/").map(String.init)
    let directory = parts.dropLast().joined(separator: "/")
    let name = parts.last ?? fixture
    let stem = name.split(separator: ".").first.map(String.init) ?? name
    var files: [String: [UInt8]] = [name: try Fixtures.bytes(fixture)]
    for path in try Fixtures.list(directory, suffix: "") {
      let other = String(path.dropFirst(directory.count + 1))
      let belongs = other.hasPrefix(stem) || name.hasSuffix(".index.json")
      // Directories cannot be read as files and are passed over.
      if belongs, !other.hasSuffix(".golden.json"), let bytes = try? Fixtures.bytes(path) {
        files[other] = bytes
      }
    }
    return (try MemoryTree(files, name: directory), name)
  }

  static func report(_ problems: [String], _ place: String) throws {
    guard !problems.isEmpty else { return }
    let shown = problems.prefix(20).joined(separator: "\n  ")
    let rest = problems.count > 20 ? "\n  and \(problems.count - 20) more" : ""
    throw SuiteFailure("\(place):\n  \(shown)\(rest)")
  }

  /// The rules of ``CheckpointReader`` that a reader breaks.
  static func violations(
    of reader: Reader,
    entry: String,
    in tree: any SourceTree
  ) -> [String] {
    var problems: [String] = []
    for (one, next) in zip(reader.tensors, reader.tensors.dropFirst())
    where !one.name.utf8.lexicographicallyPrecedes(next.name.utf8) {
      problems.append("'\(one.name)' stands before '\(next.name)': not sorted, or twice")
    }
    if reader.files.first != entry { problems.append("files do not begin with '\(entry)'") }
    for file in reader.files where !tree.contains(file) {
      problems.append("files name '\(file)', which the tree does not have")
    }
    if Set(reader.files).count != reader.files.count { problems.append("files repeat a path") }
    return problems
  }
}
