import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

/// Item 71 of the checklist: V1 checkpoints.
@Suite
struct TensorFlowTableTests {
  static let six = TestBundle.numbers(0..<6)

  static func one(_ data: [UInt8], _ shape: [Int] = [2, 3], type: Int = 1) -> TestTable {
    TestTable(TestTable.Variable("w", shape, type: type, data))
  }

  static func packed(_ field: Int, _ values: [Int]) -> [UInt8] {
    Proto.bytes(field, values.flatMap(Bytes.varint))
  }

  @Test
  func `reads the table that the others are variations of`() throws {
    var table = Self.one(Proto.bytes(5, Self.six))
    #expect(try table.read() == Self.six)
    table.isSnappy = true
    #expect(try table.read() == Self.six)
    #expect(try Self.one(Proto.bytes(4, Self.six)).read() == Self.six)
    #expect(
      try Self.one(
        Proto.varint(1, 1) + Proto.bytes(2, Proto.shape([2, 3])) + Proto.bytes(5, Self.six)
      )
      .read() == Self.six
    )
  }

  @Test
  func `reads the two tables that TensorFlow wrote`() throws {
    let golden = try Golden(file: "tensorflow/table_sharded.golden.json")
    let (tree, entry) = try CheckpointReaderSuite<TensorFlowTableReader>.siblings(
      of: "tensorflow/table_sharded.ckpt-00000-of-00002"
    )
    try TestTable.suite.check(golden, entry, in: tree)
    let second = "table_sharded.ckpt-00001-of-00002"
    #expect(!TensorFlowTableReader.recognizes(try FileProbe(second, in: tree)))
    let alone = try MemoryTree([entry: try tree.open(entry).array(limit: 1 << 20)])
    try TestTable.suite.checkRejects(entry, in: alone, code: .inconsistent, saying: second)
  }

  @Test
  func `unpacks numbers of every type`() throws {
    let values = [0, 1, 127, 128, 255]
    #expect(try Self.one(Self.packed(7, values), [5], type: 4).read() == values.map { UInt8($0) })
    #expect(
      try Self.one(Self.packed(7, [-128, -1, 127]), [3], type: 6).read() == [0x80, 0xff, 0x7f]
    )
    #expect(try Self.one(Self.packed(7, [-2, 300]), [2], type: 5).read() == [0xfe, 0xff, 0x2c, 1])
    #expect(try Self.one(Self.packed(7, [65535]), [1], type: 17).read() == [0xff, 0xff])
    #expect(
      try Self.one(Self.packed(7, [-2, 1 << 30]), [2], type: 3).read()
        == [0xfe, 0xff, 0xff, 0xff, 0, 0, 0, 0x40]
    )
    #expect(
      try Self.one(Self.packed(10, [.min, .max]), [2], type: 9).read()
        == [0, 0, 0, 0, 0, 0, 0, 0x80] + [UInt8](repeating: 0xff, count: 7) + [0x7f]
    )
    #expect(try Self.one(Self.packed(11, [1, 0]), [2], type: 10).read() == [1, 0])
    #expect(
      try Self.one(Self.packed(13, [0x3c00, 0xfe00]), [2], type: 19).read() == [0, 0x3c, 0, 0xfe]
    )
    #expect(try Self.one(Self.packed(13, [0x3f80]), [1], type: 14).read() == [0x80, 0x3f])
    #expect(
      try Self.one(Self.packed(16, [0xffff_ffff]), [1], type: 22).read() == [255, 255, 255, 255]
    )
    #expect(
      try Self.one(Self.packed(17, [-1]), [1], type: 23).read() == [UInt8](repeating: 255, count: 8)
    )
    #expect(try Self.one([], [0, 3], type: 3).read() == [])
  }

  @Test
  func `unpacks more numbers than a buffer holds`() throws {
    let values = (0..<400_000).map { $0 % 3 == 0 ? -$0 : $0 * 5000 }
    let region = try Self.one(Self.packed(7, values), [values.count], type: 3).open()
      .tensors[0].content.region()
    let isRight = unsafe region.bytes.withUnsafeBytes { bytes in
      values.indices.allSatisfy {
        unsafe bytes.loadUnaligned(fromByteOffset: $0 * 4, as: Int32.self) == Int32(values[$0])
      }
    }
    #expect(isRight)
  }

  @Test
  func `puts slices of records together`() throws {
    var table = TestTable(
      TestTable.Variable(
        "w",
        [2, 3],
        slices: [[(0, nil), (1, 2)], [(0, nil), (0, 1)]],
        Proto.bytes(5, TestBundle.numbers(0..<4)),
        Proto.bytes(5, TestBundle.numbers(8..<10))
      )
    )
    #expect(
      try table.read()
        == [8, 0, 1, 9, 2, 3].flatMap { TestBundle.numbers($0..<($0 + 1)) }
    )
    table.variables[0].slices[0][1] = (0, 2)
    try table.refused(.inconsistent, saying: "overlap")
    table.variables[0].slices = [[(0, nil), (1, 2)]]
    try table.refused(.inconsistent, saying: "gap")
  }

  @Test
  func `lists texts and declines to lend them`() throws {
    var table = Self.one(Proto.bytes(8, [1]) + Proto.bytes(8, []), [2], type: 7)
    #expect(try table.open().tensors.map(\.dtype) == [.string])
    try table.refused(.unsupported, saying: "text")
    table = Self.one(Proto.bytes(8, [1]), [2], type: 7)
    try table.refused(.inconsistent, saying: "1 texts")
    table = Self.one(Proto.bytes(8, [1]) + Proto.bytes(5, Self.six), [1], type: 7)
    try table.refused(.inconsistent, saying: "both")
  }

  @Test
  func `a large block is verified when its values are asked for`() throws {
    let count = 400_000
    var bytes = [UInt8](repeating: 0, count: count * 4)
    var table = TestTable(TestTable.Variable("small", [], Proto.bytes(5, [0, 0, 0, 0])))
    let big = TestTable.Variable("w", [count], Proto.bytes(5, bytes))
    table.variables.append(big)
    let entries = table.entries
    var file = TableBytes()
    file.blocks = [
      (TableBytes.Block(contents: Bytes.block(Array(entries[..<2]))), entries[1].key),
      (TableBytes.Block(contents: Bytes.block(Array(entries[2...]))), entries[2].key),
    ]
    bytes = file.bytes
    bytes[file.handles[1].offset + 200_000] ^= 1
    let tree = try MemoryTree(["m.ckpt": bytes])
    let reader = try TestTable.suite.open("m.ckpt", in: tree)
    #expect(try reader.tensors[0].content.region().byteCount == 4)
    for _ in 0..<2 {
      let error = #expect(throws: FormatError.self) { try reader.tensors[1].content.region() }
      #expect(error?.message.contains("damaged") == true)
    }
    bytes[file.handles[0].offset + 20] ^= 1
    try TestTable.suite.checkRejects(
      "m.ckpt",
      in: try MemoryTree(["m.ckpt": bytes]),
      code: .inconsistent,
      saying: "damaged"
    )
  }

  // MARK: - 71

  @Test
  func `71: rejects a table without its list`() throws {
    var table = Self.one(Proto.bytes(5, Self.six))
    table.meta = []
    try table.refused(.invalidValue, saying: "list")
    table.meta = Proto.bytes(2, [])
    try table.refused(.invalidValue, saying: "list")
    let bytes = TableBytes(Array(table.entries.dropFirst())).bytes
    try TestTable.suite.checkRejects(
      "m.ckpt",
      in: try MemoryTree(["m.ckpt": bytes]),
      code: .invalidValue,
      saying: "list"
    )
    table.meta = nil
    table.version = Proto.varint(2, 2)
    try table.refused(.unsupported, saying: "version")
  }

  @Test
  func `71: rejects a record under the key of another`() throws {
    var table = Self.one(Proto.bytes(5, Self.six))
    table.variables[0].keys = [TestBundle.key("v", [(0, nil), (0, nil)])]
    try table.refused(.inconsistent, saying: "key")
    table.variables[0].keys = [TestBundle.key("w", [(0, 2), (0, nil)])]
    try table.refused(.inconsistent, saying: "key")
    table.variables[0].keys = [[0x77]]
    try table.refused(.inconsistent, saying: "key")
  }

  @Test
  func `71: rejects a record that is not listed, and a slice without a record`() throws {
    var table = TestTable(
      TestTable.Variable("v", [2, 3], Proto.bytes(5, Self.six)),
      TestTable.Variable("w", [2, 3], Proto.bytes(5, Self.six))
    )
    table.meta = Proto.bytes(1, Proto.bytes(1, table.variables[0].meta))
    try table.refused(.inconsistent, saying: "'w' is not listed")
    table.meta = nil
    table.variables[1].data = []
    try table.refused(.inconsistent, saying: "no record")
    table = Self.one(Proto.bytes(5, Self.six))
    let meta = Proto.bytes(1, table.variables[0].meta)
    table.meta = Proto.bytes(1, meta + meta)
    try table.refused(.inconsistent, saying: "twice")
    table.meta = nil
    table.variables[0].slices = []
    table.variables[0].data = []
    try table.refused(.inconsistent, saying: "without slices")
  }

  @Test
  func `71: rejects too few and too many values`() throws {
    try Self.one(Proto.bytes(5, TestBundle.numbers(0..<5))).refused(
      .inconsistent,
      saying: "5 values"
    )
    try Self.one(Proto.bytes(5, TestBundle.numbers(0..<7))).refused(
      .inconsistent,
      saying: "7 values"
    )
    try Self.one(Proto.bytes(5, Self.six.dropLast())).refused(.inconsistent)
    try Self.one([]).refused(.inconsistent, saying: "0 values")
    try Self.one(Proto.bytes(4, Self.six.dropLast())).refused(.inconsistent)
    try Self.one(Self.packed(7, [1, 200]), [3], type: 3).refused(
      .inconsistent,
      saying: "2 of the 3"
    )
    try Self.one(Self.packed(7, [1, 2, 3]), [2], type: 3).refused(
      .inconsistent,
      saying: "more than"
    )
    try Self.one(Self.packed(7, [1]), [1 << 40], type: 3).refused(.inconsistent)
    try Self.one(Proto.bytes(7, [1, 0x80]), [2], type: 3).refused(.invalidValue, saying: "end")
    try Self.one(Proto.bytes(7, [UInt8](repeating: 0x80, count: 11) + [0]), [2], type: 3)
      .refused(.invalidValue, saying: "end")
  }

  @Test
  func `71: rejects values of both kinds, of two fields, or of another type's field`() throws {
    try Self.one(Proto.bytes(4, Self.six) + Proto.bytes(5, Self.six))
      .refused(.inconsistent, saying: "fields 4 and 5")
    try Self.one(Proto.bytes(5, Self.six) + Self.packed(7, [1])).refused(.inconsistent)
    try Self.one(Proto.bytes(5, Self.six) + Proto.bytes(5, Self.six))
      .refused(.invalidValue, saying: "twice")
    try Self.one(Proto.bytes(6, Self.six)).refused(.inconsistent, saying: "field 6")
    try Self.one(Proto.varint(1, 3) + Proto.bytes(5, Self.six)).refused(
      .inconsistent,
      saying: "type 3"
    )
    try Self.one(Proto.bytes(2, Proto.shape([6])) + Proto.bytes(5, Self.six))
      .refused(.inconsistent, saying: "shape [6]")
    try Self.one(Proto.fixed32(5, 0), []).refused(.invalidValue, saying: "wire type")
    try Self.one(Proto.bytes(15, [])).refused(.unsupported, saying: "variant")
  }

  @Test(arguments: [
    (4, 256), (4, -1), (6, 128), (6, -129), (5, 32768), (17, -1), (3, 1 << 31), (3, -(1 << 31) - 1),
  ])
  func `71: rejects a number that its type does not have`(_ type: Int, _ value: Int) throws {
    try Self.one(Self.packed(7, [value]), [1], type: type)
      .refused(.invalidValue, saying: "not an element")
  }

  @Test
  func `71: rejects booleans above 1, halves and unsigned numbers above their bits`() throws {
    try Self.one(Self.packed(11, [2]), [1], type: 10).refused(.invalidValue)
    try Self.one(Self.packed(13, [0x10000]), [1], type: 19).refused(.invalidValue)
    try Self.one(Self.packed(16, [1 << 32]), [1], type: 22).refused(.invalidValue)
  }

  @Test
  func `rejects two tables that say different things of one variable`() throws {
    let rows: (Int) -> [[(start: Int, length: Int?)]] = { [[($0, 1), (0, nil)]] }
    let first = TestTable(
      TestTable.Variable("w", [2, 3], slices: rows(0), Proto.bytes(5, TestBundle.numbers(0..<3)))
    )
    var second = TestTable(
      TestTable.Variable("w", [2, 3], slices: rows(1), Proto.bytes(5, TestBundle.numbers(3..<6)))
    )
    func tree() throws -> MemoryTree {
      try MemoryTree(["m-00000-of-00002": first.bytes, "m-00001-of-00002": second.bytes])
    }
    let reader = try TestTable.suite.open("m-00000-of-00002", in: try tree())
    #expect(try reader.tensors[0].content.region().prefix(99) == Self.six)
    #expect(reader.files == ["m-00000-of-00002", "m-00001-of-00002"])
    second.variables[0].shape = [3, 3]
    try TestTable.suite.checkRejects("m-00000-of-00002", in: try tree(), code: .inconsistent)
    second.variables[0].shape = [2, 3]
    second.variables[0].slices = rows(0)
    try TestTable.suite.checkRejects(
      "m-00000-of-00002",
      in: try tree(),
      code: .inconsistent,
      saying: "overlap"
    )
  }

  @Test
  func `14: rejects names that no tensor may have`() throws {
    for (name, code) in [("", FormatError.Code.invalidValue), ("a\nb", .invalidValue)] {
      try TestTable(TestTable.Variable(name, [], Proto.bytes(5, [0, 0, 0, 0]))).refused(code)
    }
    let long = String(repeating: "n", count: 513)
    try TestTable(TestTable.Variable(long, [], Proto.bytes(5, [0, 0, 0, 0])))
      .refused(.limitExceeded, saying: "ParsingLimits.nameBytes")
  }

  // MARK: - Laziness

  /// A table of a hundred variables of 1 GiB, each in a block of its own with a false checksum, which
  /// is found when its bytes are asked for.
  @Test
  func `opens a table of a hundred gigabytes without touching its values`() throws {
    let share = 1 << 30
    var table = TestTable()
    table.variables = (0..<100).map { TestTable.Variable("w\($0)", [share / 4]) }
    let list = TableBytes.Block(contents: Bytes.block(table.entries))
    var runs = [(bytes: list.stored, hole: 0)]
    var bounds: [(key: [UInt8], value: [UInt8])] = [([], Bytes.handle(0, list.contents.count))]
    var offset = list.stored.count
    let keys = table.variables.map { (TestBundle.key($0.name, [(0, nil)]), $0.name) }
    for (key, name) in keys.sorted(by: { $0.0.lexicographicallyPrecedes($1.0) }) {
      let numbers = [0x2a] + Bytes.varint(share)
      let tensor = [0x1a] + Bytes.varint(numbers.count + share) + numbers
      let slice = Proto.bytes(1, Array(name.utf8)) + Proto.bytes(2, Proto.slice([(0, nil)]))
      let value = [0x12] + Bytes.varint(slice.count + tensor.count + share) + slice + tensor
      let lengths = Bytes.varint(0) + Bytes.varint(key.count) + Bytes.varint(value.count + share)
      let head = lengths + key + value
      let restarts = Bytes.block([], restarts: [0])
      bounds.append((key, Bytes.handle(offset, head.count + share + restarts.count)))
      runs += [(head, share), (restarts + [0, 1, 2, 3, 4], 0)]
      offset += head.count + share + restarts.count + 5
    }
    let metaindex = TableBytes().metaindex
    let index = TableBytes.Block(contents: Bytes.block(bounds, every: 1))
    let footer = Bytes.footer(
      (offset: offset, count: metaindex.contents.count),
      (offset: offset + metaindex.stored.count, count: index.contents.count)
    )
    runs.append((metaindex.stored + index.stored + footer, 0))
    let file = try SparseFile("m.ckpt", runs)
    let reader = try TestTable.suite.open("m.ckpt", in: MemoryTree(["m.ckpt": file.region]))
    #expect(reader.tensors.count == 100)
    #expect(reader.tensors.allSatisfy { $0.byteCount == share })
    #expect(file.touchedByteCount == 0)
  }
}
