extension SearchDocument {
  /// The words of a query in lower case and in simplified characters; full-width letters and digits,
  /// as input methods for Chinese write them, become the usual ones.
  package static func words(of query: String) -> [String] {
    var text = String.UnicodeScalarView()
    for scalar in query.unicodeScalars {
      let isWide =
        ("０"..."９").contains(scalar) || ("Ａ"..."Ｚ").contains(scalar)
        || ("ａ"..."ｚ").contains(scalar)
      text.append(isWide ? Unicode.Scalar(scalar.value - 0xfee0) ?? scalar : scalar)
    }
    return SimplifiedForms(of: [query]).apply(to: String(text)).lowercased()
      .split(whereSeparator: \.isWhitespace).map(String.init)
  }

  /// Whether a word has Chinese characters.
  package static func mayBeChinese(_ word: String) -> Bool { word.mayHoldHan }

  /// The words to be looked for as readings, in order: as they are, then as one, since syllables may
  /// be typed apart; none where no word can be a reading.
  package static func wordsAsReadings(_ words: [String]) -> [[String]] {
    guard words.contains(where: Reading.canBeReading) else { return [] }
    let isApart = words.count > 1 && words.allSatisfy { Reading.canBeReading($0) || $0.count == 1 }
    return [words] + (isApart ? [[words.joined()]] : [])
  }

  /// The texts in simplified characters, for comparison.
  func folded(_ forms: SimplifiedForms) -> SearchDocument {
    func folded(_ texts: [String]) -> [String] { texts.map { forms.apply(to: $0) } }
    return SearchDocument(
      kind: kind,
      name: name,
      family: family,
      titles: folded(titles),
      aliases: folded(aliases),
      summaries: folded(summaries),
      organisation: organisation.map { forms.apply(to: $0) },
      organisationNames: folded(organisationNames),
      category: category,
      languages: languages,
      links: links,
      sources: sources
    )
  }
}

extension [SearchDocument] {
  /// The documents in simplified characters, for comparison with ``SearchDocument/words(of:)``.
  ///
  /// Complexity: O(length of the texts).
  package func folded() -> [SearchDocument] {
    let texts = lazy.flatMap { $0.titles + $0.aliases + $0.summaries + $0.organisationNames }
    let forms = SimplifiedForms(of: texts)
    return map { $0.folded(forms) }
  }
}
