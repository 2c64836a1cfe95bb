import GRDB
public import ZooRegistry
public import ZooTensors

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What the registry holds, ready to be searched and listed: a cache that may be deleted at any time.
///
/// Parsing every card takes much longer than reading rows, so the first use after a change of the
/// registry writes a database and every later one reads it. Search uses SQLite's FTS5 with the
/// trigram tokenizer, so that Chinese needs no word boundaries and parts of names are found.
public struct SearchIndex: Sendable {
  let database: DatabaseQueue

  /// Raised whenever the tables change.
  private static let schemaVersion = 5

  /// Opens the index of a registry, or makes it.
  ///
  /// A damaged database is thrown away and made anew.
  /// - Parameters:
  ///   - directory: Where caches are kept; created if needed.
  ///   - registry: What is searched; another content gets another index.
  /// - Throws: ``ZooError`` where the cache cannot be written or the registry is wrong.
  public init(directory: String, registry: Registry) throws(ZooError) {
    try FileTree.createDirectory(directory)
    let version = "\(Self.schemaVersion)-\(try registry.fingerprint())"
    let path = "\(directory)/search.sqlite3"
    do {
      database = try Self.open(path, version, registry)
    } catch let error as DatabaseError
      where [.SQLITE_NOTADB, .SQLITE_CORRUPT].contains(error.resultCode)
    {
      do {
        try FileManager.default.removeItem(atPath: path)
        database = try Self.open(path, version, registry)
      } catch {
        throw Self.unusable(path, error)
      }
    } catch {
      throw Self.unusable(path, error)
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
    if current != version { try fill(database, version, registry) }
    return database
  }

  private static func unusable(_ path: String, _ error: any Error) -> ZooError {
    if let error = error as? ZooError { return error }
    return ZooError(
      .ioError,
      "the search index cannot be used: \(error); delete it and try again",
      path: path,
      underlying: error
    )
  }

  private static func fill(
    _ database: DatabaseQueue,
    _ version: String,
    _ registry: Registry
  ) throws {
    let families = try registry.families()
    let documents = try registry.searchDocuments()
    let readings = try registry.readings(of: documents)
    let totals = try registry.parameterTotals()
    let cards = families.flatMap(\.models).map { CardSummary($0, totals[$0.name]) }
      .sorted { $0.name.precedesInUTF8($1.name) }
    try database.write { database in
      try database.execute(
        sql: """
          DROP TABLE IF EXISTS document;
          DROP TABLE IF EXISTS address;
          DROP TABLE IF EXISTS card;
          DROP TABLE IF EXISTS family;
          DROP TABLE IF EXISTS citation;
          DROP TABLE IF EXISTS json;
          DROP TABLE IF EXISTS reading;
          DROP TABLE IF EXISTS reads;
          DROP TABLE IF EXISTS state;
          CREATE TABLE state (version TEXT NOT NULL) STRICT;
          CREATE VIRTUAL TABLE document USING fts5(
            kind UNINDEXED, name, names, text, title UNINDEXED, summary UNINDEXED,
            category UNINDEXED, organisations UNINDEXED, tokenize = 'trigram');
          CREATE TABLE address (key TEXT NOT NULL, document INTEGER NOT NULL) STRICT;
          \(ReadingTable.definition)
          \(CardTable.definition)
          \(FamilyTable.definition)
          \(CitationTable.definition)
          \(JSONTable.definition)
          """
      )
      try write(documents, database)
      try ReadingTable.write(readings, database)
      try CardTable.write(cards, database)
      try FamilyTable.write(families, database)
      try CitationTable.write(families.flatMap(\.allCitations), database)
      try JSONTable.write(families, totals, database)
      try database.execute(sql: "CREATE INDEX address_key ON address (key)")
      try database.execute(sql: "INSERT INTO state VALUES (?)", arguments: [version])
    }
  }

  private static func write(_ documents: [SearchDocument], _ database: Database) throws {
    let insert = try database.makeStatement(
      sql: """
        INSERT INTO document
          (rowid, kind, name, names, text, title, summary, category, organisations)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
    )
    let link = try database.makeStatement(sql: "INSERT INTO address VALUES (?, ?)")
    // What is compared is in simplified characters, what is shown is as written.
    for (row, (document, folded)) in zip(documents, documents.folded()).enumerated() {
      let names = folded.titles + folded.aliases
      let texts =
        folded.summaries + [folded.organisation, folded.category].compactMap(\.self)
        + folded.languages
      try insert.execute(arguments: [
        row, document.kind.rawValue, document.name, names.joined(separator: "\n"),
        texts.joined(separator: "\n"), document.titles.first ?? document.name,
        document.summaries.first ?? "", document.category,
        folded.organisationNames.joined(separator: "\n"),
      ])
      for key in document.addressKeys { try link.execute(arguments: [key.text, row]) }
    }
  }
}
