import Foundation
import Testing
import ZooTensors
import ZooTestSupport
import ZooVocabulary

/// Vocabularies that the libraries of tokenizers wrote: every token and id is theirs.
@Suite
struct LibraryGoldenTests {
  /// An id and the token's bytes in hexadecimal.
  struct Row: Decodable {
    let id: Int
    let token: [UInt8]

    init(from decoder: any Decoder) throws {
      var values = try decoder.unkeyedContainer()
      id = try values.decode(Int.self)
      let text = Array(try values.decode(String.self).utf8)
      token = stride(from: 0, to: text.count, by: 2).compactMap {
        UInt8(String(decoding: text[$0..<($0 + 2)], as: UTF8.self), radix: 16)
      }
    }
  }

  static let files = [
    "wordpiece/vocab.txt", "wordpiece/tokenizer.json", "byte-level/vocab.json",
    "byte-level/tokenizer.json", "unigram/tokenizer.json", "sentencepiece-unigram/spiece.model",
    "sentencepiece-bpe/spiece.model", "sentencepiece-char/spiece.model", "tiktoken/tiny.tiktoken",
  ]

  static func table(_ file: String) throws -> TokenTable {
    let format = try #require(VocabularyFormat(fileName: file))
    return try TokenTable(try Fixtures.bytes("vocabulary/\(file)"), format: format)
  }

  static func golden<T: Decodable>(_ file: String, as type: T.Type = T.self) throws -> T {
    try JSONDecoder().decode(T.self, from: Data(try Fixtures.bytes("vocabulary/\(file)")))
  }

  @Test(arguments: files)
  func `has the tokens and ids of the library`(_ file: String) throws {
    let table = try Self.table(file)
    let rows = try Self.golden("\(file).golden.json", as: [Row].self)
    #expect(rows.count > 100)
    #expect(table.count == rows.count)
    #expect(table.idLimit == (rows.last?.id ?? -1) + 1)
    for row in rows {
      #expect(table.bytes(of: row.id) == row.token)
      #expect(table.id(of: row.token) == row.id)
    }
  }

  @Test(arguments: files.filter { $0.hasSuffix(".model") })
  func `has the scores and roles of SentencePiece`(_ file: String) throws {
    struct Pieces: Decodable {
      let scores: [Double]
      let roles: [String]
    }
    let table = try Self.table(file)
    let pieces = try Self.golden("\(file).pieces.json", as: Pieces.self)
    #expect(pieces.scores.count == table.count && pieces.roles.count == table.count)
    for id in 0..<table.count {
      let score = try #require(table.score(of: id))
      // The golden is rounded to six decimals.
      #expect(abs(Double(score) - pieces.scores[id]) <= 1e-6)
      let role = try #require(table.role(of: id))
      let expected: [TokenTable.Role] =
        switch pieces.roles[id] {
        case "unknown": [.unknown]
        case "special": [.special]
        case "byte": [.byte]
        case "unused": [.unused]
        default: [.normal, .added]
        }
      #expect(expected.contains(role), "\(id)")
    }
  }

  @Test
  func `has the merges of the library, in order`() throws {
    let list = try MergeList(try Fixtures.bytes("vocabulary/byte-level/merges.txt"))
    let expected = try Self.golden("byte-level/merges.txt.golden.json", as: [[String]].self)
    #expect(expected.count > 100)
    #expect(list.merges.map { [$0.left, $0.right] } == expected)
  }

  @Test
  func `reads the ids that ERNIE's lists state`() throws {
    func read(_ text: String) throws(FormatError) -> TokenTable {
      try TokenTable(Array(text.utf8), format: .wordList)
    }
    let table = try read("[PAD]\t0\n[CLS]\t1\n的\t2\n\t\t4\n")
    #expect(table.count == 4 && table.idLimit == 5)
    #expect(table.id(of: "的") == 2 && table.id(of: "\t") == 4 && table.token(3) == nil)
    #expect(table.role(of: 1) == .special)
    for wrong in ["a\t0\nb\n", "a\t0\nb\tx\n", "a\t0\nb\t0\n", "a\t0\nb\t-1\n"] {
      #expect(throws: FormatError.self) { _ = try read(wrong) }
    }
  }
}
