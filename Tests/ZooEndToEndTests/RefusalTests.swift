import Foundation
import Testing
import ZooTensors
import ZooTestSupport

/// `zoo convert` on checkpoints that must not become packages.
@Suite
struct RefusalTests {
  @Test(arguments: [
    ("bad_tie", "tied to"), ("missing_tensor", "missing tensor"),
    ("extra_tensor", "unexpected tensor 'classifier.weight'"),
    ("wrong_vocabulary", "vocab_size = 131, this tensor implies"),
    ("half_pooler", "only by half"), ("transposed_tensor", "must have shape"),
  ])
  func `a defect is bad data and leaves nothing`(_ fixture: String, _ words: String) throws {
    let stage = try Stage()
    let outcome = try stage.convert(fixture)
    #expect(outcome.status == 65, "\(outcome)")
    #expect(outcome.output == "")
    #expect(outcome.errors.hasPrefix("error: the checkpoint does not fit architecture 'bert'"))
    #expect(outcome.errors.contains(words), "\(outcome)")
    #expect(outcome.errors.contains("nothing was written"))
    try stage.expectNothingInstalled()
    let report = try stage.convert(fixture, name: "tiny", "--json")
    #expect(report.status == 65)
    let problem = try report.object()["problems"]?.arrayValue?.first?.objectValue
    #expect(problem?["message"]?.stringValue?.contains(words) == true, "\(report)")
    #expect(problem?["kind"]?.stringValue?.isEmpty == false)
  }

  @Test
  func `a refused checkpoint leaves the installed one alone`() throws {
    let stage = try Stage()
    let path = try stage.install()
    #expect(try stage.convert("bad_tie").status == 65)
    #expect(try stage.zoo("path", "tiny").output == path + "\n")
    #expect(try stage.zoo("verify", "tiny").status == 0)
  }

  @Test
  func `a vocabulary of another model is found`() throws {
    let stage = try Stage()
    let source = try stage.copy("bert/transformers", as: "c")
    let words = try String(contentsOfFile: "\(source)/vocab.txt", encoding: .utf8)
    func convert() throws -> Outcome {
      try stage.zoo("convert", "c", "--name", "tiny")
    }
    try stage.write(words + "more\nand\nmore\n", to: "c/vocab.txt")
    let longer = try convert()
    #expect(longer.status == 65)
    #expect(longer.errors.contains("vocab.txt has 134 entries but the embedding has only 131 rows"))
    try stage.expectNothingInstalled()
    try stage.write(
      words.split(separator: "\n").dropLast().joined(separator: "\n"),
      to: "c/vocab.txt"
    )
    let shorter = try convert()
    #expect(shorter.status == 0, "rows without entries are padding when no card says otherwise")
    #expect(shorter.errors.contains("131 rows for 130 vocabulary entries"))
  }

  @Test
  func `a card knows its vocabulary, its sizes and its names`() throws {
    let stage = try Stage()
    try stage.write(OwnRegistry.tinyFamily, to: "registry/models/tiny.yaml")
    func convert(_ source: String, _ more: String...) throws -> Outcome {
      try stage.run(["convert", source, "--model", "tiny-bert", "--registry", "registry"] + more)()
    }
    let good = try convert(Fixtures.path("bert/tensorflow"))
    #expect(good.status == 0, "\(good)")
    // The card is the default of its family.
    #expect(stage.names("names") == ["org%2Ftiny", "tiny", "tiny-bert"])
    #expect(try stage.zoo("path", "org/tiny").output == good.output)

    let renamed = try convert(Fixtures.path("bert/transformers"), "--name", "mine")
    #expect(renamed.status == 0)
    #expect(
      try stage.zoo("path", "org/tiny").output == good.output,
      "another name does not take the card's aliases"
    )

    let source = try stage.copy("bert/transformers", as: "short")
    let words = try String(contentsOfFile: "\(source)/vocab.txt", encoding: .utf8)
    try stage.write(
      words.split(separator: "\n").dropLast().joined(separator: "\n") + "\n",
      to: "short/vocab.txt"
    )
    let short = try convert("short")
    #expect(short.status == 65)
    #expect(short.errors.contains("vocab.txt has 130 entries, the card of 'tiny-bert' says 131"))

    try stage.write(words, to: "short/vocab.txt")
    let config = try String(contentsOfFile: "\(source)/config.json", encoding: .utf8)
    try stage.write(
      config.replacing("\"num_hidden_layers\": 2", with: "\"num_hidden_layers\": 3"),
      to: "short/config.json"
    )
    let layers = try convert("short")
    #expect(layers.status == 65)
    #expect(layers.errors.contains("num_hidden_layers = 3, the card of 'tiny-bert' says 2"))
  }

  @Test
  func `several checkpoints in one directory must be told apart`() throws {
    let stage = try Stage()
    let source = try stage.copy("bert/transformers", as: "c")
    let file = "\(source)/model.safetensors"
    try FileManager.default.copyItem(atPath: file, toPath: "\(source)/other.safetensors")
    let ambiguous = try stage.zoo("convert", "c", "--name", "tiny")
    #expect(ambiguous.status == 64, "\(ambiguous)")
    #expect(ambiguous.errors.contains("'model.safetensors', 'other.safetensors'"))
    try stage.expectNothingInstalled()
    #expect(try stage.zoo("convert", "c/other.safetensors", "--name", "tiny").status == 0)

    try FileManager.default.removeItem(atPath: "\(source)/other.safetensors")
    try FileManager.default.copyItem(
      atPath: Fixtures.path("bert/pytorch/pytorch_model.bin"),
      toPath: "\(source)/pytorch_model.bin"
    )
    let preferred = try stage.zoo("convert", "c", "--name", "tiny", "--json").object()
    #expect(preferred["container"] == "safetensors")
    let other = try stage.zoo("convert", "c", "--name", "t", "--format", "pytorch", "--json")
      .object()
    #expect(other["container"] == "pytorch")
    #expect(try stage.zoo("convert", "c", "--name", "t", "--format", "hdf5").status == 65)
  }

  @Test
  func `a truncated or damaged source is found before it is installed`() throws {
    let stage = try Stage()
    let source = try stage.copy("bert/tensorflow", as: "c")
    let data = "\(source)/bert_model.ckpt.data-00000-of-00001"
    var bytes = try Data(contentsOf: URL(filePath: data))
    // Some of these hit optimizer slots, which are not read, others weights.
    for offset in stride(from: 10, to: bytes.count, by: 997) { bytes[offset] ^= 1 }
    try bytes.write(to: URL(filePath: data))
    let flipped = try stage.zoo("convert", "c", "--architecture", "bert", "--name", "tiny")
    #expect(flipped.status == 65, "\(flipped)")
    #expect(flipped.errors.lowercased().contains("checksum") || flipped.errors.contains("CRC"))
    try stage.expectNothingInstalled()
    try bytes.prefix(bytes.count / 2).write(to: URL(filePath: data))
    let cut = try stage.zoo("convert", "c", "--architecture", "bert", "--name", "tiny")
    #expect(cut.status == 65, "\(cut)")
    try stage.expectNothingInstalled()
  }

  @Test
  func `values that are NaN or infinite are told with their tensor, or refused`() throws {
    let stage = try Stage()
    let source = try stage.copy("bert/transformers", as: "c")
    let file = URL(filePath: "\(source)/model.safetensors")
    var bytes = try Data(contentsOf: file)
    // The last two numbers of the last tensor become a NaN and an infinity.
    bytes.replaceSubrange((bytes.count - 8)..., with: [1, 0, 0xc0, 0x7f, 0, 0, 0x80, 0xff])
    try bytes.write(to: file)
    let refused = try stage.zoo("convert", "c", "--name", "tiny", "--finite")
    #expect(refused.status == 65, "\(refused)")
    #expect(refused.errors.contains("has 2 NaN or infinite values; convert without --finite"))
    try stage.expectNothingInstalled()
    let outcome = try stage.zoo("convert", "c", "--name", "tiny")
    #expect(outcome.status == 0, "\(outcome)")
    #expect(outcome.errors.contains("has 2 values that are NaN or infinite in the checkpoint"))
    let json = try stage.zoo("convert", "c", "--name", "tiny", "--json").object()
    let counts = try #require(json["notFinite"]?.objectValue)
    #expect(counts.keys.count == 1 && counts.keys.first.flatMap { counts[$0] } == .integer(2))
  }

  @Test
  func `configurations that cannot be meant`() throws {
    let stage = try Stage()
    let source = try stage.copy("bert/transformers", as: "c")
    let config = try String(contentsOfFile: "\(source)/config.json", encoding: .utf8)
    func outcome(_ text: String) throws -> Outcome {
      try stage.write(text, to: "c/config.json")
      return try stage.zoo("convert", "c", "--name", "tiny")
    }
    for (text, status, words) in [
      ("{", Int32(65), "config.json"), ("[1]", 65, "expected a JSON object"),
      ("{}", 64, "the architecture is not known"),
      (config.replacing("\"model_type\": \"bert\"", with: "\"model_type\": \"bort\""), 64, "bort"),
      (config.replacing("\"hidden_size\": 52", with: "\"hidden_size\": -52"), 65, "hidden_size"),
      (config.replacing("\"hidden_size\": 52", with: "\"hidden_size\": 1e300"), 65, "hidden_size"),
      (
        config.replacing("\"hidden_size\": 52", with: "\"hidden_size\": \"big\""), 65, "hidden_size"
      ),
      (
        config.replacing("\"num_attention_heads\": 4", with: "\"num_attention_heads\": 5"), 65,
        "multiple of num_attention_heads"
      ),
      (
        config.replacing("\"num_hidden_layers\": 2", with: "\"num_hidden_layers\": 999999999"), 65,
        "num_hidden_layers = 999999999"
      ),
    ] {
      let found = try outcome(text)
      #expect(found.status == status, "\(text)\n\(found)")
      #expect(found.errors.contains(words), "\(found)")
    }
    try stage.expectNothingInstalled()
  }
}
