/// The two numbers in the name of a shard: `model-00002-of-00003.bin`.
struct ShardNumber {
  /// The number of this shard, from 1.
  let index: Int
  /// The number of shards.
  let total: Int

  /// Reads the last component of a path; `nil` where it has another form.
  init?(_ path: String) {
    let name = path.split(separator: "/").last ?? ""
    let stem = name.split(separator: ".", maxSplits: 1).first ?? ""
    let parts = stem.split(separator: "-")
    guard parts.count >= 3, parts[parts.count - 2] == "of", let total = Int(parts[parts.count - 1]),
      let index = Int(parts[parts.count - 3]), (1...100_000).contains(total)
    else { return nil }
    self.index = index
    self.total = total
  }

  /// What to tell a user who opened a shard by itself.
  func note(_ path: String) -> [String] {
    guard total > 1 else { return [] }
    return ["'\(path)' is part \(index) of \(total); open the index file to have all parts"]
  }
}
