import Testing
import ZooTensors

@Suite
struct `Safetensors header` {
  /// A file of a header text and zero bytes of data.
  static func file(_ json: String, data: Int, length: UInt64? = nil) -> [UInt8] {
    let count = length ?? UInt64(json.utf8.count)
    let prefix = (0..<8).map { UInt8(truncatingIfNeeded: count >> (8 * UInt64($0))) }
    return prefix + Array(json.utf8) + [UInt8](repeating: 0, count: data)
  }

  static func parse(
    _ file: [UInt8],
    _ profile: SafetensorsHeader.Profile = .standard,
    limits: ParsingLimits = .default
  ) throws -> SafetensorsHeader {
    let store = try ByteStore.copying(file, name: "test.safetensors")
    return try SafetensorsHeader(ByteRegion(store), profile: profile, limits: limits)
  }

  @Test
  func `reads the format's own example`() throws {
    let file = Self.file(
      #"{"test":{"dtype":"I32","shape":[2,2],"data_offsets":[0,16]}}"#,
      data: 16
    )
    #expect(file[0] == 0x3c)
    let header = try Self.parse(file)
    let entry = try #require(header.entries.first)
    #expect(header.entries.count == 1)
    #expect(entry.spec.name == "test" && entry.spec.dtype == .i32)
    #expect(entry.spec.shape.dimensions == [2, 2])
    #expect(entry.range == 0..<16)
    #expect(header.dataOffset == 68 && header.dataByteCount == 16)
  }

  @Test
  func `reads metadata, scalars, empty tensors, escapes and any order`() throws {
    let header = try Self.parse(
      Self.file(
        #"""
        {"b":{"data_offsets":[1,5],"shape":[],"dtype":"F32"}, "é\/中" : {"dtype":"BOOL","shape":[1],
        "data_offsets":[0,1]},"__metadata__":{"format":"pt","x":""},"empty":{"dtype":"F64",
        "shape":[3,0],"data_offsets":[1,1]},"end":{"dtype":"I8","shape":[0],"data_offsets":[5,5]}}
        """#.replacing("\n", with: " "),
        data: 5
      )
    )
    #expect(header.entries.map(\.spec.name) == ["é/中", "empty", "b", "end"])
    #expect(header.metadata.map(\.key) == ["format", "x"])
  }

  @Test
  func `a file without tensors is valid`() throws {
    #expect(try Self.parse(Self.file("{}", data: 0)).entries.isEmpty)
  }

  @Test(arguments: [0, 1, 7, 8])
  func `1 a file shorter than its header`(_ count: Int) {
    let error = #expect(throws: FormatError.self) {
      try Self.parse(Array(Self.file("{}", data: 0).prefix(count)))
    }
    #expect(error?.code == .truncated)
  }

  @Test(arguments: [
    ("2 beyond the file", UInt64(11), "exceeds the 2 bytes"),
    ("3 above 2^63", 1 << 63, "does not fit 63 bits"),
    ("4 above the cap", 100_000_001, "ParsingLimits.safetensorsHeaderBytes"),
  ])
  func `a header length`(_ item: String, _ length: UInt64, _ message: String) {
    let error = #expect(throws: FormatError.self) {
      try Self.parse(Self.file("{}", data: 0, length: length))
    }
    #expect(error?.message.contains(message) == true, "\(item): \(String(describing: error))")
    #expect(error?.file == "test.safetensors")
  }

  struct Case: Sendable, CustomTestStringConvertible {
    let item: String
    let json: String
    let data: Int
    let message: String
    init(_ item: String, _ json: String, _ data: Int, _ message: String) {
      (self.item, self.json, self.data, self.message) = (item, json, data, message)
    }
    var testDescription: String { item }
    static func shape(_ item: String, _ shape: String, _ message: String) -> Case {
      Case(item, #"{"a":{"dtype":"U8","shape":\#(shape),"data_offsets":[0,1]}}"#, 1, message)
    }
    static func entry(_ item: String, _ entry: String, _ message: String) -> Case {
      Case(item, #"{"a":\#(entry)}"#, 1, message)
    }
    /// Tensors a, b, c … of `U8` with these ranges.
    static func ranges(
      _ item: String,
      _ ranges: [(Int, Int)],
      _ data: Int,
      _ message: String
    ) -> Case {
      let entries = zip("abcdef", ranges).map { name, range in
        #""\#(name)":{"dtype":"U8","shape":[\#(range.1 - range.0)],"data_offsets":[\#(range.0),\#(range.1)]}"#
      }
      return Case(item, "{\(entries.joined(separator: ","))}", data, message)
    }
  }

  static let good = #"{"dtype":"U8","shape":[1],"data_offsets":[0,1]}"#

  static let cases: [Case] = [
    Case("5 space first", " {}", 0, "must begin with '{'"),
    Case("5 byte-order mark first", "\u{feff}{}", 0, "must begin with '{'"),
    Case("6 newline padding", "{}\n", 0, "only spaces may follow"),
    Case("6 NUL padding", "{}\0", 0, "only spaces may follow"),
    Case("7 lone surrogate", #"{"\ud800":\#(good)}"#, 1, "surrogate"),
    Case("8 duplicate name", #"{"a":\#(good),"a":\#(good)}"#, 1, "'a' occurs twice"),
    Case(
      "9 duplicate field",
      #"{"a":{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}}"#,
      1,
      "'dtype' occurs twice"
    ),
    Case("9 duplicate metadata key", #"{"__metadata__":{"x":"","x":""}}"#, 0, "'x' occurs twice"),
    Case(
      "9 duplicate metadata",
      #"{"__metadata__":{},"__metadata__":{}}"#,
      0,
      "'__metadata__' occurs twice"
    ),
    Case("9 two escapes of one name", #"{"a":\#(good),"\u0061":\#(good)}"#, 1, "'a' occurs twice"),
    Case(
      "9 two normal forms of one name",
      #"{"é":\#(good),"e\u0301":\#(good)}"#,
      1,
      "two spellings"
    ),
    .entry(
      "10 unknown field",
      #"{"dtype":"U8","shape":[1],"data_offsets":[0,1],"x":1}"#,
      "unknown field 'x'"
    ),
    .entry("10 no dtype", #"{"shape":[1],"data_offsets":[0,1]}"#, "no 'dtype'"),
    .entry("10 no shape", #"{"dtype":"U8","data_offsets":[0,1]}"#, "no 'shape'"),
    .entry("10 no offsets", #"{"dtype":"U8","shape":[1]}"#, "no 'data_offsets'"),
    .entry("10 array", "[]", "must be an object"), .entry("10 null", "null", "must be an object"),
    .entry(
      "10 dtype is a number",
      #"{"dtype":1,"shape":[1],"data_offsets":[0,1]}"#,
      "the dtype of 'a' must be a string"
    ),
    Case("11 metadata value is a number", #"{"__metadata__":{"x":1}}"#, 0, "must be a string"),
    Case("11 metadata is a string", #"{"__metadata__":"x"}"#, 0, "must be an object"),
    .shape("12 float", "[1.0]", "plain digits, found 1.0"),
    .shape("12 exponent", "[1e0]", "plain digits"),
    .shape("12 negative", "[-1]", "negative"), .shape("12 negative zero", "[-0]", "plain digits"),
    .shape("12 leading zero", "[01]", "begins with a zero"),
    .shape("12 above 63 bits", "[9223372036854775808]", "above 2^63-1"),
    .shape("12 above 64 bits", "[99999999999999999999]", "plain digits"),
    .shape("12 string", #"["1"]"#, "unsigned integer"),
    .shape("12 null", "[null]", "unsigned integer"),
    .shape("13 nested", "[[[[[[1]]]]]]", "unsigned integer"),
    .entry("13 nested unknown", #"{"x":[[[[]]]]}"#, "unknown field"),
    Case("14 empty name", #"{"":\#(good)}"#, 1, "name is empty"),
    Case("14 NUL in a name", #"{"a\u0000":\#(good)}"#, 1, "control character"),
    Case("14 newline in a name", #"{"a\nb":\#(good)}"#, 1, "control character"),
    Case("14 C1 control in a name", #"{"a\u0085":\#(good)}"#, 1, "control character"),
    Case(
      "14 long name",
      #"{"\#(String(repeating: "n", count: 513))":\#(good)}"#,
      1,
      "ParsingLimits.nameBytes"
    ),
    Case("14 metadata as a tensor", #"{"__metadata__":\#(good)}"#, 1, "must be a string"),
    Case("15 tensors without data", #"{"a":\#(good)}"#, 0, "truncated"),
    Case("15 data without tensors", "{}", 4, "lists no tensor"),
    .entry(
      "16 begin after end",
      #"{"dtype":"U8","shape":[1],"data_offsets":[1,0]}"#,
      "begins at 1 but ends at 0"
    ),
    .ranges("16 end beyond the data", [(0, 2)], 1, "truncated"),
    .ranges("17 hole", [(0, 1), (2, 3)], 3, "no tensor owns the 1 bytes before 'b'"),
    .ranges("17 hole at the start", [(1, 3)], 3, "before 'a'"),
    .ranges("18 overlap", [(0, 2), (1, 3)], 3, "'b' at byte 1 of the data overlaps 'a'"),
    .ranges("18 identical ranges", [(0, 2), (0, 2)], 2, "overlaps 'a'"),
    .ranges("19 trailing bytes", [(0, 2)], 3, "last 1 bytes"),
    .entry(
      "20 too few bytes",
      #"{"dtype":"F32","shape":[1],"data_offsets":[0,1]}"#,
      "needs 4 bytes"
    ),
    .entry(
      "20 three offsets",
      #"{"dtype":"U8","shape":[1],"data_offsets":[0,1,1]}"#,
      "two integers"
    ),
    .entry("20 one offset", #"{"dtype":"U8","shape":[1],"data_offsets":[1]}"#, "two integers"),
    .shape("21 product overflow", "[4294967296,4294967296]", "overflows"),
    .shape("21 product overflow after zero", "[0,4294967296,4294967296]", "overflows"),
    .shape("21 product overflow before zero", "[4294967296,4294967296,0]", "overflows"),
    .entry(
      "21 byte count overflow",
      #"{"dtype":"F64","shape":[281474976710656,16384],"data_offsets":[0,1]}"#,
      "overflow"
    ),
    .ranges(
      "22 offsets near 2^63",
      [(0, 1), (9_223_372_036_854_775_800, 9_223_372_036_854_775_807)],
      1,
      "truncated"
    ),
    .shape("23 rank", "[1,1,1,1,1,1,1,1,1]", "ParsingLimits.rank"),
    .shape("24 dimension", "[281474976710657]", "above 2^48"),
    .entry(
      "25 half bytes",
      #"{"dtype":"F4","shape":[3],"data_offsets":[0,1]}"#,
      "do not fill whole bytes"
    ),
    .entry(
      "26 unknown dtype",
      #"{"dtype":"F33","shape":[1],"data_offsets":[0,1]}"#,
      "unknown dtype 'F33'"
    ),
    .entry(
      "26 alias by case",
      #"{"dtype":"u8","shape":[1],"data_offsets":[0,1]}"#,
      "it is spelled 'U8'"
    ),
    .entry("26 text", #"{"dtype":"STRING","shape":[1],"data_offsets":[0,1]}"#, "unknown dtype"),
    Case(
      "29 empty tensor with bytes",
      #"{"a":{"dtype":"U8","shape":[0],"data_offsets":[0,1]}}"#,
      1,
      "no elements but"
    ),
    Case(
      "29 empty tensor inside another",
      #"{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"z":{"dtype":"U8","shape":[0],"data_offsets":[2,2]}}"#,
      4,
      "inside 'a'"
    ),
  ]

  @Test(arguments: cases)
  func `refuses`(_ item: Case) {
    let error = #expect(throws: FormatError.self) {
      try Self.parse(Self.file(item.json, data: item.data))
    }
    #expect(error?.message.contains(item.message) == true, "\(String(describing: error))")
  }

  @Test
  func `4 the cap can be raised`() throws {
    var limits = ParsingLimits()
    limits.safetensorsHeaderBytes = 1
    let error = #expect(throws: FormatError.self) {
      try Self.parse(Self.file("{}", data: 0), limits: limits)
    }
    #expect(error?.code == .limitExceeded)
    limits.safetensorsHeaderBytes = 2
    _ = try Self.parse(Self.file("{}", data: 0), limits: limits)
  }

  @Test(arguments: [[0x22, 0xff], [0x22, 0xc0, 0xaf], [0x22, 0xed, 0xa0, 0x80]] as [[UInt8]])
  func `7 invalid UTF-8`(_ bytes: [UInt8]) {
    let json = [0x7b] + bytes + Array(#"":{}}"#.utf8)
    let file = (0..<8).map { $0 == 0 ? UInt8(json.count) : 0 } + json
    let error = #expect(throws: FormatError.self) { try Self.parse(file) }
    #expect(error?.message.contains("UTF-8") == true)
  }

  @Test
  func `28 BOOL bytes are checked on demand`() throws {
    let json = #"{"a":{"dtype":"BOOL","shape":[3],"data_offsets":[0,3]}}"#
    var bytes = Self.file(json, data: 3)
    bytes[bytes.count - 2] = 1
    let good = ByteRegion(try ByteStore.copying(bytes, name: "bools"))
    try SafetensorsHeader(good).checkBooleans(in: good)
    bytes[bytes.count - 1] = 2
    let bad = ByteRegion(try ByteStore.copying(bytes, name: "bools"))
    let error = #expect(throws: FormatError.self) {
      try SafetensorsHeader(bad).checkBooleans(in: bad)
    }
    #expect(error?.offset == bytes.count - 1)
  }

  @Test
  func `no prefix and no changed header byte traps`() throws {
    let json = #"{"__metadata__":{"k":"v"},"a":{"dtype":"F16","shape":[2,1],"data_offsets":[0,4]}}"#
    let file = Self.file(json, data: 4)
    for count in file.indices {
      #expect(throws: FormatError.self) { try Self.parse(Array(file[..<count])) }
    }
    for position in 0..<(8 + json.utf8.count) {
      for byte in [0, 1, 0x20, 0x22, 0x2c, 0x30, 0x39, 0x5b, 0x5c, 0x7b, 0x7d, 0x80, 0xff]
        as [UInt8]
      {
        var changed = file
        changed[position] = byte
        // Some changes are still valid; only a trap would be wrong.
        _ = try? Self.parse(changed)
      }
    }
  }
}
