import GRDB
import ZooRegistry

/// The table of citations: those of each family, then those of its references.
enum CitationTable {
  static let definition = """
    CREATE TABLE citation (
      key TEXT NOT NULL, title TEXT NOT NULL, organisation TEXT, year INTEGER, arxiv TEXT,
      address TEXT) STRICT;
    """

  static func write(_ citations: [Citation], _ database: Database) throws {
    let insert = try database.makeStatement(sql: "INSERT INTO citation VALUES (?, ?, ?, ?, ?, ?)")
    for citation in citations {
      try insert.execute(arguments: [
        citation.key, citation.title, citation.organisation, citation.year, citation.arxiv,
        citation.address,
      ])
    }
  }

  /// All rows, in the order in which they were written.
  static func read(_ database: Database) throws -> [Citation] {
    try Row.fetchAll(database, sql: "SELECT * FROM citation ORDER BY rowid").map { row in
      Citation(
        key: row[0],
        title: row[1],
        organisation: row[2],
        year: row[3],
        arxiv: row[4],
        address: row[5]
      )
    }
  }
}
