import GRDB
import ZooRegistry
public import ZooTensors

extension SearchIndex {
  /// What a query finds, names first, then the best texts.
  ///
  /// An address finds what links to it. Otherwise all words must occur; where they do nowhere,
  /// misspelt names are corrected, and where that does not help either, the entries are returned
  /// that have the most groups of three characters in common with the query.
  ///
  /// - Throws: ``ZooError`` with code `usage` for an empty query, or one of more than 32 words.
  public func answer(to query: String, limit: Int = 50) throws(ZooError) -> SearchAnswer {
    let words = SearchDocument.words(of: query)
    guard !words.isEmpty else { throw ZooError(.usage, "there is nothing to search for") }
    guard words.count <= Self.mostWords else {
      throw ZooError(
        .usage,
        "a search has at most \(Self.mostWords) words, found \(words.count)"
      )
    }
    do {
      return try database.read { database in
        let linked = try Self.linked(query, limit, database)
        if !linked.isEmpty { return SearchAnswer(matches: linked, fit: .address) }
        let exact = try Self.containing(words, limit, database)
        if !exact.isEmpty { return SearchAnswer(matches: exact, fit: .words) }
        let corrected = try Self.corrected(words, database)
        if corrected != words {
          let matches = try Self.containing(corrected, limit, database)
          if !matches.isEmpty {
            return SearchAnswer(
              matches: matches,
              fit: .corrected(corrected.joined(separator: " "))
            )
          }
        }
        return SearchAnswer(
          matches: try Self.similar(to: words, min(limit, 10), database),
          fit: .similar
        )
      }
    } catch {
      throw ZooError(.internalError, "the search failed: \(error)", underlying: error)
    }
  }

  /// Looking for the right spelling of a word takes milliseconds, so there is an end to them.
  private static let mostWords = 32

  // MARK: - Addresses

  private static func linked(
    _ query: String,
    _ limit: Int,
    _ database: Database
  ) throws -> [SearchAnswer.Match] {
    for key in SearchDocument.addressKeys(lookingFor: query) {
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT * FROM document WHERE rowid IN (SELECT document FROM address WHERE key = ?)
          ORDER BY kind = 'model', kind, rowid LIMIT ?
          """,
        arguments: [key.text, limit]
      )
      if !rows.isEmpty { return rows.compactMap(match) }
    }
    return []
  }

  // MARK: - Words

  private static func containing(
    _ words: [String],
    _ limit: Int,
    _ database: Database
  ) throws -> [SearchAnswer.Match] {
    var (conditions, arguments) = conditions(words)
    // Words of one or two characters have no trigram, so nothing ranks them.
    let order =
      words.allSatisfy { $0.count < 3 } ? "kind = 'model'" : "bm25(document, 0, 20, 10, 1, 0, 0, 0)"
    arguments += [words.joined(separator: " "), words[0] + "%", limit]
    conditions += " ORDER BY name <> ?, name NOT LIKE ?, \(order), length(name), name LIMIT ?"
    return try Row.fetchAll(
      database,
      sql: "SELECT * FROM document WHERE \(conditions)",
      arguments: arguments
    ).compactMap(match)
  }

  private static func conditions(_ words: [String]) -> (String, StatementArguments) {
    var conditions: [String] = []
    var arguments: StatementArguments = []
    let long = words.filter { $0.count >= 3 }
    if !long.isEmpty {
      conditions.append("document MATCH ?")
      arguments += [long.map(quoted).joined(separator: " AND ")]
    }
    for word in words where word.count < 3 {
      conditions.append("(name || ' ' || names || ' ' || text) LIKE ? ESCAPE '\\'")
      let escaped = word.replacing("\\", with: "\\\\").replacing("%", with: "\\%")
        .replacing("_", with: "\\_")
      arguments += ["%\(escaped)%"]
    }
    return (conditions.joined(separator: " AND "), arguments)
  }

  /// Quoted, so that nothing in a query is taken for an operator.
  static func quoted(_ word: String) -> String {
    "\"" + word.replacing("\"", with: "\"\"") + "\""
  }

  static func match(_ row: Row) -> SearchAnswer.Match? {
    SearchDocument.Kind(rawValue: row["kind"]).map {
      SearchAnswer.Match(
        name: row["name"],
        kind: $0,
        title: row["title"],
        summary: row["summary"],
        category: row["category"]
      )
    }
  }

  /// Whether a word occurs anywhere.
  static func occurs(_ word: String, _ database: Database) throws -> Bool {
    let (conditions, arguments) = conditions([word])
    return try Row.fetchOne(
      database,
      sql: "SELECT 1 FROM document WHERE \(conditions) LIMIT 1",
      arguments: arguments
    )
      != nil
  }
}
