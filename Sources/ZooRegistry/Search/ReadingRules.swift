import Foundation
public import ZooTensors

/// Reads Chinese aloud, in pinyin without tones.
///
/// The sound of a character comes from the tables of Foundation. Where a word is read otherwise
/// than its characters one by one, `readings.yaml` says how.
public struct ReadingRules: Sendable {
  /// The words that are read otherwise, the longest first, with their syllables.
  let exceptions: [(word: String, syllables: [String])]

  init(exceptions: [(word: String, syllables: [String])]) {
    self.exceptions = exceptions.sorted {
      $0.word.unicodeScalars.count > $1.word.unicodeScalars.count
    }
  }

  /// The syllables of every run of Chinese characters; `ü` is written `v`, as on keyboards.
  ///
  /// A run with a character that is not known is left out.
  public func syllables(of text: String) -> [[String]] {
    text.runsOfHan.compactMap { run in
      var syllables: [String] = []
      var plain = String.UnicodeScalarView()
      var rest = run[...]
      func flush() -> [String]? {
        defer { plain.removeAll() }
        return plain.isEmpty ? [] : Self.sounds(of: String(plain))
      }
      while let first = rest.unicodeScalars.first {
        if let exception = exceptions.first(where: { rest.hasPrefix($0.word) }) {
          guard let before = flush() else { return nil }
          syllables += before + exception.syllables
          rest = rest.dropFirst(exception.word.count)
        } else {
          plain.append(first)
          rest = rest.dropFirst()
        }
      }
      guard let last = flush() else { return nil }
      return syllables + last
    }
  }

  /// The sounds of Chinese characters one by one; `nil` where one is not known.
  private static func sounds(of characters: String) -> [String]? {
    guard let marked = characters.applyingTransform(.mandarinToLatin, reverse: false) else {
      return nil
    }
    let sounds = marked.split(separator: " ").map { plain(String($0)) }
    let isRead = sounds.allSatisfy { sound in
      !sound.isEmpty && sound.utf8.allSatisfy { (0x61...0x7a).contains($0) }
    }
    return isRead && sounds.count == characters.unicodeScalars.count ? sounds : nil
  }

  /// A syllable without the mark of its tone.
  private static func plain(_ syllable: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in syllable.decomposedStringWithCanonicalMapping.unicodeScalars {
      switch scalar.value {
      case 0x308:
        if result.last == "u" { result.removeLast() }
        result.append("v")
      case 0x300...0x36f: break
      default: result.append(scalar)
      }
    }
    return String(result).lowercased()
  }
}

extension Registry {
  /// How Chinese names are read.
  ///
  /// - Throws: ``ZooError`` with code `configuration` where a file is wrong.
  public func readingRules() throws(ZooError) -> ReadingRules {
    var exceptions: [(word: String, syllables: [String])] = []
    for file in layers.compactMap(\.readings) {
      let (readings, problems) = RegistryReader.readings(file)
      guard problems.isEmpty else { throw ZooError(problems) }
      exceptions += readings
    }
    return ReadingRules(exceptions: exceptions)
  }
}
