import Testing
import ZooConvert
import ZooRegistry
import ZooTensors
import ZooTestSupport

@Suite
struct RegistryCoverageTests {
  @Test
  func `the file in the repository is what the registry and the mappings give`() throws {
    let coverage = try RegistryCoverage(try Registry(), .builtIn)
    let path = "\(Fixtures.packageDirectory)/Registry/COVERAGE.md"
    let bytes = try ByteRegion(mapping: path).array(limit: 1 << 20)
    #expect(
      String(decoding: bytes, as: UTF8.self) == coverage.markdown,
      "run: swift run zoo registry coverage --markdown > Registry/COVERAGE.md"
    )
  }

  @Test
  func `every published dialect of a convertible card has a mapping`() throws {
    let problems = try Registry().validate(mappings: Set(MappingCatalog.builtIn.names))
    #expect(problems.isEmpty, "\(problems.map(\.description).joined(separator: "\n"))")
  }

  @Test
  func `the numbers of a family never grow from left to right`() throws {
    let registry = try Registry()
    let coverage = try RegistryCoverage(registry, .builtIn)
    for row in coverage.rows {
      let counts = row.counts
      #expect(counts.cards == (try registry.family(named: row.family)).models.count)
      #expect(counts.downloadable <= counts.cards)
      #expect(counts.convertible <= counts.cards)
      #expect(counts.mapped <= counts.convertible)
      #expect(counts.proven <= counts.mapped)
    }
    #expect(coverage.total.cards == (try registry.modelNames()).count)
    #expect(coverage.total.proven > 0)
  }

  @Test
  func `what no mapping serves is wanted, the most first`() throws {
    let directory = try TemporaryDirectory()
    let card = """
          title: T
          architecture: odd
          sources: [{hub: a/b, format: pytorch, layout: authors}]
      """
    try directory.write(
      Array(
        """
        family: odd
        title: Odd
        summary: Without a mapping.
        default: one
        models:
          one:
        \(card)
          two:
        \(card)
          three:
            title: Three
            architecture: bert
            sources: [{hub: a/c, format: pytorch, layout: bert4keras}]
          four:
            title: Four
            architecture: bert
            sources:
            - {hub: a/d, format: pytorch, layout: bert4keras}
            - {hub: a/d, format: pytorch, layout: transformers}
          five:
            title: Five
            state: lost
            reason: the server is gone
        """.utf8
      ),
      to: "models/odd.yaml"
    )
    let coverage = try RegistryCoverage(Registry(directory: directory.path), .builtIn)
    #expect(coverage.rows.map(\.family) == ["odd"])
    let total = coverage.total
    #expect([total.cards, total.downloadable, total.convertible, total.mapped] == [5, 4, 4, 1])
    #expect(coverage.wanted.map(\.dialect).first == "odd.authors")
    #expect(coverage.wanted.map(\.cards).first == 2)
    #expect(!coverage.wanted.contains { $0.dialect == "bert.transformers" })
    #expect(coverage.markdown.contains("| [odd](models/odd.yaml) | 5 | 4 | 4 | 1 |"))
    #expect(coverage.markdown.contains("| **all** | 5 | 4 | 4 | 1 |"))
    #expect(coverage.markdown.contains("| odd.authors | 2 |"))
  }
}
