public import ZooFormats
import ZooTensors

/// A reader and its fixtures: the one line that gives a reader every conformance test.
///
/// ```swift
/// ReaderDeclaration(SafetensorsReader.self, "safetensors")
/// ```
public struct ReaderDeclaration: Sendable, CustomStringConvertible {
  /// The container.
  public let format: CheckpointFormat
  private let load: @Sendable () throws -> [ConformanceFixture]
  private let checkOne: @Sendable (ConformanceFixture, String) throws -> Void
  private let surviveOne: @Sendable (String, MemoryTree, String) throws -> Bool

  /// One file of one fixture, which may be replaced by anything.
  public struct DamagedFile: Sendable {
    let fixture: ConformanceFixture
    let entry: String
    let path: String
    let surviveOne: @Sendable (String, MemoryTree, String) throws -> Bool

    /// The bytes as the framework wrote them.
    public func bytes() throws -> [UInt8] { try fixture.tree.open(path).array(limit: 64 << 20) }

    /// Opens the fixture with other bytes in this file; see ``CheckpointReaderSuite/survive(_:in:_:)``.
    ///
    /// - Returns: Whether it was refused.
    /// - Throws: ``SuiteFailure`` where a rule of readers is broken.
    @discardableResult
    public func survive(_ bytes: [UInt8], _ damage: String = "other bytes") throws -> Bool {
      let damaged = try fixture.tree.replacing(path, with: bytes)
      return try surviveOne(entry, damaged, "\(fixture), '\(path)': \(damage)")
    }
  }

  /// Declares a reader.
  ///
  /// - Parameters:
  ///   - reader: The type.
  ///   - directory: Where its fixtures are, below `Tests/Fixtures`.
  ///   - container: Only goldens that state this container.
  public init<Reader: CheckpointReader>(
    _ reader: Reader.Type,
    _ directory: String,
    container: String? = nil
  ) {
    let suite = CheckpointReaderSuite(Reader.self, timeLimit: .seconds(2))
    format = Reader.format
    load = { try ConformanceFixture.all(in: directory, container: container) }
    checkOne = { try suite.check($0.golden, $1, in: $0.tree) }
    surviveOne = { try suite.survive($0, in: $1, $2) }
  }

  /// The id of the container.
  public var description: String { format.id }

  /// Requires that every fixture is found as one checkpoint of this container, and holds what its
  /// golden says: names, element types, shapes, digests.
  public func checkGoldens() throws {
    for fixture in try load() { try checkOne(fixture, try fixture.entry(of: format)) }
  }

  /// Every file of every fixture.
  public func files() throws -> [DamagedFile] {
    var result: [DamagedFile] = []
    for fixture in try load() {
      let entry = try fixture.entry(of: format)
      result += fixture.tree.entries.map {
        DamagedFile(fixture: fixture, entry: entry, path: $0.path, surviveOne: surviveOne)
      }
    }
    return result
  }

  /// Requires that every fixture survives being cut short: at every length of a small file, at 256
  /// lengths of a larger one, each of its files in turn.
  public func checkPrefixes() throws {
    try damage { Array(Corruption.prefixes(of: $0, limit: 256)) }
  }

  /// Requires that every fixture survives each of the first 256 bytes of each file being changed in
  /// three ways.
  public func checkFlips() throws {
    try damage { Array(Corruption.flips(of: $0, in: 0..<min($0.count, 256))) }
  }

  /// Requires that the fixtures survive seeded structural mutations, spread over all files.
  public func checkMutations(count: Int, seed: UInt64 = 1) throws {
    let share = (count + 1) / max(try files().count, 1) + 1
    var next = seed
    try damage { bytes in
      defer { next &+= UInt64(share) }
      return Array(Corruption.mutations(of: bytes, count: share, seed: next))
    }
  }

  /// Requires that the fixtures survive what fuzzing found: the files of `fuzz/<reader>`, which are
  /// inputs of `Scripts/fuzz`, in place of every file.
  ///
  /// - Returns: The number of inputs.
  @discardableResult
  public func checkFound() throws -> Int {
    // A reader in which nothing was found has no directory.
    let inputs = (try? Fixtures.list("fuzz/\(format.id)")) ?? []
    for input in inputs {
      let bytes = Array(try Fixtures.bytes(input).dropFirst())
      for file in try files() { try file.survive(bytes, input) }
    }
    return inputs.count
  }

  private func damage(_ corruptions: ([UInt8]) -> [Corruption]) throws {
    for file in try files() {
      let bytes = try file.bytes()
      for corruption in corruptions(bytes) where corruption.bytes != bytes {
        try file.survive(corruption.bytes, corruption.description)
      }
    }
  }
}
