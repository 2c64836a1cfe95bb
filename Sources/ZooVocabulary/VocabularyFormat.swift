/// The kinds of files that hold the tokens of a model.
public enum VocabularyFormat: String, Sendable, Hashable, CaseIterable {
  /// One token a line; the line is the id (`vocab.txt`).
  case wordList = "word-list"
  /// A JSON object of tokens and ids (`vocab.json`, `encoder.json`).
  case table
  /// The description of a whole tokenizer in JSON (`tokenizer.json`).
  case tokenizer
  /// A SentencePiece model (`spiece.model`, `sentencepiece.bpe.model`).
  case sentencePiece = "sentencepiece"
  /// Base64 and a rank on each line (`*.tiktoken`).
  case tiktoken
  /// A token and its count on each line, behind four tokens that are not in the file (`dict.txt`).
  case fairseq
  /// The letters and tones that a model spells pinyin with (`pinyin_map.json` of ChineseBERT).
  case pinyin

  /// The format that a file name stands for, or `nil`.
  ///
  /// Only the last component counts, without case.
  public init?(fileName: String) {
    let name = fileName.split(separator: "/").last.map { $0.lowercased() } ?? ""
    switch name {
    case "tokenizer.json": self = .tokenizer
    case "pinyin_map.json": self = .pinyin
    case _ where name == "dict.txt" || (name.hasPrefix("dict.") && name.hasSuffix(".txt")):
      self = .fairseq
    case _ where name.hasSuffix(".tiktoken"): self = .tiktoken
    case _ where name.hasSuffix(".model"): self = .sentencePiece
    case _ where name.hasSuffix(".json") && (name.contains("vocab") || name.contains("encoder")):
      self = .table
    case _ where name.hasSuffix(".txt") && name.contains("vocab"): self = .wordList
    default: return nil
    }
  }
}
