import ZooTestSupport

/// Assembles pickles by hand, instruction by instruction.
enum P {
  typealias Bytes = [UInt8]

  static let none: Bytes = [0x4e]
  static let yes: Bytes = [0x88]
  static let no: Bytes = [0x89]
  static let mark: Bytes = [0x28]
  static let stop: Bytes = [0x2e]
  static let emptyTuple: Bytes = [0x29]
  static let emptyDict: Bytes = [0x7d]
  static let emptyList: Bytes = [0x5d]
  static let build: Bytes = [0x62]
  static let setItems: Bytes = [0x75]
  static let setItem: Bytes = [0x73]
  static let append: Bytes = [0x61]
  static let persid: Bytes = [0x51]

  /// A whole pickle.
  static func pickle(_ object: Bytes, protocol version: UInt8 = 2) -> Bytes {
    [0x80, version] + object + stop
  }

  static func ascii(_ text: String) -> Bytes { Array(text.utf8) }

  static func text(_ text: String) -> Bytes {
    [0x58] + little(UInt32(text.utf8.count)) + Array(text.utf8)
  }

  static func int(_ value: Int) -> Bytes {
    Int32(exactly: value).map { [0x4a] + little(UInt32(bitPattern: $0)) }
      ?? [0x8a, 8] + little(UInt64(bitPattern: Int64(value)))
  }

  static func put(_ index: UInt8) -> Bytes { [0x71, index] }
  static func get(_ index: UInt8) -> Bytes { [0x68, index] }

  static func global(_ module: String, _ name: String) -> Bytes {
    [0x63] + ascii("\(module)\n\(name)\n")
  }

  static func tuple(_ parts: Bytes...) -> Bytes { mark + parts.joined() + [0x74] }
  static func ints(_ values: [Int]) -> Bytes { mark + values.flatMap(int) + [0x74] }
  static func list(_ parts: [Bytes]) -> Bytes { emptyList + mark + parts.joined() + [0x65] }

  static func dict(_ entries: [(Bytes, Bytes)]) -> Bytes {
    emptyDict + mark + entries.flatMap { $0.0 + $0.1 } + setItems
  }

  static func dict(_ entries: [(String, Bytes)]) -> Bytes {
    dict(entries.map { (text($0.0), $0.1) })
  }

  static func call(_ function: Bytes, _ arguments: Bytes...) -> Bytes {
    function + mark + arguments.joined() + [0x74, 0x52]
  }

  static func newObject(_ type: Bytes, _ arguments: Bytes = emptyTuple) -> Bytes {
    type + arguments + [0x81]
  }

  static let hooks = call(global("collections", "OrderedDict"))

  // MARK: - Tensors

  /// A persistent id; legacy files have a sixth part.
  static func storage(
    _ key: String = "0",
    type: String = "FloatStorage",
    module: String = "torch",
    count: Int,
    extra: Bytes? = nil
  ) -> Bytes {
    let parts =
      text("storage") + global(module, type) + text(key) + text("cpu") + int(count)
    return mark + parts + (extra ?? []) + [0x74] + persid
  }

  /// `_rebuild_tensor_v2` over a storage.
  static func tensor(
    _ storage: Bytes,
    offset: Int = 0,
    size: [Int],
    stride: [Int],
    gradient: Bytes = no,
    hooks: Bytes = hooks,
    metadata: Bytes? = nil
  ) -> Bytes {
    call(
      global("torch._utils", "_rebuild_tensor_v2"),
      storage,
      int(offset),
      ints(size),
      ints(stride),
      gradient,
      hooks,
      metadata ?? []
    )
  }

  static func little<T: FixedWidthInteger>(_ value: T) -> Bytes {
    (0..<(T.bitWidth / 8)).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }
}

/// Assembles files of the legacy container.
enum LegacyFile {
  static let magic = P.pickle([
    0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19,
  ])
  static let version = P.pickle([0x4d, 0xe9, 0x03])

  static func system(isLittleEndian: Bool = true, version: Int = 1001) -> [UInt8] {
    P.pickle(
      P.dict([
        ("protocol_version", P.int(version)), ("little_endian", isLittleEndian ? P.yes : P.no),
        ("type_sizes", P.dict([("short", P.int(2)), ("int", P.int(4)), ("long", P.int(8))])),
      ])
    )
  }

  /// A storage behind the pickles: its count and its bytes.
  struct Storage {
    var key = "0"
    var count: Int
    var bytes: [UInt8]

    init(_ key: String = "0", floats: Int) {
      self.key = key
      count = floats
      bytes = (0..<floats).flatMap { P.little(Float($0).bitPattern) }
    }
  }

  static func file(
    _ object: [UInt8],
    storages: [Storage] = [],
    magic: [UInt8] = magic,
    version: [UInt8] = version,
    system: [UInt8] = system(),
    keys: [UInt8]? = nil
  ) -> [UInt8] {
    magic + version + system + P.pickle(object)
      + (keys ?? P.pickle(P.list(storages.map { P.text($0.key) })))
      + storages.flatMap { P.little(Int64($0.count)) + $0.bytes }
  }

  /// A persistent id with the sixth part.
  static func storage(_ key: String = "0", count: Int, view: [UInt8] = P.none) -> [UInt8] {
    P.storage(key, count: count, extra: view)
  }

  /// The numbers of the vector in a file of ``hundredGigabytes(_:_:)``.
  static let hugeCount = 25_000_000_000

  /// A file of an object with one vector of F32 numbers, which are a hole, and maybe another storage
  /// behind them, called `1`.
  static func hundredGigabytes(
    _ name: String,
    then more: Storage? = nil,
    _ object: ([UInt8]) -> [UInt8]
  ) throws -> SparseFile {
    let vector = P.tensor(storage(count: hugeCount), size: [hugeCount], stride: [1])
    let keys = P.pickle(P.list([P.text("0")] + (more == nil ? [] : [P.text("1")])))
    let head = file(object(vector), keys: keys) + P.little(Int64(hugeCount))
    let tail = more.map { P.little(Int64($0.count)) + $0.bytes } ?? []
    return try SparseFile(name, [(head, 4 * hugeCount), (tail, 0)])
  }

  /// A file of one tensor `w` over a storage of six numbers.
  static func one(
    offset: Int = 0,
    size: [Int] = [2, 3],
    stride: [Int] = [3, 1],
    gradient: [UInt8] = P.no,
    hooks: [UInt8] = P.hooks,
    metadata: [UInt8]? = nil
  ) -> [UInt8] {
    let tensor = P.tensor(
      storage(count: 6),
      offset: offset,
      size: size,
      stride: stride,
      gradient: gradient,
      hooks: hooks,
      metadata: metadata
    )
    return file(P.dict([("w", tensor)]), storages: [Storage(floats: 6)])
  }

  /// Files of these names, each with one tensor `w`.
  static func tree(_ names: [String]) throws -> MemoryTree {
    try MemoryTree(Dictionary(uniqueKeysWithValues: names.map { ($0, one()) }))
  }
}
