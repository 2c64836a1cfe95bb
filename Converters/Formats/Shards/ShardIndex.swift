import ZooTensors

/// The index of a checkpoint that is spread over several files: `pytorch_model.bin.index.json`,
/// `model.safetensors.index.json`.
///
/// Source: transformers, `WEIGHTS_INDEX_NAME` and `SAFE_WEIGHTS_INDEX_NAME`.
struct ShardIndex {
  private let probe: FileProbe
  /// The shard of each tensor, by the plain file name.
  private let places: [(name: String, shard: String)]
  /// The plain names of the shards, sorted.
  private let names: [String]
  /// The paths of the shards in the tree, in the same order.
  let shards: [String]
  /// The sum of all tensors' bytes, as the index states it; it is often wrong.
  let statedByteCount: Int?

  /// Whether a file is a JSON object, and so may be an index.
  static func mayBe(_ probe: FileProbe) -> Bool {
    probe.head.first { ![0x20, 0x09, 0x0a, 0x0d].contains($0) } == 0x7b
  }

  /// The files that an index names, as far as it can be read; opening it says what is wrong.
  static func parts(of probe: FileProbe) -> [String] {
    guard mayBe(probe), let root = try? StrictJSON.parse(probe.region, limits: .default),
      let map = root.objectValue?["weight_map"]?.objectValue
    else { return [] }
    let names = Set(map.values.compactMap(\.stringValue))
    return names.compactMap { try? probe.tree.siblingPath($0, of: probe.path) }
  }

  /// Whether a file looks like an index whose first shard is of the wanted container.
  static func recognizes(_ probe: FileProbe, shard isShard: (FileProbe) -> Bool) -> Bool {
    guard mayBe(probe), let name = firstShard(in: probe.head),
      // A shard that is missing or has no plain name is not evidence; opening will say so.
      let path = try? probe.tree.siblingPath(name, of: probe.path),
      let shard = try? FileProbe(path, in: probe.tree)
    else { return false }
    return isShard(shard)
  }

  /// The first value of `weight_map`, found without parsing: a text between the third and fourth
  /// quote after it.
  private static func firstShard(in head: [UInt8]) -> String? {
    let text = String(decoding: head, as: UTF8.self)
    let parts = text.split(separator: "\"", maxSplits: 400, omittingEmptySubsequences: false)
    guard let map = parts.firstIndex(of: "weight_map"), parts.count > map + 5 else { return nil }
    return String(parts[map + 4])
  }

  init(_ probe: FileProbe, limits: ParsingLimits) throws(FormatError) {
    self.probe = probe
    let (root, map) = try Self.weightMap(probe, limits: limits)
    try limits.checkTensorCount(map.count, in: probe.path)
    // A fraction, which a few tools wrote, is passed over like anything else that is no integer.
    statedByteCount = root["metadata"]?.objectValue?["total_size"]?.intValue
    var places: [(name: String, shard: String)] = []
    var names: Set<String> = []
    for member in map.members {
      guard let shard = member.value.stringValue else {
        throw FormatError(
          .invalidValue,
          "the file of '\(printable(member.key))' is not text",
          in: probe.path
        )
      }
      places.append((member.key, shard))
      names.insert(shard)
    }
    self.places = places
    self.names = names.sorted { $0.precedesInUTF8($1) }
    shards = try Self.paths(self.names, probe, limits)
    try Self.checkNumbers(self.names, probe.path)
  }

  /// The object of an index, and the map from names to files in it, which is not empty.
  static func weightMap(
    _ probe: FileProbe,
    limits: ParsingLimits
  ) throws(FormatError) -> (root: JSONObject, map: JSONObject) {
    guard let root = try StrictJSON.parse(probe.region, limits: limits).objectValue,
      let map = root["weight_map"]?.objectValue, !map.isEmpty
    else {
      throw FormatError(
        .invalidValue,
        "expected an object with a 'weight_map' of names and files",
        in: probe.path
      )
    }
    return (root, map)
  }

  static func paths(
    _ names: [String],
    _ probe: FileProbe,
    _ limits: ParsingLimits
  ) throws(FormatError) -> [String] {
    try limits.checkShardCount(names.count, of: "number of shards", in: probe.path)
    var folded: Set<String> = []
    var paths: [String] = []
    for name in names {
      guard folded.insert(name.lowercased()).inserted else {
        throw FormatError(
          .inconsistent,
          "two shards are called '\(printable(name))' but for upper and lower case",
          in: probe.path
        )
      }
      let path = try probe.tree.siblingPath(name, of: probe.path)
      guard path != probe.path, probe.tree.contains(path) else {
        throw FormatError(
          .inconsistent,
          "the index names the shard '\(printable(name))', which is not beside it\(reason(path, probe)); "
            + "fetch it too",
          in: probe.path
        )
      }
      paths.append(path)
    }
    return paths
  }

  /// Why a file that is there is not listed, for example because it is a link that leads out.
  private static func reason(_ path: String, _ probe: FileProbe) -> String {
    do throws(FormatError) {
      _ = try probe.tree.open(path)
      return ""
    } catch {
      return " (\(error.message))"
    }
  }

  /// Names of the form `…-00002-of-00003.…` must be complete.
  static func checkNumbers(_ names: [String], _ path: String) throws(FormatError) {
    let numbers = names.compactMap { ShardNumber($0) }
    guard numbers.count == names.count, let total = numbers.first?.total else { return }
    let isComplete =
      numbers.allSatisfy { $0.total == total }
      && Set(numbers.map(\.index)) == Set(1...max(total, 1))
      && numbers.count == total
    guard isComplete else {
      throw FormatError(
        .inconsistent,
        "the \(names.count) shards do not number 1 to \(total), each once",
        in: path
      )
    }
  }

  /// Reads all shards, and requires that index and shards agree both ways.
  ///
  /// - Parameter open: Reads one shard; gives its tensors and notes.
  /// - Returns: All tensors, sorted by name, and all notes.
  /// - Throws: ``FormatError`` where a shard cannot be read or contradicts the index.
  func read(
    _ open: (FileProbe) throws(FormatError) -> (tensors: [StoredTensor], notes: [String])
  ) throws(FormatError) -> (tensors: [StoredTensor], notes: [String]) {
    var expected = Dictionary(grouping: places, by: \.shard).mapValues { Set($0.map(\.name)) }
    var tensors: [StoredTensor] = []
    var notes: [String] = []
    for (name, path) in zip(names, shards) {
      let contents = try open(try FileProbe(path, in: probe.tree))
      var missing = expected.removeValue(forKey: name) ?? []
      for tensor in contents.tensors {
        guard missing.remove(tensor.name) != nil else {
          throw FormatError(
            .inconsistent,
            "tensor '\(printable(tensor.name))' is in '\(name)', but the index does not say so",
            in: probe.path
          )
        }
      }
      if let first = missing.min(by: { $0.precedesInUTF8($1) }) {
        throw FormatError(
          .inconsistent,
          "the index says that '\(name)' holds '\(printable(first))', but it does not",
          in: probe.path
        )
      }
      tensors += contents.tensors
      notes += contents.notes.map { "\(name): \($0)" }
    }
    return (tensors.sorted { $0.name.precedesInUTF8($1.name) }, notes)
  }
}
