import Foundation
import Testing

@testable import ZooRegistry
@testable import ZooTensors

@Suite
struct ArchitectureTests {
  static let example = """
    architecture: example
    title: Example
    names: this test
    model_type: [example, exemplar]
    config:
      width: int
      heads: int
      layers: int
      inner: {int: 4 * width}
      head_width: {int: width / heads}
      tied: {bool: true}
      kind: {string: plain}
      scale: {float: 0.5}
      depths: {list: [1, 2]}
    checks:
    - {that: width % heads == 0, message: width must be a multiple of heads}
    config_aliases: {n_embd: width, text.n_layer: layers}
    buffers: ["h.{i}.mask", steps]
    parts:
      body:
        tensors:
          e.weight: [width, 3]
          h.{i<layers}.{a,b}.weight: [inner, width]
          h.{i<layers}.g.weight: {shape: [i + 1], when: i % 2 == 1, dtype: f32}
      head:
        optional: true
        tensors:
          o.weight: {shape: [3, width], when: not tied}
          o.bias: [3]
        ties:
          o.weight: {to: e.weight, when: tied}
          t.{i<layers}.{a,b}: h.{i}.{a,b}.weight
    token_tables: {shapes.json: width}
    """

  static func decode(_ text: String) throws -> (Architecture?, [RegistryProblem]) {
    let context = SchemaContext(file: "test.yaml")
    return (Architecture(try yaml(text), context), context.problems)
  }

  static func architecture() throws -> Architecture {
    let (architecture, problems) = try decode(example)
    #expect(problems.isEmpty)
    return try #require(architecture)
  }

  @Test
  func `expands to explicit tensors`() throws {
    let architecture = try Self.architecture()
    let values: [String: ConfigValue] = ["width": .int(4), "heads": .int(2), "layers": .int(2)]
    let configuration = try architecture.configuration(values, origin: "the test")
    #expect(configuration["inner"] == .int(16))
    #expect(configuration["head_width"] == .int(2))
    let expanded = try architecture.expand(configuration)
    #expect(expanded.parts.map(\.name) == ["body", "head"])
    #expect(expanded.parts.map(\.isOptional) == [false, true])
    #expect(
      expanded.parts[0].tensors.map { "\($0.name) \($0.shape)" } == [
        "e.weight [4, 3]", "h.0.a.weight [16, 4]", "h.0.b.weight [16, 4]", "h.1.a.weight [16, 4]",
        "h.1.b.weight [16, 4]", "h.1.g.weight [2]",
      ]
    )
    #expect(expanded.tensor(named: "h.1.g.weight")?.tensor.dtype == .f32)
    #expect(expanded.tensor(named: "o.bias")?.part.name == "head")
    #expect(expanded.tensor(named: "o.weight") == nil)
    #expect(
      expanded.ties == [
        "o.weight": "e.weight", "t.0.a": "h.0.a.weight", "t.0.b": "h.0.b.weight",
        "t.1.a": "h.1.a.weight", "t.1.b": "h.1.b.weight",
      ]
    )
    #expect(expanded.isBuffer("h.7.mask"))
    #expect(architecture.tokenNumbers.map(\.name) == ["shapes.json"])
    #expect(architecture.tokenNumbers.map(\.rowsKey) == ["width"])
    #expect(expanded.isBuffer("steps"))
    #expect(!expanded.isBuffer("h.x.mask"))
    #expect(try expanded.elementCount(parts: ["body"]) == 12 + 4 * 64 + 2)
    #expect(try expanded.elementCount(parts: ["body", "head"]) == 270 + 3)
    #expect(
      message { _ = try expanded.elementCount(parts: ["tail"]) }
        == "architecture 'example' has no part 'tail'; it has body, head"
    )
  }

  @Test
  func `separate weights replace ties`() throws {
    let architecture = try Self.architecture()
    let configuration = try architecture.configuration(
      ["width": .int(2), "heads": .int(1), "layers": .int(0), "tied": .bool(false)],
      origin: "the test"
    )
    let expanded = try architecture.expand(configuration)
    #expect(expanded.tensor(named: "o.weight")?.tensor.shape.dimensions == [3, 2])
    #expect(expanded.ties.isEmpty)
  }

  @Test
  func `reads a config.json with other spellings`() throws {
    let architecture = try Self.architecture()
    let json: JSONValue = [
      "n_embd": 6, "heads": 3, "text": ["n_layer": 1, "other": 2], "scale": 1, "tied": .null,
      "unrelated": ["a": 1],
    ]
    let object = try #require(json.objectValue)
    let configuration = try architecture.configuration(object, origin: "config.json")
    #expect(configuration["width"] == .int(6))
    #expect(configuration["layers"] == .int(1))
    #expect(configuration["scale"] == .float(1))
    #expect(configuration["tied"] == .bool(true))
  }

  @Test
  func `says everything that is wrong with a configuration`() throws {
    let architecture = try Self.architecture()
    let json: JSONValue = [
      "width": "768", "heads": .number(2.5, literal: "2.5"), "kind": 7, "depths": ["a": 1],
    ]
    let object = try #require(json.objectValue)
    #expect(
      message { _ = try architecture.configuration(object, origin: "config.json") }
        == "config.json does not fit architecture 'example': missing key 'layers'; "
        + "'depths' must not be an object; 'heads' must be of type int, found the float 2.5; "
        + "'kind' must be of type string, found the int 7; "
        + "'width' must be of type int, found the string '768'"
    )
    let odd: [String: ConfigValue] = ["width": .int(7), "heads": .int(2), "layers": .int(1)]
    #expect(
      message { _ = try architecture.configuration(odd, origin: "card") }
        == "card does not fit architecture 'example': the default of 'head_width': "
        + "'width / heads': 7 / 2 does not divide exactly; use ceil( / ) or floor( / )"
    )
    let checked = odd.merging(["head_width": .int(3)]) { $1 }
    #expect(
      message { _ = try architecture.configuration(checked, origin: "card") }
        == "card does not fit architecture 'example': width must be a multiple of heads"
    )
    let unknown = odd.merging(["head": .int(3)]) { $1 }
    #expect(
      message { _ = try architecture.configuration(unknown, origin: "card") }
        == "card: 'head' is not a key of architecture 'example'; did you mean 'heads'?"
    )
    let twice: [String: ConfigValue] = [
      "width": .int(4), "n_embd": .int(8), "heads": .int(2), "layers": .int(1),
    ]
    #expect(
      message { _ = try architecture.configuration(twice, origin: "card") }
        .contains("'width' says 4 but another spelling says 8")
    )
  }

  @Test
  func `a huge configuration is an error, not a crash`() throws {
    let architecture = try Self.architecture()
    func expand(_ width: Int, _ layers: Int) -> String {
      message {
        let configuration = try architecture.configuration(
          ["width": .int(width), "heads": .int(1), "layers": .int(layers)],
          origin: "card"
        )
        _ = try architecture.expand(configuration)
      }
    }
    #expect(expand(.max, 1).contains("overflows 64 bits"))
    #expect(expand(1 << 40, 1).contains("overflows 64 bits"))
    #expect(expand(-4, 1).contains("dimension -4"))
    #expect(expand(4, -1).contains("found the range 0..<-1"))
    #expect(expand(4, .max).contains("stands for more than"))
  }

  @Test(arguments: [
    // A change of one line of the example and the problem it makes.
    ("title: Example", "titel: Example", "test.yaml:2:1: unknown key 'titel' in an architecture"),
    (
      "width: int", "width: integer", "test.yaml:6:10: the type of 'width' must be one of bool, int"
    ),
    ("{int: 4 * width}", "{int: 4 * widht}", "'widht' is neither a key of 'config' nor an index"),
    ("{int: 4 * width}", "{int: 4 *}", "test.yaml:9:16: '4 *': expected a value, found the end"),
    (
      "{bool: true}", "{bool: 1}", "the default of 'tied' must be of type bool, found the integer 1"
    ),
    ("{that: width", "{that: widdth", "'widdth' is neither a key of 'config' nor an index"),
    ("n_embd: width", "n_embd: widht", "'n_embd' must stand for a key of 'config', found 'widht'"),
    ("n_embd: width", "heads: width", "'heads' is a key of 'config' itself"),
    (
      "{shapes.json: width}", "{shapes.json: widht}",
      "the rows for 'shapes.json' must be a key of 'config' of type int, found 'widht'"
    ),
    ("{shapes.json: width}", "{shapes.json: scale}", "of type int, found 'scale'"),
    ("{shapes.json: width}", "{shapes.json: [width]}", "'shapes.json' must be a text"),
    ("e.weight: [width, 3]", "e.weight: width", "tensor 'e.weight' must be a mapping of keys"),
    ("e.weight: [width, 3]", "e.weight: [widht, 3]", "test.yaml:22:18: 'widht' is neither"),
    ("e.weight: [width, 3]", "e.weight: [[1], 3]", "expected a formula, found a list"),
    ("when: i % 2", "when: j % 2", "'j' is neither a key of 'config' nor an index of the name"),
    ("dtype: f32", "dtype: float32", "'dtype' must be one of"),
    (
      "optional: true", "optional: maybe",
      "'optional' must be true or false, found the text 'maybe'"
    ),
    ("h.{i}.{a,b}.weight", "h.{i}.{a,b,c}.weight", "must have the same sets of words in braces"),
    ("h.{i}.{a,b}.weight", "h.{j}.{a,b}.weight", "'j' is neither a key of 'config' nor an index"),
    ("o.bias: [3]", "o.{any}: [3]", "'{any}' stands for any text; the names must be known exactly"),
    ("o.bias: [3]", "o.{i<: [3]", "name template 'o.{i<': a '{' without '}'"),
    ("message: width must be a multiple of heads", "x: 1", "a check must have the key 'message'"),
    ("names: this test\n", "", "an architecture must have the key 'names'"),
  ])
  func `reports schema errors with their place`(
    _ original: String,
    _ replacement: String,
    _ expected: String
  ) throws {
    #expect(Self.example.contains(original))
    let text = Self.example.replacing(original, with: replacement, maxReplacements: 1)
    let (architecture, problems) = try Self.decode(text)
    #expect(architecture == nil)
    #expect(problems.contains { $0.description.contains(expected) }, "\(problems)")
  }

  @Test
  func `refuses names that two templates give and ties that lead nowhere`() throws {
    func problem(_ original: String, _ replacement: String) throws -> String {
      let text = Self.example.replacing(original, with: replacement, maxReplacements: 1)
      let architecture = try #require(try Self.decode(text).0)
      let configuration = try architecture.configuration(
        ["width": .int(4), "heads": .int(2), "layers": .int(2)],
        origin: "card"
      )
      return message { _ = try architecture.expand(configuration) }
    }
    #expect(
      try problem("o.bias: [3]", "h.1.a.weight: [3]")
        == "architecture 'example': 'h.{i<layers}.{a,b}.weight' and 'h.1.a.weight' both give the "
        + "name 'h.1.a.weight'"
    )
    #expect(
      try problem("{to: e.weight, when: tied}", "{to: e.wight, when: tied}")
        == "architecture 'example': 'o.weight' is tied to 'e.wight', which is no tensor of the "
        + "architecture; did you mean 'e.weight'?"
    )
  }

  @Test
  func `defaults that depend on each other are an error`() throws {
    let text = Self.example
      .replacing("{int: 4 * width}", with: "{int: head_width}")
      .replacing("{int: width / heads}", with: "{int: inner}")
    let architecture = try #require(try Self.decode(text).0)
    let values: [String: ConfigValue] = ["width": .int(4), "heads": .int(2), "layers": .int(2)]
    #expect(
      message { _ = try architecture.configuration(values, origin: "card") }
        .contains("the defaults of 'inner', 'head_width' depend on each other; give one")
    )
    let given = values.merging(["inner": .int(3)]) { $1 }
    #expect(try architecture.configuration(given, origin: "card")["head_width"] == .int(3))
  }
}
