import Testing

@testable import ZooRegistry
@testable import ZooTensors

@Suite
struct CardFilterTests {
  static let all = ["mini-base", "mini-large", "mini-lost"]

  static func names(_ change: (inout CardFilter) -> Void) throws -> [String] {
    let directory = try TemporaryRegistry(ExampleRegistry.files)
    var filter = CardFilter()
    change(&filter)
    return try Registry(directory: directory.path).cards(matching: filter).map(\.name)
  }

  @Test
  func `an empty filter lets every card pass`() throws {
    #expect(try Self.names { _ in } == Self.all)
  }

  @Test
  func `each condition chooses`() throws {
    #expect(try Self.names { $0.family = "Mini" } == Self.all)
    #expect(try Self.names { $0.family = "min" }.isEmpty)
    #expect(try Self.names { $0.architecture = "mini" } == Self.all)
    #expect(try Self.names { $0.architecture = "bert" }.isEmpty)
    #expect(try Self.names { $0.language = "ZH" } == ["mini-large"])
    #expect(try Self.names { $0.language = "e" }.isEmpty)
    #expect(try Self.names { $0.license = "apache-2.0" } == ["mini-base", "mini-lost"])
    #expect(try Self.names { $0.license = "unknown" } == ["mini-large"])
    #expect(try Self.names { $0.format = "pytorch" } == ["mini-large"])
    #expect(try Self.names { $0.format = "safetensors" } == ["mini-base"])
    #expect(try Self.names { $0.state = .lost } == ["mini-lost"])
    #expect(try Self.names { $0.maximumParameterCount = 56 } == ["mini-base"])
    #expect(try Self.names { $0.maximumParameterCount = 218 } == ["mini-base", "mini-large"])
  }

  @Test
  func `the number of parameters is computed where no card says it`() throws {
    let files = ExampleRegistry.files.mapValues {
      $0.replacing("count: 56, stated: 56", with: "").replacing("count: 218, ", with: "")
    }
    let directory = try TemporaryRegistry(files)
    let registry = try Registry(directory: directory.path)
    let summaries = try registry.cardSummaries()
    #expect(summaries.map(\.parameterCount) == [56, 218, nil])
    // Of mini-base the defaults name the parts, of mini-large the card.
    let totals = try registry.parameterTotals()
    #expect(totals["mini-base"] == ParameterTotal(count: 56, parts: ["body"]))
    #expect(totals["mini-large"] == ParameterTotal(count: 218, parts: ["body", "head"]))
    #expect(totals["mini-lost"] == nil)
    var filter = CardFilter()
    filter.maximumParameterCount = 100
    #expect(try registry.cards(matching: filter).map(\.name) == ["mini-base"])
  }

  @Test
  func `a checkpoint whose parts nobody names is counted without optional parts`() throws {
    let files = ExampleRegistry.files.mapValues {
      $0.replacing("parameters: {parts: [body]}", with: "")
        .replacing("parameters: {count: 56, stated: 56}", with: "")
    }
    let directory = try TemporaryRegistry(files)
    let registry = try Registry(directory: directory.path)
    let total = try registry.parameterTotal(of: registry.card(named: "mini-base"))
    #expect(total == ParameterTotal(count: 56, parts: ["body"]))
  }

  @Test
  func `all conditions must hold`() throws {
    let both = try Self.names {
      $0.language = "en"
      $0.state = .downloadable
      $0.format = "pytorch"
    }
    #expect(both == ["mini-large"])
  }

  @Test
  func `a language includes its varieties`() throws {
    let directory = try TemporaryRegistry(
      ExampleRegistry.changed("languages: [zh, en]", "languages: [zh-Hant]")
    )
    var filter = CardFilter()
    filter.language = "zh"
    #expect(
      try Registry(directory: directory.path).cards(matching: filter).map(\.name) == ["mini-large"]
    )
  }

  @Test
  func `finds cards of the program`() throws {
    var filter = CardFilter()
    filter.family = "tiny-bert-zh"
    filter.maximumParameterCount = 30_000_000
    #expect(try Registry().cards(matching: filter).map(\.name).contains("tiny-bert-zh"))
  }

  @Test(arguments: [
    ("110M", 110_000_000), ("1.5B", 1_500_000_000), ("560m", 560_000_000), ("7b1", 7_100_000_000),
    ("about 200M", 200_000_000), ("<7.5M", 7_500_000), ("30 K", 30_000), ("1400", 1400),
    ("8.3B and 3.9B", 8_300_000_000), ("1.6T", 1_600_000_000_000), ("56", 56),
    ("", nil), ("many", nil), ("0", nil), ("99999999999999999999T", nil), (".", nil),
  ])
  func `reads numbers of parameters`(_ text: String, _ expected: Int?) {
    #expect(ParameterCount.reading(text) == expected)
  }
}
