import GRDB
import ZooRegistry

/// The table of families: what a list shows of each.
enum FamilyTable {
  static let definition = """
    CREATE TABLE family (
      name TEXT NOT NULL, title TEXT NOT NULL, chineseTitle TEXT, defaultModel TEXT,
      models INTEGER NOT NULL) STRICT;
    """

  static func write(_ families: [Family], _ database: Database) throws {
    let insert = try database.makeStatement(sql: "INSERT INTO family VALUES (?, ?, ?, ?, ?)")
    for family in families.map({ FamilySummary($0) }) {
      try insert.execute(arguments: [
        family.name, family.title, family.chineseTitle, family.defaultModel, family.modelCount,
      ])
    }
  }

  /// All rows, in the order in which they were written.
  static func read(_ database: Database) throws -> [FamilySummary] {
    try Row.fetchAll(database, sql: "SELECT * FROM family ORDER BY rowid").map { row in
      FamilySummary(
        name: row[0],
        title: row[1],
        chineseTitle: row[2],
        defaultModel: row[3],
        modelCount: row[4]
      )
    }
  }
}
