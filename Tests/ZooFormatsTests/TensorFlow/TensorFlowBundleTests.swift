import Testing
import ZooTensors
import ZooTestSupport

@testable import ZooFormats

/// Items 33 and 66 to 70 of the checklist: what an index says, and the data files.
@Suite
struct TensorFlowBundleTests {
  static func one(_ change: (inout TestBundle.Entry) -> Void = { _ in }) -> TestBundle {
    var bundle = TestBundle()
    bundle.add("w", [2, 3], TestBundle.numbers(0..<6))
    change(&bundle.entries[0])
    return bundle
  }

  @Test
  func `reads the bundle that the others are variations of`() throws {
    let reader = try Self.one().open()
    #expect(reader.tensors.map(\.shape.dimensions) == [[2, 3]])
    #expect(try reader.tensors[0].content.region().prefix(99) == TestBundle.numbers(0..<6))
    #expect(reader.files == ["m.index", "m.data-00000-of-00001"])
    #expect(reader.notes.isEmpty)
  }

  @Test
  func `keeps names with colons and slashes, sorted by their bytes`() throws {
    var bundle = TestBundle()
    let names = ["b:0", "a/b", "a:0", "層/核:0", "model/.ATTRIBUTES/VARIABLE_VALUE"]
    for (number, name) in names.enumerated() {
      bundle.add(name, [1], TestBundle.numbers(number..<(number + 1)))
    }
    let found = try bundle.open().tensors.map(\.name)
    #expect(found == names.sorted { $0.precedesInUTF8($1) })
  }

  @Test
  func `leaves out variables of types that are not read, and says so`() throws {
    var bundle = Self.one()
    bundle.add("table", [], [1, 2, 3], type: 20)
    let reader = try bundle.open()
    #expect(reader.tensors.map(\.name) == ["w"])
    #expect(reader.notes == ["left out 'table': elements of type resource are not read"])
  }

  @Test
  func `reads the variables of a SavedModel and names its graph`() throws {
    let bundle = Self.one()
    let tree = try MemoryTree([
      "1/saved_model.pb": [8, 1],
      "1/variables/variables.index": bundle.table.bytes,
      "1/variables/variables.data-00000-of-00001": bundle.shards[0],
    ])
    let reader = try TestBundle.suite.open("1/variables/variables.index", in: tree)
    #expect(try reader.tensors[0].content.region().byteCount == 24)
    #expect(
      reader.notes == ["'1/saved_model.pb' beside it is not read: its variables are all here"]
    )
  }

  // MARK: - 33

  @Test
  func `33: rejects a missing data file, and says which there are`() throws {
    var bundle = Self.one()
    bundle.changes["m.data-00000-of-00001"] = .some(nil)
    try bundle.refused(.inconsistent, saying: "found none")
    bundle.changes["m.data-00000-of-00002"] = []
    try bundle.refused(.inconsistent, saying: "'m.data-00000-of-00002'")
    bundle.header = Proto.varint(1, 2)
    bundle.changes = ["m.data-00000-of-00002": bundle.shards[0]]
    try bundle.refused(.inconsistent, saying: "m.data-00001-of-00002")
  }

  @Test
  func `33: says that files of another save are not read`() throws {
    var bundle = Self.one()
    bundle.changes["m.data-00001-of-00002"] = [1]
    #expect(
      try bundle.open().notes == ["'m.data-00001-of-00002' belongs to another save and is not read"]
    )
  }

  @Test
  func `33: rejects an index of another name`() throws {
    let bundle = Self.one()
    let tree = try MemoryTree([
      "m": bundle.table.bytes, "m.data-00000-of-00001": bundle.shards[0],
    ])
    try TestBundle.suite.checkRejects(
      "m",
      in: tree,
      code: .invalidValue,
      saying: "model.ckpt.index"
    )
  }

  // MARK: - 66

  @Test
  func `66: rejects an index without a header`() throws {
    var bundle = Self.one()
    bundle.header = nil
    try bundle.refused(.invalidValue, saying: "\"\"")
    try TestBundle.refused(table: TableBytes(), .invalidValue, saying: "\"\"")
    #expect(
      !TensorFlowBundleReader.recognizes(try FileProbe("m.index", in: try bundle.tree()))
    )
  }

  @Test(arguments: [0, -1, 100_001, Int.max, Int.min])
  func `66: rejects a number of data files that cannot be`(_ count: Int) throws {
    var bundle = Self.one()
    bundle.header = Proto.varint(1, count)
    try bundle.refused()
  }

  @Test
  func `66: rejects big-endian checkpoints and those for later readers`() throws {
    var bundle = Self.one()
    let count = Proto.varint(1, 1)
    bundle.header = count + Proto.varint(2, 1)
    try bundle.refused(.unsupported, saying: "big-endian")
    bundle.header = count + Proto.bytes(3, Proto.varint(1, 3) + Proto.varint(2, 2))
    try bundle.refused(.unsupported, saying: "version 2")
    bundle.header = count + Proto.bytes(3, Proto.bytes(3, [5, 1]))
    try bundle.refused(.unsupported, saying: "forbids")
    bundle.header = count + Proto.bytes(3, Proto.varint(3, 1))
    try bundle.refused(.unsupported, saying: "forbids")
    bundle.header = count + Proto.bytes(3, Proto.varint(2, 1) + Proto.bytes(3, [5, 7]))
    #expect(try bundle.open().tensors.count == 1)
  }

  // MARK: - 67

  @Test
  func `67: rejects places outside the data files`() throws {
    try Self.one { $0.shard = 1 }.refused(.invalidValue, saying: "data file 1")
    try Self.one { $0.shard = .max }.refused(.invalidValue)
    try Self.one { $0.shard = -1 }.refused(.invalidValue, saying: "negative")
    try Self.one { $0.offset = -1 }.refused(.invalidValue, saying: "negative")
    try Self.one { $0.byteCount = -24 }.refused(.invalidValue, saying: "negative")
    try Self.one { $0.offset = 1 }.refused(.truncated, saying: "outside")
    try Self.one { $0.offset = .max }.refused(.invalidValue, saying: "overflow")
    try Self.one { ($0.byteCount, $0.shape) = (28, [7]) }.refused(.truncated, saying: "outside")
  }

  @Test
  func `67: rejects entries that share bytes`() throws {
    var bundle = Self.one()
    bundle.add("x", [2], TestBundle.numbers(6..<8))
    #expect(try bundle.open().tensors.count == 2)
    bundle.entries[1].offset = 20
    try bundle.refused(.inconsistent, saying: "share")
    bundle = Self.one()
    bundle.entries.append(bundle.entries[0])
    bundle.entries[1].key = Array("tied".utf8)
    try bundle.refused(.inconsistent, saying: "share")
  }

  @Test
  func `67: rejects a data file that is cut short`() throws {
    let bundle = Self.one()
    for count in 0..<24 {
      var cut = bundle
      cut.shards[0] = Array(bundle.shards[0].prefix(count))
      try cut.refused(.truncated, saying: "fetch")
    }
  }

  // MARK: - 68

  @Test
  func `68: rejects shapes that are unknown, too large, or not of the size`() throws {
    try Self.one { $0.shape = [-1, 3] }.refused(.invalidValue, saying: "negative")
    try Self.one { $0.shape = [1 << 40, 1 << 40] }.refused(.invalidValue, saying: "overflow")
    try Self.one { $0.shape = [1 << 40, 1 << 40, 0] }.refused(.invalidValue, saying: "overflow")
    try Self.one { $0.shape = [1 << 62] }.refused(.limitExceeded)
    try Self.one { $0.shape = [1 << 40, 1 << 22] }.refused(.invalidValue, saying: "overflow")
    try Self.one { $0.shape = [2, 4] }.refused(.inconsistent, saying: "states 24")
    try Self.one { $0.shape = [] }.refused(.inconsistent, saying: "states 24")
    try Self.one { $0.shape = [UInt8](repeating: 1, count: 9).map(Int.init) }
      .refused(.limitExceeded, saying: "rank")
    try Self.one { $0.type = 2 }.refused(.inconsistent, saying: "F64")
    var bundle = Self.one()
    bundle.entries[0].extra = Proto.bytes(2, Proto.varint(3, 1))
    try bundle.refused(.invalidValue, saying: "twice")
    let rankless = Proto.varint(1, 1) + Proto.bytes(2, Proto.varint(3, 1))
    try TestBundle.refused(
      table: TableBytes([([], TestBundle().header ?? []), (Array("w".utf8), rankless)]),
      .invalidValue,
      saying: "unknown rank"
    )
  }

  @Test(arguments: [0, 33, 99, 101, Int.max, -1])
  func `26: rejects an element type that TensorFlow does not have`(_ type: Int) throws {
    try Self.one { $0.type = type }.refused(.invalidValue, saying: "type")
  }

  @Test
  func `14: rejects names that no tensor may have`() throws {
    try Self.one { $0.key = Array("a\nb".utf8) }.refused(.invalidValue, saying: "control")
    try Self.one { $0.key = [0x61, 0xff] }.refused(.invalidValue, saying: "UTF-8")
    try Self.one { $0.key = [UInt8](repeating: 97, count: 513) }.refused(.limitExceeded)
  }

  // MARK: - 69

  @Test
  func `69: rejects bytes with another checksum when they are asked for, and again`() throws {
    var bundle = Self.one()
    bundle.add("x", [2], TestBundle.numbers(6..<8))
    bundle.shards[0][5] ^= 1
    let reader = try bundle.open()
    #expect(try reader.tensors[1].content.region().byteCount == 8)
    for _ in 0..<2 {
      #expect(throws: FormatError.self) { try reader.tensors[0].content.region() }
    }
    try Self.one { $0.checksum = 0 }.refused(.inconsistent, saying: "damaged")
  }

  static func text(_ lengths: [Int], _ bytes: [UInt8], checksum: UInt32? = nil) -> TestBundle {
    var bundle = TestBundle()
    let fixed = lengths.flatMap { Bytes.little(UInt32(truncatingIfNeeded: $0)) }
    let check = Bytes.little(checksum ?? Bytes.masked(fixed))
    let stored = lengths.flatMap(Bytes.varint) + check + bytes
    bundle.add(
      Array("s".utf8),
      [lengths.count],
      stored,
      type: 7,
      checksum: Bytes.masked(fixed + check + bytes)
    )
    return bundle
  }

  @Test
  func `69: verifies text and then declines to lend it`() throws {
    let good = Self.text([2, 0, 300], [UInt8](repeating: 7, count: 302))
    #expect(try good.open().tensors.map(\.dtype) == [.string])
    try good.refused(.unsupported, saying: "text")
    try Self.text([], []).refused(.unsupported, saying: "text")
    try Self.text([1], [1], checksum: 3).refused(.inconsistent, saying: "lengths")
    try Self.text([2], [1]).refused(.inconsistent, saying: "by their lengths")
    try Self.text([1], [1, 1]).refused(.inconsistent, saying: "by their lengths")
    try Self.text([.max, .max], [1]).refused(.invalidValue, saying: "overflow")
    try Self.text([-1], [1]).refused(.invalidValue)
    var bundle = good
    bundle.shards[0][20] ^= 1
    try bundle.refused(.inconsistent, saying: "damaged")
    bundle = good
    bundle.entries[0].shape = [307]
    try bundle.refused(.inconsistent, saying: "texts")
  }

  // MARK: - 70

  static func read(_ bundle: TestBundle) throws -> [UInt8] {
    try bundle.open().tensors[0].content.region().prefix(99)
  }

  @Test
  func `70: puts slices together`() throws {
    let expected = TestBundle.numbers(0..<3) + TestBundle.numbers(0..<9)
    #expect(try Self.read(.sliced([(0, 1), (1, 3)])) == expected)
    #expect(try Self.read(.sliced([(1, 3), (0, 1)])) == expected)
    #expect(try Self.read(.sliced([(0, nil)])) == TestBundle.numbers(0..<12))
    #expect(try Self.read(.sliced([(0, 4)])) == TestBundle.numbers(0..<12))
  }

  @Test
  func `70: rejects slices that overlap, leave a gap or are outside`() throws {
    try TestBundle.sliced([(0, 2), (1, 3)]).refused(.inconsistent, saying: "overlap")
    try TestBundle.sliced([(0, 1), (2, 2)]).refused(.inconsistent, saying: "gap")
    try TestBundle.sliced([(0, 3)]).refused(.inconsistent, saying: "gap")
    try TestBundle.sliced([(0, nil), (0, 4)]).refused(.inconsistent, saying: "overlap")
    try TestBundle.sliced([(0, 1), (1, 4)]).refused(.invalidValue, saying: "axis 0")
    try TestBundle.sliced([(5, 1)]).refused(.invalidValue, saying: "axis 0")
    var bundle = TestBundle.sliced([(0, 1), (1, 3)])
    bundle.entries[2].slices[1] = Proto.slice([(1, 0), (0, nil)])
    try bundle.refused(.invalidValue, saying: "not positive")
    bundle.entries[2].slices[1] = Proto.slice([(-1, 3), (0, nil)])
    try bundle.refused(.invalidValue, saying: "negative")
    bundle.entries[2].slices[1] = Proto.slice([(1, .max), (0, nil)])
    try bundle.refused()
    bundle.entries[2].slices[1] = Proto.slice([(1, 3)])
    try bundle.refused(.inconsistent)
    bundle.entries[2].slices[1] = Proto.slice([(1, nil), (0, nil)])
    try bundle.refused(.invalidValue, saying: "starts at 1")
    bundle.entries[2].slices[1] = bundle.entries[2].slices[0]
    try bundle.refused(.inconsistent)
  }

  @Test
  func `70: rejects a slice without its entry, or an entry without its variable`() throws {
    var bundle = TestBundle.sliced([(0, 1), (1, 3)])
    bundle.entries.remove(at: 0)
    try bundle.refused(.inconsistent, saying: "missing")
    bundle = TestBundle.sliced([(0, 1), (1, 3)])
    bundle.entries.remove(at: 2)
    try bundle.refused(.inconsistent, saying: "belongs to no variable")
  }

  @Test
  func `70: rejects a slice of another type or shape, and a whole with bytes`() throws {
    var bundle = TestBundle.sliced([(0, 1), (1, 3)])
    bundle.entries[1].type = 3
    try bundle.refused(.inconsistent, saying: "slice")
    bundle = TestBundle.sliced([(0, 1), (1, 3)])
    bundle.entries[1].shape = [9]
    try bundle.refused(.inconsistent, saying: "slice")
    bundle = TestBundle.sliced([(0, 1), (1, 3)])
    bundle.entries[2].byteCount = 48
    try bundle.refused(.inconsistent, saying: "of its own")
    bundle = TestBundle.sliced([(0, 1), (1, 3)])
    bundle.entries[1].slices = [Proto.slice([(0, nil), (0, nil)])]
    try bundle.refused()
  }

  @Test
  func `69: rejects a slice with another checksum`() throws {
    var bundle = TestBundle.sliced([(0, 1), (1, 3)])
    bundle.shards[0][15] ^= 4
    try bundle.refused(.inconsistent, saying: "damaged")
  }

  // MARK: - Laziness

  @Test
  func `opens a bundle of a hundred gigabytes without touching its data`() throws {
    let byteCount = 100_000_000_000
    var bundle = TestBundle()
    bundle.add("a", [2], TestBundle.numbers(1..<3))
    bundle.entries.append(
      TestBundle.Entry(
        key: Array("w".utf8),
        shape: [50_000, 500_000],
        offset: 8,
        byteCount: byteCount
      )
    )
    let data = try SparseFile("m.data-00000-of-00001", [(bundle.shards[0], byteCount)])
    let index = ByteRegion(try ByteStore.copying(bundle.table.bytes, name: "m.index"))
    let tree = MemoryTree(["m.index": index, "m.data-00000-of-00001": data.region])
    // The checksum of `w` is false, which is found when its bytes are asked for.
    let reader = try TestBundle.suite.open("m.index", in: tree)
    #expect(reader.tensors.map(\.byteCount) == [8, byteCount])
    #expect(try reader.tensors[0].content.region().prefix(8) == TestBundle.numbers(1..<3))
    #expect(data.touchedByteCount == 0)
  }

  @Test
  func `28: rejects a truth value that is neither 0 nor 1`() throws {
    var bundle = TestBundle()
    bundle.add("mask", [3], [0, 1, 2], type: 10)
    try bundle.refused(.invalidValue, saying: "'mask' is BOOL but has a byte that is neither")
  }
}
