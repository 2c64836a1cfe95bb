import GRDB
import ZooRegistry
public import ZooTensors

extension SearchIndex {
  /// What a query finds, names first, then organisations and the best texts, then names of which a
  /// word is the pinyin.
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
        let exact = try Self.fitting(words, limit, database)
        if !exact.isEmpty { return SearchAnswer(matches: exact, fit: .words) }
        let corrected = try Self.corrected(words, database)
        if corrected != words {
          let matches = try Self.fitting(corrected, limit, database)
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

  /// What the words find: as texts, then as organisations, then as pinyin.
  private static func fitting(
    _ words: [String],
    _ limit: Int,
    _ database: Database
  ) throws -> [SearchAnswer.Match] {
    let isChinese = words.contains(where: SearchDocument.mayBeChinese)
    var matches = isChinese ? [] : try containing(words, limit, database)
    if matches.count < limit {
      let known = Set(matches)
      matches += try mentioning(words, database).filter { !known.contains($0) }
    }
    if matches.count < limit {
      matches += try reading(words, besides: Set(matches), database)
    }
    return Array(matches.prefix(limit))
  }

  /// What has every word in its names and texts.
  private static func containing(
    _ words: [String],
    _ limit: Int,
    _ database: Database
  ) throws -> [SearchAnswer.Match] {
    var conditions: [String] = []
    var arguments: StatementArguments = []
    let long = words.filter { $0.count >= 3 }
    if !long.isEmpty {
      conditions.append("document MATCH ?")
      arguments += [long.map(quoted).joined(separator: " AND ")]
    }
    for word in words where word.count < 3 {
      conditions.append("(name || ' ' || names || ' ' || text) LIKE ? ESCAPE '\\'")
      arguments += [pattern(word)]
    }
    // Words of one or two characters have no trigram, so nothing ranks them.
    let order = long.isEmpty ? "kind = 'model'" : ranking
    arguments += [words.joined(separator: " "), words[0] + "%", limit]
    return try Row.fetchAll(
      database,
      sql: """
        SELECT * FROM document WHERE \(conditions.joined(separator: " AND "))
        ORDER BY name <> ?, name NOT LIKE ?, \(order), length(name), name LIMIT ?
        """,
      arguments: arguments
    ).compactMap(match)
  }

  /// What has every word in its names, the names of its organisations or its texts, in this order of
  /// the first word.
  private static func mentioning(
    _ words: [String],
    _ database: Database
  ) throws -> [SearchAnswer.Match] {
    var (condition, arguments) = occurrence(words)
    let text = pattern(words[0])
    arguments += [words[0], pattern("\n\(words[0])\n"), text, text]
    return try Row.fetchAll(
      database,
      sql: """
        SELECT * FROM document WHERE \(condition)
        ORDER BY name <> ?, char(10) || names || char(10) NOT LIKE ? ESCAPE '\\',
          (name || ' ' || names) NOT LIKE ? ESCAPE '\\', organisations NOT LIKE ? ESCAPE '\\',
          kind = 'model', length(name), name
        """,
      arguments: arguments
    ).compactMap(match)
  }

  /// A name counts for more than a title, and that for more than a text.
  static let ranking = "bm25(document, 0, 20, 10, 1, 0, 0, 0, 0)"

  /// That every word occurs anywhere, in the names of organisations too.
  static func occurrence(_ words: [String]) -> (sql: String, arguments: StatementArguments) {
    var conditions: [String] = []
    var arguments: StatementArguments = []
    for word in words {
      if word.count >= 3 {
        conditions.append(
          """
          (rowid IN (SELECT rowid FROM document WHERE document MATCH ?)
            OR organisations LIKE ? ESCAPE '\\')
          """
        )
        arguments += [quoted(word), pattern(word)]
      } else {
        conditions.append(
          "(name || ' ' || names || ' ' || organisations || ' ' || text) LIKE ? ESCAPE '\\'"
        )
        arguments += [pattern(word)]
      }
    }
    return (conditions.joined(separator: " AND "), arguments)
  }

  /// What LIKE finds a text with, wherever it stands.
  private static func pattern(_ text: String) -> String {
    let escaped = text.replacing("\\", with: "\\\\").replacing("%", with: "\\%")
      .replacing("_", with: "\\_")
    return "%\(escaped)%"
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
    let (condition, arguments) = occurrence([word])
    return try Row.fetchOne(
      database,
      sql: "SELECT 1 FROM document WHERE \(condition) LIMIT 1",
      arguments: arguments
    )
      != nil
  }
}
