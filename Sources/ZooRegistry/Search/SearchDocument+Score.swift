extension SearchDocument {
  /// The sum of what each word is worth, or `nil` where one does not occur.
  func score(_ words: [String]) -> Int? {
    let fields = lowercasedFields
    var total = 0
    for word in words {
      guard let worth = Self.worth(word, fields) else { return nil }
      total += worth
    }
    return total * 100
  }

  /// What each word is worth that occurs, or is a reading of the rank given for it.
  ///
  /// The sum stays below the score of any document in which every word occurs: there a word counts
  /// 10000 at least, here 2000 at most.
  func score(_ words: [String], _ ranks: [Int?]) -> Int? {
    let fields = lowercasedFields
    var total = 0
    for (word, rank) in zip(words, ranks) {
      guard let worth = Self.worth(word, fields) ?? rank.map({ 90 - 10 * $0 }) else { return nil }
      total += worth
    }
    return total
  }

  private var lowercasedFields: [(weight: Int, texts: [String])] {
    [
      (1000, [name]), (600, aliases), (400, titles), (200, organisationNames),
      (150, [category ?? ""] + languages), (100, summaries),
    ]
    .map { weight, texts in (weight, texts.map { $0.lowercased() }) }
  }

  private static func worth(_ word: String, _ fields: [(weight: Int, texts: [String])]) -> Int? {
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
    return best > 0 ? best : nil
  }
}
