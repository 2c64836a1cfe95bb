public import ZooTensors
public import ZooVocabulary

extension Model {
  /// The tokens of the model and their ids, read from its vocabulary.
  ///
  /// That is the first file of a known kind; the letters of pinyin are a vocabulary of their own.
  ///
  /// Complexity: O(bytes of the file); keep the result.
  /// - Throws: ``ZooError`` with code `notFound` where the package has no vocabulary file of a known
  ///   kind, `badData` where the file is malformed.
  public func tokens() throws(ZooError) -> TokenTable {
    for name in vocabulary.files {
      guard let format = VocabularyFormat(fileName: name), format != .pinyin else { continue }
      return try tokens(name, format)
    }
    throw ZooError(
      .notFound,
      vocabulary.files.isEmpty
        ? "the package has no vocabulary file"
        : "no vocabulary can be read from \(vocabulary.files.joined(separator: ", "))",
      model: name,
      path: path
    )
  }

  /// The tokens and ids of one file of the package, such as `pinyin_map.json`.
  ///
  /// Complexity: O(bytes of the file); keep the result.
  /// - Throws: ``ZooError`` with code `notFound` where the package has no such file or the name is
  ///   none of a known kind, `badData` where the file is malformed.
  public func tokens(ofFile name: String) throws(ZooError) -> TokenTable {
    guard let format = VocabularyFormat(fileName: name) else {
      throw ZooError(
        .notFound,
        "no vocabulary can be read from \(name.isEmpty ? "''" : name)",
        model: self.name,
        path: path
      )
    }
    return try tokens(name, format)
  }

  private func tokens(_ name: String, _ format: VocabularyFormat) throws(ZooError) -> TokenTable {
    let bytes = try bytes(ofFile: name)
    do throws(FormatError) {
      return try TokenTable(bytes, format: format, name: name)
    } catch {
      throw ZooError(error, model: self.name)
    }
  }

  /// The merges of a byte-pair encoding; `nil` where the package has no `merges.txt`.
  ///
  /// - Throws: ``ZooError`` with code `badData` where the file is malformed.
  public func merges() throws(ZooError) -> MergeList? {
    guard let name = vocabulary.files.first(where: { $0.hasSuffix("merges.txt") }) else {
      return nil
    }
    let bytes = try bytes(ofFile: name)
    do throws(FormatError) {
      return try MergeList(bytes, name: name)
    } catch {
      throw ZooError(error, model: self.name)
    }
  }

  private func bytes(ofFile name: String) throws(ZooError) -> [UInt8] {
    let file = try file(.named(name))
    let limit = ParsingLimits.default.sideFileBytes
    guard file.byteCount <= limit else {
      throw ZooError(
        .badData,
        "expected at most \(limit) bytes in '\(name)', found \(file.byteCount)",
        model: self.name,
        path: file.path
      )
    }
    return unsafe file.bytes.withUnsafeBytes { unsafe Array($0) }
  }
}
