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
    let fixtures = try load()
    let fileCount = fixtures.reduce(0) { $0 + $1.tree.entries.count }
    let share = (count + fileCount - 1) / fileCount
    var next = seed
    try damage { bytes in
      defer { next &+= UInt64(share) }
      return Array(Corruption.mutations(of: bytes, count: share, seed: next))
    }
  }

  private func damage(_ corruptions: ([UInt8]) -> [Corruption]) throws {
    for fixture in try load() {
      let entry = try fixture.entry(of: format)
      for file in fixture.tree.entries {
        let bytes = try fixture.tree.open(file.path).array(limit: 64 << 20)
        for corruption in corruptions(bytes) where corruption.bytes != bytes {
          let damaged = try fixture.tree.replacing(file.path, with: corruption.bytes)
          _ = try surviveOne(entry, damaged, "\(fixture), '\(file.path)': \(corruption)")
        }
      }
    }
  }
}
