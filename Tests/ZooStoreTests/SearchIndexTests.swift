import Foundation
import Testing
import ZooRegistry
import ZooStore
import ZooTensors
import ZooTestSupport

/// Full-text search over a small registry.
@Suite
struct SearchIndexTests {
  static let family = """
    family: wwm
    title: Whole Word Masking BERT
    title_zh: 全词掩码 BERT
    summary: Masks whole words; 100% Chinese_text (it's "quoted").
    summary_zh: 哈工大讯飞联合实验室发布的全词掩码模型。
    organisation: HFL
    year: 2019
    links: [https://example.org/wwm]
    license: {spdx: Apache-2.0, url: https://example.org/LICENSE, evidence: LICENSE}
    headings: [WWM]
    default: bert-wwm
    defaults:
      architecture: bert
      languages: [zh]
      config: {vocab_size: 10, hidden_size: 4, num_hidden_layers: 1, num_attention_heads: 1, intermediate_size: 4}
      sources:
      - {url: "https://example.org/wwm.zip", format: tensorflow-bundle, layout: tensorflow}
    models:
      bert-wwm: {title: "BERT-wwm, Chinese", aliases: [hfl/chinese-bert-wwm]}
      bert-wwm-ext: {title: "BERT-wwm-ext, Chinese"}
    references:
      search-kit: {kind: toolkit, title: Search Kit, summary: Finds needles and OR gates., links: [https://example.org/kit]}
    """

  private struct Cache {
    let directory: TemporaryDirectory
    let index: SearchIndex

    init(_ text: String = family) throws {
      let directory = try TemporaryDirectory()
      try directory.write(Array(text.utf8), to: "registry/models/wwm.yaml")
      try self.init(directory)
    }

    init(_ directory: TemporaryDirectory) throws {
      self.directory = directory
      index = try SearchIndex(
        directory: directory.path("cache"),
        registry: try Registry(directory: directory.path("registry"))
      )
    }

    func open() throws -> SearchIndex { try Cache(directory).index }

    func names(_ query: String) throws -> [String] { try index.matches(query).map(\.name) }
  }

  @Test(arguments: [
    "全词掩码", "哈工大", "whole word", "WHOLE WORD", "  masks   words ", "讯飞", "掩", "hfl", "wwm",
    "100%", "chinese_text", "\"quoted\"", "it's", "100% 全词掩码 哈工大",
  ])
  func `finds the family and its models`(_ query: String) throws {
    let cache = try Cache()
    #expect(try cache.names(query).contains("wwm"), "\(query)")
  }

  @Test(arguments: [
    "zzz", "全词掩盖", "哈尔滨", "%", "_", "%%%", "___", "w%m", "w_m", "OR", "\\", "\\%", "*", "wwm*",
    "wwm OR zzz", "wwm AND zzz", "NOT wwm", "name:wwm zzz", "\"", "\"\"\"", "(wwm", "^wwm", "-wwm",
    "NEAR(whole word)", "'; DROP TABLE document; --", "{name}: wwm", "é",
  ])
  func `nothing in a query is an operator`(_ query: String) throws {
    let cache = try Cache()
    let expected =
      ["%": ["wwm"], "_": ["wwm"], "\"": ["wwm"], "OR": ["search-kit"]][query] ?? []
    let found = try cache.names(query)
    #expect(expected.isEmpty ? found.isEmpty : expected.allSatisfy(found.contains), "\(found)")
  }

  @Test
  func `a name comes first`() throws {
    let cache = try Cache()
    #expect(try cache.names("bert-wwm").first == "bert-wwm")
    #expect(try cache.names("bert-wwm-ext").first == "bert-wwm-ext")
    #expect(try cache.names("hfl/chinese-bert-wwm").first == "bert-wwm")
    #expect(try cache.names("search-kit") == ["search-kit"])
    let match = try #require(try cache.index.matches("needles").first)
    #expect(match.kind == .reference)
    #expect(match.category == "toolkit")
    #expect(match.title == "Search Kit")
  }

  @Test(arguments: ["", "   ", "\n\t"])
  func `an empty query is a usage error`(_ query: String) throws {
    let cache = try Cache()
    let error = #expect(throws: ZooError.self) { try cache.names(query) }
    #expect(error?.code == .usage)
  }

  @Test
  func `the number of answers is bounded`() throws {
    let cache = try Cache()
    #expect(try cache.index.matches("wwm").count >= 3)
    #expect(try cache.index.matches("wwm", limit: 1).count == 1)
    #expect(try cache.index.matches("wwm", limit: 0).isEmpty)
  }

  @Test
  func `another registry gets another index`() throws {
    let cache = try Cache()
    #expect(try cache.names("platypus") == [])
    let text = Self.family.replacing("Finds needles", with: "Finds a platypus")
    try cache.directory.write(Array(text.utf8), to: "registry/models/wwm.yaml")
    let index = try cache.open()
    #expect(try index.matches("platypus").map(\.name) == ["search-kit"])
    #expect(try index.matches("needles").isEmpty)
  }

  @Test(arguments: ["", "x", String(repeating: "not a database ", count: 1000)])
  func `a damaged cache is made anew`(_ content: String) throws {
    let directory = try TemporaryDirectory()
    try directory.write(Array(Self.family.utf8), to: "registry/models/wwm.yaml")
    try directory.write(Array(content.utf8), to: "cache/search.sqlite3")
    let cache = try Cache(directory)
    #expect(try cache.names("全词掩码").contains("wwm"))
  }

  @Test
  func `two processes may make it at once`() async throws {
    let directory = try TemporaryDirectory()
    try directory.write(Array(Self.family.utf8), to: "registry/models/wwm.yaml")
    try await withThrowingTaskGroup(of: [String].self) { group in
      for _ in 0..<6 { group.addTask { try Cache(directory).names("全词掩码") } }
      for try await names in group { #expect(names.contains("wwm")) }
    }
  }

  @Test(arguments: [("全词掩码", "bert-wwm"), ("哈工大", "bert-wwm"), ("whole word", "bert-wwm")])
  func `the registry of the program is found in both languages`(
    _ query: String,
    _ name: String
  ) throws {
    let directory = try TemporaryDirectory()
    let index = try SearchIndex(directory: directory.path, registry: try Registry())
    let names = try index.matches(query, limit: 200).map(\.name)
    #expect(names.contains(name), "\(names)")
  }
}
