import GRDB
import ZooRegistry

/// The table of cards: what a list shows of each.
enum CardTable {
  static let definition = """
    CREATE TABLE card (
      name TEXT NOT NULL, title TEXT NOT NULL, family TEXT NOT NULL, architecture TEXT,
      languages TEXT NOT NULL, license TEXT NOT NULL, formats TEXT NOT NULL, state TEXT NOT NULL,
      convertible INTEGER NOT NULL, parameters INTEGER, stated TEXT) STRICT;
    """

  static func write(_ cards: [CardSummary], _ database: Database) throws {
    let insert = try database.makeStatement(
      sql: "INSERT INTO card VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    )
    for card in cards {
      try insert.execute(arguments: [
        card.name, card.title, card.family, card.architecture,
        card.languages.joined(separator: " "), card.license, card.formats.joined(separator: " "),
        card.state.rawValue, card.isConvertible, card.parameterCount, card.statedParameters,
      ])
    }
  }

  /// All rows, in the order in which they were written.
  static func read(_ database: Database) throws -> [CardSummary] {
    try Row.fetchAll(database, sql: "SELECT * FROM card ORDER BY rowid").compactMap { row in
      guard let state = ModelCard.State(rawValue: row[7]) else { return nil }
      let (languages, formats): (String, String) = (row[4], row[6])
      return CardSummary(
        name: row[0],
        title: row[1],
        family: row[2],
        architecture: row[3],
        languages: languages.split(separator: " ").map(String.init),
        license: row[5],
        formats: formats.split(separator: " ").map(String.init),
        state: state,
        isConvertible: row[8],
        parameterCount: row[9],
        statedParameters: row[10]
      )
    }
  }
}
