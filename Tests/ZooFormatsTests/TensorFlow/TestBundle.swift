import ZooTensors
import ZooTestSupport

@testable import ZooFormats

/// A bundle made by a test: entries as fields, so that each can be wrong.
struct TestBundle {
  /// The fields of a `BundleEntryProto`.
  struct Entry {
    var key: [UInt8]
    var type = 1
    var shape: [Int] = []
    var shard = 0
    var offset = 0
    var byteCount = 0
    var checksum: UInt32 = 0
    var slices: [[UInt8]] = []
    /// Bytes after the fields.
    var extra: [UInt8] = []

    var value: [UInt8] {
      Proto.varint(1, type) + Proto.bytes(2, Proto.shape(shape)) + Proto.varint(3, shard)
        + Proto.varint(4, offset) + Proto.varint(5, byteCount) + Proto.fixed32(6, checksum)
        + slices.flatMap { Proto.bytes(7, $0) } + extra
    }
  }

  var header: [UInt8]? = Proto.varint(1, 1) + Proto.bytes(3, Proto.varint(1, 1))
  var entries: [Entry] = []
  var shards: [[UInt8]] = [[]]
  /// Files that are added or, with `nil`, left out.
  var changes: [String: [UInt8]?] = [:]
  var isSnappy = false

  static func numbers(_ range: Range<Int>) -> [UInt8] {
    range.flatMap { Bytes.little(Float($0).bitPattern) }
  }

  /// Appends a tensor's bytes to a shard and its entry to the index.
  mutating func add(
    _ key: [UInt8],
    _ shape: [Int],
    _ bytes: [UInt8],
    type: Int = 1,
    shard: Int = 0,
    checksum: UInt32? = nil
  ) {
    entries.append(
      Entry(
        key: key,
        type: type,
        shape: shape,
        shard: shard,
        offset: shards[shard].count,
        byteCount: bytes.count,
        checksum: checksum ?? Bytes.masked(bytes)
      )
    )
    shards[shard] += bytes
  }

  mutating func add(_ name: String, _ shape: [Int], _ bytes: [UInt8], type: Int = 1) {
    add(Array(name.utf8), shape, bytes, type: type)
  }

  /// One variable `w` of [4, 3] in slices, each [rows, 3] unless stated; the numbers are 0 to 11.
  static func sliced(_ rows: [(start: Int, length: Int?)]) -> TestBundle {
    var bundle = TestBundle()
    var whole = Entry(key: Array("w".utf8), shape: [4, 3])
    for row in rows {
      whole.slices.append(Proto.slice([row, (0, nil)]))
      let count = row.length ?? 4
      bundle.add(
        key("w", [row, (0, nil)]),
        [count, 3],
        numbers(0..<(3 * count))
      )
    }
    bundle.entries.append(whole)
    return bundle
  }

  static func key(_ name: String, _ extents: [(start: Int, length: Int?)]) -> [UInt8] {
    var code = OrderedCode()
    code.append(number: 0)
    code.append(text: name.utf8)
    code.append(number: UInt64(extents.count))
    for extent in extents {
      code.append(signed: Int64(extent.start))
      code.append(signed: Int64(extent.length ?? -1))
    }
    return code.bytes
  }

  var table: TableBytes {
    var all = entries.map { (key: $0.key, value: $0.value) }
    if let header { all.append((key: [], value: header)) }
    return TableBytes(
      all.sorted { $0.key.lexicographicallyPrecedes($1.key) },
      isSnappy: isSnappy
    )
  }

  func tree(index: [UInt8]? = nil) throws -> MemoryTree {
    var files = ["m.index": index ?? table.bytes]
    for (number, bytes) in shards.enumerated() {
      files["m.data-0000\(number)-of-0000\(shards.count)"] = bytes
    }
    for (name, bytes) in changes { files[name] = bytes }
    return try MemoryTree(files)
  }

  static let suite = CheckpointReaderSuite(TensorFlowBundleReader.self)

  func open() throws -> TensorFlowBundleReader { try Self.suite.open("m.index", in: try tree()) }

  /// Requires that the bundle is refused.
  func refused(_ code: FormatError.Code? = nil, saying words: String = "") throws {
    try Self.suite.checkRejects("m.index", in: try tree(), code: code, saying: words)
  }

  static func refused(
    table: TableBytes,
    _ code: FormatError.Code? = nil,
    saying words: String = ""
  ) throws {
    let tree = try TestBundle().tree(index: table.bytes)
    try suite.checkRejects("m.index", in: tree, code: code, saying: words)
  }
}
