import Testing

@testable import ZooRegistry
@testable import ZooTensors

@Suite
struct RegistryTests {
  let directory: TemporaryRegistry
  let registry: Registry

  init() throws {
    directory = try TemporaryRegistry(ExampleRegistry.files)
    registry = try Registry(directory: directory.path)
  }

  @Test(arguments: [
    ("mini-base", "mini-base"),
    // Case does not count.
    ("Mini-Base", "mini-base"),
    // Aliases, hub repositories among them.
    ("example/mini-base", "mini-base"),
    ("EXAMPLE/Mini-Large", "mini-large"),
    ("mini_l-1", "mini-base"),
    ("失去的迷你", "mini-lost"),
    // A family means its default.
    ("mini", "mini-base"),
  ])
  func `finds cards by every name they have`(_ name: String, _ expected: String) throws {
    #expect(try registry.card(named: name).name == expected)
    #expect(try registry.resolvedName(name) == expected)
  }

  @Test(arguments: [
    ("mini-bsae", "unknown model 'mini-bsae'; did you mean 'mini-base' or 'mini'?"),
    ("gone-mni", "unknown model 'gone-mni'; did you mean 'mini-lost'?"),
    (
      "qwertyuiop",
      "unknown model 'qwertyuiop'; `zoo list --all` shows every model, `zoo search` finds by words"
    ),
    ("", "unknown model ''; `zoo list --all` shows every model, `zoo search` finds by words"),
    ("mini-kit", "'mini-kit' is a toolkit, not a model; `zoo info mini-kit` tells more"),
    ("KIT", "'KIT' is a toolkit, not a model; `zoo info mini-kit` tells more"),
  ])
  func `says what was meant where there is no such card`(
    _ name: String,
    _ expected: String
  ) throws {
    let error = #expect(throws: ZooError.self) { _ = try registry.card(named: name) }
    #expect(error?.code == .unknownModel)
    #expect(error?.model == name)
    #expect(error?.message == expected)
  }

  @Test
  func `finds a card by the repository of a source unless two cards share it`() throws {
    let alone = try TemporaryRegistry(
      ExampleRegistry.changed("aliases: [example/mini-base, Mini_L-1]", "aliases: []")
    )
    let registry = try Registry(directory: alone.path)
    #expect(try registry.card(named: "example/mini-base").name == "mini-base")
    let shared = try TemporaryRegistry(
      ExampleRegistry.changed("{hub: example/mini-large,", "{hub: example/both,")
        .mapValues { $0.replacing("{hub: example/mini-base,", with: "{hub: example/both,") }
    )
    let ambiguous = try Registry(directory: shared.path)
    #expect(
      message { _ = try ambiguous.card(named: "example/both") }
        == "'example/both' may mean 'mini-base', 'mini-large'; name one of them"
    )
  }

  @Test
  func `finds references, families and architectures`() throws {
    let kit = try #require(try registry.reference(named: "mini-kit"))
    #expect(kit.title == "Mini Kit")
    #expect(kit.files.map(\.address) == ["https://example.org/kit.ranks"])
    #expect(kit.files.map(\.byteCount) == [7])
    #expect(kit.files.map(\.note) == ["ranks"])
    #expect(kit.files.first?.sha256?.hasPrefix("e3b0c442") == true)
    #expect(try registry.reference(named: "mini-base") == nil)
    #expect(try registry.family(named: "mini").models.count == 3)
    #expect(
      message { _ = try registry.family(named: "mimi") }
        == "unknown family 'mimi'; did you mean 'mini'?"
    )
    #expect(try registry.architecture(named: "mini").partNames == ["body", "head"])
    #expect(
      message { _ = try registry.architecture(named: "minni") }
        == "unknown architecture 'minni'; did you mean 'mini'?"
    )
    #expect(try registry.architectures(modelType: "mini-v2").map(\.name) == ["mini"])
    #expect(try registry.architectures(modelType: "other").isEmpty)
    #expect(try registry.modelNames() == ["mini-base", "mini-large", "mini-lost"])
  }

  @Test
  func `lays directories over each other`() throws {
    let overlay = try TemporaryRegistry([
      "models/own.yaml": """
      family: own
      title: Own
      summary: A private model.
      default: own-model
      models:
          own-model:
              title: Own Model
              aliases: [mine]
              architecture: mini
              config: {vocab_size: 3, width: 2}
              parameters: {count: 10, parts: [body]}
              sources:
                - {hub: me/own, format: pytorch, layout: authors}
      """
    ])
    let both = try Registry(directory: directory.path, overlays: [overlay.path])
    #expect(try both.card(named: "mine").name == "own-model")
    #expect(try both.card(named: "me/own").name == "own-model")
    #expect(try both.card(named: "mini").name == "mini-base")
    #expect(both.validate(mappings: nil).isEmpty)
    let embedded = try Registry(overlays: [overlay.path])
    #expect(try embedded.card(named: "own").name == "own-model")
    #expect(try embedded.architecture(named: "bert").title == "BERT")
  }

  @Test
  func `a name that is defined twice is an error that names both files`() throws {
    let twin = try TemporaryRegistry([
      "models/twin.yaml": ExampleRegistry.family.replacing("family: mini", with: "family: twin")
    ])
    let both = try Registry(directory: directory.path, overlays: [twin.path])
    #expect(
      message { _ = try both.card(named: "mini-base") }
        == "'mini-base' is defined twice, in \(directory.path)/models/mini.yaml:20 and in "
        + "\(twin.path)/models/twin.yaml:20; rename one"
    )
    let again = try TemporaryRegistry(["architectures/mini.yaml": ExampleRegistry.architecture])
    let architectures = try Registry(directory: directory.path, overlays: [again.path])
    #expect(
      message { _ = try architectures.architecture(named: "mini") }
        == "architecture 'mini' is defined twice, in \(directory.path)/architectures/mini.yaml "
        + "and in \(again.path)/architectures/mini.yaml; rename one"
    )
    #expect(
      architectures.validate(mappings: nil).contains {
        $0.message.contains("architecture 'mini' is also defined in")
      }
    )
  }

  @Test
  func `a directory that is no registry is an error`() {
    #expect(
      message { _ = try Registry(directory: "/nonexistent") }.hasPrefix(
        "'/nonexistent' is no registry: expected a folder 'models' or 'architectures' in it"
      )
    )
  }

  @Test
  func `tells the place of a schema error when a card is asked for`() throws {
    let wrong = try TemporaryRegistry(ExampleRegistry.changed("year: 2024", "year: soon"))
    let error = #expect(throws: ZooError.self) {
      _ = try Registry(directory: wrong.path).card(named: "mini")
    }
    #expect(error?.code == .configuration)
    #expect(
      error?.message
        == "\(wrong.path)/models/mini.yaml:7:7: 'year' must be an integer, found the text 'soon'"
    )
  }

  @Test
  func `finds by words in English and Chinese`() throws {
    func names(_ query: String) throws -> [String] {
      try registry.matches(query).map { "\($0.document.kind) \($0.document.name)" }
    }
    #expect(try names("mini-large").first == "model mini-large")
    #expect(try names("全词").count == 4)
    #expect(try names("大号") == ["model mini-large"])
    #expect(try names("MINI somebody") == ["model mini-large"])
    #expect(try names("toolkit") == ["reference mini-kit"])
    #expect(try names("gone") == ["model mini-lost"])
    #expect(try names("mini nothing").isEmpty)
    #expect(try names("  ").isEmpty)
    #expect(try registry.matches("mini", limit: 2).count == 2)
    #expect(try registry.searchDocuments().count == 5)
  }

  @Test
  func `has a fingerprint that follows the files`() throws {
    let same = try TemporaryRegistry(ExampleRegistry.files)
    let other = try TemporaryRegistry(ExampleRegistry.changed("year: 2024", "year: 2023"))
    let fingerprint = try registry.fingerprint()
    #expect(fingerprint.utf8.count == 16)
    #expect(try Registry(directory: same.path).fingerprint() == fingerprint)
    #expect(try Registry(directory: other.path).fingerprint() != fingerprint)
  }

  @Test
  func `built-in cards use known dialects only`() throws {
    let registry = try Registry()
    var layouts: Set<String> = []
    for name in try registry.modelNames() {
      layouts.formUnion(try registry.card(named: name).sources.map(\.layout))
    }
    #expect(layouts.count > 10)
    #expect(layouts.subtracting(ModelSource.layouts).isEmpty)
  }

  @Test
  func `a card has every name that leads to it alone`() throws {
    let registry = try Registry()
    for name in ["bert-base-uncased", "albert-base-v2", "gpt2", "t5-small"] {
      let card = try registry.card(named: name)
      let names = try registry.furtherNames(of: card)
      #expect(!names.contains(card.name) && Set(names).count == names.count)
      #expect(card.aliases.allSatisfy(names.contains))
      for other in names { #expect(try registry.resolvedName(other) == card.name) }
    }
    let wwm = try registry.card(named: "bert-wwm")
    #expect(try registry.furtherNames(of: wwm).contains("hfl/chinese-bert-wwm"))
  }
}
