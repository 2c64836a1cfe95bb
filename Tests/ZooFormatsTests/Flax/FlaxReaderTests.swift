import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

/// Items 81 and 82 of the checklist, and what the reader makes of a state dict.
@Suite
struct FlaxReaderTests {
  private typealias M = MessagePackBytes
  private let suite = CheckpointReaderSuite(FlaxReader.self)

  private func open(_ root: [UInt8]) throws -> FlaxReader {
    try suite.open("file", in: try MemoryTree(["file": root]))
  }

  // MARK: - What is read

  @Test
  func `joins keys and numbers of lists to names, sorted by their bytes`() throws {
    let vector = M.ndarray([1], [7])
    let reader = try open(
      M.map([
        ("b", M.map([("層", vector), ("a b", vector)])),
        ("a", M.array([vector, M.array([vector])])),
        ("empty", M.map([])),
      ])
    )
    #expect(reader.tensors.map(\.name) == ["a/0", "a/1/0", "b/a b", "b/層"])
    #expect(reader.notes.isEmpty)
    #expect(reader.files == ["file"])
  }

  @Test
  func `lends the elements as they lie, aligned or not`() throws {
    let root = M.map([("w", M.ndarray([2], [1, 0, 0, 0, 2, 0, 0, 0], type: "int32"))])
    let tree = try MemoryTree(["file": root])
    let region = try suite.open("file", in: tree).tensors[0].content.region()
    #expect(region.store === (try tree.open("file")).store)
    #expect(region.range == (root.count - 8)..<root.count)
    #expect(region.range.lowerBound % 4 != 0)
  }

  @Test
  func `notes values that are no arrays`() throws {
    let complex = M.tagged(2, M.array([[0xcb] + M.big(UInt64(0)), [0xcb] + M.big(UInt64(0))]))
    let reader = try open(
      M.map([
        ("w", M.ndarray([1], [7])), ("step", M.integer(5)), ("name", M.text("tiny")),
        ("z", complex), ("none", M.null), ("on", M.yes),
      ])
    )
    #expect(
      reader.notes == [
        "passed over what is no array: 'step' (an integer), 'name' (a text), 'z' (a complex number)"
          + ", 'on' (a boolean)"
      ]
    )
  }

  @Test
  func `notes arrays whose elements are not read`() throws {
    let fixture = try Fixtures.bytes("flax/refused/unreadable.msgpack")
    let reader = try open(fixture)
    #expect(reader.tensors.map(\.name) == ["w"])
    #expect(
      reader.notes == [
        "left out 'int4': elements of type int4 are not read",
        "left out 'text': elements of type str64 are not read",
      ]
    )
  }

  @Test
  func `is not taken for a pickle, nor a pickle for it`() throws {
    for bytes: [UInt8] in [[0x80, 2, 0x7d, 0x71, 0, 0x2e, 0, 0], M.map([("a", M.integer(1))])] {
      #expect(!FlaxReader.recognizes(try FileProbe("f", in: try MemoryTree(["f": bytes]))))
    }
    let file = try MemoryTree(["f": M.map([("w", M.ndarray([1], [7]))])])
    #expect(try CheckpointFinder().candidates(in: file).map(\.format.id) == ["flax-msgpack"])
  }

  // MARK: - Item 81

  @Test
  func `81 refuses lengths beyond the file`() throws {
    var root = M.map([("w", M.ndarray([4], [1, 2, 3, 4]))])
    root.removeLast()
    try suite.checkRejects(bytes: root, code: .truncated, saying: "expected")
  }

  @Test
  func `81 refuses nesting above the limit`() throws {
    let depth = ParsingLimits.default.nestingDepth
    var node = M.ndarray([1], [7])
    for _ in 0..<(depth - 1) { node = M.map([("a", node)]) }
    #expect(try open(M.map([("a", node)])).tensors.count == 1)
    for _ in 0..<100_000 { node = [0x91] + node }
    try suite.checkRejects(
      bytes: M.map([("a", node)]),
      code: .limitExceeded,
      saying: "nestingDepth"
    )
  }

  @Test(arguments: [0, 4, -1, 127] as [Int8])
  func `81 refuses extensions of other types`(code: Int8) throws {
    let root = M.map([("a", M.map([("w", M.ndarray([1], [7], code: code))]))])
    try suite.checkRejects(
      bytes: root,
      code: .invalidValue,
      saying: "tensor 'a/w'",
      "type 1 (array), 2 (complex number) or 3 (scalar), found type \(code)"
    )
  }

  @Test(arguments: [
    (M.array([M.array([M.integer(1)]), M.text("uint8")]), "an array of shape, type and bytes"),
    (M.map([]), "an array of shape, type and bytes"),
    (M.array([M.integer(1), M.text("uint8"), M.binary([7])]), "a shape"),
    (M.array([M.array([M.integer(-1)]), M.text("uint8"), M.binary([7])]), "a dimension"),
    (M.array([M.array([M.text("1")]), M.text("uint8"), M.binary([7])]), "a dimension"),
    (
      M.array([M.array([M.integer(1)]), M.integer(3), M.binary([7])]), "the name of an element type"
    ),
    (M.array([M.array([M.integer(1)]), M.text("uint9"), M.binary([7])]), "'uint9'"),
    (M.array([M.array([M.integer(1)]), M.text("uint8"), M.text("a")]), "the elements"),
    (M.array([M.array([]), M.text("uint8"), M.binary([7])]) + [0xc0], "bytes follow the elements"),
  ])
  func `81 refuses a payload that is no array of three`(_ payload: [UInt8], _ words: String) throws
  {
    let root = M.map([("w", M.tagged(1, payload))])
    try suite.checkRejects(bytes: root, code: .invalidValue, saying: "tensor 'w'", words)
  }

  @Test(arguments: [
    (["float32"], 4, 15), (["float32"], 4, 17), (["bfloat16"], 4, 16), (["bool"], 0, 1),
  ])
  func `81 refuses other bytes than shape and type need`(
    _ type: [String],
    _ count: Int,
    _ bytes: Int
  ) throws {
    let array = M.ndarray([count], [UInt8](repeating: 0, count: bytes), type: type[0])
    try suite.checkRejects(
      bytes: M.map([("w", array)]),
      code: .inconsistent,
      saying: "found \(bytes)"
    )
  }

  @Test
  func `81 refuses shapes that overflow, also with a zero`() throws {
    for shape in [[1 << 40, 1 << 40], [0, 1 << 40, 1 << 40], [Int.max]] {
      try suite.checkRejects(bytes: M.map([("w", M.ndarray(shape, []))]), saying: "tensor 'w'")
    }
    let deep = M.map([("w", M.ndarray([Int](repeating: 1, count: 9), [7]))])
    try suite.checkRejects(bytes: deep, code: .limitExceeded, saying: "ParsingLimits.rank")
  }

  @Test
  func `81 refuses a key twice, also in another spelling`() throws {
    let vector = M.ndarray([1], [7])
    for (one, two) in [("a", "a"), ("\u{e9}", "e\u{301}")] {
      let root = M.map([(one, vector), (two, vector)])
      try suite.checkRejects(bytes: root, code: .inconsistent, saying: "twice in one map")
    }
    let slash = M.map([("a", M.map([("b", vector)])), ("a/b", vector)])
    try suite.checkRejects(bytes: slash, code: .inconsistent, saying: "'a/b'", "slash")
  }

  @Test
  func `81 refuses keys that are no text, or no name`() throws {
    let vector = M.ndarray([1], [7])
    for key: [UInt8] in [M.integer(1), M.binary([0x61]), M.null, M.array([])] {
      let root = M.map(pairs: [(key, vector)])
      try suite.checkRejects(bytes: root, code: .invalidValue, saying: "the key of a map")
    }
    let invalid = M.map(pairs: [([0xa1, 0xff], vector)])
    try suite.checkRejects(bytes: invalid, code: .invalidValue, saying: "UTF-8")
    try suite.checkRejects(bytes: M.map([("", vector)]), saying: "name is empty")
    try suite.checkRejects(bytes: M.map([("a\u{7}", vector)]), saying: "control character")
    let long = M.map([(String(repeating: "a", count: 513), vector)])
    try suite.checkRejects(bytes: long, code: .limitExceeded, saying: "nameBytes")
  }

  @Test
  func `81 refuses bytes after the tree, and a root that is no map`() throws {
    let root = M.map([("w", M.ndarray([1], [7]))])
    try suite.checkRejects(bytes: root + [0xc0], code: .inconsistent, saying: "the file goes on")
    try suite.checkRejects(
      bytes: M.ndarray([1], [7]),
      code: .invalidValue,
      saying: "a map of names"
    )
  }

  @Test
  func `says that a pointer of Git is one`() throws {
    let text = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12\n"
    try suite.checkRejects(bytes: Array(text.utf8), saying: "Git LFS pointer")
  }

  @Test
  func `refuses a boolean that is neither 0 nor 1`() throws {
    let root = M.map([("w", M.ndarray([2], [1, 2], type: "bool"))])
    try suite.checkRejects(bytes: root, code: .invalidValue, saying: "neither 0 nor 1")
  }

  @Test
  func `stops at the limit of values`() throws {
    var limits = ParsingLimits.default
    limits.messagePackValues = 3
    let vector = M.ndarray([1], [7])
    let root = try MemoryTree(["f": M.map([("a", vector), ("b", vector), ("c", vector)])])
    let error = #expect(throws: FormatError.self) {
      try FlaxReader(opening: "f", in: root, limits: limits)
    }
    #expect(error?.code == .limitExceeded)
    #expect(error?.message.contains("ParsingLimits.messagePackValues") == true)
  }

  // MARK: - Item 82

  /// An array in chunks, with its parts as they are given.
  private static func chunked(
    _ shape: [(String, [UInt8])],
    _ chunks: [(String, [UInt8])],
    marker: [UInt8] = M.yes,
    _ more: [(String, [UInt8])] = []
  ) -> [UInt8] {
    M.map([
      (
        "w",
        M.map(
          [
            ("__msgpack_chunked_array__", marker), ("shape", M.map(shape)),
            ("chunks", M.map(chunks)),
          ] + more
        )
      ), ("other", M.ndarray([1], [7])),
    ])
  }

  private static let halves = [
    ("0", M.ndarray([4], [1, 2, 3, 4])), ("1", M.ndarray([2], [5, 6])),
  ]
  private static let shape = [("0", M.integer(2)), ("1", M.integer(3))]

  @Test
  func `82 joins chunks in the order of their numbers`() throws {
    for chunks in [Self.halves, Self.halves.reversed()] {
      let tensor = try open(Self.chunked(Self.shape, chunks)).tensors[1]
      #expect(tensor.shape.dimensions == [2, 3])
      #expect(try tensor.content.region().prefix(99) == [1, 2, 3, 4, 5, 6])
    }
  }

  @Test(arguments: [
    chunked([("1", M.integer(2)), ("2", M.integer(3))], halves),
    chunked([("0", M.integer(2)), ("01", M.integer(3))], halves),
    chunked(shape, [("0", M.ndarray([4], [1, 2, 3, 4])), ("2", M.ndarray([2], [5, 6]))]),
    chunked(shape, []), chunked(shape, halves, marker: [0xc2]), chunked(shape, halves, marker: [1]),
    chunked(shape, halves, [("more", M.null)]),
  ])
  func `82 refuses numbers with gaps, and other members`(_ root: [UInt8]) throws {
    try suite.checkRejects(
      bytes: root,
      code: .invalidValue,
      saying: "tensor 'w'",
      "numbered from 0 without gaps"
    )
  }

  @Test
  func `82 refuses a total that is not the product`() throws {
    let root = Self.chunked([("0", M.integer(5))], Self.halves)
    try suite.checkRejects(bytes: root, code: .inconsistent, saying: "have 6 elements", "needs 5")
  }

  @Test(arguments: [
    M.ndarray([2, 1], [5, 6]), M.integer(5),
    M.map([("__msgpack_chunked_array__", M.yes), ("shape", M.map([])), ("chunks", M.map([]))]),
  ])
  func `82 refuses a chunk that is no vector, or again in chunks`(_ chunk: [UInt8]) throws {
    let root = Self.chunked(Self.shape, [Self.halves[0], ("1", chunk)])
    try suite.checkRejects(bytes: root, code: .invalidValue, saying: "chunk 1 to be a vector")
  }

  @Test
  func `82 refuses chunks of several types`() throws {
    let other = M.ndarray([2], [5, 6], type: "int8")
    let root = Self.chunked(Self.shape, [Self.halves[0], ("1", other)])
    try suite.checkRejects(bytes: root, code: .inconsistent, saying: "another element type")
  }

  // MARK: - Shards

  private static let index = "flax_model.msgpack.index.json"

  private func sharded(_ names: [String]) throws -> MemoryTree {
    let map = names.map { "\"\($0)\": \"flax_model-00001-of-00001.msgpack\"" }
    return try MemoryTree([
      Self.index: Array("{\"weight_map\": {\(map.joined(separator: ", "))}}".utf8),
      "flax_model-00001-of-00001.msgpack": M.map([("a", M.map([("w", M.ndarray([1], [7]))]))]),
    ])
  }

  @Test
  func `finds an index with its shards as one checkpoint`() throws {
    let found = try CheckpointFinder().candidates(in: try sharded(["a/w"]))
    #expect(found.map(\.path) == [Self.index])
    #expect(try suite.open(Self.index, in: try sharded(["a/w"])).tensors.map(\.name) == ["a/w"])
  }

  @Test
  func `32 refuses an index that says something else than its shards`() throws {
    try suite.checkRejects(
      Self.index,
      in: try sharded(["a/v", "a/w"]),
      code: .inconsistent,
      saying: "holds 'a/v', but it does not"
    )
    try suite.checkRejects(
      Self.index,
      in: try sharded(["a/v"]),
      code: .inconsistent,
      saying: "'a/w' is in"
    )
  }

  // MARK: - Scale

  /// A file of over a hundred gigabytes whose elements are a hole.
  @Test
  func `opens a huge file without its elements`() throws {
    let share = (1 << 32) - 64
    var runs = [(bytes: [0xde] + M.big(UInt16(25)), hole: 0)]
    for number in 0..<25 {
      let head =
        [0x93] + M.array([M.integer(share)]) + M.text("uint8") + [0xc6] + M.big(UInt32(share))
      let size = M.big(UInt32(head.count + share))
      runs.append((M.text("\(number)") + [0xc9] + size + [1] + head, share))
    }
    let file = try SparseFile("flax_model.msgpack", runs)
    let tree = MemoryTree(["flax_model.msgpack": file.region])
    let reader = try suite.open("flax_model.msgpack", in: tree)
    #expect(reader.tensors.count == 25)
    #expect(reader.tensors.allSatisfy { $0.byteCount == share })
    #expect(try reader.tensors[24].content.region().store === file.region.store)
    #expect(file.region.byteCount > 100_000_000_000 && file.touchedByteCount == 0)
  }
}
