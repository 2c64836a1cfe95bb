import Testing
import ZooTensors
import ZooVocabulary

/// The letters of pinyin, as ChineseBERT's `pinyin_map.json` lists them.
@Suite
struct PinyinTests {
  private static func read(_ text: String) throws(FormatError) -> TokenTable {
    try TokenTable(Array(text.utf8), format: .pinyin, name: "pinyin_map.json")
  }

  @Test
  func `characters and tones have ids`() throws {
    let characters = (0...5).map { "\($0)" } + "abcdefghijklmnopqrstuvwxyz".map { "\($0)" }
    let list = characters.map { "\"\($0)\"" }.joined(separator: ", ")
    let ids = characters.enumerated().map { "\"\($1)\": \($0)" }.joined(separator: ", ")
    let table = try Self.read("{\"idx2char\": [\(list)], \"char2idx\": {\(ids)}}")
    #expect(table.count == 32 && table.idLimit == 32 && table.format == .pinyin)
    #expect(table.id(of: "0") == 0 && table.id(of: "a") == 6 && table.token(31) == "z")
    #expect(VocabularyFormat(fileName: "config/pinyin_map.json") == .pinyin)
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
