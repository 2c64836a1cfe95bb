import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

/// Damaged files: every prefix, every byte of the header flipped, and seeded mutations.
@Suite
struct PyTorchSurvivalTests {
  static let suite = CheckpointReaderSuite(PyTorchReader.self)
  /// Mutations of each fixture; the seed of a failing one is in the message.
  static let mutations = 300
  /// Mutations of the hand-assembled file of each container.
  static let smallMutations = 2000

  static func fixtures() throws -> [String] {
    try Fixtures.list("pytorch", suffix: ".pt") + Fixtures.list("pytorch/refused", suffix: ".pt")
      + Fixtures.list("pytorch/tar", suffix: ".pt")
  }

  @Test(arguments: try fixtures())
  func `survives damage to what torch wrote`(_ fixture: String) throws {
    let (cases, _) = try Self.suite.checkSurvives(fixture: fixture, mutations: Self.mutations)
    #expect(cases > 500)
  }

  @Test
  func `survives damage to an index and to its shards`() throws {
    let index = "pytorch/sharded/pytorch_model.bin.index.json"
    try Self.suite.checkSurvives(fixture: index, mutations: Self.mutations)
    try Self.suite.checkSurvives(
      fixture: index,
      damaging: "pytorch_model-00002-of-00003.bin",
      prefixes: 200,
      mutations: Self.mutations
    )
  }

  @Test(arguments: ["legacy", "zip"])
  func `survives many mutations of a small file`(_ container: String) throws {
    let bytes = container == "zip" ? ZipFile.one().bytes : LegacyFile.one()
    var refused = 0
    for corruption in Corruption.mutations(of: bytes, count: Self.smallMutations, seed: 7) {
      refused += try Self.suite.survive(corruption.bytes, "\(container), \(corruption)") ? 1 : 0
    }
    #expect(refused > Self.smallMutations / 2)
  }

  /// A pickle inside a sound archive, so that mutations reach the machine and not the checksum.
  @Test
  func `survives many mutations of a pickle behind a valid checksum`() throws {
    let tensor = P.tensor(P.storage(count: 6), size: [2, 3], stride: [3, 1])
    let object = P.dict([
      ("model", P.dict([("w", tensor), ("v", tensor)])), ("epoch", P.int(3)),
      ("args", P.newObject(P.global("argparse", "Namespace")) + P.dict([("x", P.none)]) + P.build),
    ])
    var file = ZipFile(object, storages: [("0", LegacyFile.Storage(floats: 6).bytes)])
    for corruption in Corruption.mutations(
      of: file["data.pkl"].bytes,
      count: Self.smallMutations,
      seed: 11
    ) {
      file["data.pkl"].bytes = corruption.bytes
      try Self.suite.survive(file.bytes, "data.pkl, \(corruption)")
    }
  }
}
