public import ZooTensors

/// A document that a search found.
public struct SearchMatch: Sendable, Hashable {
  /// What was found.
  public let document: SearchDocument
  /// How well it fits; larger is better.
  public let score: Int
}

extension Registry {
  /// The texts of everything, for a search index; parses every file that is not parsed yet.
  public func searchDocuments() throws(ZooError) -> [SearchDocument] {
    try families().flatMap(\.searchDocuments)
  }

  /// A text that changes whenever a file of a family or architecture changes: the key of an index.
  ///
  /// It is no protection against forgery. Complexity: O(bytes).
  public func fingerprint() throws(ZooError) -> String {
    // FNV-1a with 64 bits over paths and contents.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    for file in layers.flatMap({ $0.families + $0.architectures }) {
      for byte in file.stem.utf8 { add(byte) }
      add(0)
      for byte in try file.bytes() { add(byte) }
      add(0)
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// What a query finds, best first.
  ///
  /// Every word of the query, or every run of Chinese, must occur in a name, alias, title, summary,
  /// organisation, category or language; case does not count.
  /// Complexity: O(bytes of all texts).
  public func matches(
    _ query: String,
    limit: Int = 50
  ) throws(ZooError) -> [SearchMatch] {
    let words = SearchDocument.words(of: query)
    guard !words.isEmpty else { return [] }
    var matches: [SearchMatch] = []
    for document in try searchDocuments() {
      if let score = document.score(words) {
        matches.append(.init(document: document, score: score))
      }
    }
    matches.sort {
      $0.score != $1.score
        ? $0.score > $1.score : $0.document.name.precedesInUTF8($1.document.name)
    }
    return Array(matches.prefix(limit))
  }
}

extension SearchDocument {
  /// The words of a query in lower case; full-width letters and digits, as input methods for
  /// Chinese write them, become the usual ones.
  package static func words(of query: String) -> [String] {
    var text = String.UnicodeScalarView()
    for scalar in query.unicodeScalars {
      let isWide =
        ("０"..."９").contains(scalar) || ("Ａ"..."Ｚ").contains(scalar)
        || ("ａ"..."ｚ").contains(scalar)
      text.append(isWide ? Unicode.Scalar(scalar.value - 0xfee0) ?? scalar : scalar)
    }
    return String(text).lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
  }

  /// The sum of what each word is worth, or `nil` where one does not occur.
  func score(_ words: [String]) -> Int? {
    let fields = [
      (1000, [name]), (600, aliases), (400, titles), (200, [organisation ?? ""]),
      (150, [category ?? ""] + languages), (100, summaries),
    ]
    .map { weight, texts in (weight, texts.map { $0.lowercased() }) }
    var total = 0
    for word in words {
      var best = 0
      for (weight, texts) in fields where best < weight * 2 {
        for text in texts where !text.isEmpty {
          if text == word {
            best = max(best, weight * 2)
          } else if text.hasPrefix(word) {
            best = max(best, weight * 3 / 2)
          } else if text.contains(word) {
            best = max(best, weight)
          }
        }
      }
      guard best > 0 else { return nil }
      total += best
    }
    return total
  }
}
