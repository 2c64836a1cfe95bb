import Testing

@testable import ZooRegistry

@Suite
struct OrganisationTests {
  static let organisations = """
    organisations:
      The Tests: {name_zh: 测试社, also: [Testers], part_of: [The Board]}
      The Board: {name_zh: 委员会}
      Somebody Else: {}
    """

  static func registry(
    _ organisations: String = organisations,
    card: String = "Somebody Else"
  ) throws -> (Registry, TemporaryRegistry) {
    var files = ExampleRegistry.changed(
      "organisation: Somebody Else",
      "organisation: \(card)"
    )
    files["organisations.yaml"] = organisations
    let directory = try TemporaryRegistry(files)
    return (try Registry(directory: directory.path), directory)
  }

  @Test
  func `knows names, parents and Chinese names`() throws {
    let (registry, directory) = try Self.registry()
    defer { withExtendedLifetime(directory) {} }
    let catalog = try registry.organisations()
    #expect(catalog.organisations.map(\.name) == ["The Tests", "The Board", "Somebody Else"])
    #expect(catalog.organisation(named: "The Tests")?.line == 2)
    #expect(catalog.organisation(named: "the tests") == nil)
    #expect(catalog.lineage(of: "The Tests").map(\.name) == ["The Tests", "The Board"])
    #expect(
      catalog.names(of: ["The Tests", "Unknown"])
        == ["The Tests", "测试社", "Testers", "The Board", "委员会", "Unknown"]
    )
    #expect(
      catalog.text(of: ["The Tests", "Unknown", "The Board"])
        == "The Tests (测试社), Unknown and The Board (委员会)"
    )
    #expect(catalog.text(of: []) == nil)
    #expect(registry.validate(mappings: nil).isEmpty)
  }

  @Test
  func `a card has one organisation or a list`() throws {
    let (registry, directory) = try Self.registry(card: "[Somebody Else, The Board]")
    defer { withExtendedLifetime(directory) {} }
    let card = try registry.card(named: "mini-large")
    #expect(card.organisations == ["Somebody Else", "The Board"])
    #expect(card.organisation == "Somebody Else and The Board")
    #expect(try registry.card(named: "mini-base").organisation == "The Tests")
    #expect(try registry.family(named: "mini").header.organisations == ["The Tests"])
    #expect(try registry.reference(named: "mini-kit")?.organisation == nil)
    #expect(try #require(registry.families().first).citations.count == 1)
  }

  @Test
  func `the fingerprint follows the file`() throws {
    let (registry, directory) = try Self.registry()
    let (other, second) = try Self.registry(
      Self.organisations.replacing("测试社", with: "考试社")
    )
    defer { withExtendedLifetime((directory, second)) {} }
    #expect(try registry.fingerprint() != other.fingerprint())
  }

  @Test(arguments: [
    ("测试社", ["family mini", "model mini-base", "model mini-lost"]),
    ("委员会", ["family mini", "model mini-base", "model mini-lost"]),
    ("委員會", ["family mini", "model mini-base", "model mini-lost"]),
    ("testers", ["family mini", "model mini-base", "model mini-lost"]),
    // Pinyin: a title, an organisation, syllables apart.
    ("cess", []), ("css", ["family mini", "model mini-base", "model mini-lost"]),
    ("ceshishe", ["family mini", "model mini-base", "model mini-lost"]),
    ("wei yuan hui", ["family mini", "model mini-base", "model mini-lost"]),
    ("mini", ["model mini-base", "model mini-large", "model mini-lost", "reference mini-kit"]),
    ("dahao", ["model mini-large"]), ("dh", ["model mini-large"]),
    ("large css", []), ("base css", ["model mini-base"]),
    // The organisation's Chinese name before the Chinese title.
    ("测试社迷你", ["family mini", "model mini-base", "model mini-lost"]),
    ("cssmn", ["family mini", "model mini-base", "model mini-lost"]),
  ])
  func `finds by the names of organisations`(_ query: String, _ expected: [String]) throws {
    let (registry, directory) = try Self.registry()
    defer { withExtendedLifetime(directory) {} }
    let found = try registry.matches(query).map { "\($0.document.kind) \($0.document.name)" }
    #expect(Set(found).isSuperset(of: expected))
    #expect(query == "mini" || found.count == expected.count, "\(found)")
  }

  @Test
  func `what has the word stands above what is read so`() throws {
    // 'dh' is a part of a summary and the first letters of 大号.
    var files = ExampleRegistry.changed("Very small models", "Very small bdh models")
    files["organisations.yaml"] = Self.organisations
    let directory = try TemporaryRegistry(files)
    let matches = try Registry(directory: directory.path).matches("dahao")
    #expect(matches.map(\.document.name) == ["mini-large"])
    let both = try Registry(directory: directory.path).matches("dh")
    #expect(both.map(\.document.name).contains("mini-base"))
    let scores = both.map(\.score)
    #expect(scores == scores.sorted(by: >))
  }

  @Test(arguments: [
    ("Sombody Else", "not in organisations.yaml, and nearly 'Somebody Else'"),
    ("somebody else", "is written 'Somebody Else' elsewhere"),
    ("Testers", "the organisation 'Testers' is written 'The Tests' elsewhere"),
    ("测试社", "is written 'The Tests' elsewhere"),
    ("Somebody Else and friends", "is 'Somebody Else' and others; write a list"),
    ("Nobody, Somebody Else", "is 'Somebody Else' and others; write a list"),
  ])
  func `finds slips in cards`(_ name: String, _ expected: String) throws {
    let (registry, directory) = try Self.registry(card: name)
    defer { withExtendedLifetime(directory) {} }
    let problems = registry.validate(mappings: nil)
    #expect(
      problems.contains {
        $0.kind == .name && $0.message.hasPrefix("mini-large: ") && $0.message.contains(expected)
      },
      "\(problems)"
    )
  }

  @Test
  func `an organisation of people who are not in the file is no problem`() throws {
    let (registry, directory) = try Self.registry(
      Self.organisations.replacing("  Somebody Else: {}", with: ""),
      card: "Zhang San"
    )
    defer { withExtendedLifetime(directory) {} }
    #expect(registry.validate(mappings: nil).isEmpty)
  }

  @Test(arguments: [
    (
      "Somebody Else: {}", "Nobody: {}\n  Somebody Else: {}",
      "no card has the organisation 'Nobody'"
    ),
    ("part_of: [The Board]", "part_of: [The Bord]", "found 'The Bord'; did you mean 'The Board'?"),
    ("also: [Testers]", "also: [Somebody Else]", "'Somebody Else' is a name of 'The Tests'"),
    ("{name_zh: 委员会}", "{part_of: [The Tests]}", "'The Board' is part of itself"),
    ("also: [Testers]", "other: [Testers]", "unknown key 'other' in organisation 'The Tests'"),
    ("also: [Testers]", "also: Testers", "'also' must be a list"),
    ("organisations:", "organisations: []\nothers:", "'organisations' must be a mapping"),
  ])
  func `finds slips in the file`(_ old: String, _ new: String, _ expected: String) throws {
    let (registry, directory) = try Self.registry(Self.organisations.replacing(old, with: new))
    defer { withExtendedLifetime(directory) {} }
    let problems = registry.validate(mappings: nil)
    #expect(
      problems.contains {
        $0.file == "\(directory.path)/organisations.yaml" && $0.message.contains(expected)
      },
      "\(problems)"
    )
  }

  @Test
  func `a circle of organisations ends`() throws {
    let circle = Self.organisations.replacing("{name_zh: 委员会}", with: "{part_of: [The Tests]}")
    let (registry, directory) = try Self.registry(circle)
    defer { withExtendedLifetime(directory) {} }
    #expect(try registry.matches("测试社").count == 3)
  }

  @Test
  func `a wrong file is told when it is used`() throws {
    let (registry, directory) = try Self.registry("organisations: []")
    defer { withExtendedLifetime(directory) {} }
    #expect(message { _ = try registry.organisations() }.contains("must be a mapping"))
    #expect(message { _ = try registry.matches("mini") }.contains("must be a mapping"))
  }
}
