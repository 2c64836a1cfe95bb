import ZooTensors

/// The container of PyTorch 0.1.10 to 1.5: five pickles back to back, then the storages.
///
/// Source: `torch/serialization.py`, `_legacy_save` and `_legacy_load`.
struct TorchLegacyFile {
  /// The magic number 0x1950a86a20f9469cfc6c, little-endian.
  private static let magic: [UInt8] = [0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19]
  private static let version = 1001

  /// Whether a file begins with a pickle of the magic number, in any protocol.
  static func recognizes(_ head: [UInt8]) -> Bool {
    guard head.first == 0x80 else { return false }
    let pattern = [0x8a, 0x0a] + magic
    return (2...11).contains { head.dropFirst($0).starts(with: pattern) }
  }

  static func read(
    _ region: ByteRegion,
    limits: ParsingLimits
  ) throws(FormatError) -> TorchFile {
    let magic = try Pickle.parse(region, limits: limits)
    guard case .bigInt(let digits, false) = magic.graph[magic.graph.root],
      try magic.graph.bytes(digits) == Self.magic
    else {
      throw FormatError(.invalidValue, "the file does not begin with PyTorch's magic number", at: 0)
    }
    let version = try Pickle.parse(region, at: magic.end, limits: limits)
    guard version.graph.int(version.graph.root) == Self.version else {
      throw FormatError(
        .unsupported,
        "expected version \(Self.version) of PyTorch's file format",
        at: magic.end
      )
    }
    let system = try Pickle.parse(region, at: version.end, limits: limits)
    try checkSystem(system.graph, at: version.end)
    let object = try Pickle.parse(region, at: system.end, limits: limits)
    let keys = try Pickle.parse(region, at: object.end, limits: limits)

    var names = TorchNames(object.graph)
    let table = try TorchStorageTable(&names, .legacy)
    let storages = try readStorages(
      region,
      at: keys.end,
      keys: try read(keys.graph, at: object.end),
      table
    )
    let objects = TorchObjects(names: names, storages: table, limits: limits)
    return TorchFile(objects: objects, storages: storages)
  }

  /// Requires `{protocol_version: 1001, little_endian: true, …}`.
  static func checkSystem(
    _ graph: PickleGraph,
    version: Int = version,
    at place: Int
  ) throws(FormatError) {
    guard case .dict(let entries) = graph[graph.root] else {
      throw FormatError(
        .invalidValue,
        "the description of the writer is not a dictionary",
        at: place
      )
    }
    var isLittleEndian: Bool?
    var rest = entries
    while let key = rest.popFirst(), let value = rest.popFirst() {
      switch (try graph.string(key), graph[value]) {
      case ("little_endian", .bool(let isLittle)): isLittleEndian = isLittle
      case ("protocol_version", .int(version)): break
      case ("protocol_version", _):
        throw FormatError(
          .unsupported,
          "expected version \(version) of PyTorch's file format",
          at: place
        )
      default: break
      }
    }
    switch isLittleEndian {
    case true: break
    case false:
      throw FormatError(
        .unsupported,
        "the file was written on a big-endian machine by a release that does not say in which "
          + "order its numbers are; save it again with a newer PyTorch",
        at: place
      )
    default:
      throw FormatError(.invalidValue, "the file does not state its byte order", at: place)
    }
  }

  private static func read(_ graph: PickleGraph, at place: Int) throws(FormatError) -> [String] {
    guard case .list(let elements) = graph[graph.root] else {
      throw FormatError(.invalidValue, "the list of storages is not a list", at: place)
    }
    var keys: [String] = []
    keys.reserveCapacity(elements.count)
    for element in elements {
      guard let key = try graph.string(element) else {
        throw FormatError(.invalidValue, "the list of storages holds something else", at: place)
      }
      keys.append(key)
    }
    return keys
  }

  /// Finds each storage: a u64 element count and the elements, in the order of the keys.
  private static func readStorages(
    _ region: ByteRegion,
    at start: Int,
    keys: [String],
    _ table: TorchStorageTable
  ) throws(FormatError) -> [TorchStorage] {
    var found = [TorchStorage?](repeating: nil, count: table.records.count)
    var cursor = ByteCursor(region.bytes)
    try cursor.seek(to: start)
    for key in keys {
      guard let number = table.numbers[key] else {
        throw FormatError(
          .inconsistent,
          "storage '\(printable(key))' is listed but no tensor refers to it",
          at: start
        )
      }
      guard found[number] == nil else {
        throw FormatError(.inconsistent, "storage '\(key)' is listed twice", at: start)
      }
      let record = table.records[number]
      let place = cursor.position
      let count = try cursor.readLength("element count")
      guard count == record.count else {
        throw FormatError(
          .inconsistent,
          "storage '\(key)' has \(count) elements here, the object says \(record.count)",
          at: place
        )
      }
      found[number] = TorchStorage(
        try region.part(offset: cursor.offset, count: record.byteCount)
      )
      try cursor.skip(record.byteCount)
    }
    guard cursor.isAtEnd else {
      throw FormatError(
        .inconsistent,
        "\(cursor.remaining) bytes follow the last storage",
        at: cursor.position
      )
    }
    var storages: [TorchStorage] = []
    storages.reserveCapacity(found.count)
    for (number, storage) in found.enumerated() {
      guard let storage else {
        throw FormatError(
          .inconsistent,
          "storage '\(table.records[number].key)' is not in the list of storages",
          at: start
        )
      }
      storages.append(storage)
    }
    return storages
  }
}
