import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

@Suite
struct TensorFlowGoldenTests {
  static let bundles = CheckpointReaderSuite(TensorFlowBundleReader.self)
  static let tables = CheckpointReaderSuite(TensorFlowTableReader.self)

  @Test(
    arguments: try Fixtures.list("tensorflow", suffix: ".index")
      + Fixtures.list("tensorflow/run", suffix: ".index")
  )
  func `reads the bundles that TensorFlow wrote`(_ fixture: String) throws {
    try Self.bundles.check(fixture: fixture)
  }

  @Test
  func `reads the table that TensorFlow wrote`() throws {
    try Self.tables.check(fixture: "tensorflow/table.ckpt")
  }

  @Test
  func `reads a model's bundle`() throws {
    let (tree, entry) = try CheckpointReaderSuite<TensorFlowBundleReader>.siblings(
      of: "bert/tensorflow/bert_model.ckpt.index"
    )
    let reader = try Self.bundles.open(entry, in: tree)
    #expect(reader.tensors.map(\.name).contains("bert/embeddings/word_embeddings"))
    #expect(reader.files == [entry, "bert_model.ckpt.data-00000-of-00001"])
    #expect(reader.notes.isEmpty)
    for tensor in reader.tensors {
      #expect(try tensor.content.region().byteCount == tensor.byteCount)
    }
  }

  @Test
  func `a bundle and a table are told apart, and neither is a data file`() throws {
    let (tree, _) = try CheckpointReaderSuite<TensorFlowBundleReader>.siblings(
      of: "tensorflow/bundle_sharded.index"
    )
    for entry in tree.entries {
      let probe = try FileProbe(entry.path, in: tree)
      #expect(TensorFlowBundleReader.recognizes(probe) == entry.path.hasSuffix(".index"))
      #expect(!TensorFlowTableReader.recognizes(probe))
    }
    let table = try MemoryTree(["table.ckpt": try Fixtures.bytes("tensorflow/table.ckpt")])
    let probe = try FileProbe("table.ckpt", in: table)
    #expect(TensorFlowTableReader.recognizes(probe))
    #expect(!TensorFlowBundleReader.recognizes(probe))
  }
}
