import GRDB
public import ZooRegistry
public import ZooTensors

/// A full-text index over the registry, made on first use: a cache that may be deleted at any time.
///
/// It uses SQLite's FTS5 with the trigram tokenizer, so that Chinese needs no word boundaries and
/// parts of names are found. Queries of one or two characters, which have no trigram, fall back to
/// substring search.
public struct SearchIndex: Sendable {
  private let database: DatabaseQueue

  /// Opens the index of a registry, or makes it.
  ///
  /// - Parameters:
  ///   - directory: Where caches are kept; created if needed.
  ///   - registry: What is searched; another content gets another index.
  /// - Throws: ``ZooError`` where the cache cannot be written or the registry is wrong.
  public init(directory: String, registry: Registry) throws(ZooError) {
    try FileTree.createDirectory(directory)
    let version = "1-\(try registry.fingerprint())"
    let path = "\(directory)/search.sqlite3"
    do {
      do {
        database = try Self.open(path, version, registry)
      } catch let error as DatabaseError
        where [.SQLITE_NOTADB, .SQLITE_CORRUPT].contains(error.resultCode)
      {
        // A damaged cache is made anew.
        for suffix in ["", "-wal", "-shm", "-journal"] { try FileTree.removeFile(path + suffix) }
        database = try Self.open(path, version, registry)
      }
    } catch let error as ZooError {
      throw error
    } catch {
      throw ZooError(
        .ioError,
        "the search index cannot be used: \(error); delete it and try again",
        path: path,
        underlying: error
      )
    }
  }

  private static func open(
    _ path: String,
    _ version: String,
    _ registry: Registry
  ) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.busyMode = .timeout(10)
    let database = try DatabaseQueue(path: path, configuration: configuration)
    let current = try database.read { database in
      try database.tableExists("state")
        ? try String.fetchOne(database, sql: "SELECT version FROM state") : nil
    }
    if current != version { try fill(database, version, try registry.searchDocuments()) }
    return database
  }

  /// One answer.
  public struct Match: Sendable, Hashable {
    /// The name of a model, family or reference.
    public let name: String
    /// What it is.
    public let kind: SearchDocument.Kind
    /// Its title.
    public let title: String
    /// Its summary in English.
    public let summary: String
    /// The architecture of a model, the kind of a reference.
    public let category: String?
  }

  /// What matches all words of a query, names first, then the best texts.
  ///
  /// - Throws: ``ZooError`` with code `usage` for an empty query.
  public func matches(_ query: String, limit: Int = 50) throws(ZooError) -> [Match] {
    let words = query.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
    guard !words.isEmpty else { throw ZooError(.usage, "there is nothing to search for") }
    let long = words.filter { $0.count >= 3 }
    let short = words.filter { $0.count < 3 }
    var conditions: [String] = []
    var arguments: StatementArguments = []
    if !long.isEmpty {
      conditions.append("document MATCH ?")
      // Quoted, so that nothing in a query is taken for an operator.
      arguments += [
        long.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: " AND ")
      ]
    }
    for word in short {
      conditions.append("(name || ' ' || names || ' ' || text) LIKE ? ESCAPE '\\'")
      let escaped = word.replacing("\\", with: "\\\\").replacing("%", with: "\\%")
        .replacing("_", with: "\\_")
      arguments += ["%\(escaped)%"]
    }
    let order = long.isEmpty ? "0" : "bm25(document, 0, 20, 10, 1, 0, 0, 0)"
    arguments += [words.joined(separator: " "), words[0] + "%", limit]
    do {
      let bound = arguments
      return try database.read { database in
        try Row.fetchAll(
          database,
          sql: """
            SELECT * FROM document WHERE \(conditions.joined(separator: " AND "))
            ORDER BY name <> ?, name NOT LIKE ?, \(order), length(name), name LIMIT ?
            """,
          arguments: bound
        ).compactMap { row in
          SearchDocument.Kind(rawValue: row["kind"]).map {
            Match(
              name: row["name"],
              kind: $0,
              title: row["title"],
              summary: row["summary"],
              category: row["category"]
            )
          }
        }
      }
    } catch {
      throw ZooError(.internalError, "the search failed: \(error)", underlying: error)
    }
  }

  private static func fill(
    _ database: DatabaseQueue,
    _ version: String,
    _ documents: [SearchDocument]
  ) throws {
    try database.write { database in
      try database.execute(
        sql: """
          DROP TABLE IF EXISTS document;
          DROP TABLE IF EXISTS state;
          CREATE TABLE state (version TEXT NOT NULL) STRICT;
          CREATE VIRTUAL TABLE document USING fts5(
            kind UNINDEXED, name, names, text, title UNINDEXED, summary UNINDEXED,
            category UNINDEXED, tokenize = 'trigram');
          """
      )
      let insert = try database.makeStatement(
        sql: "INSERT INTO document VALUES (?, ?, ?, ?, ?, ?, ?)"
      )
      for document in documents {
        let names = document.titles + document.aliases
        let texts =
          document.summaries + [document.organisation, document.category].compactMap(\.self)
          + document.languages
        try insert.execute(arguments: [
          document.kind.rawValue, document.name, names.joined(separator: "\n"),
          texts.joined(separator: "\n"), document.titles.first ?? document.name,
          document.summaries.first ?? "", document.category,
        ])
      }
      try database.execute(sql: "INSERT INTO state VALUES (?)", arguments: [version])
    }
  }
}
