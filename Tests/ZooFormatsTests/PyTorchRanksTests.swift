import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

/// Files of model-parallel ranks: `consolidated.00.pth` and its neighbours.
@Suite
struct PyTorchRanksTests {
  static let suite = CheckpointReaderSuite(PyTorchReader.self)

  @Test
  func `lists the tensors of each rank`() throws {
    let tree = try LegacyFile.tree([
      "a/consolidated.00.pth", "a/consolidated.01.pth", "b/consolidated.00.pth",
    ])
    let found = try CheckpointFinder().candidates(in: tree)
    #expect(found.map(\.path) == ["a/consolidated.00.pth", "b/consolidated.00.pth"])
    let reader = try CheckpointFinder().open(found[0], in: tree)
    #expect(reader.tensors.map(\.name) == ["w@0", "w@1"])
    #expect(reader.files == ["a/consolidated.00.pth", "a/consolidated.01.pth"])
    #expect(reader.facts == ["tensor_parallel_size": "2"])
    let focused = try CheckpointFinder().candidates(in: tree, focus: "a/consolidated.01.pth")
    #expect(focused.map(\.path) == ["a/consolidated.00.pth"])
  }

  @Test
  func `a single file has plain names`() throws {
    let tree = try LegacyFile.tree([
      "consolidated.00.pth", "consolidated.pth", "consolidated.x1.pth",
    ])
    let reader = try Self.suite.open("consolidated.00.pth", in: tree)
    #expect(reader.tensors.map(\.name) == ["w"])
    #expect(reader.facts == [:])
    #expect(try Self.suite.open("consolidated.x1.pth", in: tree).tensors.map(\.name) == ["w"])
  }

  @Test(arguments: [
    ["consolidated.01.pth"], ["consolidated.00.pth", "consolidated.02.pth"],
    ["consolidated.01.pth", "consolidated.001.pth"],
  ])
  func `refuses ranks with a gap`(_ names: [String]) throws {
    try Self.suite.checkRejects(
      names[0],
      in: try LegacyFile.tree(names),
      code: .inconsistent,
      saying: "without a gap"
    )
  }

  @Test
  func `refuses a rank that is no PyTorch file`() throws {
    let tree = try LegacyFile.tree(["consolidated.00.pth", "consolidated.01.pth"])
      .replacing("consolidated.01.pth", with: P.ascii("not a pickle"))
    try Self.suite.checkRejects(
      "consolidated.00.pth",
      in: tree,
      code: .invalidValue,
      saying: "not a PyTorch"
    )
  }
}
