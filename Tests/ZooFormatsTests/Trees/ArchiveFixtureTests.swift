import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

/// Archives that Python's own modules wrote.
@Suite
struct ArchiveFixtureTests {
  private static let archives: [String] = {
    let names = try? Fixtures.list("archives").filter {
      !$0.hasSuffix(".json") && !$0.hasSuffix("refused")
    }
    return names ?? []
  }()

  @Test
  func `all archives are found`() { #expect(Self.archives.count >= 13) }

  @Test(arguments: archives)
  func `lists and opens what was packed`(_ fixture: String) throws {
    let golden = try Golden(fixture: fixture)
    let members = try #require(golden.members)
    let (tree, focus) = try SourceTrees.open(path: Fixtures.path(fixture))
    #expect(focus == nil)
    #expect(tree.entries.map(\.path) == members.map(\.path))
    #expect(tree.entries.map(\.byteCount) == members.map(\.size))
    for member in members {
      #expect(TensorDigest.sha256(of: try tree.open(member.path)) == member.sha256)
    }
  }

  @Test(arguments: archives)
  func `reads the checkpoint inside`(_ fixture: String) throws {
    let golden = try Golden(fixture: fixture)
    let (tree, _) = try SourceTrees.open(path: Fixtures.path(fixture))
    let entry = try #require(tree.entries.first { $0.name == "model.safetensors" })
    try CheckpointReaderSuite(SafetensorsReader.self).check(golden, entry.path, in: tree)
  }

  @Test(arguments: try Fixtures.list("archives/refused"))
  func `refuses what no careful program unpacks`(_ fixture: String) throws {
    var limits = ParsingLimits.default
    limits.inflationRatio = 900
    #expect(throws: FormatError.self) {
      let (tree, _) = try SourceTrees.open(path: Fixtures.path(fixture), limits: limits)
      for entry in tree.entries { _ = try tree.open(entry.path) }
    }
  }

  @Test(arguments: ["plain.zip", "checkpoint.tar.gz", "checkpoint.tar.bz2"])
  func `no prefix of an archive is taken for the whole`(_ fixture: String) throws {
    let bytes = try Fixtures.bytes("archives/\(fixture)")
    let directory = try TemporaryDirectory()
    for corruption in Corruption.prefixes(of: bytes, limit: 600) where corruption.bytes.count >= 4 {
      let path = try directory.write(corruption.bytes, to: "archive")
      #expect(throws: FormatError.self, "\(corruption)") { try SourceTrees.open(path: path) }
    }
  }
}
