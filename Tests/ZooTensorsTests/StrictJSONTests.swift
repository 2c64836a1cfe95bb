import Testing
import ZooTensors

@Suite
struct `Strict JSON` {
  @Test
  func `keeps every kind of value and the order of members`() throws {
    let value = try StrictJSON.parse(
      text:
        #" {"b": [1, -2, 18446744073709551615, 1.50, 1e3], "a": {"x": null, "y": true, "z": "é\n"}} "#
    )
    let object = try #require(value.objectValue)
    #expect(object.keys == ["b", "a"])
    #expect(
      object["b"]
        == .array([
          .integer(1), .integer(-2), .unsigned(.max), .number(1.5, literal: "1.50"),
          .number(1000, literal: "1e3"),
        ])
    )
    #expect(object["a"]?.objectValue?["z"]?.stringValue == "é\n")
    #expect(object["a"]?.objectValue?["y"]?.boolValue == true)
  }

  @Test(arguments: [
    ("9223372036854775807", JSONValue.integer(.max)),
    ("-9223372036854775808", .integer(.min)),
    ("9223372036854775808", .unsigned(9_223_372_036_854_775_808)),
    ("-9223372036854775809", .number(-9_223_372_036_854_775_808, literal: "-9223372036854775809")),
    (
      "1000000000000000019884624838656",
      .number(1_000_000_000_000_000_019_884_624_838_656, literal: "1000000000000000019884624838656")
    ),
    ("-0", .number(-0.0, literal: "-0")), ("0", .integer(0)),
    ("1E-12", .number(1e-12, literal: "1E-12")),
  ])
  func `keeps numbers exact`(_ text: String, _ expected: JSONValue) throws {
    let value = try StrictJSON.parse(text: text)
    #expect(value == expected)
    #expect(JSONWriter().text(of: value) == text)
  }

  @Test(arguments: [
    (#""\u0041\u00e9\u4e2d\ud83d\ude00\/\b\f\n\r\t\"\\""#, "Aé中😀/\u{8}\u{c}\n\r\t\"\\"),
    (#""plain then \u0000 end""#, "plain then \0 end"), (#""""#, ""), (#""中文""#, "中文"),
  ])
  func `resolves escapes`(_ text: String, _ expected: String) throws {
    #expect(try StrictJSON.parse(text: text) == .string(expected))
  }

  /// Text, what the message must say, and where.
  @Test(arguments: [
    ("", "expected a value, found the end", 0),
    ("\u{feff}{}", "expected a value, found byte 0xef", 0),
    ("{} x", "expected the end", 3), ("{}{}", "expected the end", 2),
    ("[1,]", "after the comma", 3), ("[,1]", "expected a value", 1), ("[1 2]", "',' or ']'", 3),
    (#"{"a":1,}"#, "after the comma", 7), (#"{"a" 1}"#, "':'", 5), (#"{a:1}"#, "key in quotes", 1),
    (#"{"a":1"#, "',' or '}'", 6), ("[", "found the end", 1),
    ("tru", "expected true", 3), ("nul1", "expected null", 3), ("NaN", "expected a value", 0),
    ("Infinity", "expected a value", 0), ("// x", "expected a value", 0),
    ("01", "begins with a zero", 0), ("-01", "begins with a zero", 0),
    ("1.", "expected a digit", 2),
    ("+1", "expected a value", 0), (".5", "expected a value", 0), ("1e", "expected a digit", 2),
    ("-", "expected a digit", 1), ("1e999", "does not fit a double", 0), ("0x10", "the end", 1),
    (#"{"a":1,"a":2}"#, "'a' occurs twice", 7),
    (#"{"a":1,"\u0061":2}"#, "'a' occurs twice", 7),
    (#"{"é":1,"e\u0301":2}"#, "two spellings", 8),
    (#"[{"x":{"k":1,"k":1}}]"#, "occurs twice", 13),
    (#""\ud800""#, "surrogate", 1), (#""\ud800\u0041""#, "surrogate", 1),
    (#""\udc00\ud800""#, "surrogate", 1), (#""\ud800x""#, "surrogate", 1),
    (#""\x41""#, "unknown escape", 2), (#""\u12g4""#, "hexadecimal", 5),
    (#""\u12"#, "ends early", 1),
    ("\"a\nb\"", "control characters", 2), ("\"abc", "not terminated", 0),
    (#""abc\"#, "ends early", 4),
  ])
  func `refuses and says where`(_ text: String, _ message: String, _ offset: Int) {
    let error = #expect(throws: FormatError.self) { try StrictJSON.parse(text: text) }
    #expect(error?.message.contains(message) == true, "\(String(describing: error))")
    #expect(error?.offset == offset)
  }

  @Test(
    arguments: [
      [0x22, 0xff, 0x22], [0x22, 0xc0, 0xaf, 0x22], [0x22, 0xe0, 0x80, 0xaf, 0x22],
      [0x22, 0xed, 0xa0, 0x80, 0x22], [0x22, 0xf4, 0x90, 0x80, 0x80, 0x22], [0x22, 0xc3, 0x22],
      [0x22, 0x5c, 0x6e, 0x80, 0x22],
    ] as [[UInt8]]
  )
  func `refuses invalid UTF-8`(_ bytes: [UInt8]) {
    let error = #expect(throws: FormatError.self) { try StrictJSON.parse(bytes) }
    #expect(error?.message.contains("not valid UTF-8") == true)
  }

  @Test
  func `limits nesting`() throws {
    let deepest = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
    _ = try StrictJSON.parse(text: deepest)
    let error = #expect(throws: FormatError.self) { try StrictJSON.parse(text: "[\(deepest)]") }
    #expect(error?.code == .limitExceeded)
  }

  @Test
  func `no prefix and no changed byte traps`() throws {
    let text = Array(#"{"a":[1,-2.5e3,"\ud83d\ude00é"],"b":{"c":null,"d":true}}"#.utf8)
    for count in text.indices {
      #expect(throws: FormatError.self) { try StrictJSON.parse(Array(text[..<count])) }
    }
    for position in text.indices {
      for byte in UInt8.min...UInt8.max {
        var changed = text
        changed[position] = byte
        // Some changes are still valid; only a trap would be wrong.
        _ = try? StrictJSON.parse(changed)
      }
    }
  }

  @Test
  func `writes deterministically`() throws {
    let value: JSONValue = [
      "b": [1, [2, "x"]], "a": ["é": "\u{1}\"", "B": true], "c": [], "d": [:],
    ]
    #expect(
      JSONWriter().text(of: value)
        == #"{"a":{"B":true,"é":"\u0001\""},"b":[1,[2,"x"]],"c":[],"d":{}}"#
    )
    #expect(
      JSONWriter(sortsKeys: false, expandedLevels: 2).text(of: value) == """
        {
          "b": [
            1,
            [2,"x"]
          ],
          "a": {
            "é": "\\u0001\\"",
            "B": true
          },
          "c": [],
          "d": {}
        }
        """
    )
    #expect(
      JSONWriter().text(of: try StrictJSON.parse(JSONWriter(expandedLevels: 3).bytes(of: value)))
        == JSONWriter().text(of: value)
    )
  }

  @Test
  func `objects find, replace and remove members at any size`() {
    var object = JSONObject()
    for number in 0..<40 { object["k\(number)"] = .integer(Int64(number)) }
    object["k3"] = "three"
    object["k5"] = nil
    #expect(object.count == 39)
    #expect(object["k3"] == "three")
    #expect(object["k5"] == nil)
    #expect(object["k39"] == 39)
    #expect(object.keys.prefix(6) == ["k0", "k1", "k2", "k3", "k4", "k6"])
  }

  @Test
  func `reads a shard index of many names`() throws {
    var text = #"{"metadata":{"total_size":1},"weight_map":{"#
    for number in 0..<20_000 {
      if number > 0 { text += "," }
      text += #""model.layers.\#(number).mlp.weight":"model-00001-of-00002.safetensors""#
    }
    text += "}}"
    let map = try StrictJSON.parse(text: text).objectValue?["weight_map"]?.objectValue
    #expect(map?.count == 20_000)
    #expect(map?["model.layers.19999.mlp.weight"] == "model-00001-of-00002.safetensors")
  }

  @Test(arguments: [0, 1, 2, 3, 5])
  func `a list of ready elements is written as one of values`(_ expandedLevels: Int) throws {
    let writer = JSONWriter(expandedLevels: expandedLevels)
    let values = [
      try StrictJSON.parse(text: #"{"b": [1, {"c": []}], "a": {"é\n": null}}"#), .array([]),
      .string("two\nlines"),
    ]
    for count in 0...values.count {
      let some = Array(values.prefix(count))
      #expect(
        writer.text(ofList: some.map { writer.text(ofElement: $0) })
          == writer.text(of: .array(some))
      )
    }
  }
}
