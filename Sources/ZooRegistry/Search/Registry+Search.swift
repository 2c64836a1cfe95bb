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
    let organisations = try organisations()
    return try families().flatMap { $0.searchDocuments(organisations) }
  }

  /// A text that changes whenever a file changes: the key of an index.
  ///
  /// It is no protection against forgery. Complexity: O(bytes).
  public func fingerprint() throws(ZooError) -> String {
    // FNV-1a with 64 bits over paths and contents.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    for file in layers.flatMap(\.files) {
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
  /// organisation, category or language; case does not count, nor whether Chinese is written in
  /// traditional or simplified characters. Below these stand the documents where a word is the
  /// pinyin of a Chinese name.
  /// Complexity: O(bytes of all texts).
  public func matches(
    _ query: String,
    limit: Int = 50
  ) throws(ZooError) -> [SearchMatch] {
    let words = SearchDocument.words(of: query)
    guard !words.isEmpty else { return [] }
    let documents = try searchDocuments()
    let folded = documents.folded()
    var scores = folded.map { $0.score(words) }
    if scores.count(where: { $0 != nil }) < limit {
      let readings = try readings(of: documents)
      for words in SearchDocument.wordsAsReadings(words) {
        let ranks = words.map { readings.ranks($0) }
        let found = folded.indices.filter { scores[$0] == nil }
        for index in found {
          scores[index] = folded[index].score(words, ranks.map { $0[index] })
        }
        if !found.allSatisfy({ scores[$0] == nil }) { break }
      }
    }
    let matches = zip(documents, scores).compactMap { document, score in
      score.map { SearchMatch(document: document, score: $0) }
    }
    .sorted {
      $0.score != $1.score
        ? $0.score > $1.score : $0.document.name.precedesInUTF8($1.document.name)
    }
    return Array(matches.prefix(limit))
  }
}
