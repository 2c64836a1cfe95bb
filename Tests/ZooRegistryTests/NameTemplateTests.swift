import Testing

@testable import ZooRegistry
@testable import ZooTensors

@Suite
struct NameTemplateTests {
  static let scope = ExpressionScope([
    "n": .int(2), "sizes": .list([.int(1), .int(2)]), "zero": .int(0), "minus": .int(-1),
    "huge": .int(1 << 40),
  ])

  @Test(arguments: [
    ("a.b", ["a.b"]),
    ("h.{i<n}.w", ["h.0.w", "h.1.w"]),
    ("h.{i < n + 1}", ["h.0", "h.1", "h.2"]),
    ("h.{i<zero}.w", []),
    ("e.{i in 1..<3}.w", ["e.1.w", "e.2.w"]),
    ("{a,b}.{c,d}", ["a.c", "a.d", "b.c", "b.d"]),
    ("w{,_scale}", ["w", "w_scale"]),
    ("s.{i<len(sizes)}.{j<sizes[i]}", ["s.0.0", "s.1.0", "s.1.1"]),
    ("{i<n}.{x,y}", ["0.x", "0.y", "1.x", "1.y"]),
    ("{i<n}.again.{i}.next.{i+1}.{2 * i + n}", ["0.again.0.next.1.2", "1.again.1.next.2.4"]),
    ("层.{i<n}", ["层.0", "层.1"]),
    ("{max(n, 1)}.x", ["2.x"]),
  ])
  func `expands`(_ text: String, _ expected: [String]) throws {
    #expect(try NameTemplate(parsing: text).expand(in: Self.scope).map(\.name) == expected)
  }

  @Test
  func `gives the bindings of every name`() throws {
    let instances = try NameTemplate(parsing: "{i<n}.{q,k,v}.{j in 3..<4}.{w,b}")
      .expand(in: Self.scope)
    #expect(instances.count == 12)
    let last = try #require(instances.last)
    #expect(last.name == "1.v.3.b")
    #expect(last.bindings.indices == ["i": 1, "j": 3])
    #expect(last.bindings.choices == [2, 1])
  }

  @Test(arguments: [
    ("h.{i<minus}", "expected 0 <= start <= end, found the range 0..<-1"),
    ("h.{i in 3..<n}", "found the range 3..<2"),
    ("h.{i<unknown}", "'unknown' is not a configuration key or index"),
    ("h.{i}", "the index 'i' has no value here"),
    ("{any}.w", "'{any}' stands for any text, so the names cannot be listed"),
    ("h.{i<huge}", "stands for more than 2000000 names; check the configuration"),
    ("{i<n}.{i-1}", "expected a number from 0, found -1"),
  ])
  func `refuses to expand`(_ text: String, _ expected: String) throws {
    let template = try NameTemplate(parsing: text)
    #expect(message { _ = try template.expand(in: Self.scope) }.contains(expected))
  }

  @Test(arguments: [
    ("", "expected a name, found nothing"),
    ("a.{i<n", "a '{' without '}'"),
    ("a}.b", "a '}' without '{'"),
    ("{}", "expected something between '{' and '}'"),
    ("{a{b}}", "a '{' inside braces"),
    ("{i<n}.{i<n}", "the index 'i' is declared twice"),
    ("{i<n}{j<n}", "two places in braces run into each other"),
    ("{i<n}0", "two places in braces run into each other"),
    ("{i}{1a,b}", "two places in braces run into each other"),
    ("{any}{rest}", "two places in braces run into each other"),
    ("{any}.{any}", "'{any}' captures twice"),
    ("{ab}.{cd}.{ef}", "expected at most 2 captures"),
    ("{a,a}", "a set names a word twice"),
    ("{a b,c}", "'a b' is not a word"),
    ("{i in 1..2}", "expected 'i in START..<END'"),
    ("{i<n +}", "expected a value, found the end"),
    ("{i + }", "expected a value, found the end"),
  ])
  func `refuses to parse`(_ text: String, _ expected: String) {
    let text = message { _ = try NameTemplate(parsing: text) }
    #expect(text.contains(expected))
  }

  @Test
  func `matches its own names and gives the same bindings`() throws {
    for text in [
      "h.{i<n}.ln_{1,2}.{weight,bias}", "{i in 1..<9}.{q,k}", "w{,_scale}",
      "a.{i<n}.b.{i}.c.{i+1}", "s.{i<len(sizes)}.{j<sizes[i]}",
    ] {
      let template = try NameTemplate(parsing: text)
      for instance in try template.expand(in: Self.scope) {
        #expect(template.match(instance.name, in: Self.scope) == instance.bindings)
        #expect(try template.substitute(instance.bindings, in: Self.scope) == instance.name)
      }
    }
  }

  @Test(arguments: [
    ("h.{i}.w", "h.1.w", true),
    ("h.{i}.w", "h.01.w", false),
    ("h.{i}.w", "h.0.w", true),
    ("h.{i}.w", "h..w", false),
    ("h.{i}.w", "h.-1.w", false),
    ("h.{i}.w", "h.1x.w", false),
    ("h.{i}.w", "h.1.wx", false),
    ("h.{i}.w", "h.99999999999999999999.w", false),
    ("a.{i}.{i}", "a.3.3", true),
    ("a.{i}.{i}", "a.3.4", false),
    ("a.{i+1}.b", "a.0.b", false),
    ("a.{i+1}.b", "a.1.b", true),
    ("{any}/adam_m", "x/y/adam_m", true),
    ("{any}/adam_m", "/adam_m", false),
    ("{any}/{adam_m,adam_v}", "x/adam_m/adam_v", true),
    ("{any}/{adam_m,adam_v}", "x/adam_m/z", false),
    ("{a,ab}.x", "ab.x", true),
    ("{a,ab}{b,c}", "abc", true),
    ("{any}.{i}.{rest}", "a.b.7.c.8.d", true),
    ("x", "x", true),
    ("x", "", false),
  ])
  func `matches`(_ text: String, _ name: String, _ expected: Bool) throws {
    #expect((try NameTemplate(parsing: text).match(name) != nil) == expected)
  }

  @Test
  func `captures as little as possible`() throws {
    let bindings = try #require(try NameTemplate(parsing: "{any}.{i}.{rest}").match("a.b.7.c.8.d"))
    #expect(bindings.captures == ["any": "a.b", "rest": "c.8.d"])
    #expect(bindings.indices == ["i": 7])
  }

  @Test
  func `keeps within bounds where a scope is given`() throws {
    let template = try NameTemplate(parsing: "h.{i<n}.w")
    #expect(template.match("h.2.w") != nil)
    #expect(template.match("h.2.w", in: Self.scope) == nil)
    #expect(template.match("h.1.w", in: Self.scope) != nil)
  }

  @Test
  func `reads computed numbers back only with a scope`() throws {
    let template = try NameTemplate(parsing: "a.{i}.b.{2 * i + n}")
    #expect(template.match("a.3.b.8") == nil)
    #expect(template.match("a.3.b.8", in: Self.scope)?.indices == ["i": 3])
    #expect(template.match("a.3.b.9", in: Self.scope) == nil)
  }

  @Test
  func `writes bindings of one dialect into another`() throws {
    let target = try NameTemplate(
      parsing: "bert.encoder.layer.{i<n}.attention.self.{query,key,value}.{weight,bias}"
    )
    let source = try NameTemplate(parsing: "bert/layer_{i+1}/{q,k,v}/{kernel,bias}")
    let names = try target.expand(in: Self.scope).map {
      try source.substitute($0.bindings, in: Self.scope)
    }
    #expect(names.first == "bert/layer_1/q/kernel")
    #expect(names.last == "bert/layer_2/v/bias")
    #expect(Set(names).count == 12)
  }

  @Test
  func `says why bindings do not fit`() throws {
    let bindings = try #require(try NameTemplate(parsing: "x.{i}.{a,b,c}").match("x.1.c"))
    func problem(_ text: String) -> String {
      message { _ = try NameTemplate(parsing: text).substitute(bindings) }
    }
    #expect(problem("y.{j}.{a,b,c}").contains("the index 'j' has no value here"))
    #expect(problem("y.{i}").contains("fewer sets"))
    #expect(problem("y.{a,b,c}.{a,b}").contains("more sets"))
    #expect(problem("y.{a,b}").contains("expected at least 3 words in {a,b}"))
    #expect(problem("{any}.{a,b,c}").contains("'{any}' is not captured"))
  }

  @Test
  func `stays quick on hostile names`() throws {
    let template = try NameTemplate(parsing: "{any}.{a,b}.{rest}.end")
    let name = String(repeating: "a.", count: 255)
    #expect(template.match(name) == nil)
  }
}
