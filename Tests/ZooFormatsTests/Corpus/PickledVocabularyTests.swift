import Foundation
import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

/// Vocabularies that Transformer-XL's code and the tokenizers of transformers pickled, and wrong ones.
@Suite
struct PickledVocabularyTests {
  /// The bytes of a text in hexadecimal.
  private static func tokens(_ file: String) throws -> [[UInt8]] {
    let bytes = try Fixtures.bytes("vocabulary/corpus/\(file).golden.json")
    let rows = try #require(try StrictJSON.parse(bytes).arrayValue)
    return try rows.enumerated().map { id, row in
      let pair = try #require(row.arrayValue)
      #expect(pair.count == 2 && pair[0].intValue == id)
      let text = Array(try #require(pair[1].stringValue).utf8)
      return stride(from: 0, to: text.count, by: 2).compactMap {
        UInt8(String(decoding: text[$0..<($0 + 2)], as: UTF8.self), radix: 16)
      }
    }
  }

  private static func read(_ text: String) throws -> PickledVocabulary? {
    try PickledVocabulary("vocab.pkl", in: try MemoryTree(["vocab.pkl": Array(text.utf8)]))
  }

  /// A dictionary in protocol 0: `idx2sym` with these instructions for its elements, and `sym2idx`.
  private static func dictionary(_ symbols: [String], _ ids: [(String, String)]?) -> String {
    let list = "S'idx2sym'\n(l" + symbols.map { $0 + "a" }.joined() + "s"
    let table = ids.map { ids in
      "S'sym2idx'\n(d" + ids.map { $0.0 + $0.1 + "s" }.joined() + "s"
    }
    return "(dp0\n" + list + (table ?? "") + "."
  }

  @Test(arguments: ["cache.pkl", "cache.pt", "vocab.pkl", "vocab.bin", "zip/vocab.bin"])
  func `has the tokens of its writer in their order`(_ file: String) throws {
    let tree = try MemoryTree([file: try Fixtures.bytes("vocabulary/corpus/\(file)")])
    let vocabulary = try #require(try PickledVocabulary(file, in: tree))
    let expected = try Self.tokens(file)
    #expect(vocabulary.tokens == expected)
    #expect(expected.count == 43)
    // Two spellings that look the same, blanks and line feeds: texts of any kind.
    for odd in ["New York", "line\nfeed\r", "\ttab", "nai\u{308}ve", "na\u{ef}ve", "\u{1f600}"] {
      #expect(vocabulary.tokens.contains(Array(odd.utf8)))
    }
  }

  @Test
  func `needs no table of ids`() throws {
    #expect(try Self.read(Self.dictionary(["Va\n", "Vb\n"], nil))?.tokens == [[0x61], [0x62]])
    let table = [("Vb\n", "I1\n"), ("Va\n", "I0\n")]
    #expect(try Self.read(Self.dictionary(["Va\n", "Vb\n"], table))?.tokens == [[0x61], [0x62]])
  }

  @Test(arguments: [
    "(dp0\nS'counter'\nI1\ns.", "(dp0\nS'vocab'\n(dS'counter'\nI1\nss.", "(dp0\n.",
    "a list of words\nis no pickle\n", "", "\u{1}",
  ])
  func `what has no list of tokens is none`(_ text: String) throws {
    #expect(try Self.read(text) == nil)
  }

  @Test(arguments: [
    (dictionary(["Va\n", "I7\n"], nil), "expected text as entry 1 of 'idx2sym'"),
    (dictionary(["Va\n", "N"], nil), "expected text as entry 1 of 'idx2sym'"),
    (dictionary(["S'\\xff'\n"], nil), "expected text in UTF-8 as entry 0 of 'idx2sym'"),
    (dictionary(["Va\n", "S'a'\n"], nil), "the token 'a' has two ids, 0 and 1"),
    (dictionary([], nil), "expected tokens in 'idx2sym', found none"),
    ("(dp0\nS'idx2sym'\nI4\ns.", "expected a list of tokens in 'idx2sym'"),
    ("(dp0\nS'idx2sym'\n(lVa\nasS'sym2idx'\n(ls.", "expected a dictionary of tokens and ids"),
    (
      dictionary(["Va\n", "Vb\n"], [("Va\n", "I1\n"), ("Vb\n", "I0\n")]),
      "'sym2idx' gives 'a' the id 1, 'idx2sym' gives it 0"
    ),
    (
      dictionary(["Va\n"], [("Vb\n", "I0\n")]),
      "'sym2idx' gives 'b' the id 0, 'idx2sym' gives it none"
    ),
    (dictionary(["Va\n"], [("Va\n", "Vx\n")]), "'sym2idx' gives 'a' the id no integer"),
    (dictionary(["Va\n", "Vb\n"], [("Va\n", "I0\n")]), "'sym2idx' has 1 tokens, 'idx2sym' has 2"),
    (dictionary(["Va\n"], [("I0\n", "I0\n")]), "expected text as a key of 'sym2idx'"),
    (dictionary(["Va\n"], nil) + "x", "1 bytes follow the end of the pickle"),
    ("(dp0\nS'idx2sym'\n(lVa\n", "a pickle needs"),
  ])
  func `a malformed vocabulary is refused`(_ text: String, _ words: String) throws {
    let error = #expect(throws: FormatError.self) { _ = try Self.read(text) }
    #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    #expect(error?.file == "vocab.pkl")
  }

  @Test
  func `the tokens together are limited`() throws {
    let tree = try MemoryTree(["vocab.pkl": Array(Self.dictionary(["Vabc\n", "Vde\n"], nil).utf8)])
    var limits = ParsingLimits.default
    limits.sideFileBytes = 5
    #expect(try PickledVocabulary("vocab.pkl", in: tree, limits: limits)?.tokens.count == 2)
    limits.sideFileBytes = 4
    let error = #expect(throws: FormatError.self) {
      _ = try PickledVocabulary("vocab.pkl", in: tree, limits: limits)
    }
    #expect(error?.code == .limitExceeded)
  }

  @Test(arguments: ["cache.pkl", "cache.pt", "vocab.pkl", "vocab.bin"])
  func `no damage traps`(_ file: String) throws {
    let bytes = try Fixtures.bytes("vocabulary/corpus/\(file)")
    var outcomes = (read: 0, refused: 0)
    for place in stride(from: 0, to: bytes.count, by: 23) {
      for change in [bytes[..<place] + [], bytes[..<place] + [0xff] + bytes[(place + 1)...]] {
        let tree = try MemoryTree(["x": Array(change)])
        do throws(FormatError) {
          _ = try PickledVocabulary("x", in: tree)
          outcomes.read += 1
        } catch {
          outcomes.refused += 1
        }
      }
    }
    #expect(outcomes.refused > 50, "\(outcomes)")
  }
}
