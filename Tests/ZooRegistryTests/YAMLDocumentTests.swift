import Testing

@testable import ZooRegistry

@Suite
struct YAMLDocumentTests {
  @Test
  func `keeps values, order and places`() throws {
    let node = try yaml(
      """
      # a comment
      b: 1
      a: {x: [1, 2.5, true], "y": 'no'}
      文: 全词掩码
      """
    )
    #expect(node.members?.map(\.key) == ["b", "a", "文"])
    #expect(node["b"]?.content == .int(1))
    #expect(node["b"]?.position == .init(line: 2, column: 4))
    let list = try #require(node["a"]?["x"]?.elements)
    #expect(list.map(\.content) == [.int(1), .float(2.5), .bool(true)])
    #expect(list[1].position == .init(line: 3, column: 12))
    #expect(node["a"]?["y"]?.content == .string("no"))
    #expect(node["文"]?.content == .string("全词掩码"))
    #expect(node.members?[2].position == .init(line: 4, column: 1))
  }

  @Test(arguments: [
    ("12", YAMLNode.Content.int(12)),
    ("-3", .int(-3)),
    ("+4", .int(4)),
    ("1.0e-12", .float(1e-12)),
    ("1e3", .float(1000)),
    (".5", .float(0.5)),
    ("5.", .float(5)),
    ("99999999999999999999", .float(1e20)),
    ("true", .bool(true)),
    ("False", .bool(false)),
    ("~", .null),
    ("null", .null),
    // Words that older YAML reads as something else.
    ("no", .string("no")),
    ("on", .string("on")),
    ("y", .string("y")),
    ("1_000", .string("1_000")),
    ("0x10", .string("0x10")),
    ("1:30", .string("1:30")),
    ("2020-01-01", .string("2020-01-01")),
    ("1.2.3", .string("1.2.3")),
    ("110M", .string("110M")),
    ("1e", .string("1e")),
    ("-x", .string("-x")),
    (".inf", .string(".inf")),
    ("'12'", .string("12")),
    ("\"true\"", .string("true")),
    ("hidden * 2", .string("hidden * 2")),
    ("R&D and *D", .string("R&D and *D")),
  ])
  func `gives plain scalars the meaning of the core schema`(
    _ text: String,
    _ expected: YAMLNode.Content
  ) throws {
    // The last case holds an anchor and its use as far as the quick look can tell.
    guard !text.contains("&") else {
      #expect(message { _ = try yaml("key: \(text)") }.contains("expected no aliases"))
      return
    }
    let node = try yaml("key: \(text)")
    #expect(node["key"]?.content == expected)
  }

  @Test(arguments: [
    ("", "test.yaml: expected a YAML document, found an empty file"),
    ("# only a comment\n", "test.yaml: expected a YAML document, found an empty file"),
    ("a: [1, 2", "test.yaml:2:1: not YAML while parsing a flow sequence"),
    ("a: 1\n b: 2", "test.yaml:2:3: not YAML"),
    ("a: 'x", "test.yaml:1:6: not YAML"),
    ("a: 1\na: 2", "test.yaml:1:1: expected every key once, found 'a' twice"),
    ("a: {b: 1, b: 2}", "expected every key once, found 'b' twice"),
    ("a: 1\n---\nb: 2", "but found another document"),
    ("? [a, b]\n: 1", "test.yaml:1:3: expected a word as key, found a list or mapping"),
    ("{a}.b: 1", "not YAML"),
    ("a: !ruby/object:x {}", "test.yaml:1:4: expected no tags, found '!ruby/object:x'"),
    ("a: !!python/name:os.system x", "expected no tags"),
    ("a: &x 1\nb: 2", "test.yaml:1:4: expected no anchors, found '&x'; write the value out"),
    ("a: &x 1\nb: *x", "test.yaml:2:4: expected no aliases, found '*x' of the anchor '&x'"),
    ("a: *x", "found undefined alias"),
    ("a: \u{7}", "not YAML"),
    ("\t- a", "not YAML"),
  ])
  func `refuses`(_ text: String, _ expected: String) {
    #expect(message { _ = try yaml(text) }.contains(expected))
  }

  @Test
  func `refuses bytes that are not UTF-8`() {
    let text = message { _ = try YAMLDocument.parse([97, 58, 32, 0xff], file: "x.yaml") }
    #expect(text == "x.yaml: expected UTF-8, found other bytes; save it as UTF-8")
  }

  @Test
  func `refuses what is too large or too deep`() {
    let large = [UInt8](repeating: 35, count: YAMLDocument.byteLimit + 1)
    #expect(
      message { _ = try YAMLDocument.parse(large, file: "x.yaml") }.contains("at most 4194304")
    )
    let depth = YAMLDocument.depthLimit + 1
    let deep = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    #expect(
      message { _ = try yaml(deep) }
        == "test.yaml:1:33: expected at most 32 levels of nesting, found more; flatten it"
    )
    let bottomless = String(repeating: "[", count: 100_000)
    #expect(message { _ = try yaml(bottomless) }.contains("test.yaml:1:"))
    let dashes = String(repeating: "- ", count: 100_000) + "x"
    #expect(message { _ = try yaml(dashes) }.contains("test.yaml:1:"))
  }

  @Test(arguments: [
    String(repeating: "[", count: 999) + String(repeating: "]", count: 999),
    String(repeating: "- ", count: 990) + "x",
    String(repeating: "{a: ", count: 990) + "1" + String(repeating: "}", count: 990),
    String(repeating: "? ", count: 490) + "x",
    String(repeating: "? - ", count: 490) + "x",
  ])
  func `deep nesting needs no stack of the caller`(_ text: String) {
    let result = onSmallStack { message { _ = try yaml(text) } }
    #expect(result.hasPrefix("test.yaml:1:"), "\(result)")
  }

  @Test(.timeLimit(.minutes(1)))
  func `refuses a bomb of aliases before it goes off`() {
    var text = "a0: &a0 [x, x]\n"
    for level in 1..<40 {
      let uses = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
      text += "a\(level): &a\(level) [\(uses)]\n"
    }
    // As keys they would have to be compared with each other.
    text += "? *a39\n: 1\n? *a38\n: 2\n"
    #expect(
      message { _ = try yaml(text) }
        == "test.yaml:2:10: expected no aliases, found '*a0' of the anchor '&a0'"
        + "; write the value out, or use 'defaults'"
    )
  }

  @Test
  func `merges mappings key by key and replaces everything else`() throws {
    let node = try yaml(
      """
      base: {a: {x: 1, y: 2}, b: [1, 2], c: text}
      over: {a: {y: 3, z: 4}, b: [5], d: true}
      """
    )
    let base = try #require(node["base"])
    let merged = base.merging(try #require(node["over"]))
    #expect(merged.members?.map(\.key) == ["a", "b", "c", "d"])
    #expect(merged["a"]?.members?.map(\.key) == ["x", "y", "z"])
    #expect(merged["a"]?["y"]?.content == .int(3))
    #expect(merged["b"]?.elements?.map(\.content) == [.int(5)])
    #expect(merged["a"]?["x"]?.position.line == 1)
    #expect(merged["a"]?["y"]?.position.line == 2)
  }

  @Test
  func `never traps on mutated documents`() throws {
    let original = try Repository.bytes("Registry/architectures/bert.yaml")
    var generator = SplitMix(seed: 11)
    let spice = Array("{}[]:,&*!|>'\"#%@`-? \n\t\u{0}".utf8) + [0x80, 0xff]
    for _ in 0..<500 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        bytes[place] = spice[Int.random(in: 0..<spice.count, using: &generator)]
      }
      let context = SchemaContext(file: "mutated.yaml")
      // Errors are expected; only traps are not.
      if let node = try? YAMLDocument.parse(bytes, file: "mutated.yaml") {
        _ = Architecture(node, context)
        _ = Family(node, context)
      }
    }
  }
}
