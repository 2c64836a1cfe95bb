import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

/// Damaged files: every prefix, every byte of the header flipped, and seeded mutations.
@Suite struct PyTorchSurvivalTests {
  static let suite = CheckpointReaderSuite(PyTorchReader.self)
  /// Mutations of each fixture; the seed of a failing one is in the message.
  static let mutations = 300

  static func fixtures() throws -> [String] {
    try Fixtures.list("pytorch", suffix: ".pt").filter { $0.contains("legacy") } + Fixtures.list("pytorch/refused", suffix: ".pt").filter { $0.contains("legacy") }

  }

  @Test(arguments: try fixtures())
  func `survives damage to what torch wrote`(_ fixture: String) throws {
    let count = try Fixtures.bytes(fixture).count
    let (cases, refused) = try Self.suite.checkSurvives(
      fixture: fixture, prefixes: 4096, flips: 0..<min(count, 2048), mutations: Self.mutations)
    #expect(cases > 500 && refused > cases / 2)
  }

  @Test func `survives mutations of a pickle that uses every instruction`() throws {
    let bytes = LegacyFile.one()
    var refused = 0
    for corruption in Corruption.mutations(of: bytes, count: 2000, seed: 7) {
      refused += try Self.suite.survive(corruption.bytes, corruption.description) ? 1 : 0
    }
    #expect(refused > 1000)
  }
}
