import ZooTensors

/// The tokens of a model and their ids, as its vocabulary file gives them.
///
/// Tokens are bytes: they are told apart by their bytes and not, as Swift strings are, by what they
/// look like, since vocabularies hold both spellings of one letter, and parts of letters. Nothing is
/// interpreted: `##`, `▁` and `Ġ` are part of a token. A value to copy and send freely.
public struct TokenTable: Sendable {
  /// What a token is for.
  public enum Role: UInt8, Sendable, Hashable {
    /// A piece of text.
    case normal
    /// A token with a meaning of its own, such as `[CLS]`, never found in text.
    case special
    /// The token for what is not in the vocabulary.
    case unknown
    /// A whole word added by whoever made the vocabulary.
    case added
    /// A single byte for what has no token.
    case byte
    /// A row without use.
    case unused
  }

  /// The format of the file.
  public let format: VocabularyFormat
  /// The number of tokens.
  public let count: Int
  let bytes: [UInt8]
  /// The place of each id's bytes; empty ranges below zero stand for ids without a token.
  let ranges: [Range<Int>?]
  let roles: [Role]
  let scores: [Float]?
  /// Open addressing: id + 1, or 0 for a free place; the count is a power of two.
  let slots: [Int32]

  /// One more than the largest id; ids may have gaps, so this may be above ``count``.
  public var idLimit: Int { ranges.count }

  /// The bytes of a token; `nil` where no token has the id.
  ///
  /// Complexity: O(length).
  public func bytes(of id: Int) -> [UInt8]? {
    guard ranges.indices.contains(id), let range = ranges[id] else { return nil }
    return Array(bytes[range])
  }

  /// A token as text; `nil` where no token has the id, or where its bytes are no text by themselves.
  ///
  /// Complexity: O(length).
  public func token(_ id: Int) -> String? {
    bytes(of: id).flatMap { String(validating: $0, as: UTF8.self) }
  }

  /// The id of a token; `nil` where there is none.
  ///
  /// Complexity: O(length).
  public func id(of token: String) -> Int? { id(of: Array(token.utf8)) }

  /// The id of a token given as bytes; `nil` where there is none.
  ///
  /// Complexity: O(length).
  public func id(of token: [UInt8]) -> Int? {
    guard !slots.isEmpty else { return nil }
    var place = Self.hash(token[...]) & (slots.count - 1)
    while slots[place] != 0 {
      let id = Int(slots[place]) - 1
      if let range = ranges[id], bytes[range].elementsEqual(token) { return id }
      place = (place + 1) & (slots.count - 1)
    }
    return nil
  }

  /// What a token is for; `nil` where no token has the id.
  public func role(of id: Int) -> Role? {
    ranges.indices.contains(id) && ranges[id] != nil ? roles[id] : nil
  }

  /// The score of a token where the file has scores, as SentencePiece models do.
  ///
  /// Scores are logarithms of probabilities, or ranks of merges below zero.
  public func score(of id: Int) -> Float? {
    guard let scores, scores.indices.contains(id), ranges[id] != nil else { return nil }
    return scores[id]
  }

  static func hash(_ token: ArraySlice<UInt8>) -> Int {
    var hasher = Hasher()
    // Safe: the buffer is only read, inside this closure.
    unsafe token.withUnsafeBytes { buffer in unsafe hasher.combine(bytes: buffer) }
    return hasher.finalize()
  }
}
