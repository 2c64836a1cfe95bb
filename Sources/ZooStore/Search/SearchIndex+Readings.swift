import GRDB
import ZooRegistry

extension SearchIndex {
  /// What every word finds as the pinyin of a Chinese name, or because it occurs, the best first;
  /// without what is known already.
  ///
  /// Syllables may be typed apart.
  static func reading(
    _ words: [String],
    besides known: Set<SearchAnswer.Match>,
    _ database: Database
  ) throws -> [SearchAnswer.Match] {
    let attempts = SearchDocument.wordsAsReadings(words)
    guard !attempts.isEmpty else { return [] }
    let index = try ReadingTable.read(database)
    for words in attempts {
      let found = try documents(ranks(words, index, database), database)
        .filter { !known.contains($0) }
      if !found.isEmpty { return found }
    }
    return []
  }

  /// The documents that all words find, with the sum of their ranks: a word that occurs has rank 0.
  private static func ranks(
    _ words: [String],
    _ index: ReadingIndex,
    _ database: Database
  ) throws -> [Int: Int] {
    var sums: [Int: Int]?
    for word in words {
      var found = index.ranks(word)
      let (condition, arguments) = occurrence([word])
      let occurring = try Int.fetchAll(
        database,
        sql: "SELECT rowid FROM document WHERE \(condition)",
        arguments: arguments
      )
      for document in occurring { found[document] = 0 }
      guard let before = sums else {
        sums = found
        continue
      }
      sums = before.reduce(into: [:]) { sums, entry in
        if let rank = found[entry.key] { sums[entry.key] = entry.value + rank }
      }
    }
    return sums ?? [:]
  }

  private static func documents(
    _ ranks: [Int: Int],
    _ database: Database
  ) throws -> [SearchAnswer.Match] {
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT rowid, * FROM document WHERE rowid IN
          (\(ranks.keys.sorted().map { "\($0)" }.joined(separator: ",")))
        ORDER BY kind = 'model', length(name), name
        """
    )
    // Rows of one rank keep their order.
    let best = rows.enumerated().sorted { left, right in
      let (first, second) = (ranks[left.element["rowid"]] ?? 0, ranks[right.element["rowid"]] ?? 0)
      return first != second ? first < second : left.offset < right.offset
    }
    return best.compactMap { match($0.element) }
  }
}
