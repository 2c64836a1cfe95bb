import Testing
import ZooConvert
import ZooFormats
import ZooPackage
import ZooRegistry
import ZooTensors
import ZooTestSupport
import ZooVocabulary

/// Conversions of models whose vocabulary is a pickle beside the checkpoint.
@Suite
struct CorpusVocabularyTests {
  private static let model = "models/transfo-xl.transformers"

  private static func files(_ more: [String: [UInt8]]) throws -> [String: [UInt8]] {
    var files = more
    for name in ["config.json", "pytorch_model.bin"] {
      files[name] = try Fixtures.bytes("\(model)/\(name)")
    }
    return files
  }

  private static func prepare(_ files: [String: [UInt8]]) throws -> PreparedConversion {
    var request = ConversionRequest(tree: try MemoryTree(files))
    request.architecture = "transfo-xl"
    request.name = "mine"
    return try Converter(registry: try Registry()).plan(request)
  }

  /// A pickled dictionary of tokens, in protocol 0.
  private static func pickle(_ tokens: [String]) -> [UInt8] {
    Array(("(dp0\nS'idx2sym'\n(l" + tokens.map { "V\($0)\na" }.joined() + "s.").utf8)
  }

  @Test(arguments: ["cache.pkl", "cache.pt", "vocab.pkl", "vocab.bin"])
  func `the tokens of a pickle enter as a table beside it`(_ file: String) throws {
    let source = try Fixtures.bytes("vocabulary/corpus/\(file)")
    let conversion = try Self.prepare(try Self.files([file: source]))
    #expect(
      conversion.plan.notes.contains("the 43 tokens of '\(file)' enter as 'corpus-vocab.json'")
    )
    let directory = try TemporaryDirectory()
    let manifest = try #require(try conversion.write(to: directory.path).manifest)
    #expect(manifest.vocabulary.files == ["corpus-vocab.json", file])
    #expect(manifest.vocabulary.kind == "words")
    #expect(manifest.files.first { $0.name == "corpus-vocab.json" }?.role == .vocabulary)
    #expect(try directory.read(file) == source)
    let table = try TokenTable(
      try directory.read("corpus-vocab.json"),
      format: try #require(VocabularyFormat(fileName: "corpus-vocab.json"))
    )
    let rows = try #require(
      try StrictJSON.parse(try Fixtures.bytes("vocabulary/corpus/\(file).golden.json")).arrayValue
    )
    #expect(table.count == 43 && rows.count == 43 && table.idLimit == 43)
    for (id, row) in rows.enumerated() {
      let bytes = try #require(table.bytes(of: id))
      let digits = bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      #expect(row.arrayValue?[1].stringValue == digits)
      #expect(table.id(of: bytes) == id)
    }
  }

  @Test
  func `a vocabulary of another size than the ranges of words is refused`() throws {
    let more = Self.pickle((0..<44).map { "w\($0)" })
    let failure = #expect(throws: ConversionFailure.self) {
      try Self.prepare(try Self.files(["vocab.pkl": more]))
    }
    #expect(failure?.description.contains("44 entries but the embedding has only 43 rows") == true)
    // The rows are those of all ranges together: a configuration that says more has other tensors.
    var files = try Self.files(["vocab.pkl": more])
    let text = String(decoding: files["config.json"] ?? [], as: UTF8.self)
    files["config.json"] = Array(
      text.replacing("\"vocab_size\": 43", with: "\"vocab_size\": 44").utf8
    )
    let other = #expect(throws: ConversionFailure.self) { try Self.prepare(files) }
    #expect(
      other?.description.contains("emb_layers.2.weight") == true,
      "\(other?.description ?? "")"
    )
  }

  @Test
  func `two pickles must hold the same tokens`() throws {
    let corpus = try Fixtures.bytes("vocabulary/corpus/vocab.bin")
    let same = try Self.prepare(
      try Self.files([
        "vocab.bin": corpus, "corpus.pkl": try Self.pickleOfTokens("vocab.bin"),
      ])
    )
    #expect(same.plan.notes.contains { $0.contains("'corpus.pkl' enter as") })
    let error = #expect(throws: ZooError.self) {
      try Self.prepare(
        try Self.files([
          "vocab.bin": corpus, "vocab.pkl": Self.pickle((0..<43).map { "w\($0)" }),
        ])
      )
    }
    #expect(error?.message.contains("hold different vocabularies") == true)
  }

  @Test
  func `a large corpus leaves its vocabulary and stays out`() throws {
    let count = ParsingLimits.default.sideFileBytes
    var corpus: [UInt8] = [0x80, 3] + Array("(dS'train'\nB".utf8)
    corpus += (0..<4).map { UInt8(truncatingIfNeeded: count >> (8 * $0)) }
    corpus += [UInt8](repeating: 7, count: count)
    corpus += Array(("sS'idx2sym'\n(l" + (0..<43).map { "Vw\($0)\na" }.joined() + "s.").utf8)
    let conversion = try Self.prepare(try Self.files(["cache.pkl": corpus]))
    #expect(
      conversion.plan.notes.contains(
        "'cache.pkl' has \(corpus.count) bytes and stays out of the package"
      )
    )
    let directory = try TemporaryDirectory()
    let manifest = try #require(try conversion.write(to: directory.path).manifest)
    #expect(manifest.vocabulary.files == ["corpus-vocab.json"])
    #expect(!manifest.files.contains { $0.name == "cache.pkl" })
  }

  /// The same tokens as a fixture, pickled another way.
  private static func pickleOfTokens(_ file: String) throws -> [UInt8] {
    let tree = try MemoryTree([file: try Fixtures.bytes("vocabulary/corpus/\(file)")])
    let tokens = try #require(try PickledVocabulary(file, in: tree)).tokens
    return pickle(
      tokens.map { token in
        String(decoding: token, as: UTF8.self).unicodeScalars.map { scalar in
          let digits = String(scalar.value, radix: 16)
          return "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
        }.joined()
      }
    )
  }

  @Test
  func `a pickle of something else stays out, and is wrong where the card names it`() throws {
    let bytes = Array("(dp0\nS'words'\nI1\ns.".utf8)
    let conversion = try Self.prepare(try Self.files(["vocab.pkl": bytes]))
    #expect(
      conversion.plan.notes.contains(
        "'vocab.pkl' is no pickle of an object with 'idx2sym', as Transformer-XL's vocabulary is; "
          + "it stays out of the package"
      ),
      "\(conversion.plan.notes)"
    )
    let output = try TemporaryDirectory()
    let manifest = try #require(try conversion.write(to: output.path).manifest)
    #expect(manifest.files.map(\.name) == ["config.json", "model.safetensors"])
    let files = try Self.files(["vocab.pkl": bytes])
    var request = ConversionRequest(tree: try MemoryTree(files))
    let directory = try TemporaryDirectory()
    try directory.write(Array(Self.family.utf8), to: "models/tiny-xl.yaml")
    let registry = try Registry(overlays: [directory.path])
    request.card = try registry.card(named: "tiny-xl")
    let error = #expect(throws: ZooError.self) {
      _ = try Converter(registry: registry).plan(request)
    }
    #expect(error?.code == .badData)
    #expect(error?.message.contains("no pickle of an object with 'idx2sym'") == true)
    request = ConversionRequest(
      tree: try MemoryTree(
        try Self.files(["data/words.txt": [0x61], "vocab.pkl": Self.pickle(["<eos>", "a"])])
      )
    )
    request.card = try registry.card(named: "tiny-xl")
    let failure = #expect(throws: ConversionFailure.self) {
      _ = try Converter(registry: registry).plan(request)
    }
    #expect(
      failure?.description.contains("vocab.pkl has 2 entries, the card of 'tiny-xl' says 43")
        == true,
      "\(failure?.description ?? "")"
    )
  }

  @Test
  func `files that the card names by their paths enter by their names`() throws {
    let corpus = try Fixtures.bytes("vocabulary/corpus/vocab.pkl")
    var files: [String: [UInt8]] = ["data/words.txt": Array("text".utf8), "vocab.pkl": corpus]
    for name in ["config.json", "pytorch_model.bin"] {
      files[name] = try Fixtures.bytes("\(Self.model)/\(name)")
    }
    let directory = try TemporaryDirectory()
    try directory.write(Array(Self.family.utf8), to: "registry/models/tiny-xl.yaml")
    let registry = try Registry(overlays: ["\(directory.path)/registry"])
    var request = ConversionRequest(tree: try MemoryTree(files))
    request.card = try registry.card(named: "tiny-xl")
    let conversion = try Converter(registry: registry).plan(request)
    let output = try TemporaryDirectory()
    let manifest = try #require(try conversion.write(to: output.path).manifest)
    #expect(manifest.vocabulary.files == ["corpus-vocab.json", "vocab.pkl", "words.txt"])
    #expect(try output.read("words.txt") == Array("text".utf8))
  }

  private static let family = """
    family: tiny-xl
    title: Tiny XL
    summary: The smallest Transformer-XL, for tests.
    links: [https://example.org/tiny-xl]
    license: {spdx: Apache-2.0, evidence: LICENSE}
    headings: []
    default: tiny-xl
    models:
      tiny-xl:
        title: Tiny XL
        architecture: transfo-xl
        languages: [en]
        config: {vocab_size: 43}
        vocabulary: {kind: words, size: 43, files: [vocab.pkl, data/words.txt], special: {eos: <eos>}}
        sources:
        - {url: "https://example.org/tiny-xl.zip", format: pytorch, layout: transformers}
    """
}
