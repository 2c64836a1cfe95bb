import ZooTensors

/// A `*.safetensors.index.json`: which tensor is in which file.
struct SafetensorsIndex {
  private let path: String
  /// The file of each tensor, as the index orders them.
  private let members: [(tensor: String, shard: String)]
  private let totalSize: Int?
  /// The paths of the files, sorted.
  let shards: [String]

  /// Parses an index and checks it against the names in the tree; no shard is opened.
  init(
    _ region: ByteRegion,
    _ path: String,
    in tree: any SourceTree,
    limits: ParsingLimits
  ) throws(FormatError) {
    self.path = path
    let root: JSONValue
    do throws(FormatError) {
      root = try StrictJSON.parse(region.bytes, limits: limits)
    } catch {
      throw error.inFile(path)
    }
    guard let map = root.objectValue?["weight_map"]?.objectValue, !map.isEmpty else {
      throw FormatError(
        .invalidValue,
        "expected an object 'weight_map' with the file of each tensor",
        in: path
      )
    }
    guard map.count <= limits.tensorCount else {
      throw .limit("tensor count", map.count, limits.tensorCount, "ParsingLimits.tensorCount")
        .inFile(path)
    }
    var known: [String: String] = [:]
    var members: [(tensor: String, shard: String)] = []
    members.reserveCapacity(map.count)
    for member in map.members {
      guard let name = member.value.stringValue else {
        throw FormatError(
          .invalidValue,
          "the file of '\(member.key)' must be a string, found \(member.value.kind)",
          in: path
        )
      }
      if known[name] == nil { known[name] = try tree.siblingPath(name, of: path) }
      members.append((member.key, known[name] ?? name))
    }
    self.members = members
    // A few publishers wrote the total as a fraction; it says nothing that is relied upon.
    totalSize = root.objectValue?["metadata"]?.objectValue?["total_size"]?.intValue
    shards = known.values.sorted { $0.precedesInUTF8($1) }
    try checkNames(in: tree, limits: limits)
  }

  private func checkNames(
    in tree: any SourceTree,
    limits: ParsingLimits
  ) throws(FormatError) {
    guard shards.count <= limits.shardCount else {
      throw .limit("shard count", shards.count, limits.shardCount, "ParsingLimits.shardCount")
        .inFile(path)
    }
    var folded: Set<String> = []
    for shard in shards where !folded.insert(ArchivePath.collisionKey(shard)).inserted {
      throw FormatError(
        .inconsistent,
        "two files of the index differ only by case: '\(shard)'",
        in: path
      )
    }
    let present = Set(tree.entries.map(\.path))
    let missing = shards.filter { !present.contains($0) }
    if let first = missing.first {
      throw FormatError(
        .io,
        "the index names \(shards.count) files, of which \(missing.count) cannot be had: "
          + "\(Self.reason(first, tree)); fetch them into the same directory",
        in: path
      )
    }
    try checkNumbers()
  }

  /// Why a file that is not listed cannot be opened.
  private static func reason(_ path: String, _ tree: any SourceTree) -> String {
    do throws(FormatError) {
      _ = try tree.open(path)
      return "'\(path)'"
    } catch {
      return error.message
    }
  }

  /// Where the names are numbered, the numbers go from 1 to the total, each once.
  private func checkNumbers() throws(FormatError) {
    let numbers = shards.compactMap { ShardNumber($0) }
    guard numbers.count == shards.count, let first = numbers.first else { return }
    let found = Set(numbers.map(\.index))
    guard numbers.allSatisfy({ $0.total == first.total && $0.stem == first.stem }),
      numbers.count == first.total, found == Set(1...max(1, first.total))
    else {
      throw FormatError(
        .inconsistent,
        "the index names \(shards.count) parts, numbered "
          + numbers.prefix(8).map { "\($0.index) of \($0.total)" }.joined(separator: ", ")
          + "; expected each part once",
        in: path
      )
    }
  }

  /// Opens all shards and compares their tensors with the index.
  func open(
    in tree: any SourceTree,
    limits: ParsingLimits
  ) throws(FormatError) -> [SafetensorsFile] {
    var expected: [String: String] = [:]
    expected.reserveCapacity(members.count)
    for member in members { expected[member.tensor] = member.shard }
    var found: [String: String] = [:]
    found.reserveCapacity(members.count)
    var files: [SafetensorsFile] = []
    for shard in shards {
      let file = try SafetensorsFile(try tree.open(shard), shard, limits: limits)
      for tensor in file.tensors {
        if let other = found.updateValue(shard, forKey: tensor.name) {
          throw FormatError(
            .inconsistent,
            "'\(tensor.name)' is in two files, '\(other)' and '\(shard)'",
            in: path
          )
        }
        guard let place = expected[tensor.name] else {
          throw FormatError(
            .inconsistent,
            "'\(tensor.name)' is in '\(shard)' but not in the index",
            in: path
          )
        }
        guard place == shard else {
          throw FormatError(
            .inconsistent,
            "'\(tensor.name)' is in '\(shard)', the index says '\(place)'",
            in: path
          )
        }
      }
      files.append(file)
    }
    for member in members where found[member.tensor] == nil {
      throw FormatError(
        .inconsistent,
        "the index says that '\(member.tensor)' is in '\(member.shard)', but it is not",
        in: path
      )
    }
    return files
  }

  /// The metadata of the first file that has some, and a total that is wrong.
  func notes(_ files: [SafetensorsFile]) -> [String] {
    var notes = Array((files.first { !$0.notes.isEmpty }?.notes ?? []))
    let total = files.reduce(0) { $0 &+ $1.header.dataByteCount }
    if let totalSize, totalSize != total {
      notes.append("the index states \(totalSize) bytes in all, the files have \(total)")
    }
    return notes
  }
}
