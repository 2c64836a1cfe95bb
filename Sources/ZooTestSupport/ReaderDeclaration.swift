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

  /// Requires that every fixture survives damage: each of its files in turn is cut short, has bytes
  /// changed where its header is, and is mutated.
  ///
  /// - Parameters:
  ///   - amount: How much damage.
  ///   - seed: The first seed of the mutations.
  /// - Returns: How many damaged files were opened, by the kind of damage.
  /// - Throws: ``SuiteFailure`` that names the first damage that a file did not survive, or says that
  ///   there was less damage than asked for.
  @discardableResult
  public func checkDamage(_ amount: DamageAmount, seed: UInt64 = 1) throws -> DamageCount {
    let files = try files().map { (file: $0, bytes: try $0.bytes()) }.filter { !$0.bytes.isEmpty }
    let share = (amount.mutations + files.count - 1) / max(files.count, 1)
    var done = DamageCount()
    for (number, (file, bytes)) in files.enumerated() {
      func run(_ damage: some Sequence<Corruption>, atMost most: Int = .max) throws -> Int {
        var count = 0
        for corruption in damage where corruption.bytes != bytes {
          guard count < most else { break }
          try file.survive(corruption.bytes, corruption.description)
          count += 1
        }
        return count
      }
      done.prefixes += try run(Corruption.prefixes(of: bytes, limit: amount.prefixes))
      done.flips += try run(
        Corruption.flips(
          of: bytes,
          in: (number % amount.flipDistance)..<256,
          every: amount.flipDistance
        )
      )
      // The seeds of a file do not depend on the amount, so that less damage is a part of more. A
      // few mutations change nothing, and others take their places.
      let first = seed &+ UInt64(number) << 32
      done.mutations += try run(
        Corruption.mutations(of: bytes, count: 2 * share + 16, seed: first),
        atMost: share
      )
    }
    guard done.mutations >= amount.mutations, done.prefixes > 0, done.flips > 0 else {
      throw SuiteFailure("\(self): expected \(amount.mutations) mutations, there were \(done)")
    }
    return done
  }

  /// Requires that the fixtures survive what fuzzing found: the files of `fuzz/<reader>`, which are
  /// inputs of `Scripts/fuzz`, in place of every file.
  ///
  /// - Returns: The number of inputs.
  @discardableResult
  public func checkFound() throws -> Int {
    // A reader in which nothing was found has no directory.
    let inputs = (try? Fixtures.list("fuzz/\(format.id)")) ?? []
    guard !inputs.isEmpty else { return 0 }
    let files = try files()
    for input in inputs {
      let bytes = Array(try Fixtures.bytes(input).dropFirst())
      for file in files { try file.survive(bytes, input) }
    }
    return inputs.count
  }
}
