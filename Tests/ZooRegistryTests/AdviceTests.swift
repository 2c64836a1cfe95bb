import Testing

@testable import ZooRegistry
@testable import ZooTensors

@Suite
struct AdviceTests {
  static func card(_ text: String, _ replacement: String, _ name: String) throws -> ModelCard {
    let directory = try TemporaryRegistry(ExampleRegistry.changed(text, replacement))
    return try Registry(directory: directory.path).card(named: name)
  }

  @Test(arguments: [
    (
      "    state: lost", "    state: never-released",
      "nothing can be fetched; `zoo info --family mini` shows what is related"
    ),
    (
      "    state: lost", "    state: announced",
      "wait: no address was published yet; news may appear at https://example.org/mini"
    ),
    (
      "    state: lost", "    state: lost",
      "look for a copy; a checkpoint that you have is read with `zoo convert PATH --model mini-lost`"
    ),
    (
      "    state: lost", "    state: lost\n    convertible: false",
      "look for a copy; a checkpoint that you have is read with `zoo inspect PATH`"
    ),
    (
      "    state: lost", "    state: moved",
      "look for it under its other name: `zoo search mini`"
    ),
    (
      "    state: lost",
      "    state: manual\n    sources: [{manual: \"gs://a/b\", format: t5x, layout: t5x}]",
      "fetch the files by hand from gs://a/b, then run `zoo convert PATH --model mini-lost`"
    ),
    (
      "    state: lost", "    state: manual\n    convertible: false",
      "fetch the files by hand from https://example.org/mini"
    ),
    (
      "    state: lost",
      "    state: gated\n    sources: [{hub: a/b, format: pytorch, layout: authors}]",
      "accept the terms on https://huggingface.co/a/b while signed in, set HF_TOKEN to a token of "
        + "that account, then run `zoo fetch mini-lost`"
    ),
    (
      "    state: lost",
      "    state: gated\n    sources: [{manual: \"https://a.org/f\", format: pytorch, layout: authors}]",
      "ask for access at https://a.org/f, then run `zoo convert PATH --model mini-lost`"
    ),
    (
      "    state: lost",
      "    state: delta\n    base_model: mini-base\n"
        + "    sources: [{hub: a/b, format: pytorch, layout: authors}]",
      "get 'mini-base' under its own terms, add the published differences to it with the tools of "
        + "their authors, then run `zoo convert PATH --model mini-lost`"
    ),
  ])
  func `says what to do`(_ text: String, _ replacement: String, _ expected: String) throws {
    #expect(try Self.card(text, replacement, "mini-lost").nextStep == expected)
  }

  @Test
  func `says where the files are that cannot be converted`() throws {
    let card = try Self.card(
      "    title: Mini Base",
      "    title: Mini Base\n    convertible: false\n    reason: its sizes are not known",
      "mini-base"
    )
    let step = try #require(card.nextStep)
    #expect(
      step.wholeMatch(of: /the files are at \S+; `zoo inspect PATH` shows what they hold/) != nil
    )
  }

  @Test
  func `says nothing where anybody can download`() throws {
    #expect(try Self.card("year: 2024", "year: 2024", "mini-base").nextStep == nil)
  }

  @Test
  func `a field is unconfirmed when its map is`() throws {
    let card = try Self.card(
      "    title: Mini Base",
      "    title: Mini Base\n    unconfirmed: [config, vocabulary.size]",
      "mini-base"
    )
    #expect(card.isUnconfirmed("config"))
    #expect(card.isUnconfirmed("config.vocab_size"))
    #expect(card.isUnconfirmed("vocabulary.size"))
    #expect(!card.isUnconfirmed("vocabulary"))
    #expect(!card.isUnconfirmed("vocabulary.files"))
    #expect(!card.isUnconfirmed("configuration"))
  }
}
