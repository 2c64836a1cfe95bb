import Testing
import ZooConvert
import ZooPackage
import ZooRegistry
import ZooTensors
import ZooTestSupport
import ZooVocabulary

/// ChineseBERT's tables of pinyin beside a model that has rows for its 32 characters and for five
/// tokens: `[PAD]`, `[UNK]`, 了, `##绿`, 行.
///
/// `Scripts/fixtures/pinyin_files.py` writes them.
@Suite
struct PinyinCheckTests {
  private static func fitting() throws -> [String: String] {
    try ["pinyin_map.json", "pinyin2tensor.json", "id2pinyin.json"].reduce(into: [:]) {
      let bytes = try Fixtures.bytes("vocabulary/pinyin-5/config/\($1)")
      $0[$1] = String(decoding: bytes, as: UTF8.self)
    }
  }

  private static func prepare(_ tables: [String: String]) throws -> PreparedConversion {
    var files: [String: [UInt8]] = [:]
    for name in ["config.json", "pytorch_model.bin"] {
      files[name] = try Fixtures.bytes("models/chinesebert.authors/\(name)")
    }
    files["vocab.txt"] = try Fixtures.bytes("vocabulary/pinyin-5/vocab.txt")
    for (name, text) in tables { files["config/\(name)"] = Array(text.utf8) }
    var request = ConversionRequest(tree: try MemoryTree(files))
    request.architecture = "chinesebert"
    request.name = "mine"
    return try Converter(registry: try Registry()).plan(request)
  }

  @Test
  func `the tables enter the package`() throws {
    let directory = try TemporaryDirectory()
    let tables = try Self.fitting()
    let manifest = try #require(try Self.prepare(tables).write(to: directory.path).manifest)
    #expect(
      manifest.vocabulary.files == [
        "id2pinyin.json", "pinyin2tensor.json", "pinyin_map.json", "vocab.txt",
      ]
    )
    for (name, text) in tables { #expect(try directory.read(name) == Array(text.utf8)) }
    let table = try TokenTable(try directory.read("pinyin_map.json"), format: .pinyin)
    #expect(table.count == 32 && table.id(of: "z") == 31)
  }

  @Test(arguments: [
    (
      "pinyin_map.json", #"{"idx2char": ["a", "b"], "char2idx": {"a": 0, "b": 1}}"#,
      "pinyin_map.json has 2 characters but the embedding of pinyin has 32 rows"
    ),
    (
      "pinyin2tensor.json", #"{"bai": [1, 0, 32, 0, 0, 0, 0, 0]}"#,
      "pinyin2tensor.json spells 'bai' with the id 32"
    ),
    (
      "id2pinyin.json", #"{"1": [[0, -1, 0, 0, 0, 0, 0, 0]]}"#,
      "id2pinyin.json spells '1' with the id -1"
    ),
    (
      "id2pinyin.json", #"{"5": [[0, 0, 0, 0, 0, 0, 0, 0]]}"#,
      "id2pinyin.json spells the token 5 but the embedding has only 5 rows"
    ),
  ])
  func `tables of another model are refused`(
    _ name: String,
    _ text: String,
    _ words: String
  ) throws {
    let tables = try Self.fitting().merging([name: text]) { $1 }
    let failure = #expect(throws: ConversionFailure.self) { try Self.prepare(tables) }
    #expect(failure?.problems.count == 1)
    #expect(failure?.description.contains(words) == true, "\(failure?.description ?? "")")
  }

  @Test
  func `the tables of a larger vocabulary are refused`() throws {
    let bytes = try Fixtures.bytes("vocabulary/pinyin/config/id2pinyin.json")
    let tables = try Self.fitting().merging(
      ["id2pinyin.json": String(decoding: bytes, as: UTF8.self)]
    ) { $1 }
    let failure = #expect(throws: ConversionFailure.self) { try Self.prepare(tables) }
    let words = "id2pinyin.json spells the token 5 but the embedding has only 5 rows"
    #expect(failure?.description.contains(words) == true, "\(failure?.description ?? "")")
  }

  @Test(arguments: [
    ("pinyin_map.json", #"{"idx2char": ["a"], "char2idx": {"a": 1}}"#),
    ("pinyin2tensor.json", #"{"bai": [1, 0]}"#),
    ("pinyin2tensor.json", #"{"bai": "bai"}"#), ("pinyin2tensor.json", "[]"),
    ("id2pinyin.json", #"{"1": []}"#), ("id2pinyin.json", #"{"x": [[0, 0, 0, 0, 0, 0, 0, 0]]}"#),
    ("id2pinyin.json", "{"),
  ])
  func `a malformed table is refused`(_ name: String, _ text: String) throws {
    let tables = try Self.fitting().merging([name: text]) { $1 }
    let error = #expect(throws: ZooError.self) { try Self.prepare(tables) }
    #expect(error?.code == .badData)
    #expect(error?.description.contains(name) == true, "\(error?.description ?? "")")
  }
}
