import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

/// Models of NeMo: archives with settings beside one file of weights, or a directory of them.
@Suite
struct NeMoTests {
  @Test(arguments: ["plain", "compressed", "distributed"])
  func `reads the weights in a model of NeMo`(_ name: String) throws {
    let fixture = "nemo/\(name).nemo"
    let golden = try Golden(fixture: fixture)
    let (tree, focus) = try SourceTrees.open(path: Fixtures.path(fixture))
    #expect(focus == nil)
    #expect(tree.contains("model_config.yaml"))
    let found = try CheckpointFinder().candidates(in: tree)
    #expect(found.count == 1)
    let path = try #require(found.first?.path)
    if name == "distributed" {
      try CheckpointReaderSuite(TorchDistributedReader.self).check(golden, path, in: tree)
    } else {
      try CheckpointReaderSuite(PyTorchReader.self).check(golden, path, in: tree)
    }
  }
}
