import Testing
import ZooConvert
import ZooRegistry
import ZooTensors
import ZooTestSupport

/// Which vocabularies are taken for a model's own: files of every kind, with a card and without.
@Suite
struct VocabularyCheckTests {
  private static let architecture = """
    architecture: words
    title: Words
    names: these tests
    model_type: [words]
    config: {vocab_size: int}
    parts: {body: {tensors: {w: [vocab_size, 2]}}}
    """
  private static let mapping = """
    architecture: words
    layout: plain
    title: plain
    rules:
    - w -> w
    """
  private static let family = """
    family: words
    title: Words
    summary: Words, for tests.
    links: [https://example.org/words]
    license: {spdx: Apache-2.0, evidence: LICENSE}
    headings: []
    default: words-a
    models:
      words-a:
        title: Words
        architecture: words
        languages: [en]
        config: {vocab_size: 8}
        vocabulary: {kind: wordpiece, size: 6, files: [vocab.txt], special: {mask: "[MASK]"}}
        sources:
        - {url: "https://example.org/words.zip", format: safetensors, layout: plain}
    """

  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
    try directory.write(Array(Self.architecture.utf8), to: "architectures/words.yaml")
    try directory.write(Array(Self.mapping.utf8), to: "mappings/words.plain.yaml")
    try directory.write(Array(Self.family.utf8), to: "models/words.yaml")
  }

  /// Plans a model of 8 rows with these files beside it; gives notes, or the problems' texts.
  private func outcome(
    _ files: [String: String],
    card: Bool
  ) throws -> (notes: [String], problems: [String]) {
    var all = files.mapValues { Array($0.utf8) }
    var weights = SafetensorsBuilder()
    try weights.add("w", [8, 2], floats: (0..<16).map { Float($0) })
    all["model.safetensors"] = weights.bytes()
    let registry = try Registry(overlays: [directory.path])
    var request = ConversionRequest(tree: try MemoryTree(all))
    if card {
      request.card = try registry.card(named: "words-a")
    } else {
      request.architecture = "words"
      request.name = "mine"
      request.configuration = ["vocab_size": 8]
    }
    let converter = Converter(
      registry: registry,
      mappings: try MappingCatalog.builtIn.overlaying(directory: directory.path)
    )
    do {
      return (try converter.plan(request).plan.notes, [])
    } catch let failure as ConversionFailure {
      return ([], failure.problems.map(\.description))
    }
  }

  private static func words(_ count: Int) -> String {
    (["[MASK]"] + (1..<count).map { "w\($0)" }).joined(separator: "\n") + "\n"
  }

  @Test
  func `a list of words has exactly the entries of the card`() throws {
    let fitting = try outcome(["vocab.txt": Self.words(6)], card: true)
    #expect(fitting.problems.isEmpty)
    #expect(fitting.notes.contains { $0.contains("8 rows for 6 vocabulary entries") })
    for count in [5, 7] {
      let problems = try outcome(["vocab.txt": Self.words(count)], card: true).problems
      #expect(problems.count == 1 && problems[0].contains("has \(count) entries"), "\(problems)")
    }
  }

  @Test
  func `a list of words has the special tokens of the card`() throws {
    let text = Self.words(6).replacing("[MASK]", with: "[mask]")
    let problems = try outcome(["vocab.txt": text], card: true).problems
    #expect(problems.count == 1 && problems[0].contains("no token '[MASK]', the 'mask'"))
  }

  @Test(arguments: [
    ("vocab.json", #"{"a": 0, "b": 8}"#, "9 entries"),
    (
      "tokenizer.json", #"{"model": {"type": "BPE", "vocab": {"a": 8}, "merges": []}}"#, "9 entries"
    ),
    ("dict.txt", "a 5\nb 4\nc 3\nd 2\ne 1\n", "9 entries"),
    ("vocab.txt", words(9), "9 entries"),
  ])
  func `no file has an id beyond the rows`(_ name: String, _ text: String, _ words: String) throws {
    let problems = try outcome([name: text], card: false).problems
    #expect(problems.count == 1 && problems[0].contains(words), "\(problems)")
    #expect(problems.first?.contains("only 8 rows") == true)
  }

  @Test
  func `what a tokenizer adds to may have fewer entries`() throws {
    for (name, text) in [("vocab.json", #"{"a": 0, "b": 4}"#), ("dict.txt", "a 5\n")] {
      let found = try outcome([name: text], card: true)
      #expect(found.problems.isEmpty)
      #expect(found.notes.contains { $0.contains("8 rows for 5 ids of \(name)") }, "\(found.notes)")
    }
    let problems = try outcome(["vocab.json": #"{"a": 0, "b": 6}"#], card: true).problems
    #expect(problems.count == 1 && problems[0].contains("the card of 'words-a' says 6"))
  }

  @Test
  func `a malformed vocabulary is refused`() throws {
    let error = #expect(throws: ZooError.self) {
      try outcome(["vocab.json": #"{"a": 0, "b": 0}"#], card: false)
    }
    #expect(error?.code == .badData)
    #expect(error?.description.contains("vocab.json") == true)
  }
}
