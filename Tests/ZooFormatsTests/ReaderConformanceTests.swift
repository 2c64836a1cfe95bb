import Testing
import ZooFormats
import ZooTestSupport

/// What every reader must keep: a new one is declared in one line.
@Suite
struct ReaderConformanceTests {
  static let readers = [
    ReaderDeclaration(SafetensorsReader.self, "safetensors"),
    ReaderDeclaration(PyTorchReader.self, "pytorch"),
    ReaderDeclaration(MegatronReader.self, "megatron"),
    ReaderDeclaration(DeepSpeedReader.self, "deepspeed"),
    ReaderDeclaration(MetaseqReader.self, "metaseq"),
    ReaderDeclaration(TensorFlowBundleReader.self, "tensorflow", container: "tensorflow-bundle"),
    ReaderDeclaration(TensorFlowTableReader.self, "tensorflow", container: "tensorflow-table"),
  ]

  @Test
  func `every built-in reader is declared once`() {
    let declared = Self.readers.map(\.format.id).sorted()
    #expect(declared == ReaderCatalog.builtIn.readers.map { $0.format.id }.sorted())
  }

  @Test(arguments: readers)
  func `reads what the framework wrote, bit for bit`(_ reader: ReaderDeclaration) throws {
    try reader.checkGoldens()
  }

  @Test(arguments: readers)
  func `survives files that are cut short`(_ reader: ReaderDeclaration) throws {
    try reader.checkPrefixes()
  }

  @Test(arguments: readers)
  func `survives changed bytes where headers are`(_ reader: ReaderDeclaration) throws {
    try reader.checkFlips()
  }

  @Test(arguments: readers)
  func `survives ten thousand mutations`(_ reader: ReaderDeclaration) throws {
    try reader.checkMutations(count: 10_000)
  }
}
