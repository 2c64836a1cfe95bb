import Synchronization
import ZooTensors

/// One data file of a bundle, opened when its bytes are first needed.
final class BundleShard: Sendable {
  /// The path in the tree.
  let path: String
  /// The size that the tree states.
  let byteCount: Int
  private let tree: any SourceTree
  private let opened = Mutex<ByteRegion?>(nil)

  init(_ entry: SourceEntry, in tree: any SourceTree) {
    path = entry.path
    byteCount = entry.byteCount
    self.tree = tree
  }

  /// The bytes of the file.
  func region() throws(FormatError) -> ByteRegion {
    try opened.withLock { (opened) throws(FormatError) in
      if let opened { return opened }
      let region = try tree.open(path, expecting: byteCount)
      opened = region
      return region
    }
  }
}

/// The data files of a bundle: `<prefix>.data-00000-of-00001` and so on, beside its index.
struct BundleShards: Sendable {
  /// The files by their numbers.
  let files: [BundleShard]
  /// Data files of the same prefix that belong to another save.
  let others: [String]

  /// Finds all files that the index asks for.
  ///
  /// - Throws: ``FormatError`` where the index has another ending than `.index`, or where a file is
  ///   missing.
  init(of index: String, count: Int, in tree: any SourceTree) throws(FormatError) {
    let ending = ".index"
    guard index.hasSuffix(ending) else {
      throw FormatError(
        .invalidValue,
        "the index of a checkpoint must be named like 'model.ckpt.index', because its data files "
          + "are found by that name"
      )
    }
    let start = index.dropLast(ending.count) + ".data-"
    let present = Dictionary(
      tree.entries.filter { $0.path.hasPrefix(start) }.map { ($0.path, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    var files: [BundleShard] = []
    for number in 0..<count {
      let path = "\(start)\(ShardName.ending(number, of: count))"
      guard let entry = present[path] else {
        let found = present.keys.sorted().prefix(5).map { "'\($0)'" }.joined(separator: ", ")
        throw FormatError(
          .inconsistent,
          "the data file '\(path)' is missing, number \(number + 1) of the \(count) that the index "
            + "asks for; found \(found.isEmpty ? "none" : found); fetch the whole checkpoint"
        )
      }
      files.append(BundleShard(entry, in: tree))
    }
    let paths = Set(files.map(\.path))
    self.files = files
    others = present.keys.filter { !paths.contains($0) }.sorted()
  }
}
