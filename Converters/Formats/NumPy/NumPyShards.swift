import ZooTensors

/// The archives of mesh-transformer-jax: `shard_0/0.npz` to `shard_7/15.npz`.
///
/// Each shard is a list of arrays without names, the leaves of a tree, dealt out to numbered archives
/// in order. The names that the tree had are given back to them, with the shard as the rank:
/// `params/…/linear/w@0`. Of another tree they are called `shard_0/leaves/0` and so on, by their place
/// in the whole list, because how many are in one archive depends on the tree.
/// Source: `kingoflolz/mesh-transformer-jax`, `mesh_transformer/checkpoint.py`.
struct NumPyShards {
  /// The archives of each shard in order.
  private let shards: [[String]]
  private let root: Substring
  private let isComplete: Bool

  var paths: [String] { shards.flatMap { $0 }.sorted { $0.precedesInUTF8($1) } }

  /// Finds all shards beside that of `path`; `nil` where the path has another form.
  init?(around path: String, in tree: any SourceTree) {
    guard let place = Place(path) else { return nil }
    root = place.root
    var found: [Int: [Int: String]] = [:]
    for entry in tree.entries where entry.path.hasPrefix(place.root) {
      guard let other = Place(entry.path), other.root == place.root else { continue }
      found[other.shard, default: [:]][other.piece] = entry.path
    }
    shards = found.keys.sorted().map { shard in
      let pieces = found[shard] ?? [:]
      return pieces.keys.sorted().compactMap { pieces[$0] }
    }
    let pieceCount = found[0]?.count ?? 0
    isComplete =
      Set(found.keys) == Set(0..<found.count)
      && found.values.allSatisfy { Set($0.keys) == Set(0..<pieceCount) }
  }

  /// A path of the form `<root>shard_3/12.npz`.
  private struct Place {
    let root: Substring
    let shard: Int
    let piece: Int

    init?(_ path: String) {
      let parts = path.split(separator: "/", omittingEmptySubsequences: false)
      guard parts.count >= 2, let name = parts.last, name.hasSuffix(".npz"),
        let piece = Int(name.dropLast(4)), name == "\(piece).npz", piece >= 0
      else { return nil }
      let directory = parts[parts.count - 2]
      guard directory.hasPrefix("shard_"), let shard = Int(directory.dropFirst(6)), shard >= 0,
        directory == "shard_\(shard)"
      else { return nil }
      self.shard = shard
      self.piece = piece
      root = path.dropLast(directory.count + 1 + name.count)
    }
  }

  /// Reads all archives; returns the number of ranks where there are several.
  ///
  /// - Throws: ``FormatError`` where one is missing, where arrays are not numbered, or where shards
  ///   differ in what they hold.
  func read(
    from tree: any SourceTree,
    into contents: inout NumPyContents,
    limits: ParsingLimits
  ) throws(FormatError) -> Int? {
    guard isComplete, shards.count <= limits.shardCount else {
      throw FormatError(
        .inconsistent,
        "the \(shards.count) shards below '\(root)' are not numbered from 0 without a gap, or do not "
          + "have the same archives; fetch the missing ones"
      )
    }
    var expected: [Shape]?
    var names: [String]?
    for (number, pieces) in shards.enumerated() {
      var leaves: [Leaf] = []
      for piece in pieces {
        try readPiece(piece, &leaves, from: tree, into: &contents, limits: limits)
      }
      let shapes = leaves.map(\.header.shape)
      guard expected == nil || expected == shapes else {
        throw FormatError(
          .inconsistent,
          "shard \(number) holds other arrays than shard 0; the shards are not of one checkpoint",
          in: pieces.first
        )
      }
      if expected == nil { names = MeshTransformerTree(shapes)?.names }
      expected = shapes
      let titles = names ?? leaves.indices.map { "shard_\(number)/leaves/\($0)" }
      for (leaf, title) in zip(leaves, titles) {
        let isRank = names != nil && shards.count > 1
        let name = isRank ? RankedName.join(title, rank: number) : title
        try contents.add(leaf.header, named: name, content: leaf.content)
      }
    }
    return names != nil && shards.count > 1 ? shards.count : nil
  }

  private typealias Leaf = (header: NumPyHeader, content: any TensorContent)

  private func readPiece(
    _ path: String,
    _ leaves: inout [Leaf],
    from tree: any SourceTree,
    into contents: inout NumPyContents,
    limits: ParsingLimits
  ) throws(FormatError) {
    var arrays: [Int: Leaf] = [:]
    try NumPyArchive.read(path, in: tree, into: &contents, limits: limits) {
      (_, name, header, content) throws(FormatError) in
      guard let index = Int(name.dropFirst(4)), name == "arr_\(index)" else {
        throw FormatError(
          .invalidValue,
          "expected arrays called arr_0, arr_1 and so on, found '\(printable(name))'"
        )
      }
      arrays[index] = (header, content)
    }
    for index in 0..<arrays.count {
      guard let array = arrays[index] else {
        throw FormatError(.inconsistent, "the array arr_\(index) is missing", in: path)
      }
      leaves.append(array)
    }
  }
}
