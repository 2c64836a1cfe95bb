import Foundation
import Zoo

/// BERT's tokenizer: words and punctuation, then the longest pieces that the vocabulary has.
public struct WordPiece {
  /// The entries of the vocabulary; the position is the id.
  public let tokens: [String]
  private let ids: [String: Int]
  private let lowercases: Bool

  /// Reads the vocabulary that came with the model: one token a line, the line number is its id.
  public init(_ model: Model, lowercases: Bool = true) throws {
    let file = try model.file(.vocabulary)
    let text = file.bytes.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    tokens = lines
    ids = Dictionary(zip(lines, lines.indices), uniquingKeysWith: { first, _ in first })
    self.lowercases = lowercases
  }

  /// The id of an exact token.
  public func id(_ token: String) -> Int? { ids[token] }

  /// `[CLS]`, the pieces of the text, `[SEP]`; special tokens in the text are kept whole.
  public func encode(_ text: String) -> [Int] {
    var result = [id("[CLS]") ?? 0]
    for word in words(text) {
      if let exact = ids[word] { result.append(exact) } else { result += pieces(word) }
    }
    result.append(id("[SEP]") ?? 0)
    return result
  }

  private func words(_ text: String) -> [String] {
    var result: [String] = []
    var current = ""
    var rest = Substring(text)
    func isAlone(_ character: Character) -> Bool {
      character.isPunctuation || character.isSymbol
        || character.unicodeScalars.contains { (0x4e00...0x9fff).contains($0.value) }
    }
    while let character = rest.first {
      if let special = ["[MASK]", "[UNK]", "[PAD]"].first(where: rest.hasPrefix) {
        if !current.isEmpty { result.append(current) }
        current = ""
        result.append(special)
        rest = rest.dropFirst(special.count)
        continue
      }
      rest = rest.dropFirst()
      if character.isWhitespace || isAlone(character) {
        if !current.isEmpty { result.append(current) }
        current = ""
        if !character.isWhitespace { result.append(String(character)) }
      } else {
        current.append(character)
      }
    }
    if !current.isEmpty { result.append(current) }
    guard lowercases else { return result }
    return result.map { word in
      word.hasPrefix("[") && ids[word] != nil
        ? word
        : word.lowercased().folding(
          options: .diacriticInsensitive,
          locale: Locale(identifier: "en")
        )
    }
  }

  private func pieces(_ word: String) -> [Int] {
    let characters = Array(word)
    var result: [Int] = []
    var start = 0
    while start < characters.count {
      var end = characters.count
      var found: Int?
      while end > start, found == nil {
        found = ids[(start > 0 ? "##" : "") + String(characters[start..<end])]
        if found == nil { end -= 1 }
      }
      guard let found else { return [id("[UNK]") ?? 0] }
      result.append(found)
      start = end
    }
    return result
  }
}
