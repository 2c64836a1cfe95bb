import Foundation
public import ZooFormats
import ZooTensors

extension CheckpointReaderSuite {
  /// Requires that a fixture survives damage to one of its files: every prefix, flips of the header
  /// and seeded mutations.
  ///
  /// - Parameters:
  ///   - fixture: The entry file.
  ///   - file: The file to damage, a sibling; the entry itself unless stated.
  ///   - prefixes: At most so many prefixes; all of them unless stated.
  ///   - flips: The bytes to flip; the first 512 unless stated.
  ///   - mutations: The number of seeded mutations.
  ///   - seed: The first seed.
  /// - Returns: How many damaged files were opened, and how many of them were refused.
  /// - Throws: ``SuiteFailure`` that names the first damage that a file did not survive.
  @discardableResult
  public func checkSurvives(
    fixture: String,
    damaging file: String? = nil,
    prefixes: Int = .max,
    flips: Range<Int>? = nil,
    mutations: Int = 500,
    seed: UInt64 = 1
  ) throws -> (cases: Int, refused: Int) {
    let (tree, entry) = try Self.siblings(of: fixture)
    let path = file ?? entry
    let bytes = try tree.open(path).array(limit: 64 << 20)
    var cases = 0
    var refused = 0
    func run(_ corruptions: some Sequence<Corruption>) throws {
      for corruption in corruptions where corruption.bytes != bytes {
        cases += 1
        let damaged = try tree.replacing(path, with: corruption.bytes)
        if try survive(entry, in: damaged, "\(fixture), '\(path)': \(corruption)") { refused += 1 }
      }
    }
    try run(Corruption.prefixes(of: bytes, limit: prefixes))
    try run(Corruption.flips(of: bytes, in: flips))
    try run(Corruption.mutations(of: bytes, count: mutations, seed: seed))
    return (cases, refused)
  }

  /// Requires that bytes, whatever they are, are refused or read without a trap and in bounded time.
  ///
  /// - Returns: Whether they were refused.
  @discardableResult
  public func survive(_ bytes: [UInt8], _ label: String = "bytes") throws -> Bool {
    try survive("file", in: try MemoryTree(["file": bytes]), label)
  }

  /// Requires that a file of a tree, whatever it holds, is refused or read without a trap, in
  /// bounded time, and with every tensor's elements inside its region.
  ///
  /// With `ZOO_TRACE_CASES` in the environment each case is named on standard error before it runs,
  /// which names the case that trapped.
  /// - Returns: Whether it was refused, at once or when the bytes were asked for.
  @discardableResult
  public func survive(
    _ entry: String,
    in tree: any SourceTree,
    _ label: String
  ) throws -> Bool {
    if isTracing { FileHandle.standardError.write(Data("case: \(label)\n".utf8)) }
    let start = ThreadTime.now
    var wasRefused = false
    do throws(FormatError) {
      _ = Reader.recognizes(try FileProbe(entry, in: tree))
      let reader = try Reader(opening: entry, in: tree, limits: limits)
      let problems = Self.violations(of: reader, entry: entry, in: tree)
      if let problem = problems.first { throw FormatError(.inconsistent, "suite: \(problem)") }
      for tensor in reader.tensors.prefix(500) {
        let region: ByteRegion
        do throws(FormatError) {
          region = try tensor.content.region()
        } catch {
          wasRefused = true
          continue
        }
        do throws(FormatError) {
          try TensorDigest.requireExtent(of: tensor, in: region)
        } catch {
          throw FormatError(.inconsistent, "suite: \(error.message)")
        }
      }
    } catch {
      if error.message.hasPrefix("suite: ") { throw SuiteFailure("\(label): \(error)") }
      wasRefused = true
    }
    let elapsed = ThreadTime.now - start
    guard elapsed <= timeLimit else { throw SuiteFailure("\(label): took \(elapsed)") }
    return wasRefused
  }

  private var isTracing: Bool { ProcessInfo.processInfo.environment["ZOO_TRACE_CASES"] != nil }
}
