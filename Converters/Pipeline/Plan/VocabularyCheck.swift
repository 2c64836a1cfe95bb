import ZooFormats
import ZooRegistry
import ZooTensors
import ZooVocabulary

/// Compares the vocabulary's files with the card and with the rows of the embedding.
///
/// - No file may have an id at or above the number of rows: it belongs to another model.
/// - Rows above the ids are padding (to a multiple of 8 or 128, or spare rows as in ERNIE), which is
///   noted. Without a card that says so, 128 rows or more are taken for another model's vocabulary.
/// - A list of words has as many entries as the card says. Files that a tokenizer adds tokens to when
///   it runs (SentencePiece, `vocab.json`, `dict.txt`) have at most as many.
/// - Special tokens that the card names are in a list of words and in a `tokenizer.json`.
/// - What was read from a pickle counts as a list of words.
/// - Tables of pinyin are compared with the embedding of pinyin: see ``PinyinCheck``.
/// - Tables that give tokens ids of further embeddings, with these: see ``TokenNumbersCheck``.
struct VocabularyCheck {
  let configuration: ModelConfiguration
  let tables: [Architecture.TokenNumbersFile]
  let card: ModelCard?
  let sideFiles: SideFiles
  let corpus: CorpusVocabulary?

  private struct File {
    let name: String
    let tokens: TokenTable
    /// Whether the file has all tokens of the model.
    let isComplete: Bool
  }

  /// What the vocabulary's files say: why they cannot be the model's, and what is unusual but right.
  ///
  /// Complexity: O(bytes of the vocabulary's files).
  /// - Throws: ``ZooError`` where a file is malformed.
  func findings() throws(ZooError) -> (problems: [PlanProblem], notes: [String]) {
    let files = try files()
    var problems: [PlanProblem] = []
    for file in files {
      if let problem = size(file) ?? specialTokens(file) { problems.append(.sideFile(problem)) }
    }
    let pinyin = PinyinCheck(configuration: configuration)
    problems += try pinyin.problems(try pinyinFiles()).map { PlanProblem.sideFile($0) }
    let tables = try tableFindings(files)
    problems += tables.problems
    return (problems, problems.isEmpty ? notes(files) + tables.notes : [])
  }

  private func tableFindings(
    _ files: [File]
  ) throws(ZooError) -> (problems: [PlanProblem], notes: [String]) {
    let check = TokenNumbersCheck(
      configuration: configuration,
      unknown: card?.vocabulary?.special["unk"] ?? "[UNK]"
    )
    let companions = sideFiles.companions(also: tables.map(\.name))
    let list = files.first(where: \.isComplete).map { (name: $0.name, tokens: $0.tokens) }
    var problems: [PlanProblem] = []
    var notes: [String] = []
    for table in tables {
      guard let entry = companions.first(where: { $0.name == table.name }) else {
        // Without a vocabulary another note says what is missing.
        if list != nil { notes.append("the table '\(table.name)' is not beside the checkpoint") }
        continue
      }
      let finding = try check.finding(table, try bytes(of: entry), list)
      if let problem = finding.problem { problems.append(.sideFile(problem)) }
      if let note = finding.note { notes.append(note) }
    }
    return (problems, notes)
  }

  private func size(_ file: File) -> String? {
    let count = file.tokens.idLimit
    if let rows, count > rows {
      return "\(file.name) has \(count) entries but the embedding has only \(rows) rows; the "
        + "vocabulary belongs to another model"
    }
    if let stated = card?.vocabulary?.size {
      guard count > stated || file.isComplete && count < stated else { return nil }
      return "\(file.name) has \(count) entries, the card of '\(card?.name ?? "")' says \(stated)"
    }
    if card == nil, file.isComplete, let rows, rows - count >= 128 {
      return "\(file.name) has \(count) entries for \(rows) embedding rows; more than padding "
        + "would explain"
    }
    return nil
  }

  private func specialTokens(_ file: File) -> String? {
    guard file.isComplete || file.tokens.format == .tokenizer else { return nil }
    for (role, token) in (card?.vocabulary?.special ?? [:]).sorted(by: { $0.key < $1.key })
    where file.tokens.id(of: token) == nil {
      return "\(file.name) has no token '\(token)', the '\(role)' of the card of "
        + "'\(card?.name ?? "")'"
    }
    return nil
  }

  private func notes(_ files: [File]) -> [String] {
    guard let largest = files.max(by: { $0.tokens.idLimit < $1.tokens.idLimit }) else {
      let wanted = card?.vocabulary?.files ?? []
      let present = Set(sideFiles.companions(also: wanted).map(\.name))
      let missing = wanted.filter { !present.contains(PackageFacts.lastComponent($0)) }
        .map { "'\($0)'" }
      return missing.isEmpty
        ? [] : ["the vocabulary \(missing.joined(separator: ", ")) is not beside the checkpoint"]
    }
    let count = largest.tokens.idLimit
    guard let rows, count < rows else { return [] }
    return largest.isComplete
      ? ["the embedding has \(rows) rows for \(count) vocabulary entries; the rest is padding"]
      : [
        "the embedding has \(rows) rows for \(count) ids of \(largest.name); the rest is for tokens "
          + "that the tokenizer adds, or padding"
      ]
  }

  private var rows: Int? { configuration["vocab_size"]?.intValue }

  /// The vocabularies among the side files; files of merges and of other settings are none.
  private func files() throws(ZooError) -> [File] {
    var result: [File] = []
    for entry in sideFiles.companions(also: card?.vocabulary?.files ?? []) {
      guard let format = VocabularyFormat(fileName: entry.name), format != .pinyin else { continue }
      let bytes = try bytes(of: entry)
      result.append(try file(entry.name, bytes, format, isComplete: format == .wordList))
    }
    if let corpus {
      result.append(
        try file(corpus.source, corpus.bytes, .table, isComplete: true)
      )
    }
    return result
  }

  private func file(
    _ name: String,
    _ bytes: [UInt8],
    _ format: VocabularyFormat,
    isComplete: Bool
  ) throws(ZooError) -> File {
    do throws(FormatError) {
      let tokens = try TokenTable(bytes, format: format, name: name)
      return File(name: name, tokens: tokens, isComplete: isComplete)
    } catch {
      throw ZooError(error)
    }
  }

  /// The tables of pinyin by name, where the model has an embedding of pinyin.
  private func pinyinFiles() throws(ZooError) -> [String: [UInt8]] {
    guard configuration[PinyinCheck.rowsKey] != nil else { return [:] }
    var result: [String: [UInt8]] = [:]
    for entry in sideFiles.companions(also: card?.vocabulary?.files ?? [])
    where PinyinCheck.names.contains(entry.name) {
      result[entry.name] = try bytes(of: entry)
    }
    return result
  }

  private func bytes(of entry: SourceEntry) throws(ZooError) -> [UInt8] {
    let region = try sideFiles.open(entry)
    do throws(FormatError) {
      return try region.array(limit: ParsingLimits.default.sideFileBytes)
    } catch {
      throw ZooError(error)
    }
  }
}
