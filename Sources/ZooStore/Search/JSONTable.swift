import GRDB
import ZooRegistry
import ZooTensors

/// The table of JSON texts of cards and families, each as it stands in a list.
enum JSONTable {
  static let definition = """
    CREATE TABLE json (
      kind TEXT NOT NULL, name TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (kind, name)) STRICT;
    """

  static func write(
    _ families: [Family],
    _ totals: [String: ParameterTotal],
    _ database: Database
  ) throws {
    let insert = try database.makeStatement(sql: "INSERT INTO json VALUES (?, ?, ?)")
    func add(_ kind: SearchDocument.Kind, _ name: String, _ value: JSONValue) throws {
      let text = JSONWriter.forPeople.text(ofElement: value)
      try insert.execute(arguments: [kind.rawValue, name, text])
    }
    for family in families {
      try add(.family, family.name, family.json)
      for card in family.models { try add(.model, card.name, card.json(totals[card.name])) }
    }
  }

  /// All texts of one kind by name.
  static func read(_ kind: SearchDocument.Kind, _ database: Database) throws -> [String: String] {
    let rows = try Row.fetchAll(
      database,
      sql: "SELECT name, text FROM json WHERE kind = ?",
      arguments: [kind.rawValue]
    )
    return Dictionary(rows.map { ($0[0], $0[1]) }) { first, _ in first }
  }
}
