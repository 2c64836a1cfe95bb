import Testing
import ZooTensors
import ZooTestSupport

@testable import ZooFormats

/// Items 1 to 4, 8, 14 to 24, 26 and 89 of the checklist, and what a reader gives.
@Suite
struct GGUFReaderTests {
  static func fixture(_ name: String) throws -> GGUFReader {
    let tree = try MemoryTree([name: try Fixtures.bytes("gguf/\(name)")])
    return try GGUFBytes.suite.open(name, in: tree)
  }

  @Test
  func `reads the file that the others are variations of`() throws {
    let reader = try GGUFBytes.one().open()
    #expect(reader.tensors.map(\.name) == ["w"])
    #expect(reader.tensors[0].shape.dimensions == [2, 3])
    #expect(reader.tensors[0].quantization == nil)
    #expect(try reader.tensors[0].content.region().prefix(99) == (0..<24).map { UInt8($0) })
    #expect(reader.files == ["m.gguf"])
    #expect(reader.notes.isEmpty)
    #expect(try GGUFBytes.one { $0.isBigEndian = true }.open().tensors[0].shape == Shape([2, 3]))
  }

  @Test
  func `lends the bytes of little-endian files as they lie`() throws {
    let tree = try MemoryTree(["m.gguf": GGUFBytes.one().bytes])
    let reader = try GGUFBytes.suite.open("m.gguf", in: tree)
    #expect(try reader.tensors[0].content.region().store === tree.open("m.gguf").store)
  }

  @Test
  func `says in one line what the model is`() throws {
    let notes = try Self.fixture("every_type.gguf").notes
    #expect(
      notes == [
        "metadata general.architecture: test, general.name: tiny 测试, general.file_type: 0, "
          + "15 more keys"
      ]
    )
    #expect(try Self.fixture("big_endian.gguf").notes[1] == "the file is big-endian")
  }

  @Test
  func `counts the quantized tensors by layout`() throws {
    var file = GGUFBytes()
    file.tensors = [
      GGUFBytes.Tensor(
        name: "a",
        dimensions: [32],
        type: 8,
        data: [UInt8](repeating: 1, count: 34)
      ),
      GGUFBytes.Tensor(
        name: "b",
        dimensions: [64],
        type: 2,
        data: [UInt8](repeating: 1, count: 36)
      ),
      GGUFBytes.Tensor(
        name: "c",
        dimensions: [32],
        type: 8,
        data: [UInt8](repeating: 1, count: 34)
      ),
    ]
    #expect(try file.open().notes == ["quantized tensors: Q4_0 (1), Q8_0 (2)"])
  }

  @Test
  func `passes over arrays, long texts and texts that are not UTF-8`() throws {
    var file = GGUFBytes.one()
    let array = file.number(8, 4) + file.number(2, 8) + file.text("a") + file.text("")
    file.pairs = [
      GGUFBytes.Pair(key: "tokens", type: 9, value: array),
      GGUFBytes.Pair(
        key: "u16s",
        type: 9,
        value: file.number(2, 4) + file.number(3, 8) + [0, 1, 2, 3, 4, 5]
      ),
      GGUFBytes.Pair(key: "general.name", type: 8, value: file.number(2, 8) + [0xff, 0x41]),
      GGUFBytes.Pair(key: "long", type: 8, value: file.text(String(repeating: "x", count: 5000))),
    ]
    #expect(try file.open().notes == ["metadata general.name: \u{fffd}A, 3 more keys"])
  }

  // MARK: - 1 to 4

  @Test
  func `1: rejects a file that ends in its header`() throws {
    let bytes = GGUFBytes.one().bytes
    for count in 0..<96 {
      try GGUFBytes.suite.checkRejects(bytes: Array(bytes.prefix(count)))
    }
    #expect(!GGUFReader.recognizes(try FileProbe("a", in: MemoryTree(["a": Array("GGUF".utf8)]))))
  }

  @Test
  func `2: rejects counts that cannot be in the file`() throws {
    for count in [9, 1 << 40, UInt64(1) << 63, .max] {
      try GGUFBytes.one { $0.tensorCount = count }.refused(.truncated, saying: "\(count) tensors")
      try GGUFBytes.one { $0.pairCount = count }.refused(.truncated)
    }
  }

  @Test
  func `4: limits the header, the tensors and the pairs`() throws {
    var limits = ParsingLimits()
    limits.ggufHeaderBytes = 64
    var error = #expect(throws: FormatError.self) {
      try GGUFBytes.one { $0.add("general.name", text: "abcdef") }.open(limits: limits)
    }
    #expect(error?.code == .limitExceeded)
    #expect(error?.message.contains("ParsingLimits.ggufHeaderBytes") == true)
    limits = ParsingLimits()
    limits.tensorCount = 0
    error = #expect(throws: FormatError.self) { try GGUFBytes.one().open(limits: limits) }
    #expect(error?.message.contains("ParsingLimits.tensorCount") == true)
    limits = ParsingLimits()
    limits.metadataPairs = 1
    error = #expect(throws: FormatError.self) {
      try GGUFBytes.one {
        $0.add("a", u32: 1)
        $0.add("b", u32: 1)
      }.open(limits: limits)
    }
    #expect(error?.message.contains("ParsingLimits.metadataPairs") == true)
  }

  @Test
  func `opens a file of a hundred gigabytes without reading it`() throws {
    var file = GGUFBytes.one()
    file.tensors[0].dimensions = [5_000, 5_000_000]
    let head = Array(file.bytes.dropLast(32))
    let large = try SparseFile("m.gguf", [(head, 100_000_000_000)])
    let reader = try GGUFBytes.suite.open("m.gguf", in: MemoryTree(["m.gguf": large.region]))
    #expect(reader.tensors[0].byteCount == 100_000_000_000)
    let range = try reader.tensors[0].content.region().range
    #expect(range == head.count..<(head.count + 100_000_000_000))
    #expect(large.touchedByteCount == 0)
  }

  // MARK: - 89

  @Test(arguments: [0, 1, 4, 255, 65_535])
  func `89: rejects versions other than 2 and 3`(_ version: Int) throws {
    try GGUFBytes.one { $0.version = version }
      .refused(.unsupported, saying: "version \(version)")
    try GGUFBytes.one { ($0.version, $0.isBigEndian) = (version, true) }.refused(.unsupported)
    #expect(try GGUFBytes.one { $0.version = 2 }.open().tensors.count == 1)
  }

  @Test
  func `89: rejects another magic`() throws {
    try GGUFBytes.one { $0.magic = Array("GGML".utf8) }.refused(.invalidValue, saying: "GGUF")
  }

  @Test
  func `89: rejects a key that is there twice, empty, or no text`() throws {
    try GGUFBytes.one {
      $0.add("a", u32: 1)
      $0.add("a", text: "x")
    }.refused(.invalidValue, saying: "'a' is there twice")
    try GGUFBytes.one {
      $0.add("caf\u{e9}", u32: 1)
      $0.add("cafe\u{301}", u32: 1)
    }.refused(.invalidValue, saying: "twice")
    try GGUFBytes.one { $0.add("", u32: 1) }.refused(.invalidValue, saying: "key")
    try GGUFBytes.one { $0.add("a\u{0}b", u32: 1) }.refused(.invalidValue, saying: "key")
  }

  @Test
  func `89: rejects an array of arrays and unknown types of values`() throws {
    try GGUFBytes.one {
      $0.pairs = [GGUFBytes.Pair(key: "a", type: 9, value: $0.number(9, 4) + $0.number(0, 8))]
    }.refused(.unsupported, saying: "array of arrays")
    for type in [13, 255, Int(UInt32.max)] {
      try GGUFBytes.one {
        $0.pairs = [GGUFBytes.Pair(key: "a", type: type, value: $0.number(0, 8))]
      }.refused(.invalidValue, saying: "found \(type)")
      try GGUFBytes.one {
        $0.pairs = [GGUFBytes.Pair(key: "a", type: 9, value: $0.number(type, 4) + $0.number(0, 8))]
      }.refused(.invalidValue, saying: "found \(type)")
    }
  }

  @Test(arguments: [0, 1, 2, 4, 5, 6, 7, 8, 10, 11, 12])
  func `89: rejects an array with more items than bytes`(_ type: Int) throws {
    for count in [1 << 32, UInt64(1) << 61, UInt64(1) << 63, .max] {
      try GGUFBytes.one {
        $0.pairs = [
          GGUFBytes.Pair(key: "a", type: 9, value: $0.number(type, 4) + $0.number(count, 8))
        ]
      }.refused(.truncated, saying: "\(count)")
    }
  }

  @Test
  func `89: rejects a truth value that is neither`() throws {
    try GGUFBytes.one { $0.pairs = [GGUFBytes.Pair(key: "a", type: 7, value: [2])] }
      .refused(.invalidValue, saying: "the byte 2")
  }

  @Test
  func `89: rejects an alignment that is no power of two or above 64 KiB`() throws {
    for alignment in [0, 3, 48, 1 << 17, Int(UInt32.max)] {
      try GGUFBytes.one { $0.add("general.alignment", u32: alignment) }
        .refused(.invalidValue, saying: "general.alignment", "\(alignment)")
    }
    try GGUFBytes.one { $0.add("general.alignment", text: "32") }.refused(.invalidValue)
    try GGUFBytes.one {
      $0.pairs = [
        GGUFBytes.Pair(key: "general.alignment", type: 9, value: $0.number(0, 4) + $0.number(0, 8))
      ]
    }.refused(.invalidValue, saying: "an array")
    for alignment in [1, 8, 1 << 16] {
      let file = GGUFBytes.one {
        $0.alignment = alignment
        $0.add("general.alignment", u32: alignment)
      }
      #expect(try file.open().tensors.count == 1)
    }
  }

  @Test(arguments: [4, 5, 31, 32, 33, 36, 37, 38])
  func `89: refuses by name the types that ggml removed`(_ type: Int) throws {
    try GGUFBytes.one { $0.tensors[0].type = type }
      .refused(.unsupported, saying: "'w'", "\(type) (", "removed")
  }

  @Test(arguments: [43, 44, 255, Int(UInt32.max)])
  func `26, 89: rejects types that ggml does not have`(_ type: Int) throws {
    try GGUFBytes.one { $0.tensors[0].type = type }.refused(.invalidValue, saying: "found \(type)")
  }

  @Test
  func `89: rejects rows that are no whole number of blocks`() throws {
    for row in [1, 31, 33, 48] {
      try GGUFBytes.one { ($0.tensors[0].dimensions, $0.tensors[0].type) = ([UInt64(row), 2], 8) }
        .refused(.inconsistent, saying: "a row of \(row) elements", "32")
    }
    try GGUFBytes.one { ($0.tensors[0].dimensions, $0.tensors[0].type) = ([], 8) }
      .refused(.inconsistent, saying: "a row of 1")
    // Thirty-two elements, but not in one row.
    try GGUFBytes.one { ($0.tensors[0].dimensions, $0.tensors[0].type) = ([16, 2], 2) }
      .refused(.inconsistent, saying: "a row of 16")
  }

  @Test
  func `27, 89: rejects an offset that is not aligned`() throws {
    try GGUFBytes.one { $0.tensors[0].offset = 4 }.refused(.invalidValue, saying: "multiple of 32")
  }

  @Test
  func `17, 18, 89: rejects gaps and overlaps between tensors`() throws {
    for offset in [0, 64, UInt64(1) << 62] {
      try GGUFBytes.one {
        $0.tensors.append(
          GGUFBytes.Tensor(name: "x", dimensions: [1], offset: offset, data: [0, 0, 0, 0])
        )
      }.refused(.inconsistent, saying: "'x' lies at \(offset)", "expected 32")
    }
    try GGUFBytes.one { $0.tensors[0].offset = .max - 31 }.refused(.invalidValue)
  }

  @Test
  func `16, 89: rejects tensors beyond the end of the file`() throws {
    try GGUFBytes.one { $0.tensors[0].dimensions = [3, 3] }
      .refused(.truncated, saying: "'w' needs 36 bytes", "fetch")
    let whole = GGUFBytes.one().bytes
    // The padding after the last tensor may be missing.
    #expect(
      try GGUFBytes.suite.open("m", in: MemoryTree(["m": Array(whole.dropLast(8))])).tensors.count
        == 1
    )
    try GGUFBytes.suite.checkRejects(bytes: Array(whole.dropLast(9)), code: .truncated)
  }

  @Test
  func `19: rejects bytes after the last tensor`() throws {
    try GGUFBytes.one { $0.trailing = [0] }.refused(.inconsistent, saying: "1 more bytes")
  }

  // MARK: - Names and shapes

  @Test
  func `8: rejects a tensor that is there twice`() throws {
    try GGUFBytes.one { $0.tensors.append($0.tensors[0]) }.refused(.invalidValue, saying: "twice")
  }

  @Test
  func `14: rejects names that are empty, too long or have control characters`() throws {
    for name in ["", "a\u{0}", "a\nb"] {
      try GGUFBytes.one { $0.tensors[0].name = name }.refused(.invalidValue, saying: "name")
    }
    try GGUFBytes.one { $0.tensors[0].name = String(repeating: "x", count: 513) }
      .refused(.limitExceeded, saying: "ParsingLimits.nameBytes")
    var file = GGUFBytes.one().bytes
    let place = try #require(file.firstIndex(of: UInt8(ascii: "w")))
    file[place] = 0xff
    try GGUFBytes.suite.checkRejects(bytes: file, code: .invalidValue, saying: "UTF-8")
  }

  @Test
  func `21 to 24: rejects shapes that overflow or are too large`() throws {
    func refused(_ dimensions: [UInt64], _ code: FormatError.Code) throws {
      try GGUFBytes.one { $0.tensors[0].dimensions = dimensions }.refused(code, saying: "'w'")
    }
    try refused([1 << 40, 1 << 40], .invalidValue)
    try refused([1 << 40, 1 << 40, 0], .invalidValue)
    try refused([1 << 40, 1 << 22], .invalidValue)
    try refused([1 << 49], .limitExceeded)
    try refused([1 << 63], .invalidValue)
    try refused([.max], .invalidValue)
    try refused([UInt64](repeating: 1, count: 9), .limitExceeded)
    try GGUFBytes.one {
      $0.tensors = ["a", "b", "c"].map { name in
        GGUFBytes.Tensor(name: name, dimensions: [1 << 47, 1 << 13], data: [])
      }
      $0.tensors[1].offset = 1 << 62
      $0.tensors[2].offset = UInt64(1) << 63
    }.refused(.invalidValue)
  }

  @Test
  func `90: says what a file is that is no model`() throws {
    try GGUFBytes.suite.checkRejects(
      bytes: Array("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n".utf8),
      saying: "Git LFS"
    )
  }
}
