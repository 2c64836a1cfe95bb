import ZooTensors

/// The SPDX licence identifiers that the registry uses.
enum SPDX {
  /// Identifiers as the SPDX licence list spells them; extend it when a card needs another.
  static let identifiers: Set<String> = [
    "AFL-3.0", "AGPL-3.0-only", "AGPL-3.0-or-later", "Apache-2.0", "Artistic-2.0", "BSD-2-Clause",
    "BSD-3-Clause", "BSD-3-Clause-Clear", "BSL-1.0", "CC-BY-3.0", "CC-BY-4.0", "CC-BY-NC-2.0",
    "CC-BY-NC-3.0", "CC-BY-NC-4.0", "CC-BY-NC-ND-4.0", "CC-BY-NC-SA-3.0", "CC-BY-NC-SA-4.0",
    "CC-BY-ND-4.0", "CC-BY-SA-3.0", "CC-BY-SA-4.0", "CC0-1.0", "CECILL-2.1", "ECL-2.0", "EPL-2.0",
    "GPL-2.0-only", "GPL-2.0-or-later", "GPL-3.0-only", "GPL-3.0-or-later", "ISC",
    "LGPL-2.1-only", "LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later", "MIT", "MIT-0",
    "MPL-2.0", "MulanPSL-1.0", "MulanPSL-2.0", "NCSA", "OFL-1.1", "PSF-2.0", "Unlicense", "WTFPL",
    "Zlib",
  ]

  /// Why a text is no expression of known identifiers, or `nil`.
  static func fault(in expression: String) -> String? {
    let words = expression.split(separator: " ", omittingEmptySubsequences: false)
      .map { String($0).replacing("(", with: "").replacing(")", with: "") }
    for (index, word) in words.enumerated() {
      if index % 2 == 1 {
        guard word == "AND" || word == "OR" else {
          return "'spdx' must join identifiers with AND or OR, found '\(expression)'"
        }
      } else if !identifiers.contains(word) {
        return "'spdx' must be an SPDX identifier, found '\(word)'"
          + Suggestions.question(for: word, among: identifiers)
          + (Suggestions.nearest(to: word, among: identifiers).isEmpty
            ? "; use 'text' for another licence" : "")
      }
    }
    return words.count % 2 == 1 ? nil : "'spdx' must end with an identifier, found '\(expression)'"
  }
}
