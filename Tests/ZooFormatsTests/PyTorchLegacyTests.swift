import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

/// Hand-assembled files of the legacy container, each wrong in one way.
@Suite
struct PyTorchLegacyTests {
  static let suite = CheckpointReaderSuite(PyTorchReader.self)

  private func open(_ bytes: [UInt8], limits: ParsingLimits = .default) throws -> PyTorchReader {
    try PyTorchReader(opening: "file", in: try MemoryTree(["file": bytes]), limits: limits)
  }

  private func refuses(
    _ bytes: [UInt8],
    _ code: FormatError.Code,
    saying words: String
  ) throws {
    try Self.suite.checkRejects(bytes: bytes, code: code, saying: words)
  }

  @Test
  func `the assembler makes a file that is read`() throws {
    let reader = try open(LegacyFile.one())
    #expect(reader.tensors.map(\.name) == ["w"])
    #expect(reader.tensors[0].shape.dimensions == [2, 3])
    #expect(reader.tensors[0].strides == nil)
    #expect(
      try reader.tensors[0].content.region().prefix(8) == P.little(Float(0).bitPattern)
        + P.little(Float(1).bitPattern)
    )
  }

  // MARK: - 53: keys

  @Test
  func `refuses a key above a tensor that is not text`() throws {
    let tensor = P.tensor(LegacyFile.storage(count: 6), size: [6], stride: [1])
    try refuses(
      LegacyFile.file(
        P.dict([(P.int(7), tensor), (P.text("b"), tensor)]),
        storages: [.init(floats: 6)]
      ),
      .invalidValue,
      saying: "the number 7"
    )
  }

  @Test
  func `refuses a name that occurs twice`() throws {
    let tensor = P.tensor(LegacyFile.storage(count: 6), size: [6], stride: [1])
    try refuses(
      LegacyFile.file(P.dict([("w", tensor), ("w", tensor)]), storages: [.init(floats: 6)]),
      .invalidValue,
      saying: "'w' occurs twice"
    )
    try refuses(
      LegacyFile.file(
        P.dict([("a.b", tensor), ("a", P.dict([("b", tensor)]))]),
        storages: [.init(floats: 6)]
      ),
      .invalidValue,
      saying: "'a.b' belongs to two"
    )
  }

  @Test(arguments: ["", "a\u{0}b", "\n", String(repeating: "x", count: 513)])
  func `refuses a name that is empty, too long, or has control characters`(_ name: String) throws {
    let tensor = P.tensor(LegacyFile.storage(count: 6), size: [6], stride: [1])
    try Self.suite.checkRejects(
      bytes: LegacyFile.file(P.dict([(name, tensor)]), storages: [.init(floats: 6)]),
      saying: "name"
    )
  }

  // MARK: - 54: persistent ids

  @Test(arguments: [
    P.text("0"), P.int(0), P.emptyTuple, P.tuple(P.text("tensor"), P.text("0")),
    P.tuple(P.text("storage"), P.global("torch", "FloatStorage"), P.text("0")),
  ])
  func `refuses a persistent id that is not a storage`(_ id: [UInt8]) throws {
    let tensor = P.tensor(id + P.persid, size: [6], stride: [1])
    try refuses(
      LegacyFile.file(P.dict([("w", tensor)]), storages: [.init(floats: 6)]),
      .invalidValue,
      saying: "persistent id"
    )
  }

  @Test(arguments: ["", "../0", "0x1", "-1", "99999999999999999999999", "１"])
  func `refuses a storage key that is not a plain decimal number`(_ key: String) throws {
    let tensor = P.tensor(LegacyFile.storage(key, count: 6), size: [6], stride: [1])
    try refuses(
      LegacyFile.file(P.dict([("w", tensor)]), storages: [.init(key, floats: 6)]),
      .invalidValue,
      saying: "plain decimal"
    )
  }

  @Test
  func `refuses a storage class that is none`() throws {
    let storage = P.storage(type: "Module", module: "torch.nn", count: 6, extra: P.none)
    try refuses(
      LegacyFile.file(
        P.dict([("w", P.tensor(storage, size: [6], stride: [1]))]),
        storages: [.init(floats: 6)]
      ),
      .invalidValue,
      saying: "torch.nn.Module"
    )
  }

  @Test
  func `refuses one key with two element types or two counts`() throws {
    let one = P.tensor(LegacyFile.storage(count: 6), size: [6], stride: [1])
    let other = P.tensor(
      P.storage(type: "IntStorage", count: 6, extra: P.none),
      size: [6],
      stride: [1]
    )
    try refuses(
      LegacyFile.file(P.dict([("a", one), ("b", other)]), storages: [.init(floats: 6)]),
      .inconsistent,
      saying: "storage '0' is stated"
    )
    let longer = P.tensor(LegacyFile.storage(count: 7), size: [6], stride: [1])
    try refuses(
      LegacyFile.file(P.dict([("a", one), ("b", longer)]), storages: [.init(floats: 6)]),
      .inconsistent,
      saying: "storage '0' is stated"
    )
  }

  @Test
  func `refuses a negative count and a count that overflows`() throws {
    for count in [-1, Int.max] {
      let tensor = P.tensor(LegacyFile.storage(count: count), size: [6], stride: [1])
      try refuses(
        LegacyFile.file(P.dict([("a", tensor)]), storages: [.init(floats: 6)]),
        .invalidValue,
        saying: "storage '0'"
      )
    }
  }

  @Test
  func `reads a view of a storage and refuses one outside of it`() throws {
    let view = P.tuple(P.text("5"), P.int(2), P.int(4))
    let tensor = P.tensor(LegacyFile.storage(count: 6, view: view), size: [4], stride: [1])
    let reader = try open(LegacyFile.file(P.dict([("w", tensor)]), storages: [.init(floats: 6)]))
    #expect(try reader.tensors[0].content.region().prefix(4) == P.little(Float(2).bitPattern))
    for (start, count) in [(3, 4), (-1, 2), (Int.max, 1), (0, -1)] {
      let view = P.tuple(P.text("5"), P.int(start), P.int(count))
      let tensor = P.tensor(LegacyFile.storage(count: 6, view: view), size: [1], stride: [1])
      try refuses(
        LegacyFile.file(P.dict([("w", tensor)]), storages: [.init(floats: 6)]),
        .invalidValue,
        saying: "view outside"
      )
    }
  }

  // MARK: - 55: storages

  @Test
  func `refuses a storage with another count than the object says`() throws {
    var storage = LegacyFile.Storage(floats: 6)
    storage.count = 5
    let tensor = P.tensor(LegacyFile.storage(count: 6), size: [6], stride: [1])
    try refuses(
      LegacyFile.file(P.dict([("w", tensor)]), storages: [storage]),
      .inconsistent,
      saying: "has 5 elements here"
    )
    storage.count = -1
    try refuses(
      LegacyFile.file(P.dict([("w", tensor)]), storages: [storage]),
      .invalidValue,
      saying: "element count"
    )
  }

  @Test
  func `refuses storages that are missing, unknown, doubled, or followed by bytes`() throws {
    let object = P.dict([("w", P.tensor(LegacyFile.storage(count: 6), size: [6], stride: [1]))])
    try refuses(LegacyFile.file(object), .inconsistent, saying: "not in the list")
    let storage = LegacyFile.Storage(floats: 6)
    try refuses(
      LegacyFile.file(object, storages: [storage, .init("1", floats: 1)]),
      .inconsistent,
      saying: "no tensor refers to it"
    )
    try refuses(
      LegacyFile.file(object, storages: [storage, storage]),
      .inconsistent,
      saying: "listed twice"
    )
    try refuses(
      LegacyFile.file(object, storages: [storage]) + [0],
      .inconsistent,
      saying: "1 bytes follow"
    )
    try refuses(
      LegacyFile.file(object, storages: [storage]).dropLast(),
      .truncated,
      saying: "outside"
    )
    try refuses(
      LegacyFile.file(object, storages: [storage], keys: P.pickle(P.int(1))),
      .invalidValue,
      saying: "not a list"
    )
    try refuses(
      LegacyFile.file(object, storages: [storage], keys: P.pickle(P.list([P.int(0)]))),
      .invalidValue,
      saying: "something else"
    )
  }

  // MARK: - 56: views

  @Test(
    arguments: [
      (0, [7], [1]), (1, [2, 3], [3, 1]), (7, [0], [1]), (0, [2, 3], [4, 1]), (0, [2, 2], [5, 1]),
      (Int.max, [1], [1]), (5, [2, 2], [Int.max, Int.max]), (6, [], []),
    ] as [(Int, [Int], [Int])]
  )
  func `refuses a tensor that reaches outside its storage`(
    _ offset: Int,
    _ size: [Int],
    _ stride: [Int]
  ) throws {
    let error = try Self.suite.checkRejects(
      bytes: LegacyFile.one(offset: offset, size: size, stride: stride),
      saying: "tensor 'w'"
    )
    #expect(error.code == .inconsistent || error.code == .invalidValue)
  }

  @Test
  func `refuses negative numbers in a view`() throws {
    try refuses(LegacyFile.one(offset: -1), .invalidValue, saying: "offset -1 is negative")
    try refuses(LegacyFile.one(size: [-2, 3]), .invalidValue, saying: "dimension -2")
    try refuses(LegacyFile.one(stride: [3, -1]), .invalidValue, saying: "stride -1 is negative")
  }

  @Test
  func `refuses a stride of another rank, and too many axes`() throws {
    try refuses(LegacyFile.one(stride: [1]), .inconsistent, saying: "its stride 1")
    try refuses(
      LegacyFile.one(
        size: [Int](repeating: 1, count: 9),
        stride: [Int](repeating: 1, count: 9)
      ),
      .limitExceeded,
      saying: "rank"
    )
  }

  @Test
  func `refuses a shape whose product overflows, also beside a zero`() throws {
    let huge = 1 << 40
    try refuses(
      LegacyFile.one(size: [huge, huge], stride: [0, 0]),
      .invalidValue,
      saying: "overflows"
    )
    try refuses(
      LegacyFile.one(size: [huge, huge, 0], stride: [0, 0, 0]),
      .invalidValue,
      saying: "overflows"
    )
    try refuses(
      LegacyFile.one(size: [1 << 47], stride: [0]),
      .limitExceeded,
      saying: "inflatedBytes"
    )
  }

  @Test
  func `refuses numbers of a view that are no integers of 64 bits`() throws {
    let long = [0x8a, 9] + P.little(UInt64.max) + [0x01] as [UInt8]
    for size in [P.mark + long + [0x74], P.tuple(P.yes), P.list([P.int(6)]), P.text("6")] {
      let tensor = P.call(
        P.global("torch._utils", "_rebuild_tensor_v2"),
        LegacyFile.storage(count: 6),
        P.int(0),
        size,
        P.ints([1]),
        P.no,
        P.hooks
      )
      try refuses(
        LegacyFile.file(P.dict([("w", tensor)]), storages: [.init(floats: 6)]),
        .invalidValue,
        saying: "its size"
      )
    }
  }

  @Test
  func `reads an expanded tensor with its stride of zero`() throws {
    let reader = try open(LegacyFile.one(offset: 1, size: [4, 2], stride: [0, 1]))
    let tensor = reader.tensors[0]
    #expect(tensor.strides == [0, 1] && tensor.shape.dimensions == [4, 2])
    #expect(try tensor.content.region().byteCount == 8)
  }

  // MARK: - 57: what surrounds a tensor

  @Test
  func `refuses a gradient flag and hooks of another type`() throws {
    try refuses(LegacyFile.one(gradient: P.int(1)), .invalidValue, saying: "requires_grad")
    try refuses(LegacyFile.one(hooks: P.text("x")), .invalidValue, saying: "hooks")
    try refuses(
      LegacyFile.one(metadata: P.dict([("conj", P.yes)])),
      .inconsistent,
      saying: "not complex"
    )
    try refuses(
      LegacyFile.one(metadata: P.dict([("device", P.yes)])),
      .unsupported,
      saying: "'device'"
    )
  }

  private func typed(_ type: [UInt8], function: [UInt8]? = nil) -> [UInt8] {
    let arguments = P.tuple(
      LegacyFile.storage(count: 6),
      P.int(0),
      P.ints([6]),
      P.ints([1]),
      P.no,
      P.hooks
    )
    let tensor = P.call(
      P.global("torch._tensor", "_rebuild_from_type_v2"),
      function ?? P.global("torch._utils", "_rebuild_tensor_v2"),
      type,
      arguments,
      P.dict([("note", P.text("mine"))])
    )
    return LegacyFile.file(P.dict([("w", tensor)]), storages: [.init(floats: 6)])
  }

  @Test
  func `reads tensors with attributes and refuses foreign classes of them`() throws {
    #expect(try open(typed(P.global("torch", "Tensor"))).tensors.count == 1)
    #expect(try open(typed(P.global("torch.nn.parameter", "Parameter"))).tensors.count == 1)
    try refuses(typed(P.global("my.code", "Tensor")), .unsupported, saying: "my.code.Tensor")
    try refuses(
      typed(P.global("torch", "Tensor"), function: P.global("os", "system")),
      .unsupported,
      saying: "not read"
    )
  }

  @Test
  func `refuses items and states on a tensor`() throws {
    let tensor = P.tensor(LegacyFile.storage(count: 6), size: [6], stride: [1])
    try refuses(
      LegacyFile.file(
        P.dict([("w", tensor + P.emptyDict + P.build)]),
        storages: [.init(floats: 6)]
      ),
      .invalidValue,
      saying: "a state was given"
    )
    try refuses(
      LegacyFile.file(
        P.dict([("w", tensor + P.none + P.append)]),
        storages: [.init(floats: 6)]
      ),
      .invalidValue,
      saying: "items were set"
    )
  }

  @Test
  func `reads what the first releases wrote for tensors and parameters`() throws {
    let old =
      P.newObject(P.global("torch", "FloatTensor"))
      + P.tuple(LegacyFile.storage(count: 6), P.int(1), P.ints([2]), P.ints([1])) + P.build
    let parameter =
      P.call(P.global("torch.nn.parameter", "Parameter"), old)
      + P.tuple(P.yes, P.no, P.hooks) + P.build
    let plain = P.call(
      P.global("torch._utils", "_rebuild_tensor"),
      LegacyFile.storage(count: 6),
      P.int(0),
      P.call(P.global("torch", "Size"), P.ints([3, 2])),
      P.ints([2, 1])
    )
    let pairs = P.call(
      P.global("collections", "OrderedDict"),
      P.list([
        P.list([P.text("old"), old]), P.list([P.text("parameter"), parameter]),
        P.list([P.text("plain"), plain]),
      ])
    )
    let reader = try open(LegacyFile.file(pairs, storages: [.init(floats: 6)]))
    #expect(reader.tensors.map(\.name) == ["old", "parameter", "plain"])
    #expect(reader.tensors.map(\.shape.dimensions) == [[2], [2], [3, 2]])
    let other =
      P.newObject(P.global("torch", "LongTensor"))
      + P.tuple(LegacyFile.storage(count: 6), P.int(1), P.ints([2]), P.ints([1])) + P.build
    try refuses(
      LegacyFile.file(P.dict([("w", other)]), storages: [.init(floats: 6)]),
      .inconsistent,
      saying: "differ"
    )
  }

  // MARK: - 59: the head of the stream

  @Test
  func `refuses another magic number, version or byte order`() throws {
    let object = P.emptyDict
    try refuses(
      LegacyFile.file(object, magic: P.pickle([0x8a, 10] + [UInt8](repeating: 1, count: 10))),
      .invalidValue,
      saying: "PyTorch"
    )
    try refuses(
      LegacyFile.file(object, version: P.pickle(P.int(1002))),
      .unsupported,
      saying: "1001"
    )
    try refuses(
      LegacyFile.file(object, system: LegacyFile.system(version: 1002)),
      .unsupported,
      saying: "1001"
    )
    try refuses(
      LegacyFile.file(object, system: LegacyFile.system(isLittleEndian: false)),
      .unsupported,
      saying: "big-endian"
    )
    try refuses(
      LegacyFile.file(object, system: P.pickle(P.emptyDict)),
      .invalidValue,
      saying: "byte order"
    )
    try refuses(
      LegacyFile.file(object, system: P.pickle(P.none)),
      .invalidValue,
      saying: "dictionary"
    )
  }
}
