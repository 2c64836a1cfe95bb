import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

/// Models of several files that do not name one another.
@Suite
struct PyTorchPiecesTests {
  static let suite = CheckpointReaderSuite(PyTorchReader.self)

  @Test
  func `joins the files below their names`() throws {
    let tree = try LegacyFile.tree([
      "a/encoder.pkl", "a/token_embedder.pkl", "a/classifier.pkl", "b/other.pt",
    ])
    let found = try CheckpointFinder().candidates(in: tree)
    #expect(found.map(\.path) == ["a/encoder.pkl", "b/other.pt"])
    let reader = try CheckpointFinder().open(found[0], in: tree)
    #expect(reader.tensors.map(\.name) == ["classifier.w", "encoder.w", "token_embedder.w"])
    #expect(reader.files == ["a/encoder.pkl", "a/token_embedder.pkl", "a/classifier.pkl"])
    let focused = try CheckpointFinder().candidates(in: tree, focus: "a/token_embedder.pkl")
    #expect(focused.map(\.path) == ["a/encoder.pkl"])
  }

  @Test
  func `a piece without the others is a file like any other`() throws {
    let tree = try LegacyFile.tree(["encoder.pkl", "x/token_embedder.pkl"])
    #expect(try Self.suite.open("encoder.pkl", in: tree).tensors.map(\.name) == ["w"])
    #expect(try CheckpointFinder().candidates(in: tree).count == 2)
  }

  @Test
  func `refuses a piece that is no PyTorch file`() throws {
    let tree = try LegacyFile.tree(["encoder.pkl", "token_embedder.pkl"])
      .replacing("token_embedder.pkl", with: P.ascii("not a pickle"))
    try Self.suite.checkRejects(
      "encoder.pkl",
      in: tree,
      code: .invalidValue,
      saying: "not a PyTorch"
    )
  }
}
