/// The number in the name of a part of a checkpoint: `model-00002-of-00005.safetensors`.
struct ShardNumber: Hashable {
  /// The text before the number.
  let stem: String
  /// The number, from 1.
  let index: Int
  /// The number of parts.
  let total: Int

  /// Reads a name that ends with `-NNNNN-of-NNNNN` and an extension; else `nil`.
  init?(_ path: String) {
    let name = path.split(separator: "/").last ?? ""
    let parts = (name.split(separator: ".").dropLast().joined(separator: "."))
      .split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count >= 4, parts[parts.count - 2] == "of",
      let total = Self.number(parts[parts.count - 1]),
      let index = Self.number(parts[parts.count - 3])
    else { return nil }
    stem = parts.dropLast(3).joined(separator: "-")
    self.index = index
    self.total = total
  }

  private static func number(_ text: Substring) -> Int? {
    guard text.count >= 5, text.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
    return Int(text)
  }
}
