import Testing
import ZooTensors
import ZooTestSupport

@testable import ZooFormats

/// What `paddle.save` puts into pickles, and what it does not.
@Suite
struct PaddleReaderTests {
  private let suite = CheckpointReaderSuite(PaddleReader.self)

  private static func floats(_ count: Int) -> [UInt8] {
    P.bytes((0..<count).flatMap { P.little(Float($0).bitPattern) })
  }

  /// An array of type F32.
  private static func array(_ shape: [Int]) -> [UInt8] {
    P.array(shape, floats(shape.reduce(1, *)))
  }

  private static func words(_ shape: [Int]) -> [UInt8] {
    let count = shape.reduce(1, *)
    return P.array(
      shape,
      dtype: P.dtype("u2", "<"),
      P.bytes((0..<count).flatMap { P.little(UInt16($0)) })
    )
  }

  private func open(_ object: [UInt8], limits: ParsingLimits = .default) throws -> PaddleReader {
    let tree = try MemoryTree(["w.pdparams": P.pickle(object, protocol: 3)])
    return try PaddleReader(opening: "w.pdparams", in: tree, limits: limits)
  }

  private func refuses(
    _ object: [UInt8],
    _ code: FormatError.Code,
    saying words: String
  ) throws {
    let tree = try MemoryTree(["w.pdparams": P.pickle(object, protocol: 3)])
    try suite.checkRejects("w.pdparams", in: tree, code: code, saying: words)
  }

  // MARK: - Leaves

  @Test
  func `reads a tensor in each of its spellings`() throws {
    let array = Self.array([3, 5])
    let pair = P.tuple(P.text("linear_0.w_0"), array)
    let spellings: [[UInt8]] = [
      array, pair, P.call(P.global("builtins", "tuple"), pair),
      P.call(P.global("__builtin__", "tuple"), pair),
      P.call(P.global("builtins", "eval"), P.text("data"), P.dict([("data", array)])),
      P.call(P.global("__builtin__", "eval"), P.text("data"), P.dict([("data", array)])),
    ]
    for spelling in spellings {
      let reader = try open(P.dict([("w", spelling)]))
      #expect(reader.tensors.map(\.name) == ["w"])
      #expect(reader.tensors[0].shape.dimensions == [3, 5])
      #expect(try reader.tensors[0].content.region().byteCount == 60)
      let alone = try open(spelling)
      #expect(alone.tensors.map(\.name) == [""])
    }
  }

  @Test
  func `a call of eval in any other form is refused, not evaluated`() throws {
    let array = Self.array([2])
    let eval = P.global("builtins", "eval")
    let forms: [[UInt8]] = [
      P.call(eval, P.text("data + data"), P.dict([("data", array)])),
      P.call(eval, P.text("__import__('os').system('true')"), P.dict([("data", array)])),
      P.call(eval, P.text("data"), P.dict([("data", array), ("more", array)])),
      P.call(eval, P.text("data"), P.dict([("other", array)])),
      P.call(eval, P.text("data"), P.dict([("data", P.int(1))])),
      P.call(eval, P.text("data")),
      P.call(P.global("builtins", "exec"), P.text("data"), P.dict([("data", array)])),
    ]
    for form in forms {
      try refuses(
        P.dict([("a", array), ("w", form)]),
        .unsupported,
        saying: "'w' among the tensors is an object of builtins."
      )
    }
  }

  @Test
  func `arrays of uint16 are bfloat16, as Paddle has it`() throws {
    let reader = try open(P.dict([("w", Self.words([3]))]))
    #expect(reader.tensors[0].dtype == .bf16)
    #expect(try reader.tensors[0].content.region().prefix(9) == [0, 0, 1, 0, 2, 0])
  }

  @Test
  func `objects of other classes among the tensors are refused by name`() throws {
    try refuses(
      P.dict([("a", Self.array([1])), ("b", P.call(P.global("os", "getcwd")))]),
      .unsupported,
      saying: "an object of os.getcwd"
    )
    try refuses(P.call(P.global("my.net", "Net")), .unsupported, saying: "my.net.Net")
  }

  // MARK: - Dictionaries

  @Test
  func `the table of names is left out without a word, plain values with one`() throws {
    let reader = try open(
      P.dict([
        ("w", Self.array([1])), ("epoch", P.int(3)),
        ("LR_Scheduler", P.dict([("last_lr", P.int(0))])),
        ("StructuredToParameterName@@", P.dict([("w", P.text("linear_0.w_0"))])),
      ])
    )
    #expect(reader.tensors.map(\.name) == ["w"])
    #expect(reader.notes == ["left out what is not a tensor: 'epoch', 'LR_Scheduler'"])
  }

  @Test
  func `the weights of a training state are chosen, and the rest is told`() throws {
    let reader = try open(
      P.dict([
        ("optimizer", P.dict([("m", Self.array([1])), ("v", Self.array([1]))])),
        ("model", P.dict([("a", P.dict([("w", Self.array([2]))])), ("b", Self.array([1]))])),
        ("epoch", P.int(1)),
      ])
    )
    #expect(reader.tensors.map(\.name) == ["a.w", "b"])
    #expect(
      reader.notes == [
        "the tensors are those of 'model'", "left out 'optimizer' with 2 tensors",
        "left out what is not a tensor: 'epoch'",
      ]
    )
  }

  @Test
  func `reads ordered dictionaries and lists`() throws {
    let ordered =
      P.call(P.global("collections", "OrderedDict")) + P.mark + P.text("w") + Self.array([1])
      + P.setItems
    let reader = try open(P.list([ordered, Self.array([2])]))
    #expect(reader.tensors.map(\.name) == ["0.w", "1"])
  }

  @Test
  func `item 53: refuses keys that occur twice or are no text, and names that collide`() throws {
    try refuses(
      P.dict([("w", Self.array([1])), ("w", Self.array([1]))]),
      .invalidValue,
      saying: "the key 'w' occurs twice"
    )
    try refuses(
      P.dict([(P.int(7), Self.array([1]))]),
      .invalidValue,
      saying: "parts of tensor names are text"
    )
    try refuses(
      P.dict([("a.b", Self.array([1])), ("a", P.dict([("b", Self.array([1]))]))]),
      .invalidValue,
      saying: "two tensors have the name 'a.b'"
    )
    try refuses(
      P.dict([("", Self.array([1])), ("b", Self.array([1]))]),
      .invalidValue,
      saying: "empty"
    )
  }

  @Test
  func `refuses bytes that are not as many as the shape needs`() throws {
    try refuses(
      P.dict([("w", P.array([4], Self.floats(3)))]),
      .inconsistent,
      saying: "tensor 'w': expected 16 bytes of elements, found 12"
    )
  }

  @Test
  func `items 50 and 51: shared structure is counted once, and depth is limited`() throws {
    // Each level holds the one below twice: 2^40 tensors by name.
    var object = Self.array([1]) + P.put(40) + [0x30]
    for level in (0..<40).reversed() {
      let below = P.get(UInt8(level + 1))
      object += P.dict([("a", below), ("b", below)]) + P.put(UInt8(level)) + [0x30]
    }
    try refuses(object + P.get(0), .limitExceeded, saying: "ParsingLimits.tensorCount")
    var deep = Self.array([1])
    for _ in 0..<80 { deep = P.dict([("a", deep)]) }
    try refuses(deep, .limitExceeded, saying: "ParsingLimits.nestingDepth")
  }

  @Test
  func `item 50: entries without tensors that are shared cost no more than the limit`() throws {
    var limits = ParsingLimits.default
    limits.pickleNodes = 300
    // 51 entries, in twenty places.
    let plain = (0..<50).map { (P.int($0), P.none) }
    let shared = P.dict(plain + [(P.text("w"), Self.array([1]))]) + P.put(9) + [0x30]
    let places = P.dict((0..<20).map { ("d\($0)", P.get(9)) })
    let tree = try MemoryTree(["w.pdparams": P.pickle(shared + places, protocol: 3)])
    let strict = CheckpointReaderSuite(PaddleReader.self, limits: limits)
    try strict.checkRejects(
      "w.pdparams",
      in: tree,
      code: .limitExceeded,
      saying: "number of entries of the pickle's containers"
    )
    #expect(try suite.open("w.pdparams", in: tree).tensors.count == 20)
  }

  @Test
  func `item 49: refuses bytes after the pickle`() throws {
    let bytes = P.pickle(P.dict([("w", Self.array([1]))]), protocol: 3) + [0]
    let tree = try MemoryTree(["w.pdparams": bytes])
    try suite.checkRejects("w.pdparams", in: tree, code: .inconsistent, saying: "1 bytes follow")
  }

  // MARK: - Slices

  private func sliced(
    _ parts: [(String, [UInt8])],
    shape: [Int] = [2, 3],
    names: [String] = ["w@@.0", "w@@.1"]
  ) -> [UInt8] {
    let info = P.dict([
      ("OriginShape", P.ints(shape)), ("slices", P.list(names.map { P.text($0) })),
    ])
    return P.dict(parts + [("UnpackBigParamInfor@@", P.dict([("w", info)]))])
  }

  @Test
  func `joins the slices of a parameter in the order of their list`() throws {
    let parts = [("w@@.1", Self.array([2])), ("x", Self.array([1])), ("w@@.0", Self.array([4]))]
    let reader = try open(sliced(parts))
    #expect(reader.tensors.map(\.name) == ["w", "x"])
    #expect(reader.tensors[0].shape.dimensions == [2, 3])
    let expected = [0, 1, 2, 3, 0, 1].flatMap { P.little(Float($0).bitPattern) }
    #expect(try reader.tensors[0].content.region().prefix(99) == expected)
  }

  @Test
  func `item 82: refuses slices that are missing, used twice, or do not fit`() throws {
    let two = [("w@@.0", Self.array([4])), ("w@@.1", Self.array([2]))]
    try refuses(sliced([two[0]]), .inconsistent, saying: "the slice 'w@@.1' of 'w' is not there")
    try refuses(
      sliced(two, names: ["w@@.0", "w@@.0"]),
      .inconsistent,
      saying: "the slice 'w@@.0' is used twice"
    )
    try refuses(sliced(two, shape: [2, 4]), .inconsistent, saying: "have 6 elements")
    try refuses(
      sliced([two[0], ("w@@.1", Self.array([1, 2]))]),
      .inconsistent,
      saying: "not flat arrays of one type"
    )
    try refuses(
      sliced([two[0], ("w@@.1", Self.words([2]))]),
      .inconsistent,
      saying: "not flat arrays of one type"
    )
    try refuses(sliced(two + [("w", Self.array([1]))]), .invalidValue, saying: "two tensors")
    try refuses(sliced(two, names: []), .invalidValue, saying: "malformed")
    try refuses(sliced(two, shape: [-2, -3]), .invalidValue, saying: "negative")
  }

  // MARK: - Files

  @Test
  func `optimizer states beside parameters are no checkpoints of their own`() throws {
    let bytes = P.pickle(P.dict([("w", Self.array([1]))]), protocol: 3)
    let tree = try MemoryTree(["m/model.pdparams": bytes, "m/model.pdopt": bytes])
    let found = try CheckpointFinder().candidates(in: tree)
    #expect(found.map(\.path) == ["m/model.pdparams"])
    let reader = try suite.open("m/model.pdparams", in: tree)
    #expect(reader.notes == ["'m/model.pdopt' beside it is optimizer state"])
    let state = try CheckpointFinder().candidates(in: tree, focus: "m/model.pdopt")
    #expect(state.map(\.path) == ["m/model.pdopt"])
  }

  @Test
  func `item 32: an index and its shards must agree`() throws {
    func tree(_ map: String) throws -> MemoryTree {
      try MemoryTree([
        "i.index.json": Array(#"{"metadata":{"total_size":8},"weight_map":{\#(map)}}"#.utf8),
        "m-00001-of-00002.pdparams": P.pickle(P.dict([("a", Self.array([1]))]), protocol: 3),
        "m-00002-of-00002.pdparams": P.pickle(P.dict([("b", Self.array([1]))]), protocol: 3),
      ])
    }
    let places = ["1", "2"].map { "\"m-0000\($0)-of-00002.pdparams\"" }
    let good = try tree("\"a\":\(places[0]),\"b\":\(places[1])")
    #expect(try suite.open("i.index.json", in: good).tensors.map(\.name) == ["a", "b"])
    #expect(try CheckpointFinder().candidates(in: good).map(\.path) == ["i.index.json"])
    try suite.checkRejects(
      "i.index.json",
      in: try tree("\"b\":\(places[0]),\"a\":\(places[1])"),
      code: .inconsistent,
      saying: "the index does not say so"
    )
  }

  @Test
  func `an index of PyTorch's files and plain pickles are not its own`() throws {
    for object in [P.dict([("last_lr", P.int(1))]), P.list([P.text("numpy")])] {
      let tree = try MemoryTree(["s.pdparams": P.pickle(object)])
      #expect(!PaddleReader.recognizes(try FileProbe("s.pdparams", in: tree)))
    }
    let torch = try MemoryTree(["w": LegacyFile.magic + LegacyFile.version])
    #expect(!PaddleReader.recognizes(try FileProbe("w", in: torch)))
  }

  // MARK: - 14: names

  @Test
  func `item 14: refuses names that no tensor may have`() throws {
    try refuses(P.dict([("a\nb", Self.array([3]))]), .invalidValue, saying: "control")
    let long = String(repeating: "n", count: 513)
    try refuses(P.dict([(long, Self.array([3]))]), .limitExceeded, saying: "nameBytes")
  }

  // MARK: - Laziness

  @Test
  func `opens parameters of a hundred gigabytes without touching them`() throws {
    let count = 100_000_000_000
    let object = P.dict([
      ("huge", P.array([50_000, 500_000], P.hole)), ("small", Self.array([3])),
    ])
    let runs = P.holed(object, [count])
    let file = try SparseFile("w.pdparams", runs)
    let reader = try suite.open("w.pdparams", in: MemoryTree(["w.pdparams": file.region]))
    #expect(reader.tensors.map(\.byteCount) == [count, 12])
    let start = runs[0].bytes.count
    #expect(try reader.tensors[0].content.region().range == start..<(start + count))
    #expect(try reader.tensors[1].content.region().byteCount == 12)
    #expect(file.touchedByteCount == 0)
  }
}
