import Testing

@testable import ZooRegistry

@Suite
struct RegistryValidationTests {
  static let mappings: Set<String> = ["mini.transformers", "mini.tensorflow"]

  @Test
  func `a good registry has no problems`() throws {
    let directory = try TemporaryRegistry(ExampleRegistry.files)
    let registry = try Registry(directory: directory.path)
    #expect(registry.validate(mappings: Self.mappings).isEmpty)
    #expect(registry.validate(mappings: nil).isEmpty)
  }

  @Test(arguments: [
    (
      "count: 218, parts: [body, head]", "count: 219, parts: all", RegistryProblem.Kind.count,
      "says 219 for the parts body, head; the architecture gives 218"
    ),
    (
      "count: 56,", "count: 57,", RegistryProblem.Kind.count,
      "models/mini.yaml:25:25: mini-base: 'parameters.count' says 57 for the parts body; the architecture gives 56"
    ),
    (
      "parts: [body, head]", "parts: [body, tail]", .configuration,
      "has no part 'tail'; it has body, head"
    ),
    (
      "{vocab_size: 10}", "{vocab_size: ten}", .configuration,
      "mini.yaml:23:13: mini-base: 'vocab_size' must be of type int, found the string 'ten'"
    ),
    (
      "{vocab_size: 10}", "{vocabsize: 10}", .configuration,
      "'vocabsize' is not a key of architecture 'mini'; did you mean 'vocab_size'?"
    ),
    (
      "{vocab_size: 10}", "{}", .configuration,
      "the configuration lacks 'vocab_size'; add them, or list the config.json"
    ),
    ("layers: 2}", "layers: -2}", .configuration, "found the range 0..<-2"),
    (
      "stated: 56}", "stated: about 0.1k}", .count,
      "mini-base: 'parameters.stated' says 'about 0.1k'; the architecture gives from 56 to 66"
    ),
    (
      "stated: 56}", "stated: 50}", .count,
      "mini-base: 'parameters.stated' says '50'; the architecture gives from 56 to 66"
    ),
    (
      "languages: [zh, en]", "languages: [zh, chinese]", .name,
      "mini-large: a language must be a code of ISO 639"
    ),
    (
      "languages: [zh, en]", "languages: [zh-hant, en]", .name,
      "a script must be a code of ISO 15924, such as Hans, found 'hant'"
    ),
    (
      "{kind: wordpiece,", "{kind: word-piece,", .schema,
      "'kind' must be one of wordpiece, bpe, byte-level-bpe"
    ),
    (
      "vocabulary: {size: 9}", "vocabulary: {size: 11}", .count,
      "the vocabulary has 11 entries, more than the 10 rows of 'vocab_size'"
    ),
    (
      "architecture: mini", "architecture: maxi", .architecture,
      "architecture 'maxi' does not exist"
    ),
    ("aliases: [kit]", "aliases: [kit]\n    year: x", .schema, "'year' must be an integer"),
    (
      "{url: https://example.org/kit.ranks,", "{name: kit.ranks,", .schema,
      "a file of a reference must have the key 'url'"
    ),
    ("size: 7, note: ranks", "size: 0, note: ranks", .schema, "'size' must be above 0, found 0"),
    (
      "layout: tensorflow,", "layout: uer,", .mapping,
      "expected a mapping file 'mini.uer.yaml' for this source, found none"
    ),
    (
      "[example/mini-base, Mini_L-1]", "[gone-mini]", .name,
      "the alias 'gone-mini' means 'mini-base'"
    ),
    ("[example/mini-base, Mini_L-1]", "[mini-large]", .name, "the alias 'mini-large' means"),
    (
      "[example/mini-base, Mini_L-1]", "[mini-kit]", .name,
      "the alias 'mini-kit' is a reference's name"
    ),
    ("  mini-kit:", "  mini-base:", .name, "'mini-base' is defined twice"),
    ("  mini-lost:", "  mini:", .name, "family 'mini' has the name of the card at"),
    (
      "family: mini", "family: minis", .name,
      "'family' must be the name of the file, 'mini', found 'minis'"
    ),
    (
      "state: lost", "state: delta\n    base_model: nobody", .name,
      "'base_model' must be a card, found 'nobody'"
    ),
    (
      "{hub: example/mini-base,", "{embedded: no/such,", .link,
      "'no/such/model.safetensors' is not part of the program"
    ),
  ])
  func `finds`(
    _ original: String,
    _ replacement: String,
    _ kind: RegistryProblem.Kind,
    _ expected: String
  ) throws {
    let directory = try TemporaryRegistry(ExampleRegistry.changed(original, replacement))
    let problems = try Registry(directory: directory.path).validate(mappings: Self.mappings)
    #expect(
      problems.contains { $0.kind == kind && $0.description.contains(expected) },
      "\(problems)"
    )
  }

  @Test(arguments: [
    // Rounded, counted with the head, explained.
    "stated: 55}", "stated: 70}", "stated: 1M, note: a slip of the publisher}",
  ])
  func `a stated number may be rounded or explained`(_ stated: String) throws {
    let directory = try TemporaryRegistry(ExampleRegistry.changed("stated: 56}", stated))
    #expect(try Registry(directory: directory.path).validate(mappings: Self.mappings).isEmpty)
  }

  @Test(
    arguments: [
      ("zh", nil), ("yue", nil), ("mul", nil), ("zh-Hant", nil), ("zh-Hant-TW", nil),
      ("pt-BR", nil),
      ("", "a language must"), ("ZH", "a language must"), ("zz", "a language must"),
      ("zh-hant", "a script must"), ("zh-Xxxx", "a script must"), ("pt-br", "a region must"),
      ("pt-QQ", "a region must"), ("pt-BR-x", "a language tag is"), ("zh-", "a region must"),
    ] as [(String, String?)]
  )
  func `language tags`(_ tag: String, _ expected: String?) {
    let fault = LanguageTag.fault(in: tag)
    #expect((fault == nil) == (expected == nil), "\(fault ?? "")")
    if let expected { #expect(fault?.hasPrefix(expected) == true, "\(fault ?? "")") }
  }

  @Test
  func `what cannot be converted needs no architecture and no mapping`() throws {
    let directory = try TemporaryRegistry(
      ExampleRegistry.changed(
        "    title: Mini Base",
        "    architecture: unheard\n    convertible: false\n    reason: too odd\n    title: Mini Base"
      )
    )
    #expect(try Registry(directory: directory.path).validate(mappings: Self.mappings).isEmpty)
  }

  @Test
  func `an incomplete configuration is fine where the source brings one`() throws {
    let directory = try TemporaryRegistry(
      ExampleRegistry.changed("config: {vocab_size: 10}", "config: {}")
        .mapValues {
          $0.replacing("count: 56, ", with: "")
            .replacing("[model.safetensors,", with: "[model.safetensors, config.json,")
        }
    )
    #expect(try Registry(directory: directory.path).validate(mappings: Self.mappings).isEmpty)
  }

  @Test(arguments: [
    // An archive may hold one; a single file does not.
    ("mini.zip", true), ("mini.tar.bz2?download=1", true), ("mini.pdparams", false),
  ])
  func `a configuration may be where nothing is listed file by file`(
    _ file: String,
    _ isFine: Bool
  ) throws {
    let directory = try TemporaryRegistry(
      ExampleRegistry.changed("config: {vocab_size: 10}", "config: {}")
        .mapValues {
          $0.replacing("count: 56, ", with: "")
            .replacing("example.org/mini.zip", with: "example.org/\(file)")
        }
    )
    let problems = try Registry(directory: directory.path).validate(mappings: Self.mappings)
    #expect(problems.isEmpty == isFine, "\(problems)")
  }

  @Test
  func `a variant of a dialect serves it`() throws {
    let directory = try TemporaryRegistry(ExampleRegistry.files)
    let registry = try Registry(directory: directory.path)
    #expect(registry.validate(mappings: ["mini.transformers", "mini.tensorflow-v1"]).isEmpty)
    #expect(registry.validate(mappings: ["mini.transformers", "mini.tensorflows"]).count == 1)
  }

  @Test
  func `reports every file, also those that are not YAML`() throws {
    let directory = try TemporaryRegistry([
      "models/a.yaml": "a: [", "models/b.yaml": "- b", "architectures/c.yaml": "c: {",
      "models/notes.txt": "not looked at",
    ])
    let problems = try Registry(directory: directory.path).validate(mappings: nil)
    #expect(problems.count == 3)
    #expect(problems.map(\.kind) == [.syntax, .syntax, .schema])
  }

  @Test
  func `the registry of the program is well formed`() throws {
    let problems = try Registry().validate(mappings: nil)
    #expect(problems.isEmpty, "\(problems.map(\.description).joined(separator: "\n"))")
  }
}
