import Foundation
public import ZooTensors

/// Reads Chinese aloud, in pinyin without tones.
///
/// `readings.yaml` has the sounds of characters, and of words in which they differ. Other characters
/// are read by the tables of Foundation, which take a tenth of a second to load.
public struct ReadingRules: Sendable {
  /// The words that are read otherwise than their characters, the longest first.
  let words: [(word: String, syllables: [String])]
  /// Characters with their usual sounds.
  let sounds: [Unicode.Scalar: String]

  init(words: [(word: String, syllables: [String])], sounds: [Unicode.Scalar: String]) {
    self.words = words.sorted { $0.word.unicodeScalars.count > $1.word.unicodeScalars.count }
    self.sounds = sounds
  }

  /// The syllables of every run of Chinese characters; `ü` is written `v`, as on keyboards.
  ///
  /// A run with a character that is not known is left out.
  public func syllables(of text: String) -> [[String]] {
    text.runsOfHan.compactMap { run in
      var syllables: [String] = []
      var rest = run[...]
      while let first = rest.unicodeScalars.first {
        if let known = words.first(where: { rest.hasPrefix($0.word) }) {
          syllables += known.syllables
          rest = rest.dropFirst(known.word.count)
        } else {
          guard let sound = sounds[first] ?? Self.sound(of: first) else { return nil }
          syllables.append(sound)
          rest = rest.dropFirst()
        }
      }
      return syllables
    }
  }

  /// The sound of a character by the tables of Foundation; `nil` where they have none.
  private static func sound(of character: Unicode.Scalar) -> String? {
    guard
      let sound = String(character).applyingTransform(.mandarinToLatin, reverse: false).map(plain),
      !sound.isEmpty, sound.utf8.allSatisfy({ (0x61...0x7a).contains($0) })
    else { return nil }
    return sound
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
    var words: [(word: String, syllables: [String])] = []
    var sounds: [Unicode.Scalar: String] = [:]
    for file in layers.compactMap(\.readings) {
      let (rules, problems) = RegistryReader.readings(file)
      guard problems.isEmpty else { throw ZooError(problems) }
      words += rules.words
      sounds.merge(rules.sounds) { first, _ in first }
    }
    return ReadingRules(words: words, sounds: sounds)
  }
}
