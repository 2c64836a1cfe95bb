import Testing
import ZooTensors
import ZooVocabulary

@Suite
struct TokenTableTests {
  static func read(_ text: String, _ format: VocabularyFormat) throws(FormatError) -> TokenTable {
    try TokenTable(Array(text.utf8), format: format)
  }

  static func message(_ text: String, _ format: VocabularyFormat) -> String {
    do throws(FormatError) {
      _ = try read(text, format)
      return "no error"
    } catch {
      return error.message
    }
  }

  @Test(arguments: [
    ("vocab.txt", VocabularyFormat.wordList), ("a/b/vocab-zh.txt", .wordList),
    ("vocab.json", .table), ("encoder.json", .table), ("tokenizer.json", .tokenizer),
    ("spiece.model", .sentencePiece), ("sentencepiece.bpe.model", .sentencePiece),
    ("qwen.tiktoken", .tiktoken), ("dict.txt", .fairseq), ("dict.zh.txt", .fairseq),
    ("DICT.TXT", .fairseq), ("config.json", nil), ("readme.txt", nil), ("", nil),
  ])
  func `knows files by their names`(_ name: String, _ expected: VocabularyFormat?) {
    #expect(VocabularyFormat(fileName: name) == expected)
  }

  @Test
  func `reads a word list`() throws {
    let table = try Self.read("[PAD]\r\n[unused1]\n[UNK]\n中\n##国\n \n\ne\u{301}\n\u{e9}", .wordList)
    #expect(table.count == 9)
    #expect(table.idLimit == 9)
    #expect((0..<9).map { table.token($0)?.utf8.count } == [5, 9, 5, 3, 5, 1, 0, 3, 2])
    #expect(table.id(of: "中") == 3)
    #expect(table.id(of: " ") == 5)
    #expect(table.id(of: "") == 6)
    // Two spellings of one letter are two tokens.
    #expect(table.id(of: "e\u{301}") == 7)
    #expect(table.id(of: "\u{e9}") == 8)
    #expect(table.id(of: "国") == nil)
    #expect((0..<4).map { table.role(of: $0) } == [.special, .unused, .unknown, .normal])
    #expect(table.score(of: 0) == nil)
    #expect([-1, 9, .max, .min].allSatisfy { table.token($0) == nil && table.role(of: $0) == nil })
  }

  @Test
  func `the later of two equal lines has the token`() throws {
    let table = try Self.read("a\nb\na\n", .wordList)
    #expect(table.count == 3)
    #expect(table.id(of: "a") == 2)
    #expect(table.token(0) == "a")
  }

  @Test
  func `reads a table, keys apart that look the same`() throws {
    let table = try Self.read(
      #"{"a": 0, "\u0120the": 3, "e\#u{301}": 1, "\#u{e9}": 2, "\ud83d\ude00": 4}"#,
      .table
    )
    #expect(table.count == 5)
    #expect(table.id(of: "Ġthe") == 3)
    #expect(table.id(of: "e\u{301}") == 1)
    #expect(table.id(of: "\u{e9}") == 2)
    #expect(table.token(4) == "😀")
  }

  @Test
  func `reads a tokenizer with its added tokens`() throws {
    let table = try Self.read(
      """
      {"version": "1.0", "added_tokens": [
         {"id": 0, "content": "<s>", "special": true},
         {"id": 2, "content": "new", "special": false},
         {"id": 9, "content": "<mask>", "special": true}],
       "model": {"type": "BPE", "vocab": {"<s>": 0, "a": 1}, "merges": [["a", "a"]]}}
      """,
      .tokenizer
    )
    #expect(table.count == 4)
    #expect(table.idLimit == 10)
    #expect(table.token(5) == nil)
    #expect(table.id(of: "<mask>") == 9)
    #expect([0, 1, 2, 9].map { table.role(of: $0) } == [.special, .normal, .added, .special])
  }

  @Test
  func `reads a tokenizer with scores`() throws {
    let table = try Self.read(
      #"{"model": {"type": "Unigram", "unk_id": 0, "vocab": [["<unk>", 0.0], ["▁a", -2.5]]}}"#,
      .tokenizer
    )
    #expect(table.token(1) == "▁a")
    #expect(table.score(of: 1) == -2.5)
    #expect(table.score(of: 2) == nil)
  }

  @Test
  func `reads tokens that are no text by themselves`() throws {
    // 0xE4 alone is the first third of a letter.
    let table = try Self.read("IQ== 0\n5A== 1\n5LitSA== 2\n", .tiktoken)
    #expect(table.token(0) == "!")
    #expect(table.token(1) == nil)
    #expect(table.bytes(of: 1) == [0xe4])
    #expect(table.id(of: [0xe4]) == 1)
    #expect(table.id(of: "中H") == 2)
  }

  @Test
  func `counts four tokens before a fairseq dictionary`() throws {
    let table = try Self.read("the 1200\n▁a b 7\nthe 5 #fairseq:overwrite\n", .fairseq)
    #expect(table.count == 7)
    #expect(table.token(0) == "<s>")
    #expect(table.role(of: 3) == .unknown)
    #expect(table.token(5) == "▁a b")
    #expect(table.id(of: "the") == 6)
  }

  @Test(arguments: [
    ("", VocabularyFormat.wordList, "expected tokens, found none"),
    (#"{"a": 0, "b": 0}"#, .table, "the id 0 means both 'a' and 'b'"),
    (#"{"a": 0, "a": 1}"#, .table, "the token 'a' has two ids, 0 and 1"),
    (#"{"a": -1}"#, .table, "the id -1 is not one of a token"),
    (#"{"a": 1000000}"#, .table, "the id 1000000 is far above the number of tokens, 1"),
    (#"{"a": 99999999999}"#, .table, "the id 99999999999 is not one of a token"),
    (#"{"a": "0"}"#, .table, "the id of 'a' must be a number"),
    (#"["a"]"#, .table, "the vocabulary must be an object"),
    (#"{"a": 0} x"#, .table, "expected the end after the value"),
    ("{}", .tokenizer, "expected the key 'model', found none"),
    (#"{"model": {}}"#, .tokenizer, "expected the key 'vocab' in 'model', found none"),
    (#"{"model": {"vocab": [["a"]]}}"#, .tokenizer, "expected a token and its score"),
    (
      #"{"model": {"vocab": {"a": 0}, "vocab": {}}}"#, .tokenizer,
      "the key 'vocab' occurs twice in one object"
    ),
    (
      #"{"model": {"vocab": {"a": 0}}, "added_tokens": [{"id": 0, "content": "b"}]}"#,
      .tokenizer, "the id 0 means both 'a' and 'b'"
    ),
    ("IQ= 0", .tiktoken, "expected base64, a space and an id on each line"),
    ("IR== 0", .tiktoken, "expected base64, a space and an id on each line"),
    ("IQ==", .tiktoken, "expected base64, a space and an id on each line"),
    ("IQ== 0\nIQ== 1", .tiktoken, "the token '!' has two ids, 0 and 1"),
    ("word", .fairseq, "expected a token, a space and its count on each line"),
    ("a 1\na 2", .fairseq, "the token 'a' comes twice"),
    ("<s> 1", .fairseq, "the token '<s>' comes twice"),
  ])
  func `says what is wrong`(_ text: String, _ format: VocabularyFormat, _ expected: String) {
    let found = Self.message(text, format)
    #expect(found.hasPrefix(expected), "\(found)")
  }

  @Test
  func `an error names the file`() {
    let error = #expect(throws: FormatError.self) {
      _ = try TokenTable(Array("{".utf8), format: .table, name: "vocab.json")
    }
    #expect(error?.file == "vocab.json")
  }

  @Test
  func `reads merges`() throws {
    let list = try MergeList(Array("#version: 0.2\n# a\nĠ t\r\n\nt h\n".utf8))
    #expect(list.merges.map(\.left) == ["#", "Ġ", "t"])
    #expect(list.merges.map(\.right) == ["a", "t", "h"])
    #expect(throws: FormatError.self) { _ = try MergeList(Array("a b c".utf8)) }
    #expect(throws: FormatError.self) { _ = try MergeList(Array("a".utf8)) }
  }

  @Test
  func `finds every token of a large table`() throws {
    let words = (0..<50_000).map { "w\($0)" }
    let table = try Self.read(words.joined(separator: "\n"), .wordList)
    #expect(table.count == words.count)
    #expect(words.indices.allSatisfy { table.id(of: words[$0]) == $0 })
    #expect(table.id(of: "w50000") == nil)
  }
}
