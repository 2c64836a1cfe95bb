import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

/// Items 60 to 65 of the checklist: the sorted table below both checkpoint formats.
@Suite
struct TensorFlowTableFormatTests {
  static let header = TestBundle().header ?? []
  static let entry = TestBundle.Entry(
    key: Array("w".utf8),
    shape: [1],
    byteCount: 4,
    checksum: Bytes.masked([0, 0, 128, 63])
  )
  static let entries: [(key: [UInt8], value: [UInt8])] = [([], header), (entry.key, entry.value)]

  static func tree(_ table: TableBytes) throws -> MemoryTree {
    var bundle = TestBundle()
    bundle.shards = [[0, 0, 128, 63]]
    return try bundle.tree(index: table.bytes)
  }

  static func reads(_ table: TableBytes) throws {
    let reader = try TestBundle.suite.open("m.index", in: try tree(table))
    #expect(reader.tensors.map(\.name) == ["w"])
    #expect(try reader.tensors[0].content.region().prefix(9) == [0, 0, 128, 63])
  }

  static func refuses(
    _ table: TableBytes,
    _ code: FormatError.Code? = nil,
    saying words: String = ""
  ) throws {
    try TestBundle.suite.checkRejects("m.index", in: try tree(table), code: code, saying: words)
  }

  @Test
  func `reads the table that the others are variations of`() throws {
    try Self.reads(TableBytes(Self.entries))
    try Self.reads(TableBytes(Self.entries, isSnappy: true))
  }

  @Test
  func `the number of keys and their size have limits of their own`() throws {
    let tree = try Self.tree(TableBytes(Self.entries))
    var limits = ParsingLimits()
    limits.tensorCount = 1
    try CheckpointReaderSuite(TensorFlowBundleReader.self, limits: limits).checkRejects(
      "m.index",
      in: tree,
      code: .limitExceeded,
      saying: "the number of keys 2 exceeds the limit 1; raise ParsingLimits.tensorCount"
    )
    limits = ParsingLimits()
    limits.stringBytes = 0
    try CheckpointReaderSuite(TensorFlowBundleReader.self, limits: limits).checkRejects(
      "m.index",
      in: tree,
      code: .limitExceeded,
      saying: "the size of all keys 1 exceeds the limit 0; raise ParsingLimits.stringBytes"
    )
  }

  @Test
  func `reads several blocks, plain and compressed, and a compressed index`() throws {
    var table = TableBytes()
    table.blocks = [
      (TableBytes.Block(contents: Bytes.snappy(Bytes.block([Self.entries[0]])), type: 1), [0x20]),
      (TableBytes.Block(contents: Bytes.block([Self.entries[1]])), Array("x".utf8)),
    ]
    try Self.reads(table)
    let handles = table.handles
    let contents = Bytes.block(
      [
        ([0x20], Bytes.handle(handles[0].offset, handles[0].count)),
        (Array("x".utf8), Bytes.handle(handles[1].offset, handles[1].count)),
      ],
      every: 1
    )
    table.index = TableBytes.Block(contents: Bytes.snappy(contents), type: 1)
    try Self.reads(table)
  }

  // MARK: - 60

  @Test
  func `60: rejects a file shorter than a footer`() throws {
    for count in [0, 1, 8, 47] {
      let tree = try TestBundle().tree(index: Array(TableBytes(Self.entries).bytes.suffix(count)))
      try TestBundle.suite.checkRejects("m.index", in: tree, code: .truncated, saying: "48")
    }
  }

  @Test
  func `60: rejects another magic number, and padding that is not zero`() throws {
    var table = TableBytes(Self.entries)
    table.footer = table.bytes.suffix(48).dropLast() + [0]
    try Self.refuses(table, .invalidValue, saying: "magic")
    table.footer = nil
    table.footer = table.bytes.suffix(48).dropLast(9) + [1] + Bytes.magic
    try Self.refuses(table, .invalidValue, saying: "padding")
  }

  // MARK: - 61

  @Test(arguments: [
    (Int.max, 1), (1, Int.max), (Int.max - 4, 0), (-1, 5), (5, -1), (0, 1 << 40), (1000, 0),
  ])
  func `61: rejects a block handle outside the file`(_ handle: (Int, Int)) throws {
    var table = TableBytes(Self.entries)
    let last = table.handles[1]
    table.footer = Bytes.footer((last.offset, last.count), (handle.0, handle.1))
    try Self.refuses(table)
    table.footer = nil
    table.index = TableBytes.Block(
      contents: Bytes.block([(Array("w".utf8), Bytes.handle(handle.0, handle.1))])
    )
    try Self.refuses(table)
  }

  @Test
  func `61: rejects a varint longer than ten bytes, and bytes after a handle`() throws {
    var table = TableBytes(Self.entries)
    let long = [UInt8](repeating: 0x80, count: 10) + [0]
    table.index = TableBytes.Block(contents: Bytes.block([(Array("w".utf8), long + [1])]))
    try Self.refuses(table, .invalidValue, saying: "varint")
    let handle = table.handles[0]
    table.index = TableBytes.Block(
      contents: Bytes.block([(Array("w".utf8), Bytes.handle(handle.offset, handle.count) + [0])])
    )
    try Self.refuses(table, .invalidValue, saying: "handle")
  }

  @Test
  func `61: rejects blocks that overlap`() throws {
    var table = TableBytes(Self.entries)
    let handle = table.handles[0]
    table.index = TableBytes.Block(
      contents: Bytes.block([
        (Array("w".utf8), Bytes.handle(handle.offset, handle.count)),
        (Array("x".utf8), Bytes.handle(handle.offset, handle.count)),
      ])
    )
    try Self.refuses(table, .inconsistent, saying: "overlap")
  }

  // MARK: - 62

  @Test
  func `62: rejects a block whose checksum is another`() throws {
    var table = TableBytes(Self.entries)
    table.blocks[0].block.checksum = 1
    try Self.refuses(table, .inconsistent, saying: "damaged")
    table = TableBytes(Self.entries)
    table.metaindex.checksum = 1
    try Self.refuses(table, .inconsistent, saying: "damaged")
    table = TableBytes(Self.entries, isSnappy: true)
    table.blocks[0].block.checksum = 1
    try Self.refuses(table, .inconsistent, saying: "damaged")
  }

  // MARK: - 63

  @Test
  func `63: rejects a block of another compression`() throws {
    for type: UInt8 in [2, 3, 4, 255] {
      var table = TableBytes(Self.entries)
      table.blocks[0].block.type = type
      try Self.refuses(table, .unsupported, saying: "compression \(type)")
    }
  }

  @Test
  func `63: rejects damaged snappy in a block with the right checksum`() throws {
    let contents = TableBytes(Self.entries).blocks[0].block.contents
    let good = Bytes.snappy(contents)
    let wrong: [[UInt8]] = [
      [], [0xff, 0xff, 0xff, 0xff, 0x7f], good.dropLast(),
      Bytes.varint(contents.count + 1) + good.dropFirst(1),
      Bytes.varint(contents.count - 1) + good.dropFirst(1),
    ]
    for bytes in wrong {
      var table = TableBytes(Self.entries)
      table.blocks[0].block = TableBytes.Block(contents: bytes, type: 1)
      try Self.refuses(table)
    }
  }

  // MARK: - 64

  static func block(_ contents: [UInt8]) -> TableBytes {
    var table = TableBytes(entries)
    table.blocks[0].block.contents = contents
    return table
  }

  @Test(
    arguments: [[], [2], [0, 1], [0, 3], [1], [0, 0], [0, .max], [0, 10_000]] as [[UInt32]]
  )
  func `64: rejects restarts that are not where entries begin`(_ restarts: [UInt32]) throws {
    let good = Bytes.entry([], Self.header) + Bytes.entry(Self.entry.key, Self.entry.value)
    try Self.refuses(Self.block(Bytes.block(good, restarts: restarts)), .invalidValue)
  }

  @Test
  func `64: rejects more restarts than the block has room for`() throws {
    let good = Bytes.entry([], Self.header)
    for count: UInt32 in [100, 0x4000_0001, .max] {
      try Self.refuses(
        Self.block(good + Bytes.little(0) + Bytes.little(count)),
        .invalidValue,
        saying: "restarts"
      )
    }
    try Self.refuses(Self.block([0, 0, 0]), .truncated)
  }

  @Test
  func `64: rejects an entry that shares more than the previous key has`() throws {
    let bytes = Bytes.entry([], Self.header) + Bytes.entry(shared: 1, [1], Self.entry.value)
    try Self.refuses(
      Self.block(Bytes.block(bytes, restarts: [0])),
      .invalidValue,
      saying: "shares"
    )
  }

  @Test
  func `64: rejects sharing at a restart`() throws {
    let bytes = Bytes.entry([], Self.header) + Bytes.entry([1], Self.header)
    let next = Bytes.entry(shared: 1, [1], Self.entry.value)
    try Self.refuses(
      Self.block(Bytes.block(bytes + next, restarts: [0, UInt32(bytes.count)])),
      .invalidValue,
      saying: "restart"
    )
  }

  @Test
  func `64: rejects lengths that end outside the block or overflow`() throws {
    for (unshared, count) in [
      (1, 1_000_000), (1_000_000, 1), (Int.max, Int.max), (-1, 2), (0xffff_ffff, 2),
      (1, 0xffff_ffff),
    ] {
      let bytes =
        Bytes.entry([], Self.header) + Bytes.varint(0) + Bytes.varint(unshared)
        + Bytes.varint(count) + [1, 2, 3]
      try Self.refuses(Self.block(Bytes.block(bytes, restarts: [0])), .truncated)
    }
  }

  @Test
  func `64: rejects keys longer than names can be`() throws {
    let long = [UInt8](repeating: 97, count: 4000)
    try Self.refuses(
      TableBytes([Self.entries[0], (long, Self.entry.value)]),
      .limitExceeded,
      saying: "nameBytes"
    )
  }

  // MARK: - 65

  @Test
  func `65: rejects keys that do not increase, in a block and between blocks`() throws {
    let twice = [Self.entries[0], Self.entries[1], Self.entries[1]]
    try Self.refuses(TableBytes(twice), .inconsistent, saying: "order")
    try Self.refuses(
      TableBytes([Self.entries[0], ([0x78], Self.entry.value), Self.entries[1]]),
      .inconsistent,
      saying: "order"
    )
    var table = TableBytes()
    table.blocks = [
      (TableBytes.Block(contents: Bytes.block(Self.entries)), Array("w".utf8)),
      (TableBytes.Block(contents: Bytes.block([Self.entries[1]])), Array("x".utf8)),
    ]
    try Self.refuses(table, .inconsistent, saying: "order")
  }

  @Test
  func `65: rejects keys that are not between the bounds of the index`() throws {
    var table = TableBytes(Self.entries)
    table.blocks[0].bound = Array("a".utf8)
    try Self.refuses(table, .inconsistent, saying: "index")
    table.blocks = [
      (TableBytes.Block(contents: Bytes.block([Self.entries[0]])), Array("x".utf8)),
      (TableBytes.Block(contents: Bytes.block([Self.entries[1]])), Array("y".utf8)),
    ]
    try Self.refuses(table, .inconsistent, saying: "index")
  }
}
