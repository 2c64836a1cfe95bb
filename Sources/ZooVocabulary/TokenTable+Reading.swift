public import ZooTensors

extension TokenTable {
  /// Reads a vocabulary.
  ///
  /// Complexity: O(bytes).
  /// - Parameters:
  ///   - bytes: The contents of the file.
  ///   - format: What kind of file it is; see ``VocabularyFormat/init(fileName:)``.
  ///   - name: The file, for errors.
  /// - Throws: ``FormatError`` with the place of the first violation: malformed lines, two tokens of
  ///   one id, two ids of one token (except in word lists, where the later line counts).
  public init(
    _ bytes: [UInt8],
    format: VocabularyFormat,
    name: String? = nil
  ) throws(FormatError) {
    do throws(FormatError) {
      switch format {
      case .wordList: self = try Self.wordList(bytes)
      case .fairseq: self = try Self.fairseq(bytes)
      case .tiktoken: self = try Self.tiktoken(bytes)
      case .table: self = try Self.json(bytes, format, Self.readTable)
      case .tokenizer: self = try Self.json(bytes, format, Self.readTokenizer)
      case .pinyin: self = try Self.json(bytes, format, Self.readPinyin)
      case .sentencePiece: self = try Self.sentencePiece(bytes)
      }
    } catch {
      throw name.map { error.inFile($0) } ?? error
    }
  }
}
