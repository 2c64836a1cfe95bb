import ZooTensors

/// A storage that a pickle names.
struct TorchStorageRecord: Sendable {
  let key: String
  let type: TorchStorageType
  /// The number of elements.
  let count: Int
  let byteCount: Int
}

/// A storage or a part of one, as a persistent id of the pickle states it.
struct TorchStorageView: Sendable {
  /// The number of the storage in the table.
  let storage: Int
  /// The first element.
  let start: Int
  /// The number of elements.
  let count: Int
}

/// All storages that a pickle refers to, proven to be stated consistently.
struct TorchStorageTable: Sendable {
  private(set) var records: [TorchStorageRecord] = []
  private(set) var numbers: [String: Int] = [:]
  /// What each persistent node of the pickle stands for.
  private(set) var views: [PickleRef: TorchStorageView] = [:]

  init() {}

  /// How persistent ids of storages are made.
  enum Dialect {
    /// The stream before 1.6: six parts, the last a view or `None`; classes are persistent too.
    case legacy
    /// Zip files: five parts.
    case zip
    /// TorchScript: five parts, six until 1.4.
    case script

    var partCounts: ClosedRange<Int> {
      switch self {
      case .legacy: 6...6
      case .zip: 5...5
      case .script: 5...6
      }
    }
  }

  /// Reads every persistent id of a pickle.
  init(_ names: inout TorchNames, _ dialect: Dialect) throws(FormatError) {
    let graph = names.graph
    records.reserveCapacity(graph.persistentReferences.count)
    numbers.reserveCapacity(graph.persistentReferences.count)
    views.reserveCapacity(graph.persistentReferences.count)
    for reference in graph.persistentReferences {
      guard case .persistent(let id) = graph[reference], let tuple = graph.tuple(id),
        let kind = try tuple.first.flatMap({ (first) throws(FormatError) in
          try graph.string(first)
        })
      else { throw Self.malformed("is not a tuple that begins with a word") }
      let parts = Array(tuple)
      switch kind {
      case "storage":
        guard dialect.partCounts.contains(parts.count) else {
          throw Self.malformed(
            "has \(parts.count) parts, expected \(dialect.partCounts.lowerBound)"
          )
        }
        views[reference] = try read(parts, &names)
      case "module" where dialect == .legacy && parts.count == 4:
        break  // A class and its source text: opaque, like any class.
      default:
        throw Self.malformed("is a '\(kind)' of \(parts.count) parts, expected a storage")
      }
    }
  }

  private mutating func read(
    _ parts: [PickleRef],
    _ names: inout TorchNames
  ) throws(FormatError) -> TorchStorageView {
    let graph = names.graph
    guard case .storage(let type) = try names[parts[1]] else {
      throw Self.malformed("names the storage class '\(try names.title(parts[1]))'")
    }
    guard let key = try graph.string(parts[2]), Self.isPlain(key) else {
      throw Self.malformed("has a key that is not a plain decimal number")
    }
    guard try graph.string(parts[3]) != nil else {
      throw Self.malformed("of storage '\(key)' has a location that is not text")
    }
    guard let count = graph.int(parts[4]), count >= 0 else {
      throw Self.malformed("of storage '\(key)' has no element count")
    }
    let number = try add(key: key, type: type, count: count)
    guard parts.count == 6 else {
      return TorchStorageView(storage: number, start: 0, count: count)
    }
    switch graph[parts[5]] {
    case .none: return TorchStorageView(storage: number, start: 0, count: count)
    case .tuple(let view) where view.count == 3:
      let view = Array(view)
      guard let viewKey = try graph.string(view[0]), Self.isPlain(viewKey),
        let start = graph.int(view[1]), let viewCount = graph.int(view[2]),
        start >= 0, viewCount >= 0, start <= count, viewCount <= count - start
      else { throw Self.malformed("of storage '\(key)' has a view outside of it") }
      return TorchStorageView(storage: number, start: start, count: viewCount)
    default: throw Self.malformed("of storage '\(key)' has a malformed view")
    }
  }

  /// Says what a persistent node stands for.
  mutating func setView(_ view: TorchStorageView, of reference: PickleRef) {
    views[reference] = view
  }

  /// Adds a storage, or finds it again under the same key.
  mutating func add(
    key: String,
    type: TorchStorageType,
    count: Int
  ) throws(FormatError) -> Int {
    if let known = numbers[key] {
      let record = records[known]
      guard record.type == type, record.count == count else {
        throw FormatError(
          .inconsistent,
          "storage '\(key)' is stated as \(record.count) elements of \(record.type) and as "
            + "\(count) of \(type)"
        )
      }
      return known
    }
    let byteCount = try count.multiplied(by: type.byteWidth, "bytes of storage '\(key)'")
    numbers[key] = records.count
    records.append(TorchStorageRecord(key: key, type: type, count: count, byteCount: byteCount))
    return records.count - 1
  }

  private static func isPlain(_ key: String) -> Bool {
    (1...20).contains(key.utf8.count) && key.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  private static func malformed(_ what: String) -> FormatError {
    FormatError(.invalidValue, "a persistent id of the pickle \(what)")
  }
}

/// Resolves the class and function names of a graph, each once.
struct TorchNames: Sendable {
  let graph: PickleGraph
  private var known: [PickleRef: TorchName] = [:]

  init(_ graph: PickleGraph) { self.graph = graph }

  /// What a node names; `.other` for a node that is not a name.
  subscript(ref: PickleRef) -> TorchName {
    mutating get throws(FormatError) {
      if let name = known[ref] { return name }
      let name =
        try graph.global(ref).map { TorchName(module: $0.module, name: $0.name) } ?? .other
      known[ref] = name
      return name
    }
  }

  /// The dotted name of a node, for messages.
  func title(_ ref: PickleRef) throws(FormatError) -> String {
    // In the legacy stream a class may be a persistent id with its source text.
    if case .persistent(let id) = graph[ref], let parts = graph.tuple(id) {
      for part in parts.prefix(2) {
        if case .global = graph[part] { return try title(part) }
      }
    }
    guard let global = try graph.global(ref) else { return "an unnamed class" }
    return printable("\(global.module).\(global.name)")
  }
}
