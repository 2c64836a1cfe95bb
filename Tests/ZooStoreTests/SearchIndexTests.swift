import Foundation
import Testing
import ZooRegistry
import ZooStore
import ZooTensors
import ZooTestSupport

@Suite
struct SearchIndexTests {
  static let family = """
    family: whole
    title: Whole Words
    title_zh: 整词
    summary: Masks whole words.
    summary_zh: 全词掩码的小模型。
    organisation: 哈工大
    links: [https://example.org/whole]
    default: whole-base
    models:
      whole-base:
        title: Whole Base
        aliases: [example/whole-base]
        architecture: bert
        languages: [zh]
        license: {spdx: Apache-2.0}
        parameters: {stated: 110M}
        sources:
        - {hub: example/whole-base, format: pytorch, layout: transformers}
      robust-large:
        title: Robust Large
        aliases: [zhengci-like]
        summary: Something "quoted" and 100% odd_ones.
        architecture: bert
        languages: [en]
        state: lost
        reason: the server is gone
    references:
      whole-kit:
        kind: toolkit
        title: Kit of Words
        title_zh: 簡體工具
        summary: Reads it.
        links: [https://example.org/kit]
    """

  static let organisations = """
    organisations:
      哈工大: {part_of: [HIT]}
      HIT: {name_zh: 哈尔滨工业大学}
    """

  static func write(_ text: String, _ directory: TemporaryDirectory) throws -> Registry {
    try directory.write(Array(text.utf8), to: "registry/models/whole.yaml")
    try directory.write(Array(organisations.utf8), to: "registry/organisations.yaml")
    return try Registry(directory: directory.path("registry"))
  }

  let directory: TemporaryDirectory
  let index: SearchIndex

  init() throws {
    directory = try TemporaryDirectory()
    let registry = try Self.write(Self.family, directory)
    index = try SearchIndex(directory: directory.path("cache"), registry: registry)
  }

  func names(_ query: String) throws -> [String] {
    try index.answer(to: query).matches.map { "\($0.kind) \($0.name)" }
  }

  @Test(arguments: [
    ("whole-base", ["model whole-base"]),
    ("robust", ["model robust-large"]),
    ("ROBUST large", ["model robust-large"]),
    // One and two characters have no trigram.
    ("整词 ba", ["model whole-base"]),
    ("哈工大 robust", ["model robust-large"]),
    ("toolkit", ["reference whole-kit"]),
    // Nothing of a query is an operator.
    ("\"quoted\"", ["model robust-large"]),
    ("100%", ["model robust-large"]),
    ("%", ["model robust-large"]),
    ("d_", ["model robust-large"]),
  ])
  func `finds by words`(_ query: String, _ expected: [String]) throws {
    let answer = try index.answer(to: query)
    #expect(answer.fit == .words)
    #expect(answer.matches.map { "\($0.kind) \($0.name)" }.prefix(expected.count) == expected[...])
  }

  @Test(arguments: [
    // The organisation, its full name, and what it is part of.
    ("哈工大", ["family whole", "model whole-base", "model robust-large"]),
    ("哈尔滨工业大学", ["family whole", "model whole-base", "model robust-large"]),
    ("HIT", ["family whole", "model whole-base", "model robust-large"]),
    // Traditional characters, in the query or in the registry.
    ("整詞", ["family whole", "model whole-base", "model robust-large"]),
    ("哈爾濱", ["family whole", "model whole-base", "model robust-large"]),
    ("简体", ["reference whole-kit"]), ("簡體", ["reference whole-kit"]),
    // Pinyin: what has the word stands first, then titles, then organisations.
    ("zhengci", ["model robust-large", "family whole", "model whole-base"]),
    ("zheng ci", ["model robust-large", "family whole", "model whole-base"]),
    ("zhengc", ["model robust-large", "family whole", "model whole-base"]),
    ("zc", ["family whole", "model whole-base", "model robust-large"]),
    ("hgd", ["family whole", "model whole-base", "model robust-large"]),
    ("ha gong da", ["family whole", "model whole-base", "model robust-large"]),
    ("hgdzc", ["family whole", "model whole-base", "model robust-large"]),
    ("hgd base", ["model whole-base"]), ("jianti", ["reference whole-kit"]),
  ])
  func `finds organisations, traditional characters and pinyin`(
    _ query: String,
    _ expected: [String]
  ) throws {
    let answer = try index.answer(to: query)
    #expect(answer.fit == .words)
    let found = answer.matches.map { "\($0.kind) \($0.name)" }
    #expect(found == expected)
    let limited = try index.answer(to: query, limit: 1).matches.map { "\($0.kind) \($0.name)" }
    #expect(limited == [expected[0]])
  }

  @Test
  func `finds Chinese without word boundaries`() throws {
    #expect(Set(try names("全词掩码")) == ["family whole", "model whole-base", "model robust-large"])
    #expect(try names("词掩").count == 3)
  }

  @Test(arguments: [
    ("https://example.org/whole", ["family whole"]),
    ("example.org/kit/", ["reference whole-kit"]),
    ("http://www.example.org/kit#top", ["reference whole-kit"]),
    ("https://huggingface.co/Example/Whole-Base", ["model whole-base"]),
  ])
  func `finds by address`(_ query: String, _ expected: [String]) throws {
    #expect(try names(query) == expected)
    #expect(try index.answer(to: query).fit == .address)
  }

  @Test
  func `corrects what is misspelt`() throws {
    let answer = try index.answer(to: "whoel base")
    #expect(answer.fit == .corrected("whole base"))
    #expect(answer.matches.first?.name == "whole-base")
  }

  @Test
  func `returns what is similar where nothing matches`() throws {
    let answer = try index.answer(to: "全词掩嘛")
    #expect(answer.fit == .similar)
    #expect(answer.matches.contains { $0.name == "whole-base" })
    #expect(try index.answer(to: "zzzzqqqq").matches.isEmpty)
    #expect(try index.answer(to: "字").matches.isEmpty)
  }

  @Test
  func `an empty query is an error`() {
    let error = #expect(throws: ZooError.self) { _ = try index.answer(to: "  ") }
    #expect(error?.code == .usage)
  }

  @Test
  func `the limit holds`() throws {
    #expect(try index.answer(to: "whole", limit: 1).matches.count == 1)
  }

  @Test
  func `keeps what a list shows`() throws {
    let registry = try Registry(directory: directory.path("registry"))
    #expect(try index.cards() == registry.cardSummaries())
    #expect(try index.cards().map(\.name) == ["robust-large", "whole-base"])
    #expect(try index.cards()[1].formats == ["pytorch"])
  }

  @Test
  func `keeps what is shown of families and how to cite everything`() throws {
    let families = try Registry(directory: directory.path("registry")).families()
    #expect(try index.families() == families.map { FamilySummary($0) })
    #expect(try index.families().map(\.modelCount) == [2])
    #expect(try index.citations() == families.flatMap(\.allCitations))
    #expect(try index.citations().map(\.key) == ["whole", "whole-kit"])
  }

  @Test
  func `keeps cards and families as JSON`() throws {
    let family = try Registry(directory: directory.path("registry")).family(named: "whole")
    let cards = try index.json(of: .model)
    #expect(cards.keys.sorted() == ["robust-large", "whole-base"])
    let writer = JSONWriter.forPeople
    #expect(cards["whole-base"] == writer.text(ofElement: family.models[0].json(nil)))
    let families = try index.json(of: .family)
    #expect(families.keys.sorted() == ["whole"])
    #expect(families["whole"] == writer.text(ofElement: family.json))
    #expect(try index.json(of: .reference).isEmpty)
  }

  @Test
  func `follows the registry`() throws {
    let changed = Self.family.replacing("robust-large", with: "steady-large")
    let registry = try Self.write(changed, directory)
    let renewed = try SearchIndex(directory: directory.path("cache"), registry: registry)
    #expect(try renewed.cards().map(\.name) == ["steady-large", "whole-base"])
    #expect(try renewed.answer(to: "steady-large").matches.map(\.name) == ["steady-large"])
  }

  @Test(arguments: [0, 100, 5000])
  func `a damaged database is made anew`(_ keptBytes: Int) throws {
    let path = "cache/search.sqlite3"
    let bytes = try directory.read(path)
    try directory.write(
      Array(bytes.prefix(keptBytes)) + Array(repeating: 0x5a, count: 3000),
      to: path
    )
    let registry = try Registry(directory: directory.path("registry"))
    let renewed = try SearchIndex(directory: directory.path("cache"), registry: registry)
    #expect(try renewed.cards().count == 2)
    #expect(try renewed.answer(to: "robust").matches.count == 1)
  }

  @Test
  func `a wrong registry is told`() throws {
    let registry = try Self.write("family: whole\ntitle: [x]", directory)
    let error = #expect(throws: ZooError.self) {
      _ = try SearchIndex(directory: directory.path("cache"), registry: registry)
    }
    #expect(error?.code == .configuration)
  }

  @Test
  func `answers for the program's registry`() throws {
    let all = try SearchIndex(directory: directory.path("all"), registry: try Registry())
    let registry = try Registry()
    #expect(try all.cards() == registry.cardSummaries())
    let families = try registry.families()
    #expect(try all.families() == families.map { FamilySummary($0) })
    #expect(try all.citations() == families.flatMap(\.allCitations))
    #expect(try all.json(of: .model).count == all.cards().count)
    let masked = try all.answer(to: "全词掩码")
    #expect(masked.fit == .words)
    #expect(masked.matches.contains { $0.name.hasPrefix("bert-wwm") || $0.name == "macbert-base" })
    let link = try all.answer(to: "https://github.com/ymcui/MacBERT")
    #expect(link.fit == .address)
    #expect(link.matches.contains { $0.name == "macbert" })
    let typo = try all.answer(to: "robreta")
    #expect(typo.fit == .corrected("roberta"))
  }
}
