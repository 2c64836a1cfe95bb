import Testing
import ZooTestSupport

@testable import ZooFormats

/// Saves of many files, which are too many to damage each of them in the tests of conformance.
@Suite
struct RankGoldenTests {
  @Test(arguments: [
    ReaderDeclaration(MegatronReader.self, "ranks/megatron"),
    ReaderDeclaration(DeepSpeedReader.self, "ranks/deepspeed"),
    ReaderDeclaration(MetaseqReader.self, "ranks/metaseq"),
  ])
  func `reads what the programs wrote, bit for bit`(_ reader: ReaderDeclaration) throws {
    try reader.checkGoldens()
  }

  @Test
  func `the names of ranks are taken apart as they were made`() {
    #expect(RankedName.join("a.b", rank: 12) == "a.b@12")
    for (text, name, rank) in [("a@0", "a", 0), ("a@b@3", "a@b", 3), ("@7", "", 7)] {
      let parts = RankedName.parts(of: text)
      #expect(parts?.name == name)
      #expect(parts?.rank == rank)
    }
    for text in ["a", "a@", "a@01", "a@x", "a@-1", "a@1234567890", "a@\u{663}"] {
      #expect(RankedName.parts(of: text) == nil, "\(text)")
    }
  }
}
