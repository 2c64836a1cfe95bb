import ZooFormats
import ZooTensors

/// The vocabulary that conversion writes where only a pickle has it.
///
/// Packages hold nothing that must be unpickled to be understood, so the tokens enter as a JSON
/// object of tokens and ids, beside the pickle.
struct CorpusVocabulary: Sendable {
  /// The name of the written file, which `VocabularyFormat` takes for a table.
  static let fileName = "corpus-vocab.json"

  /// The pickle's name.
  let source: String
  /// The tokens in UTF-8; the place is the id.
  let tokens: [[UInt8]]

  /// Finds the pickled vocabulary among the side files.
  ///
  /// - Parameters:
  ///   - sideFiles: Where to look.
  ///   - names: The vocabulary's files as the card names them: these have to be readable.
  /// - Returns: the vocabulary, and the names of files that hold something else.
  /// - Throws: ``ZooError`` where a pickle is malformed, one that the card names holds no vocabulary,
  ///   or two hold different ones.
  static func find(
    in sideFiles: SideFiles,
    named names: [String]
  ) throws(ZooError) -> (vocabulary: CorpusVocabulary?, others: [String]) {
    let wanted = Set(names.map(PackageFacts.lastComponent))
    var found: CorpusVocabulary?
    var others: [String] = []
    for entry in sideFiles.companions(also: names) where SideFiles.isPickle(entry.name) {
      guard let tokens = try sideFiles.pickledVocabulary(entry)?.tokens else {
        guard !wanted.contains(entry.name) else {
          throw ZooError(.badData, Self.remark(entry.name), path: entry.path)
        }
        others.append(entry.name)
        continue
      }
      if let found, found.tokens != tokens {
        throw ZooError(
          .badData,
          "'\(found.source)' and '\(entry.name)' hold different vocabularies; leave the model's own",
          path: entry.path
        )
      }
      if found == nil { found = CorpusVocabulary(source: entry.name, tokens: tokens) }
    }
    return (found, others)
  }

  /// What is said of a file that holds no vocabulary.
  static func remark(_ name: String) -> String {
    "'\(name)' is no pickle of an object with 'idx2sym', as Transformer-XL's vocabulary is"
  }

  /// The file: one token and its id on each line, in the order of ids.
  ///
  /// Complexity: O(bytes of the tokens).
  var bytes: [UInt8] {
    let writer = JSONWriter()
    var result: [UInt8] = Array("{".utf8)
    for (id, token) in tokens.enumerated() {
      result += Array((id == 0 ? "\n" : ",\n").utf8)
      result += writer.bytes(of: .string(String(decoding: token, as: UTF8.self)))
      result += Array(": \(id)".utf8)
    }
    return result + Array("\n}\n".utf8)
  }
}
