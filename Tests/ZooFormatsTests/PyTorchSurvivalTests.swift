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
    try ["pytorch", "pytorch/refused", "pytorch/tar", "pytorch/modules/refused"].flatMap {
      try Fixtures.list($0, suffix: ".pt")
    }
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

  private static let tensor = P.tensor(P.storage(count: 6), size: [2, 3], stride: [3, 1])

  private static let stateDict = P.dict([
    ("model", P.dict([("w", tensor), ("v", tensor)])), ("epoch", P.int(3)),
    ("args", P.newObject(P.global("argparse", "Namespace")) + P.dict([("x", P.none)]) + P.build),
  ])

  private static let module =
    P.newObject(P.global("m", "Net")) + P.put(7)
    + P.dict([
      ("_parameters", P.dict([("w", tensor)])), ("_buffers", P.dict([("b", tensor)])),
      (
        "_modules",
        P.dict([
          (
            "inner",
            P.newObject(P.global("m", "Net"))
              + P.dict([
                ("_parameters", P.dict([("w", tensor)])), ("_buffers", P.hooks),
                ("_modules", P.hooks),
              ]) + P.build
          )
        ])
      ), ("owner", P.list([P.get(7)])),
    ]) + P.build

  private static let script =
    P.newObject(P.global("__torch__", "Net"))
    + P.dict([
      ("w", tensor), ("n", P.int(1)),
      ("inner", P.newObject(P.global("__torch__", "A")) + P.dict([("b", tensor)]) + P.build),
      (
        "list",
        P.call(P.global("torch.jit._pickle", "restore_type_tag"), P.list([tensor]), P.text("x"))
      ),
    ]) + P.build

  /// A pickle inside a sound archive, so that mutations reach the machine and not the checksum.
  @Test(arguments: [stateDict, module, script])
  func `survives many mutations of a pickle behind a valid checksum`(_ object: [UInt8]) throws {
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
