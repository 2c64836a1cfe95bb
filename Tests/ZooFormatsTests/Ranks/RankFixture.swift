import ZooFormats
import ZooTensors
import ZooTestSupport

/// A directory of `Tests/Fixtures` in memory, so that single files can be taken away or damaged.
enum RankFixture {
  static func tree(_ path: String) throws -> MemoryTree {
    try MemoryTree(try files(path), name: path)
  }

  static func files(_ path: String) throws -> [String: [UInt8]] {
    let directory = try DirectoryTree(Fixtures.path(path))
    var files: [String: [UInt8]] = [:]
    for entry in directory.entries {
      files[entry.path] = try directory.open(entry.path).array(limit: 1 << 20)
    }
    return files
  }

  /// The directory without the files whose path holds one of the words.
  static func tree(_ path: String, without words: String...) throws -> MemoryTree {
    let files = try files(path).filter { file in !words.contains { file.key.contains($0) } }
    return try MemoryTree(files, name: path)
  }

  /// The directory with one more file.
  static func tree(_ path: String, adding name: String, _ text: String) throws -> MemoryTree {
    var files = try files(path)
    files[name] = Array(text.utf8)
    return try MemoryTree(files, name: path)
  }
}

extension CheckpointReaderSuite {
  /// Requires that a save is refused, because its files contradict one another unless stated.
  func refuses(
    _ tree: MemoryTree,
    _ entry: String,
    code: FormatError.Code = .inconsistent,
    saying words: String
  ) throws {
    try checkRejects(entry, in: tree, code: code, saying: words)
  }
}

/// A file of the legacy container with one vector of the numbers 0, 1, 2 and so on.
struct SavedVectors {
  private var storages: [LegacyFile.Storage] = []

  /// The pickle of a vector over a storage of its own.
  mutating func vector(_ count: Int, shape: [Int]? = nil) -> [UInt8] {
    let key = "\(storages.count)"
    storages.append(LegacyFile.Storage(key, floats: count))
    let size = shape ?? [count]
    var stride = [Int](repeating: 1, count: size.count)
    for axis in size.indices.dropLast().reversed() {
      stride[axis] = stride[axis + 1] * size[axis + 1]
    }
    return P.tensor(LegacyFile.storage(key, count: count), size: size, stride: stride)
  }

  func file(_ object: [UInt8]) -> [UInt8] { LegacyFile.file(object, storages: storages) }
}
