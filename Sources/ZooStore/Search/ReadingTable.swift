import GRDB
import ZooRegistry

/// The tables of how Chinese names are read: every reading once, and which document has which.
enum ReadingTable {
  static let definition = """
    CREATE TABLE reading (id INTEGER PRIMARY KEY, syllables TEXT NOT NULL) STRICT;
    CREATE TABLE reads (
      document INTEGER NOT NULL, reading INTEGER NOT NULL, is_title INTEGER NOT NULL) STRICT;
    """

  static func write(_ index: ReadingIndex, _ database: Database) throws {
    let reading = try database.makeStatement(sql: "INSERT INTO reading VALUES (?, ?)")
    for (id, value) in index.readings.enumerated() {
      try reading.execute(arguments: [id, value.text])
    }
    let reads = try database.makeStatement(sql: "INSERT INTO reads VALUES (?, ?, ?)")
    for entry in index.entries {
      try reads.execute(arguments: [entry.document, entry.reading, entry.isTitle])
    }
  }

  static func read(_ database: Database) throws -> ReadingIndex {
    ReadingIndex(
      readings: try String.fetchAll(database, sql: "SELECT syllables FROM reading ORDER BY id")
        .map { Reading($0) },
      entries: try Row.fetchAll(database, sql: "SELECT document, reading, is_title FROM reads")
        .map { ReadingIndex.Entry(document: $0[0], reading: $0[1], isTitle: $0[2]) }
    )
  }
}
