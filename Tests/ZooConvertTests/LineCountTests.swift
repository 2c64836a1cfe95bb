import Testing
import ZooConvert
import ZooFormats
import ZooRegistry
import ZooTensors
import ZooTestSupport

/// Sizes that no configuration tells: numbers of lines of files beside the checkpoint.
@Suite
struct LineCountTests {
  private static let model = "models/elmo-many-langs.authors"

  private func plan(_ change: (inout [String: [UInt8]]) -> Void) throws -> ConversionPlan {
    var files: [String: [UInt8]] = [:]
    for name in ["config.json", "char.dic", "word.dic", "encoder.pkl", "token_embedder.pkl"] {
      files[name] = try Fixtures.bytes("\(Self.model)/\(name)")
    }
    change(&files)
    var request = ConversionRequest(tree: try MemoryTree(files))
    request.architecture = "elmo-many-langs"
    request.name = "mine"
    return try Converter(registry: try Registry()).plan(request).plan
  }

  private func rows(_ plan: ConversionPlan) -> [Int?] {
    ["char", "word"].map { kind in
      plan.tensors.first { $0.name == "token_embedder.\(kind)_emb_layer.embedding.weight" }?
        .shape.dimensions.first
    }
  }

  @Test
  func `the tables have as many rows as their files have lines`() throws {
    #expect(try rows(plan { _ in }) == [11, 13])
  }

  @Test
  func `the last line needs no line feed`() throws {
    #expect(try rows(plan { $0["char.dic"]?.removeLast() }) == [11, 13])
  }

  @Test
  func `a file with a line too many contradicts the weights`() throws {
    let failure = #expect(throws: ConversionFailure.self) {
      try plan { $0["word.dic"]?.append(contentsOf: Array("one\t13\n".utf8)) }
    }
    let message = failure?.description ?? ""
    #expect(message.contains("word_emb_layer.embedding.weight"), "\(message)")
    #expect(message.contains("14"), "\(message)")
  }

  @Test
  func `without the file the error says what is missing`() throws {
    let error = #expect(throws: ZooError.self) { try plan { $0["word.dic"] = nil } }
    let message = error?.message ?? ""
    #expect(
      message.contains("'n_words', the number of lines of 'word.dic' beside the checkpoint"),
      "\(message)"
    )
  }
}
