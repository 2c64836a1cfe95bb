import Testing
import ZooTensors
import ZooTestSupport
import ZooVocabulary

/// Tables of RoCBert as its tokenizer in transformers writes them.
@Suite
struct TokenNumbersTests {
  /// A token with its id, shape and sound by the tokenizer.
  private struct Row: Decodable {
    let token: String
    let shape: Int
    let sound: Int

    init(from decoder: any Decoder) throws {
      var values = try decoder.unkeyedContainer()
      _ = try values.decode(Int.self)
      token = try values.decode(String.self)
      shape = try values.decode(Int.self)
      sound = try values.decode(Int.self)
    }
  }

  @Test
  func `gives the numbers that the tokenizer gives`() throws {
    let rows: [Row] = try LibraryGoldenTests.golden("rocbert/ids.golden.json")
    let shapes = try TokenNumbers(Fixtures.bytes("vocabulary/rocbert/word_shape.json"))
    let sounds = try TokenNumbers(Fixtures.bytes("vocabulary/rocbert/word_pronunciation.json"))
    #expect(rows.count == 37)
    #expect(shapes.count == 19 && shapes.largest.number == 16 && shapes.smallest.number == 0)
    #expect(sounds.count == 32 && sounds.largest.number == 12)
    for row in rows {
      // What has no entry has that of the unknown token.
      let token = Array(row.token.utf8)
      #expect(shapes.number(of: token) ?? 1 == row.shape, "\(row.token)")
      #expect(sounds.number(of: token) ?? 1 == row.sound, "\(row.token)")
    }
    #expect(shapes.number(of: Array("\u{e9}".utf8)) == 5)
    #expect(shapes.number(of: Array("e\u{301}".utf8)) == 6)
  }

  @Test(arguments: [
    ("[]", "must be an object"), ("{}", "expected tokens, found none"), ("", "object"),
    (#"{"a": "1"}"#, "expected an integer for 'a', found a string"),
    (#"{"a": 1.5}"#, "expected an integer for 'a', found a number"),
    (#"{"a": true}"#, "expected an integer for 'a', found a boolean"),
    (#"{"a": [1]}"#, "expected an integer for 'a', found an array"),
    (#"{"a": 1, "a": 1}"#, "the token 'a' comes twice"), (#"{"a": 1} x"#, "after"),
  ])
  func `refuses what is no table`(_ text: String, _ words: String) {
    let error = #expect(throws: FormatError.self) { _ = try TokenNumbers(Array(text.utf8)) }
    #expect(error.map { "\($0)".contains(words) } == true, "\(String(describing: error))")
  }
}
