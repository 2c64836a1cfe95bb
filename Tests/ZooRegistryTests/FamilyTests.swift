import Testing

@testable import ZooRegistry

@Suite
struct FamilyTests {
  static func decode(_ text: String) throws -> (Family?, [RegistryProblem]) {
    let context = SchemaContext(file: "test.yaml")
    return (Family(try yaml(text), context), context.problems)
  }

  @Test
  func `reads cards with the family's defaults`() throws {
    let (decoded, problems) = try Self.decode(ExampleRegistry.family)
    #expect(problems.isEmpty)
    let family = try #require(decoded)
    #expect(family.header.chineseTitle == "迷你")
    #expect(family.defaultModel == "mini-base")
    #expect(family.models.map(\.name) == ["mini-base", "mini-large", "mini-lost"])

    let base = family.models[0]
    #expect(base.title == "Mini Base")
    #expect(base.organisation == "The Tests")
    #expect(base.year == 2024)
    #expect(base.paper?.address == "https://arxiv.org/abs/2401.00001")
    #expect(base.license?.spdx == "Apache-2.0")
    #expect(base.config == ["width": .int(4), "vocab_size": .int(10)])
    #expect(base.vocabulary?.kind == "wordpiece")
    #expect(base.vocabulary?.size == 9)
    #expect(base.vocabulary?.special == ["pad": "[PAD]"])
    #expect(
      base.parameters
        == .init(count: 56, parts: ["body"], hasAllParts: false, stated: "56", note: nil)
    )
    #expect(base.state == .downloadable)
    #expect(base.line == 20)
    let hub = base.sources[0]
    #expect(hub.location == .hub(repository: "example/mini-base", revision: "main"))
    #expect(hub.files.map(\.name) == ["model.safetensors", "vocab.txt"])
    #expect(hub.files[1].byteCount == 9)
    #expect(hub.files[1].sha256?.hasPrefix("e3b0c442") == true)
    #expect(base.sources[1].location == .url("https://example.org/mini.zip"))
    #expect(base.sources[1].member == "mini")

    let large = family.models[1]
    #expect(large.organisation == "Somebody Else")
    #expect(large.year == 2025)
    #expect(large.license?.isUnknown == true)
    #expect(large.license?.flags == [.nonCommercial])
    #expect(large.parameters.parts == ["body", "head"])
    #expect(large.languages == ["zh", "en"])
    #expect(large.sources[0].location == .hub(repository: "example/mini-large", revision: "v2"))
    #expect(large.sources[1].location == .manual("https://example.org/by-hand"))
    #expect(large.sources[1].note == "password 1234")
    #expect(large.quirks == ["It is not really large."])

    let lost = family.models[2]
    #expect(lost.state == .lost)
    #expect(!lost.hasWeights)
    #expect(lost.aliases == ["gone-mini", "失去的迷你"])

    let kit = try #require(family.references.first)
    #expect(kit.kind == .toolkit)
    #expect(kit.writes == ["hdf5/bert4keras"])
  }

  @Test(arguments: [
    (
      "organisation: The", "organization: The",
      "6:1: unknown key 'organization' in a family; did you mean 'organisation'?"
    ),
    ("year: 2024", "year: soon", "7:7: 'year' must be an integer, found the text 'soon'"),
    ("title_zh: 迷你", "title_zh: [迷你]", "3:11: 'title_zh' must be a text, found a list"),
    (
      "summary: Very small models for tests.\n", "",
      "1:1: a family must have the key 'summary'; add it"
    ),
    (
      "spdx: Apache-2.0", "spdx: Apache-2",
      "10:17: 'spdx' must be an SPDX identifier, found 'Apache-2'; did you mean 'Apache-2.0'?"
    ),
    ("spdx: Apache-2.0", "spdx: MIT and ISC", "must join identifiers with AND or OR"),
    (
      "{spdx: Apache-2.0, ", "{",
      "10:10: a license must have exactly one of 'spdx', 'text' and 'unknown: true'"
    ),
    ("[non-commercial]", "[noncommercial]", "did you mean 'non-commercial'?"),
    (
      "links: [https://example.org/mini]", "links: [example.org/mini]",
      "9:9: a link must be a web address; 'example.org/mini' does not begin with https:// or http://"
    ),
    (
      "links: [https://example.org/mini]", "links: [\"https://example.org/a b\"]",
      "has the character \" \"; percent-encode it"
    ),
    (
      "links: [https://example.org/mini]", "links: [https://localhost/x]",
      "has no host such as example.org"
    ),
    (
      "links: [https://example.org/mini]", "links: https://example.org/mini",
      "'links' must be a list, found the text"
    ),
    ("arxiv: 2401.00001", "arxiv: \"24.1\"", "'arxiv' must be a number such as"),
    (
      "default: mini-base", "default: mini-bse",
      "12:10: 'default' must be a model of this file, found 'mini-bse'; did you mean 'mini-base'?"
    ),
    (
      "default: mini-base\n", "",
      "a family must say which model its name means; add default: mini-base"
    ),
    (
      "  mini-base:", "  Mini_Base:",
      "a card name is made of a-z and 0-9, joined by '-' or '.', found 'Mini_Base'"
    ),
    ("    title: Mini Base\n", "", "model 'mini-base' must have the key 'title'"),
    (
      "config: {vocab_size: 10}", "config: {vocab_size: {a: 1}}",
      "'config.vocab_size' must be a number, a text, true, false or a list, found a mapping"
    ),
    ("vocabulary: {size: 9}", "vocabulary: {size: -1}", "'size' must be above 0, found -1"),
    (
      "vocabulary: {size: 9}", "vocabulary: {sise: 9}",
      "unknown key 'sise' in a vocabulary; did you mean 'size'?"
    ),
    (
      "[example/mini-base, Mini_L-1]", "[MINI-Base]",
      "the alias 'MINI-Base' repeats another name of model 'mini-base'"
    ),
    (
      "[example/mini-base, Mini_L-1]", "[mini_l, Mini_L]",
      "the alias 'Mini_L' repeats another name of model 'mini-base'"
    ),
    (
      "example.org/mini.zip", "example.org/mini/",
      "'url' ends with '/' and so is a directory; add the 'files' to fetch from it"
    ),
    ("format: safetensors", "format: safetensor", "'format' must be one of safetensors, pytorch"),
    ("format: safetensors, layout", "layout", "a source must have the key 'format'"),
    ("layout: tensorflow,", "layout: tensorflo,", "did you mean 'tensorflow'?"),
    ("layout: tensorflow,", "layout: My Own,", "or a word of your own in lower case"),
    (
      "{hub: example/mini-base,", "{hub: example/mini-base, url: \"https://example.org\",",
      "a source must have exactly one of 'hub', 'url', 'pypi', 'embedded' and 'manual'"
    ),
    ("{hub: example/mini-base,", "{hub: example/mini/base,", "'hub' must be OWNER/NAME"),
    (
      "{hub: example/mini-base,", "{embedded: ../secret,",
      "'embedded' must be a path below Registry/embedded"
    ),
    ("member: mini,", "member: ../mini,", "'../mini' must be a path inside the source"),
    ("member: mini,", "revision: v2,", "only a 'hub' source has a 'revision'"),
    ("e3b0c442", "E3B0C442", "'sha256' must be 64 lower-case hexadecimal digits"),
    ("state: lost", "state: stolen", "'state' must be one of downloadable"),
    (
      "    reason: the server is gone\n", "",
      "model 'mini-lost' must have a 'reason', since it is lost"
    ),
    (
      "    state: lost\n", "",
      "model 'mini-lost' must have 'sources', or a 'state' that says why there are none"
    ),
    (
      "state: lost", "state: delta",
      "model 'mini-lost' must have a 'base_model', since it is a delta"
    ),
    (
      "parameters: {parts: [body]}", "parameters: {}",
      "'parameters.count' must say which 'parts' it counts"
    ),
    ("  architecture: mini\n", "  title: x\n", "'title' belongs to one model, not to 'defaults'"),
    (
      "  architecture: mini\n", "",
      "must have an 'architecture', or 'convertible: false' with a reason"
    ),
    ("kind: toolkit", "kind: tool", "'kind' must be one of toolkit, method"),
    (
      "reads: [pytorch]", "reads: [pytorche]",
      "'reads' lists containers such as pytorch or hdf5/bert4keras, found 'pytorche'; did you mean 'pytorch'?"
    ),
  ])
  func `reports schema errors with their place`(
    _ original: String,
    _ replacement: String,
    _ expected: String
  ) throws {
    #expect(ExampleRegistry.family.contains(original))
    let text = ExampleRegistry.family
      .replacing(original, with: replacement, maxReplacements: 1)
    let problems = try Self.decode(text).1
    #expect(problems.contains { $0.description.contains(expected) }, "\(problems)")
    #expect(problems.allSatisfy { $0.line != nil && $0.file == "test.yaml" })
  }

  @Test
  func `a card may say that it has all parts`() throws {
    let text = ExampleRegistry.family.replacing("parts: [body, head]", with: "parts: all")
    let (family, problems) = try Self.decode(text)
    #expect(problems.isEmpty)
    #expect(family?.models[1].parameters.hasAllParts == true)
    let some = ExampleRegistry.family.replacing("parts: [body, head]", with: "parts: some")
    #expect(try Self.decode(some).1.contains { $0.message.contains("'parts' must be a list") })
  }

  @Test(arguments: [
    ("gs://bucket/path/model", true), ("s3://bucket/x", true), ("https://example.org", true),
    ("gs:///path", false), ("ftp://example.org/x", false), ("file:///etc/passwd", false),
  ])
  func `a person may fetch from a bucket, a program may not`(_ address: String, _ isManual: Bool) {
    #expect((WebAddress.fault(in: address, WebAddress.manualSchemes) == nil) == isManual)
    #expect((WebAddress.fault(in: address) == nil) == address.hasPrefix("https://"))
  }

  @Test
  func `what is no checkpoint may be found on its pages only`() throws {
    let text = ExampleRegistry.family
      .replacing("    state: lost", with: "    state: manual\n    convertible: false")
    #expect(try Self.decode(text).1.isEmpty)
    let nowhere = text.replacing("links: [https://example.org/mini]", with: "links: []")
    #expect(
      try Self.decode(nowhere).1.map(\.message) == [
        "model 'mini-lost' must have 'sources', or a 'state' that says why there are none"
      ]
    )
  }

  @Test
  func `reports everything that is wrong with a file at once`() throws {
    let text = ExampleRegistry.family
      .replacing("year: 2024", with: "year: soon")
      .replacing("state: lost", with: "state: stolen")
    #expect(try Self.decode(text).1.count == 3)
  }

  @Test
  func `a mapping is not a family`() throws {
    let (family, problems) = try Self.decode("- a\n- b")
    #expect(family == nil)
    #expect(
      problems.map(\.description) == [
        "test.yaml:1:1: a family must be a mapping of keys, found a list"
      ]
    )
  }

  @Test(arguments: [
    ("bert", true), ("bert-base", true), ("bert2.5-v1", true), ("", false), ("-a", false),
    ("a-", false), ("a--b", false), ("Bert", false), ("a_b", false), ("a/b", false), ("伯特", false),
  ])
  func `knows card names`(_ name: String, _ isValid: Bool) {
    #expect(CardName.isValid(name) == isValid)
  }

  @Test
  func `the quick scan finds what the parser finds`() throws {
    let family = try #require(try Self.decode(ExampleRegistry.family).0)
    let outline = Self.scan(ExampleRegistry.family)
    #expect(outline == FamilyOutline(family))
    #expect(outline.models.map(\.name) == ["mini-base", "mini-large", "mini-lost"])
    #expect(outline.models[1].aliases == ["example/mini-large", "example-mini-large"])
    #expect(outline.models[1].repositories == ["example/mini-large"])
    #expect(outline.references.map(\.aliases) == [["kit"]])
    // Windows line ends change nothing.
    let windows = ExampleRegistry.family.replacing("\n", with: "\r\n")
    #expect(Self.scan(windows) == outline)
  }

  @Test
  func `the quick scan survives anything`() {
    var generator = SplitMix(seed: 3)
    let original = Array(ExampleRegistry.family.utf8)
    let spice = Array("[]{}:,\"'#-& \n\r".utf8)
    for _ in 0..<500 {
      var bytes = original
      for _ in 0..<8 {
        bytes[Int.random(in: 0..<bytes.count, using: &generator)] =
          spice[Int.random(in: 0..<spice.count, using: &generator)]
      }
      _ = Self.scan(bytes)
    }
    for text in ["", "\n", "models:", "models:\n  :\n    aliases: [", "models:\n    aliases: [a"] {
      _ = Self.scan(text)
    }
  }

  static func scan(_ text: String) -> FamilyOutline { scan(Array(text.utf8)) }

  static func scan(_ bytes: [UInt8]) -> FamilyOutline {
    unsafe bytes.withUnsafeBytes { buffer in
      FamilyOutline(scanning: unsafe RawSpan(_unsafeBytes: buffer))
    }
  }
}
