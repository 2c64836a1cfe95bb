import Testing
import ZooConvert
import ZooPackage
import ZooRegistry
import ZooTensors
import ZooTestSupport

/// RoCBert's tables beside a model that has rows for 37 words, 17 shapes and 13 sounds.
@Suite
struct TokenNumbersCheckTests {
  private static let names = ["vocab.txt", "word_shape.json", "word_pronunciation.json"]

  private static func fitting() throws -> [String: [UInt8]] {
    try names.reduce(into: [:]) { $0[$1] = try Fixtures.bytes("vocabulary/rocbert/\($1)") }
  }

  private static func prepare(_ tables: [String: [UInt8]]) throws -> PreparedConversion {
    var files = tables
    for name in ["config.json", "model.safetensors"] {
      files[name] = try Fixtures.bytes("models/roc-bert.transformers/\(name)")
    }
    var request = ConversionRequest(tree: try MemoryTree(files))
    request.name = "mine"
    return try Converter(registry: try Registry()).plan(request)
  }

  private static func prepare(_ name: String, _ text: String) throws -> PreparedConversion {
    try prepare(fitting().merging([name: Array(text.utf8)]) { $1 })
  }

  @Test
  func `the tables enter the package as its vocabulary`() throws {
    let directory = try TemporaryDirectory()
    let tables = try Self.fitting()
    let prepared = try Self.prepare(tables)
    let notes = prepared.plan.notes
    let remark = "has no entry for 18 of the 37 tokens of vocab.txt; they have that of '[UNK]'"
    #expect(notes.contains("word_shape.json \(remark)"), "\(notes)")
    let manifest = try #require(try prepared.write(to: directory.path).manifest)
    #expect(manifest.vocabulary.files == Self.names.sorted())
    for (name, bytes) in tables {
      #expect(try directory.read(name) == bytes)
      #expect(manifest.files.first { $0.name == name }?.role == .vocabulary)
    }
  }

  @Test(arguments: ["word_shape.json", "word_pronunciation.json"])
  func `a table that is not there is noted`(_ name: String) throws {
    var tables = try Self.fitting()
    tables[name] = nil
    let notes = try Self.prepare(tables).plan.notes
    #expect(notes.contains("the table '\(name)' is not beside the checkpoint"), "\(notes)")
  }

  @Test(arguments: [
    (
      "word_shape.json", #"{"[UNK]": 1, "床": 17}"#,
      "word_shape.json gives '床' the id 17 but the embedding has 17 rows ('shape_vocab_size')"
    ),
    (
      "word_pronunciation.json", #"{"[UNK]": 13}"#,
      "word_pronunciation.json gives '[UNK]' the id 13 but the embedding has 13 rows "
        + "('pronunciation_vocab_size'); the table belongs to another model"
    ),
    (
      "word_shape.json", #"{"[UNK]": 1, "床": -1}"#, "word_shape.json gives '床' the id -1"
    ),
    (
      "word_pronunciation.json", #"{"[PAD]": 0, "床": 5}"#,
      "word_pronunciation.json has no entry for '[UNK]' of vocab.txt, and none for '[UNK]', which"
    ),
  ])
  func `tables of another model are refused`(
    _ name: String,
    _ text: String,
    _ words: String
  ) throws {
    let failure = #expect(throws: ConversionFailure.self) { try Self.prepare(name, text) }
    #expect(failure?.problems.count == 1)
    #expect(failure?.problems.first?.kind == "side-file")
    #expect(failure?.description.contains(words) == true, "\(failure?.description ?? "")")
  }

  @Test(arguments: [
    ("word_shape.json", "[1]"), ("word_shape.json", #"{"a": "1"}"#),
    ("word_pronunciation.json", #"{"a": 1, "a": 2}"#), ("word_pronunciation.json", "{}"),
    ("word_pronunciation.json", "{"),
  ])
  func `a malformed table is refused`(_ name: String, _ text: String) throws {
    let error = #expect(throws: ZooError.self) { try Self.prepare(name, text) }
    #expect(error?.code == .badData)
    #expect(error?.description.contains(name) == true, "\(error?.description ?? "")")
  }

  @Test
  func `the entry of the unknown token is needed where another lacks one`() throws {
    let words = try String(decoding: Fixtures.bytes("vocabulary/rocbert/vocab.txt"), as: UTF8.self)
      .split(separator: "\n")
    var lines = words.enumerated().map { "\"\($1)\": \($0 % 13)" }
    let notes = try Self.prepare(
      "word_pronunciation.json",
      "{\(lines.joined(separator: ", "))}"
    ).plan.notes
    #expect(!notes.contains { $0.contains("word_pronunciation.json") }, "\(notes)")
    lines.remove(at: 1)
    #expect(throws: ConversionFailure.self) {
      try Self.prepare("word_pronunciation.json", "{\(lines.joined(separator: ", "))}")
    }
  }
}
