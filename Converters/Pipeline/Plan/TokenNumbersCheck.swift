import ZooFormats
import ZooRegistry
import ZooTensors
import ZooVocabulary

/// Compares the tables that give tokens ids of another embedding with its rows and the vocabulary.
///
/// An architecture names them as `token_tables`. A token without an entry has that of the unknown
/// token, so each token of the vocabulary needs an entry only where that has none.
///
/// Source: RoCBertTokenizer of transformers 4.57.6, whose shapes and sounds are found this way.
struct TokenNumbersCheck {
  let configuration: ModelConfiguration
  /// The token for what is not in the vocabulary.
  let unknown: String

  /// Compares one table.
  ///
  /// - Parameters:
  ///   - table: The name of the file and the key of its number of rows.
  ///   - bytes: The file.
  ///   - vocabulary: The list of all tokens with its name, if there is one.
  /// - Returns: why it cannot be the model's, or what is unusual but right.
  /// - Throws: ``ZooError`` where the file is malformed.
  func finding(
    _ table: Architecture.TokenNumbersFile,
    _ bytes: [UInt8],
    _ vocabulary: (name: String, tokens: TokenTable)?
  ) throws(ZooError) -> (problem: String?, note: String?) {
    let numbers: TokenNumbers
    do throws(FormatError) {
      numbers = try TokenNumbers(bytes)
    } catch {
      throw ZooError(error.inFile(table.name))
    }
    if let problem = range(table, numbers) { return (problem, nil) }
    guard let (name, tokens) = vocabulary else { return (nil, nil) }
    let missing = (0..<tokens.idLimit).filter { id in
      tokens.bytes(of: id).map { numbers.number(of: $0) == nil } ?? false
    }
    guard let first = missing.first else { return (nil, nil) }
    guard numbers.number(of: Array(unknown.utf8)) != nil else {
      return (
        "\(table.name) has no entry for '\(printable(tokens.token(first) ?? "\(first)"))' of "
          + "\(name), and none for '\(unknown)', which would stand for it",
        nil
      )
    }
    return (
      nil,
      "\(table.name) has no entry for \(missing.count) of the \(tokens.count) tokens of \(name); "
        + "they have that of '\(unknown)'"
    )
  }

  private func range(
    _ table: Architecture.TokenNumbersFile,
    _ numbers: TokenNumbers
  ) -> String? {
    guard let rows = configuration[table.rowsKey]?.intValue else { return nil }
    let wrong =
      numbers.smallest.number < 0
      ? numbers.smallest : numbers.largest.number >= rows ? numbers.largest : nil
    return wrong.map {
      "\(table.name) gives '\(printable($0.token))' the id \($0.number) but the embedding has "
        + "\(rows) rows ('\(table.rowsKey)'); the table belongs to another model"
    }
  }
}
