import ZooFormats
import ZooRegistry
import ZooTensors
import ZooVocabulary

/// Compares ChineseBERT's tables of pinyin with the embedding of pinyin.
///
/// - `pinyin_map.json` has as many characters as the embedding has rows.
/// - `pinyin2tensor.json` spells each syllable, and `id2pinyin.json` the readings of each token, by
///   eight ids of these characters; the tokens are rows of the embedding of words.
///
/// Source: `datasets/bert_dataset.py` and `models/pinyin_embedding.py` of ShannonAI/ChineseBert.
struct PinyinCheck {
  /// The key of the configuration that is the number of rows.
  static let rowsKey = "pinyin_map_len"
  /// The files.
  static let names: Set<String> = ["pinyin_map.json", "id2pinyin.json", "pinyin2tensor.json"]
  /// How many characters a syllable is padded to.
  private static let width = 8

  let configuration: ModelConfiguration

  /// Why files, given by their names, cannot be the model's.
  ///
  /// Complexity: O(bytes).
  /// - Throws: ``ZooError`` where a file is malformed.
  func problems(_ files: [String: [UInt8]]) throws(ZooError) -> [String] {
    guard let rows = configuration[Self.rowsKey]?.intValue else { return [] }
    var problems: [String] = []
    for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
      do throws(FormatError) {
        if name == "pinyin_map.json" {
          let count = try TokenTable(bytes, format: .pinyin).count
          if count != rows {
            problems.append(
              "\(name) has \(count) characters but the embedding of pinyin has \(rows) rows"
            )
          }
        } else if let problem = try spellings(name, bytes, rows) {
          problems.append(problem)
        }
      } catch {
        throw ZooError(error.inFile(name))
      }
    }
    return problems
  }

  private func spellings(
    _ name: String,
    _ bytes: [UInt8],
    _ rows: Int
  ) throws(FormatError) -> String? {
    guard let object = try StrictJSON.parse(bytes).objectValue, object.count > 0 else {
      throw FormatError(.invalidValue, "expected an object of spellings")
    }
    for member in object.members {
      let readings = name == "id2pinyin.json" ? member.value.arrayValue ?? [] : [member.value]
      guard !readings.isEmpty else { throw Self.malformed(member.key) }
      for reading in readings {
        let elements = reading.arrayValue ?? []
        let ids = elements.compactMap(\.intValue)
        guard ids.count == elements.count, ids.count == Self.width else {
          throw Self.malformed(member.key)
        }
        if let id = ids.first(where: { $0 < 0 || $0 >= rows }) {
          return "\(name) spells '\(printable(member.key))' with the id \(id) but the embedding of "
            + "pinyin has \(rows) rows"
        }
      }
      if name == "id2pinyin.json", let problem = try token(member.key) { return problem }
    }
    return nil
  }

  private func token(_ key: String) throws(FormatError) -> String? {
    guard let id = Int(key), id >= 0 else {
      throw FormatError(.invalidValue, "expected the id of a token, found '\(printable(key))'")
    }
    guard let words = configuration["vocab_size"]?.intValue, id >= words else { return nil }
    return "id2pinyin.json spells the token \(id) but the embedding has only \(words) rows"
  }

  private static func malformed(_ key: String) -> FormatError {
    FormatError(
      .invalidValue,
      "expected \(width) ids for each reading of '\(printable(key))', found another value"
    )
  }
}
