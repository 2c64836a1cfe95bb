import GRDB
import ZooTensors

extension SearchIndex {
  /// The words with those that occur nowhere replaced by the nearest word of a name, if one is near.
  static func corrected(_ words: [String], _ database: Database) throws -> [String] {
    var vocabulary: Set<String>?
    var result: [String] = []
    for word in words {
      guard word.count >= 4, try !occurs(word, database) else {
        result.append(word)
        continue
      }
      let known = try vocabulary ?? nameWords(database)
      vocabulary = known
      result.append(Suggestions.nearest(to: word, among: known.sorted(), limit: 1).first ?? word)
    }
    return result
  }

  /// The words of all names, aliases and titles, and the names themselves.
  private static func nameWords(_ database: Database) throws -> Set<String> {
    var words: Set<String> = []
    for row in try Row.fetchAll(database, sql: "SELECT name, names FROM document") {
      let (name, names): (String, String) = (row[0], row[1])
      words.insert(name)
      for text in [name, names] {
        for word in text.lowercased().split(whereSeparator: { !$0.isLetter && !$0.isNumber })
        where word.count >= 4 {
          words.insert(String(word))
        }
      }
    }
    return words
  }

  /// What shares groups of three characters with the words: at least a third of them.
  static func similar(
    to words: [String],
    _ limit: Int,
    _ database: Database
  ) throws -> [SearchAnswer.Match] {
    let groups = Set(words.flatMap(trigrams))
    guard !groups.isEmpty else { return [] }
    let rows = try Row.fetchAll(
      database,
      sql: """
        SELECT * FROM document WHERE document MATCH ?
        ORDER BY \(ranking), length(name), name LIMIT 200
        """,
      arguments: [groups.sorted().map(quoted).joined(separator: " OR ")]
    )
    let near = rows.filter { row in
      let (name, names, text): (String, String, String) = (row["name"], row["names"], row["text"])
      let content = "\(name) \(names) \(text)".lowercased()
      return groups.count { content.contains($0) } * 3 >= groups.count
    }
    return near.prefix(limit).compactMap(match)
  }

  private static func trigrams(_ word: String) -> [String] {
    let characters = Array(word)
    guard characters.count >= 3 else { return [] }
    return (0...(characters.count - 3)).map { String(characters[$0..<($0 + 3)]) }
  }
}
