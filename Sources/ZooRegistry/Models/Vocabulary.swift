/// The words or word pieces that a model knows.
public struct Vocabulary: Sendable, Hashable {
  /// The kind of tokenizer: one of ``kinds``, or a word of the user's own.
  public let kind: String?
  /// The number of entries, which may be below the rows of the embedding table.
  public let size: Int?
  /// The files, as published.
  public let files: [String]
  /// Whether text is lower-cased first.
  public let lowercase: Bool?
  /// Special tokens by role (`pad`, `unk`, `cls`, `sep`, `mask`, `bos`, `eos` …).
  public let special: [String: String]

  /// The kinds that the registry knows: `sentencepiece` where nobody says whether its model is a
  /// unigram or a BPE one, `bpe` over characters, `byte-level-bpe` as GPT-2's, `subwords` as
  /// Tensor2Tensor's.
  public static let kinds = [
    "wordpiece", "bpe", "byte-level-bpe", "sentencepiece", "sentencepiece-unigram",
    "sentencepiece-bpe", "tiktoken", "characters", "bytes", "words", "subwords", "pinyin",
  ]

  init?(_ node: YAMLNode, _ context: SchemaContext) {
    guard let reader = MapReader(node, "a vocabulary", context) else { return nil }
    kind = reader.openWord("kind", like: Self.kinds)
    size = reader.integer("size")
    files = reader.texts("files")
    lowercase = reader.bool("lowercase")
    var special: [String: String] = [:]
    for member in reader.entries("special") {
      special[member.key] = reader.text(member.value, "special token '\(member.key)'")
    }
    self.special = special
    reader.finish()
    if let size, size <= 0, let place = node["size"]?.position {
      context.report("'size' must be above 0, found \(size)", at: place)
    }
  }
}
