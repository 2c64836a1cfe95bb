/// Where a file of a metaseq save lies: `<base>[-model_part-<rank>][-shard<number>].pt`.
///
/// Source: metaseq, `checkpoint_suffix` in `metaseq/trainer.py` and the scripts that reshard.
struct MetaseqPath: Hashable {
  /// The path without the numbers and the ending.
  let base: String
  /// The tensor-parallel rank, where the name has one.
  let part: Int?
  /// The data-parallel shard, where the name has one.
  let shard: Int?

  init?(_ path: String) {
    guard path.hasSuffix(".pt") else { return nil }
    var rest = path.dropLast(3)
    shard = Self.takeNumber("-shard", from: &rest)
    part = Self.takeNumber("-model_part-", from: &rest)
    guard part != nil || shard != nil, !rest.isEmpty, rest.last != "/" else { return nil }
    base = String(rest)
  }

  /// Takes a word and the number after it from the end.
  private static func takeNumber(_ word: String, from text: inout Substring) -> Int? {
    let digits = text.reversed().prefix { ("0"..."9").contains($0) }
    var number = Substring(String(digits.reversed()))
    let head = text.dropLast(digits.count)
    guard head.hasSuffix(word), let value = number.takeNumber(), number.isEmpty else { return nil }
    text = head.dropLast(word.count)
    return value
  }
}
