/// How a Chinese name is read: its syllables in pinyin without tones, run by run.
///
/// `鹏城-百度·文心` has the runs `peng cheng`, `bai du` and `wen xin`.
package struct Reading: Sendable, Hashable {
  /// How well a word fits a reading.
  enum Fit: Sendable {
    /// It is the whole name, or its first letters.
    case whole
    /// It is a part of either.
    case part
  }

  private let syllables: [String]
  /// The indices of the syllables with which a run begins.
  private let starts: [Int]

  init(runs: [[String]]) {
    syllables = runs.flatMap(\.self)
    starts =
      runs.reduce(into: (starts: [Int](), next: 0)) { sum, run in
        if !run.isEmpty { sum.starts.append(sum.next) }
        sum.next += run.count
      }.starts
  }

  /// A reading as ``text`` writes it.
  package init(_ text: String) {
    self.init(
      runs: text.split(separator: "|").map { $0.split(separator: " ").map { String($0) } }
    )
  }

  /// The syllables separated by spaces, the runs by bars.
  package var text: String {
    zip(starts, starts.dropFirst() + [syllables.count])
      .map { syllables[$0..<$1].joined(separator: " ") }.joined(separator: "|")
  }

  /// Whether a word can be a reading: two or more of the letters a to z.
  static func canBeReading(_ word: String) -> Bool {
    word.utf8.count >= 2 && word.utf8.allSatisfy { (0x61...0x7a).contains($0) }
  }

  /// How a word in lower case fits; `nil` where it does not.
  ///
  /// Either the first letters of syllables, from the start of a run and three at least, or whole
  /// syllables, of which the last may be unfinished and the first is not; a whole run may be
  /// shorter.
  func fit(_ word: String) -> Fit? {
    guard Self.canBeReading(word) else { return nil }
    for start in starts {
      let rest = syllables[start...]
      let first = String(rest.compactMap(\.first))
      if first == word || rest.joined() == word { return start == 0 ? .whole : .part }
    }
    for start in syllables.indices {
      let rest = syllables[start...]
      let isStart = starts.contains(start)
      if isStart, word.utf8.count >= 3, String(rest.compactMap(\.first)).hasPrefix(word) {
        return .part
      }
      if isStart, rest.prefix(runLength(start)).joined() == word { return .part }
      if word.utf8.count >= 4, word.utf8.count > syllables[start].utf8.count,
        rest.joined().hasPrefix(word)
      {
        return .part
      }
    }
    return nil
  }

  /// The number of syllables of the run that begins at an index.
  private func runLength(_ start: Int) -> Int {
    (starts.first { $0 > start } ?? syllables.count) - start
  }
}
