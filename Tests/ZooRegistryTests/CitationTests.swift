import Testing

@testable import ZooRegistry
@testable import ZooTensors

@Suite
struct CitationTests {
  @Test
  func `writes what is known of a paper`() throws {
    let directory = try TemporaryRegistry(ExampleRegistry.files)
    let family = try Registry(directory: directory.path).family(named: "mini")
    #expect(family.citations.count == 1)
    #expect(
      family.citations.first?.bibtex == """
        @misc{mini,
          title = {{Small: but complete}},
          author = {{The Tests}},
          year = {2024},
          eprint = {2401.00001},
          archivePrefix = {arXiv},
          url = {https://arxiv.org/abs/2401.00001},
        }
        """
    )
    #expect(
      family.references.first?.citation.bibtex == """
        @misc{mini-kit,
          title = {{Mini Kit}},
          url = {https://example.org/kit},
        }
        """
    )
  }

  @Test
  func `another paper of the family is cited as its card`() throws {
    let directory = try TemporaryRegistry(
      ExampleRegistry.changed(
        "    organisation: Somebody Else",
        "    organisation: A & B_C\n    paper: {title: \"100% {small}\", url: https://example.org/p}"
      )
    )
    let citations = try Registry(directory: directory.path).family(named: "mini").citations
    #expect(citations.map(\.key) == ["mini", "mini-large"])
    #expect(citations[1].bibtex.contains("title = {{100\\% \\{small\\}}},"))
    #expect(citations[1].bibtex.contains("author = {{A \\& B\\_C}},"))
    #expect(citations[1].bibtex.contains("url = {https://example.org/p},"))
  }

  @Test
  func `a family without a paper is cited by its page`() throws {
    let directory = try TemporaryRegistry(
      ExampleRegistry.changed("paper: {title: \"Small: but complete\", arxiv: 2401.00001}\n", "")
    )
    let citations = try Registry(directory: directory.path).family(named: "mini").citations
    #expect(citations.map(\.title) == ["Mini"])
    #expect(citations.first?.address == "https://example.org/mini")
  }

  @Test
  func `keys of the program's citations are distinct`() throws {
    let families = try Registry().families()
    let keys =
      families.flatMap(\.citations).map(\.key)
      + families.flatMap(\.references).map(\.citation.key)
    #expect(keys.count > 200)
    #expect(Set(keys).count == keys.count)
  }
}
