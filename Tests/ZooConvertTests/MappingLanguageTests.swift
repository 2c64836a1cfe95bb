import Testing
import ZooConvert
import ZooRegistry
import ZooTensors
import ZooTestSupport

/// Mistakes in mapping files are told with the place and what was expected.
@Suite
struct MappingLanguageTests {
  private func failure(_ rule: String) -> String {
    #expect(throws: ZooError.self, "\(rule)") { try MappingRule(parsing: rule) }?.message ?? ""
  }

  @Test(arguments: [
    ("a", "expected 'SOURCE -> TARGET'"), ("a->b", "expected 'SOURCE -> TARGET'"),
    ("a -> b -> c", "expected 'SOURCE -> TARGET'"), ("a -> ", ""), ("", "expected"),
    ("a -> b | fold", "'fold' is not an operation"), ("a -> b | ", "is not an operation"),
    ("a -> b | transpose(1)", "expected 0 arguments, found 1"),
    ("a -> b | concat", "expected 1 arguments, found 0"), ("a -> b | concat(x)", "axis number"),
    ("a -> b | concat(-1)", "axis number"), ("a -> b | split", "axis number"),
    ("a -> b | slice(0, 1)", "expected 3 arguments, found 2"),
    ("a -> b | omit(0, 1)", "expected 3 arguments, found 2"),
    ("a -> b | pad(0, 1", "expected ')'"), ("a -> b | reshape(2 +)", ""),
    ("a.{x,y} -> b.{x,y,z}", "they must correspond"), ("a.{x,y,z} -> b.{x,y}", "must correspond"),
    ("a.{x,y} -> b", "they must correspond"), ("a -> b.{x,y}", "they must correspond"),
    ("[a.{x,y}, b] -> c.{x,y} | concat(0)", "they must correspond"),
    ("a.{i -> b", ""), ("a.{} -> b", ""), ("{a}{b}{c} -> {a}{b}{c}", ""),
  ])
  func `a rule that is wrong`(_ rule: String, _ words: String) {
    let message = failure(rule)
    #expect(message.contains(words), "\(message)")
    #expect(!message.isEmpty)
  }

  @Test
  func `rules that are right`() throws {
    for rule in [
      "a -> b", "{name} -> {name}", "[a, b] -> c | concat(0)",
      "a/{i}/{x,y} -> [b.{i}.{p,q}.k, b.{i}.{p,q}.v] | transpose | split(0, width, 2 * width)",
      "a -> b | reshape(heads, width / heads, width) | permute(1, 0, 2)",
      "l{i+1} -> h.{i} | slice(0, i * width, width)", "a -> b | omit(0, 5, 1)",
    ] {
      #expect(throws: Never.self, "\(rule)") { try MappingRule(parsing: rule) }
    }
  }

  private func decode(_ text: String, file: String = "mini.plain.yaml") throws -> Mapping {
    try Mapping(decoding: Array(text.utf8), file: "some/place/\(file)")
  }

  private let head = "architecture: mini\nlayout: plain\ntitle: t\n"

  @Test
  func `a file that is wrong`() throws {
    for (text, words) in [
      (head, "'rules' must be a list"), (head + "rules: []", "'rules' must be a list"),
      (head + "rules: [1]", "must be a text"), (head + "rules: [[a -> b]]", "quote it"),
      (head + "rules: [a -> b]\nmore: 1", "unknown key 'more'"),
      ("layout: plain\ntitle: t\nrules: [a -> b]", "'architecture' must be a text"),
      (head + "rules: [a -> b]\nignore: [x]", "{name: TEMPLATE, reason: TEXT}"),
      (head + "rules: [a -> b]\nignore: [{name: x}]", "{name: TEMPLATE, reason: TEXT}"),
      (head + "rules: [a -> b]\nignore: [{name: \"{\", reason: y}]", ""),
      (head + "rules: [a -> b | fold]", "'fold' is not an operation"),
      (head + "rules:\n- a -> b\n- c = d", "expected 'SOURCE -> TARGET'"), ("rules: [", ""),
    ] {
      let problem = #expect(throws: RegistryProblem.self, "\(text)") { try decode(text) }
      let message = problem?.description ?? ""
      #expect(message.contains(words), "\(message)")
      #expect(message.contains("some/place/mini.plain.yaml"))
    }
    let other = #expect(throws: RegistryProblem.self) {
      try decode(head + "rules: [a -> b]", file: "mini.other.yaml")
    }
    #expect(other?.description.contains("must be in a file named mini.plain.yaml") == true)
    #expect(try decode(head + "rules: [a -> b]").rules.count == 1)
  }

  @Test
  func `the line of a wrong rule is named`() throws {
    let text = head + "rules:\n- a -> b\n- c -> d | nonsense\n"
    let problem = #expect(throws: RegistryProblem.self) { try decode(text) }
    #expect(problem?.line == 6)
  }

  @Test
  func `an unknown mapping and one of a directory`() throws {
    let catalog = MappingCatalog.builtIn
    #expect(catalog.layouts(of: "bert").contains("tensorflow"))
    #expect(catalog.layouts(of: "ber").isEmpty)
    let error = #expect(throws: ZooError.self) { try catalog.mapping(named: "mini.plain") }
    #expect(error?.code == .configuration)
    let directory = try TemporaryDirectory()
    try directory.write(
      Array((head + "rules: [a -> b]").utf8),
      to: "mappings/mini.plain.yaml"
    )
    try directory.write([], to: "mappings/notes.txt")
    let mine = try catalog.overlaying(directory: directory.path)
    #expect(mine.layouts(of: "mini") == ["plain"])
    #expect(mine.names.count == catalog.names.count + 1)
    #expect(try mine.mapping(named: "mini.plain").rules.count == 1)
    // One of the same name replaces ours.
    let text = "architecture: bert\nlayout: tensorflow\ntitle: mine\nrules: [a -> b]"
    try directory.write(Array(text.utf8), to: "mappings/bert.tensorflow.yaml")
    let replaced = try catalog.overlaying(directory: directory.path)
    #expect(try replaced.mapping(named: "bert.tensorflow").title == "mine")
    #expect(replaced.names.count == mine.names.count)
  }
}
