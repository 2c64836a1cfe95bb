import Foundation
import Testing
import Zoo
import ZooTensors
import ZooTestSupport
import ZooVocabulary

@Suite
struct ModelTokensTests {
  @Test
  func `a model knows its tokens`() throws {
    let directory = try TemporaryDirectory()
    try SmallPackage.varied().install(in: directory)
    let model = try ModelZoo(home: directory.path).load("tiny")
    let tokens = try model.tokens()
    #expect(tokens.count == 3)
    #expect(tokens.id(of: "字") == 2)
    #expect(tokens.role(of: 0) == .special)
    #expect(try model.merges() == nil)
  }

  @Test
  func `an empty vocabulary is told with its model`() throws {
    let directory = try TemporaryDirectory()
    var package = try SmallPackage.varied()
    package.vocabulary = ""
    try package.install(in: directory)
    let model = try ModelZoo(home: directory.path).load("tiny")
    let error = #expect(throws: ZooError.self) { _ = try model.tokens() }
    #expect(error?.code == .badData)
    #expect(error?.model == "tiny")
    #expect(error?.message.contains("expected tokens, found none") == true)
  }

  // MARK: - Files by name

  /// A model with further files in its vocabulary, and where it is.
  private static func model(
    _ files: [(name: String, bytes: [UInt8])],
    in directory: TemporaryDirectory
  ) throws -> Model {
    var package = try SmallPackage.varied()
    package.vocabularyFiles = files
    try package.install(in: directory)
    return try ModelZoo(home: directory.path).load("tiny")
  }

  @Test
  func `every vocabulary file of a package can be asked for`() throws {
    let directory = try TemporaryDirectory()
    let letters = try Fixtures.bytes("vocabulary/pinyin/config/pinyin_map.json")
    let merges = try Fixtures.bytes("vocabulary/byte-level/vocab.json")
    let model = try Self.model(
      [("pinyin_map.json", letters), ("vocab.json", merges)],
      in: directory
    )
    let pinyin = try model.tokens(ofFile: "pinyin_map.json")
    #expect(pinyin.format == .pinyin && pinyin.count == 32 && pinyin.id(of: "a") == 6)
    let table = try model.tokens(ofFile: "vocab.json")
    #expect(table.format == .table && table.count == 389)
    let words = try model.tokens(ofFile: "vocab.txt")
    #expect(words.format == .wordList && words.id(of: "字") == 2)
    // The letters of pinyin are not what the model's text is made of.
    #expect(try model.tokens().format == .wordList)
  }

  @Test(arguments: [
    // A name of no known kind, whether the package has the file or not.
    ("word_shape.json", "no vocabulary can be read from word_shape.json"),
    ("config.json", "no vocabulary can be read from config.json"),
    ("none.bin", "no vocabulary can be read from none.bin"),
    ("", "no vocabulary can be read from ''"),
    // A known kind that the package has not: names are compared byte by byte, and are no paths.
    ("spiece.model", "the package has no file 'spiece.model'; it has "),
    ("VOCAB.TXT", "the package has no file 'VOCAB.TXT'; it has "),
    ("../vocab.txt", "the package has no file '../vocab.txt'; it has "),
    ("config/pinyin_map.json", "the package has no file 'config/pinyin_map.json'; it has "),
  ])
  func `a file that is not there or of no known kind is told`(
    _ name: String,
    _ words: String
  ) throws {
    let directory = try TemporaryDirectory()
    let model = try Self.model([("word_shape.json", Array("{}".utf8))], in: directory)
    let error = #expect(throws: ZooError.self) { _ = try model.tokens(ofFile: name) }
    #expect(error?.code == .notFound)
    #expect(error?.model == "tiny")
    #expect(error?.path == model.path)
    #expect(error?.message.hasPrefix(words) == true, "\(error?.message ?? "")")
  }

  @Test(arguments: [
    ("pinyin_map.json", #"{"idx2char": ["a"], "char2idx": {"a": 1}}"#, "gives 'a' the id 0"),
    ("tokenizer.json", "{}", "expected the key 'model'"), ("vocab.json", "[]", "must be an object"),
    ("vocab.json", #"{"a": 0, "a": 1}"#, "has two ids"), ("dict.txt", "a", "expected a token"),
    ("a.tiktoken", "? 0", "expected base64"), ("spiece.model", "\u{1}", "spiece.model"),
    ("vocab-2.txt", "", "expected tokens, found none"),
  ])
  func `a malformed file is told with the model and its name`(
    _ name: String,
    _ text: String,
    _ words: String
  ) throws {
    let directory = try TemporaryDirectory()
    let model = try Self.model([(name, Array(text.utf8))], in: directory)
    let error = #expect(throws: ZooError.self) { _ = try model.tokens(ofFile: name) }
    #expect(error?.code == .badData)
    #expect(error?.model == "tiny")
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    #expect(error?.description.contains(name) == true)
    // The others are as good as before.
    #expect(try model.tokens().count == 3)
  }

  @Test
  func `a file above the limit is not read`() throws {
    let directory = try TemporaryDirectory()
    let limit = ParsingLimits.default.sideFileBytes
    let bytes = [UInt8](repeating: 0x61, count: limit + 1)
    let model = try Self.model([("vocab-large.txt", bytes)], in: directory)
    let error = #expect(throws: ZooError.self) { _ = try model.tokens(ofFile: "vocab-large.txt") }
    #expect(error?.code == .badData && error?.model == "tiny")
    #expect(
      error?.message
        == "expected at most \(limit) bytes in 'vocab-large.txt', found \(limit + 1)"
    )
  }

  @Test
  func `a file that was shortened or removed after the model was loaded is told`() throws {
    let directory = try TemporaryDirectory()
    let model = try Self.model([("vocab.json", Array(#"{"a": 0}"#.utf8))], in: directory)
    let path = "\(model.path)/vocab.json"
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
    try Data("{}".utf8).write(to: URL(fileURLWithPath: path))
    let shortened = #expect(throws: ZooError.self) { _ = try model.tokens(ofFile: "vocab.json") }
    #expect(shortened?.model == "tiny")
    #expect(shortened?.code == .badData)
    try FileManager.default.removeItem(atPath: path)
    let removed = #expect(throws: ZooError.self) { _ = try model.tokens(ofFile: "vocab.json") }
    #expect(removed?.model == "tiny")
    #expect(removed?.description.contains("vocab.json") == true)
  }
}
