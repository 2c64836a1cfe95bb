import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

/// Items 1 to 29 of the checklist of malformed input, through the reader.
@Suite
struct SafetensorsReaderTests {
  private typealias Builder = SafetensorsBuilder
  private let suite = CheckpointReaderSuite(SafetensorsReader.self)

  // MARK: - Valid files

  @Test(arguments: try Fixtures.list("safetensors", suffix: ".safetensors"))
  func `reads what safetensors wrote`(_ fixture: String) throws {
    try suite.check(fixture: fixture)
  }

  @Test
  func `reads the vector of the specification`() throws {
    let header = #"{"test":{"dtype":"I32","shape":[2,2],"data_offsets":[0,16]}} "#
    let tree = try MemoryTree(["f": Builder.file(header, 16)])
    let reader = try suite.open("f", in: tree)
    #expect(reader.tensors.map(\.name) == ["test"] && reader.files == ["f"])
    #expect(reader.tensors[0].shape.dimensions == [2, 2] && reader.tensors[0].dtype == .i32)
  }

  @Test
  func `tells its metadata`() throws {
    let header = #"{"__metadata__":{"format":"pt"}}"#
    let reader = try suite.open("f", in: try MemoryTree(["f": Builder.file(header)]))
    #expect(reader.notes == ["metadata format: pt"])
  }

  @Test
  func `tells that a file is one of several parts`() throws {
    let name = "model-00002-of-00003.safetensors"
    let tree = try MemoryTree([name: Builder.vectors([("a", 4)])])
    #expect(try suite.open(name, in: tree).notes.count == 1)
  }

  @Test
  func `recognises its own files only`() throws {
    func recognizes(_ bytes: [UInt8]) throws -> Bool {
      SafetensorsReader.recognizes(try FileProbe("f", in: try MemoryTree(["f": bytes])))
    }
    #expect(try recognizes(Builder.vectors([("a", 4)])))
    #expect(try !recognizes(Builder.file("{}", length: 3)))
    #expect(try !recognizes(Builder.file(" {}")))
    #expect(try !recognizes([]))
    #expect(try !recognizes(Array(#"{"weight_map":{"a":"b.bin"}}"#.utf8)))
    #expect(try recognizes(Array(#" {"weight_map":{"a":"b.safetensors"}}"#.utf8)))
    #expect(try !recognizes(try Fixtures.bytes("pytorch/zip_views.pt")))
    #expect(try !recognizes(try Fixtures.bytes("archives/plain.zip")))
    #expect(try !recognizes(try Fixtures.bytes("bert/base/config.json")))
  }

  // MARK: - 1 to 15: header and JSON

  @Test(arguments: 0..<8)
  func `1 refuses a file shorter than eight bytes`(count: Int) throws {
    try suite.checkRejects(bytes: [UInt8](repeating: 1, count: count))
  }

  @Test(arguments: [
    3, 1000, 99_999_999, UInt64(Int64.max), UInt64(Int64.max) + 1, UInt64.max,
  ])
  func `2 3 4 refuses a header longer than the file, the limit, or 63 bits`(length: UInt64) throws {
    try suite.checkRejects(bytes: Builder.file("{}", length: length))
  }

  @Test
  func `4 refuses a header above the limit`() throws {
    var limits = ParsingLimits.default
    limits.safetensorsHeaderBytes = 10
    let suite = CheckpointReaderSuite(SafetensorsReader.self, limits: limits)
    let bytes = Builder.vectors([("a", 4)])
    try suite.checkRejects(bytes: bytes, code: .limitExceeded, saying: "safetensorsHeaderBytes")
  }

  @Test(arguments: [" {}", "\n{}", "\u{feff}{}", "[]", "1", "", "null", "\"\""])
  func `5 refuses a header that does not begin with a brace`(header: String) throws {
    try suite.checkRejects(bytes: Builder.file(header))
  }

  @Test(arguments: ["{}\t", "{}\n", "{}\0", "{} \0", "{}{}", "{} x"])
  func `6 refuses padding other than spaces`(header: String) throws {
    try suite.checkRejects(bytes: Builder.file(header))
  }

  @Test(arguments: [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xc3]] as [[UInt8]])
  func `7 refuses names that are not UTF-8`(name: [UInt8]) throws {
    let entry = Array(#"":"#.utf8) + Array(Builder.entry("U8", "[0]", 0, 0).utf8)
    try suite.checkRejects(bytes: Builder.file(Array("{\"".utf8) + name + entry + [0x7d], []))
  }

  @Test(arguments: [#"\ud800"#, #"\udc00"#, #"\ud800x"#, #"\x"#, #"\u12"#])
  func `7 refuses lone surrogates and unknown escapes`(name: String) throws {
    let entry = Builder.entry("U8", "[0]", 0, 0)
    try suite.checkRejects(bytes: Builder.file("{\"\(name)\":\(entry)}"))
  }

  @Test(arguments: [("a", "a"), ("a", #"\u0061"#), ("\u{e9}", "e\u{301}")])
  func `8 9 refuses a name twice, in whatever spelling`(one: String, two: String) throws {
    let entry = Builder.entry("U8", "[0]", 0, 0)
    try suite.checkRejects(bytes: Builder.file("{\"\(one)\":\(entry),\"\(two)\":\(entry)}"))
  }

  @Test(arguments: [
    #"{"t":{"dtype":"U8","dtype":"U8","shape":[0],"data_offsets":[0,0]}}"#,
    #"{"t":{"dtype":"U8","shape":[0],"shape":[0],"data_offsets":[0,0]}}"#,
    #"{"t":{"dtype":"U8","shape":[0],"data_offsets":[0,0],"data_offsets":[0,0]}}"#,
    #"{"__metadata__":{"a":"b","a":"b"}}"#, #"{"__metadata__":{},"__metadata__":{}}"#,
  ])
  func `9 refuses keys twice`(header: String) throws {
    try suite.checkRejects(bytes: Builder.file(header))
  }

  @Test(arguments: [
    #"{"t":{"dtype":"U8","shape":[0],"data_offsets":[0,0],"x":1}}"#,
    #"{"t":{"shape":[0],"data_offsets":[0,0]}}"#, #"{"t":{"dtype":"U8","data_offsets":[0,0]}}"#,
    #"{"t":{"dtype":"U8","shape":[0]}}"#, #"{"t":[]}"#, #"{"t":null}"#, #"{"t":{}}"#,
    #"{"t":{"dtype":null,"shape":[0],"data_offsets":[0,0]}}"#,
    #"{"t":{"dtype":"U8","shape":null,"data_offsets":[0,0]}}"#,
    #"{"t":{"dtype":"U8","shape":{},"data_offsets":[0,0]}}"#,
    #"{"t":{"dtype":"U8","shape":[0],"data_offsets":[0]}}"#,
    #"{"t":{"dtype":"U8","shape":[0],"data_offsets":[0,0,0]}}"#,
    #"{"t":{"dtype":"U8","shape":[0],"data_offsets":[]}}"#,
  ])
  func `10 refuses entries with fields missing, unknown or of another kind`(
    header: String
  ) throws {
    try suite.checkRejects(bytes: Builder.file(header))
  }

  @Test(arguments: ["1", "null", "{}", "[]", "true"])
  func `11 refuses metadata that is no text`(value: String) throws {
    try suite.checkRejects(bytes: Builder.file("{\"__metadata__\":{\"a\":\(value)}}"))
    try suite.checkRejects(bytes: Builder.file("{\"__metadata__\":\(value == "{}" ? "1" : value)}"))
  }

  @Test(arguments: [
    "1.0", "1e0", "-1", "-0", "01", "9223372036854775808", "18446744073709551616", "+1", "0x1",
    "\"1\"", "true", "NaN", "",
  ])
  func `12 refuses numbers that are no plain integers`(number: String) throws {
    let shape = #"{"t":{"dtype":"U8","shape":[\#(number)],"data_offsets":[0,1]}}"#
    try suite.checkRejects(bytes: Builder.file(number.isEmpty ? "{,}" : shape, 1))
    let offsets = #"{"t":{"dtype":"U8","shape":[1],"data_offsets":[0,\#(number)]}}"#
    try suite.checkRejects(bytes: Builder.file(offsets, 1))
  }

  @Test(arguments: [5, 100, 100_000])
  func `13 refuses nesting`(depth: Int) throws {
    let nested = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    try suite.checkRejects(bytes: Builder.file("{\"t\":\(nested)}"))
    try suite.checkRejects(bytes: Builder.file(Builder.one("U8", nested, 0, 0)))
    try suite.checkRejects(bytes: Builder.file(String(repeating: "{\"a\":", count: depth)))
  }

  @Test
  func `14 refuses names that are empty, too long, or have control characters`() throws {
    let names = ["", #"\u0000"#, #"a\nb"#, #"\u007f"#, String(repeating: "x", count: 513)]
    for name in names {
      let entry = Builder.entry("U8", "[0]", 0, 0)
      try suite.checkRejects(bytes: Builder.file("{\"\(name)\":\(entry)}"))
    }
    let entry = Builder.entry("U8", "[0]", 0, 0)
    try suite.checkRejects(bytes: Builder.file("{\"__metadata__\":\(entry)}"))
  }

  @Test
  func `15 refuses data without tensors and tensors without data`() throws {
    try suite.checkRejects(bytes: Builder.file("{}", 1))
    try suite.checkRejects(bytes: Builder.file(Builder.one("U8", "[4]", 0, 4)))
  }

  // MARK: - 16 to 29: offsets and shapes

  @Test
  func `16 refuses ranges that end before they begin, or outside`() throws {
    try suite.checkRejects(bytes: Builder.file(Builder.one("U8", "[2]", 4, 2), 4))
    try suite.checkRejects(bytes: Builder.file(Builder.one("U8", "[5]", 0, 5), 4))
    let far =
      #"{"t":{"dtype":"U8","shape":[4],"data_offsets":[9223372036854775803,9223372036854775807]}}"#
    try suite.checkRejects(bytes: Builder.file(far, 4))
  }

  @Test
  func `17 18 19 refuses holes, overlaps and bytes left over`() throws {
    func two(_ first: (Int, Int), _ second: (Int, Int)) -> String {
      let one = Builder.entry("U8", "[\(first.1 - first.0)]", first.0, first.1)
      let other = Builder.entry("U8", "[\(second.1 - second.0)]", second.0, second.1)
      return "{\"a\":\(one),\"b\":\(other)}"
    }
    #expect(try suite.survive(Builder.file(two((0, 4), (4, 8)), 8)) == false)
    for (first, second) in [((0, 4), (5, 9)), ((0, 4), (3, 8)), ((0, 4), (0, 4)), ((1, 4), (4, 8))]
    {
      try suite.checkRejects(bytes: Builder.file(two(first, second), max(first.1, second.1)))
    }
    try suite.checkRejects(bytes: Builder.file(two((0, 4), (4, 8)), 9))
  }

  @Test
  func `20 refuses a size that is not the product`() throws {
    for (dtype, shape, count) in [
      ("F32", "[2]", 9), ("U8", "[2,3]", 5), ("F16", "[]", 1), ("U8", "[0]", 1),
    ] {
      try suite.checkRejects(bytes: Builder.file(Builder.one(dtype, shape, 0, count), count))
    }
  }

  @Test(arguments: [
    "[9223372036854775807,2]", "[281474976710656,281474976710656]", "[4294967296,4294967296,0]",
    "[0,4294967296,4294967296]", "[2305843009213693952,4]",
  ])
  func `21 22 refuses products that overflow`(shape: String) throws {
    try suite.checkRejects(bytes: Builder.file(Builder.one("U64", shape, 0, 0)))
  }

  @Test
  func `23 24 refuses too many axes and too large ones`() throws {
    try suite.checkRejects(bytes: Builder.file(Builder.one("U8", "[1,1,1,1,1,1,1,1,1]", 0, 1), 1))
    try suite.checkRejects(bytes: Builder.file(Builder.one("U8", "[281474976710657,0]", 0, 0)))
    #expect(
      try suite.survive(Builder.file(Builder.one("U8", "[1,1,1,1,1,1,1,1]", 0, 1), 1)) == false
    )
  }

  @Test
  func `25 refuses elements that do not fill bytes`() throws {
    try suite.checkRejects(bytes: Builder.file(Builder.one("F4", "[3]", 0, 2), 2))
    try suite.checkRejects(bytes: Builder.file(Builder.one("F6_E2M3", "[3]", 0, 3), 3))
    #expect(try suite.survive(Builder.file(Builder.one("F4", "[4]", 0, 2), 2)) == false)
  }

  @Test(arguments: ["f32", "F33", "", "float32", "STRING", "I4", " F32"])
  func `26 refuses unknown element types`(dtype: String) throws {
    try suite.checkRejects(bytes: Builder.file(Builder.one(dtype, "[1]", 0, 4), 4))
  }

  @Test
  func `28 refuses booleans other than 0 and 1`() throws {
    let header = Array(Builder.one("BOOL", "[3]", 0, 3).utf8)
    #expect(try suite.survive(Builder.file(header, [0, 1, 1])) == false)
    try suite.checkRejects(bytes: Builder.file(header, [0, 1, 2]), saying: "neither 0 nor 1")
  }

  @Test
  func `29 refuses empty tensors with bytes or inside another`() throws {
    try suite.checkRejects(bytes: Builder.file(Builder.one("U8", "[0]", 0, 4), 4))
    func inside(_ offset: Int) -> [UInt8] {
      let full = Builder.entry("U8", "[4]", 0, 4)
      let empty = Builder.entry("U8", "[0]", offset, offset)
      return Builder.file("{\"a\":\(full),\"b\":\(empty)}", 4)
    }
    try suite.checkRejects(bytes: inside(2))
    try suite.checkRejects(bytes: inside(5))
    #expect(try suite.survive(inside(0)) == false)
    #expect(try suite.survive(inside(4)) == false)
  }

  @Test
  func `90 tells what the file is instead`() throws {
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12345678\n"
    try suite.checkRejects(bytes: Array(pointer.utf8), saying: "Git LFS pointer", "12345678")
  }

  // MARK: - Damage

  @Test(arguments: try Fixtures.list("safetensors", suffix: ".safetensors"))
  func `no prefix is read`(_ fixture: String) throws {
    let bytes = try Fixtures.bytes(fixture)
    for corruption in Corruption.prefixes(of: bytes) {
      #expect(try suite.survive(corruption.bytes, "\(corruption)"), "\(corruption)")
    }
  }

  // MARK: - Laziness

  @Test
  func `opens a file of a hundred gigabytes without touching its tensors`() throws {
    let half = 50_000_000_000
    let entries = [
      "\"a\":" + Builder.entry("U8", "[\(half)]", 0, half),
      "\"b\":" + Builder.entry("F16", "[5,\(half / 10)]", half, 2 * half),
    ]
    let head = Builder.file("{\(entries.joined(separator: ","))}")
    let file = try SparseFile("file", [(head, 2 * half)])
    let reader = try suite.open("file", in: MemoryTree(["file": file.region]))
    #expect(reader.tensors.map(\.dtype) == [.u8, .f16])
    let ranges = try reader.tensors.map { try $0.content.region().range }
    let middle = head.count + half
    #expect(ranges == [head.count..<middle, middle..<(middle + half)])
    #expect(file.touchedByteCount == 0)
  }
}
