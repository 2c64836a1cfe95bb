import Foundation
import Testing
import ZooConvert
import ZooTestSupport

/// `Registry/PROOFS.md`: what each mapping is proven with.
@Suite
struct ProofTableTests {
  private static let path = "\(Fixtures.packageDirectory)/Registry/PROOFS.md"

  /// The models of BERT that have a directory of their own.
  private static let otherModels = [
    "bert.tensorflow": BertConversionTests.good.filter { $0 == "tensorflow" },
    "bert.transformers": BertConversionTests.good.filter { $0 != "tensorflow" },
  ]

  private static let head = """
    # Proofs

    What the mappings are proven with, kept true by a test. A model is a small checkpoint with the
    dialect's exact names in its own container; each of its tensors is compared, bit for bit, with what
    the oracle holds: the program that is independent of `zoo`, and its version. Where there is none, the
    names come from the authors' code or the published files, and the tensors are compared with what was
    written.

    | architecture | dialect | oracle | models | tensors | result |
    |---|---|---|--:|--:|---|

    """

  @Test
  func `the file in the repository lists every mapping and what proves it`() throws {
    var table = Self.head
    for name in MappingCatalog.builtIn.names {
      let mapping = try MappingCatalog.builtIn.mapping(named: name)
      let fixtures = ModelFixture.all.filter { $0.mapping == name }
      var models = fixtures.count
      var tensors = try fixtures.reduce(0) { try $0 + $1.golden().count }
      if let own = Self.otherModels[name] {
        models += own.count
        tensors += own.count * (try BertFixture.golden().count)
      }
      #expect(models > 0, "\(name) is proven by nothing")
      let result = mapping.isProven ? "equal" : "equal to what was written"
      table +=
        "| \(mapping.architecture) | \(mapping.layout) | \(mapping.oracle ?? "none") "
        + "| \(models) | \(tensors) | \(result) |\n"
    }
    let found = String(decoding: try Data(contentsOf: URL(filePath: Self.path)), as: UTF8.self)
    guard found != table else { return }
    let new = NSTemporaryDirectory() + "PROOFS.md"
    try Data(table.utf8).write(to: URL(filePath: new))
    Issue.record("Registry/PROOFS.md is out of date: replace it by \(new)")
  }
}
