import Testing
import ZooTensors
import ZooTestSupport

@testable import ZooFormats

/// Damage that the conformance of readers does not look at so closely: everything that a checksum
/// covers is noticed, and nothing traps below the checksums.
@Suite
struct TensorFlowSurvivalTests {
  static let bundles = CheckpointReaderSuite(TensorFlowBundleReader.self)
  static let tables = CheckpointReaderSuite(TensorFlowTableReader.self)
  static let fixtures = [
    "bundle_all_dtypes", "bundle_partitioned", "bundle_partitioned_sharded", "bundle_sharded",
    "object_based",
  ].map { "tensorflow/\($0).index" }

  @Test(arguments: fixtures)
  func `refuses every prefix and every flipped byte of an index`(_ fixture: String) throws {
    let count = try Fixtures.bytes(fixture).count
    let all = try Self.bundles.checkSurvives(fixture: fixture, flips: 0..<count, mutations: 0)
    #expect(all.cases == count * 4)
    #expect(all.refused == all.cases)
  }

  @Test(arguments: fixtures)
  func `refuses every prefix of the data`(_ fixture: String) throws {
    let (tree, entry) = try CheckpointReaderSuite<TensorFlowBundleReader>.siblings(of: fixture)
    for file in try Self.bundles.open(entry, in: tree).files where file != entry {
      let count = try tree.open(file).byteCount
      let prefixes = try Self.bundles.checkSurvives(
        fixture: fixture,
        damaging: file,
        flips: 0..<0,
        mutations: 0
      )
      #expect(prefixes.refused == prefixes.cases && prefixes.cases == count)
    }
  }

  @Test
  func `notices every flipped byte of data by its tensor's checksum`() throws {
    let (tree, entry) = try CheckpointReaderSuite<TensorFlowBundleReader>.siblings(
      of: "tensorflow/bundle_partitioned_sharded.index"
    )
    for file in tree.entries.map(\.path) where file != entry {
      for flip in Corruption.flips(of: try tree.open(file).array(limit: 1 << 20)) {
        let reader = try Self.bundles.open(entry, in: try tree.replacing(file, with: flip.bytes))
        let failures = reader.tensors.filter { (try? $0.content.region()) == nil }
        #expect(failures.count == 1, "\(flip)")
      }
    }
  }

  @Test(arguments: ["table.ckpt", "table_sharded.ckpt-00000-of-00002"])
  func `refuses every prefix and every flipped byte of a table`(_ fixture: String) throws {
    let path = "tensorflow/\(fixture)"
    let count = try Fixtures.bytes(path).count
    let all = try Self.tables.checkSurvives(fixture: path, flips: 0..<count, mutations: 0)
    #expect(all.cases == count * 4)
    #expect(all.refused == all.cases)
  }

  // MARK: - Below the checksums

  /// The entries of a table.
  static func entries(_ region: ByteRegion) throws -> [(key: [UInt8], value: [UInt8])] {
    try SSTable(region, limits: .default).entries.map { ($0.key, try $0.value.prefix(1 << 20)) }
  }

  /// Runs `count` tables that are wrong below their checksums: in one value, in one key, in the
  /// block's encoding, and in the index; says how many were refused.
  static func mutate<Reader: CheckpointReader>(
    _ fixture: String,
    _ suite: CheckpointReaderSuite<Reader>,
    count: Int,
    seed: UInt64
  ) throws -> Int {
    let (tree, entry) = try CheckpointReaderSuite<Reader>.siblings(of: fixture)
    let good = try entries(try tree.open(entry))
    var refused = 0
    for number in 0..<count {
      let caseSeed = seed &+ UInt64(number)
      var generator = SeededGenerator(seed: caseSeed)
      var table = TableBytes(good, isSnappy: Bool.random(using: &generator))
      let place = Int.random(in: 0..<good.count, using: &generator)
      switch number % 6 {
      case 0, 1, 2:
        var entries = good
        entries[place].value =
          Corruption.mutation(of: good[place].value, seed: caseSeed).bytes
        table = TableBytes(entries, isSnappy: number % 2 == 0)
      case 3:
        var entries = good
        entries[place].key = Corruption.mutation(of: good[place].key, seed: caseSeed).bytes
        entries.sort { $0.key.lexicographicallyPrecedes($1.key) }
        table = TableBytes(entries)
      case 4:
        let contents = Corruption.mutation(
          of: table.blocks[0].block.contents,
          seed: caseSeed
        ).bytes
        table.blocks[0].block.contents = contents
      default:
        let handle = table.handles[0]
        let index = Bytes.block([(good.last?.key ?? [], Bytes.handle(handle.offset, handle.count))])
        table.index = TableBytes.Block(
          contents: Corruption.mutation(of: index, seed: caseSeed).bytes
        )
      }
      let damaged = try tree.replacing(entry, with: table.bytes)
      if try suite.survive(entry, in: damaged, "\(fixture), seed \(caseSeed)") { refused += 1 }
    }
    return refused
  }

  @Test(arguments: fixtures)
  func `survives bundles that are wrong below their checksums`(_ fixture: String) throws {
    let refused = try Self.mutate(fixture, Self.bundles, count: 600, seed: 77)
    #expect(refused > 300)
  }

  @Test(arguments: ["table.ckpt", "table_sharded.ckpt-00000-of-00002"])
  func `survives tables that are wrong below their checksums`(_ fixture: String) throws {
    let refused = try Self.mutate("tensorflow/\(fixture)", Self.tables, count: 600, seed: 78)
    #expect(refused > 300)
  }
}
