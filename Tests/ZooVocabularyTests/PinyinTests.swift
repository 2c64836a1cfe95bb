import Testing
import ZooTensors
import ZooVocabulary

/// The letters of pinyin, as ChineseBERT's `pinyin_map.json` lists them.
@Suite
struct PinyinTests {
  private static func read(_ text: String) throws(FormatError) -> TokenTable {
    try TokenTable(Array(text.utf8), format: .pinyin, name: "pinyin_map.json")
  }

  /// A sentence with what the authors' tokenizer makes of it.
  struct Sentence: Decodable {
    let text: String
    /// The syllables by pypinyin.
    let spellings: [String]
    let ids: [Int]
    let pinyin: [[Int]]
  }

  @Test
  func `characters and tones have ids`() throws {
    let file = "pinyin/config/pinyin_map.json"
    let table = try LibraryGoldenTests.table(file)
    let rows: [LibraryGoldenTests.Row] = try LibraryGoldenTests.golden("\(file).golden.json")
    #expect(table.count == 32 && table.idLimit == 32 && table.format == .pinyin)
    #expect(rows.count == 32)
    for row in rows { #expect(table.id(of: row.token) == row.id) }
    #expect(VocabularyFormat(fileName: "config/pinyin_map.json") == .pinyin)
  }

  /// What the authors' tokenizer gives spells, by this table, what pypinyin says.
  @Test
  func `the authors' sentences can be read back`() throws {
    let letters = try LibraryGoldenTests.table("pinyin/config/pinyin_map.json")
    let words = try LibraryGoldenTests.table("pinyin/vocab.txt")
    let sentences: [Sentence] = try LibraryGoldenTests.golden("pinyin/sentences.golden.json")
    #expect(sentences.count == 10)
    for sentence in sentences {
      #expect(sentence.ids.count == sentence.pinyin.count)
      #expect(sentence.ids.allSatisfy { words.bytes(of: $0) != nil })
      let spoken = sentence.pinyin.filter { $0 != Array(repeating: 0, count: 8) }
      let read = spoken.map { ids in
        ids.prefix { $0 != 0 }.map { letters.token($0) ?? "?" }.joined()
      }
      // Without a tone pypinyin writes none; the table writes 5.
      #expect(read == sentence.spellings.map { $0.last?.isNumber == true ? $0 : "\($0)5" })
    }
  }

  @Test(arguments: [
    (#"{"idx2char": ["a"]}"#, "expected the list 'idx2char' and the object 'char2idx'"),
    (#"{"char2idx": {"a": 0}}"#, "expected the list 'idx2char' and the object 'char2idx'"),
    (#"{"idx2char": [1], "char2idx": {}}"#, "expected a list of characters"),
    (#"{"idx2char": ["ab"], "char2idx": {"ab": 0}}"#, "expected a list of characters"),
    (#"{"idx2char": [], "char2idx": {}}"#, "expected a list of characters"),
    (#"{"idx2char": ["a", "b"], "char2idx": {"a": 1, "b": 0}}"#, "gives 'a' the id 0"),
    (#"{"idx2char": ["a"], "char2idx": {"a": 0, "b": 1}}"#, "'char2idx' has 2 characters"),
    (#"{"idx2char": ["a"], "char2idx": {"b": 0}}"#, "'char2idx' gives it none"),
    (#"{"idx2char": ["a", "a"], "char2idx": {"a": 0}}"#, "the id 1"),
    (#"{"idx2char": ["a"], "idx2char": ["a"], "char2idx": {"a": 0}}"#, "occurs twice"),
    (#"["a"]"#, "pinyin_map.json"),
  ])
  func `lists that contradict each other are refused`(_ text: String, _ words: String) {
    let error = #expect(throws: FormatError.self) { _ = try Self.read(text) }
    #expect(error.map { "\($0)".contains(words) } == true, "\(String(describing: error))")
  }
}
