import Foundation

/// The simplified forms of the Chinese characters of some texts.
///
/// Characters are looked at one by one, so that a word has the same form wherever it stands.
package struct SimplifiedForms: Sendable {
  private var forms: [Unicode.Scalar: Unicode.Scalar] = [:]

  /// Looks up every Chinese character of the texts.
  ///
  /// Complexity: O(length of the texts).
  package init(of texts: some Sequence<String>) {
    var characters: Set<Unicode.Scalar> = []
    for text in texts where text.mayHoldHan {
      for scalar in text.unicodeScalars where scalar.isHan { characters.insert(scalar) }
    }
    // Most queries have none, and need no tables then.
    guard !characters.isEmpty else { return }
    let traditional = characters.sorted()
    let lines = traditional.map { String($0) }.joined(separator: "\n")
      .applyingTransform(StringTransform("Hant-Hans"), reverse: false)?.split(separator: "\n")
    // A Foundation without the tables leaves the characters as they are.
    guard let lines, lines.count == traditional.count else { return }
    for (character, line) in zip(traditional, lines) {
      let scalars = line.unicodeScalars
      guard let form = scalars.first, scalars.count == 1, form != character else { continue }
      forms[character] = form
    }
  }

  /// The text with every character in its simplified form.
  package func apply(to text: String) -> String {
    guard !forms.isEmpty, text.mayHoldHan,
      text.unicodeScalars.contains(where: { forms[$0] != nil })
    else { return text }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { result.append(forms[scalar] ?? scalar) }
    return String(result)
  }
}

extension String {
  /// Whether there may be Chinese characters: all have at least three bytes, the first from 0xe3.
  var mayHoldHan: Bool { utf8.contains { $0 >= 0xe3 } }

  /// The runs of Chinese characters.
  var runsOfHan: [String] {
    guard mayHoldHan else { return [] }
    return unicodeScalars.split { !$0.isHan }.map { String($0) }
  }
}

extension Unicode.Scalar {
  /// Whether this is a Chinese character.
  var isHan: Bool { properties.isIdeographic }
}
