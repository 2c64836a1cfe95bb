import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

/// Damage that the conformance of readers does not reach: to files that are refused anyway, and to
/// pickles behind a checksum.
@Suite
struct PyTorchSurvivalTests {
  static let suite = CheckpointReaderSuite(PyTorchReader.self)
  /// Mutations of each pickle; the seed of a failing one is in the message.
  static let mutations = 2000

  static func fixtures() throws -> [String] {
    try ["pytorch/refused", "pytorch/modules/refused"].flatMap {
      try Fixtures.list($0, suffix: ".pt")
    }
  }

  @Test(arguments: try fixtures())
  func `survives damage to what is refused`(_ fixture: String) throws {
    let (cases, _) = try Self.suite.checkSurvives(fixture: fixture, prefixes: 256, mutations: 300)
    #expect(cases > 500)
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
      count: Self.mutations,
      seed: 11
    ) {
      file["data.pkl"].bytes = corruption.bytes
      try Self.suite.survive(file.bytes, "data.pkl, \(corruption)")
    }
  }
}
