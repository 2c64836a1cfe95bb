import Foundation
import Testing
import ZooFormats
import ZooTestSupport

/// What every reader must keep: a new one is declared in one line.
@Suite
struct ReaderConformanceTests {
  /// All readers; with `ZOO_READER` in the environment the one of that id, while it is worked on.
  static let readers: [ReaderDeclaration] = {
    let id = ProcessInfo.processInfo.environment["ZOO_READER"]
    return ReaderDeclaration.builtIn.filter { id == nil || id == $0.format.id }
  }()

  @Test
  func `every built-in reader is declared once`() {
    let declared = ReaderDeclaration.builtIn.map(\.format.id).sorted()
    #expect(declared == ReaderCatalog.builtIn.readers.map { $0.format.id }.sorted())
  }

  @Test(arguments: readers)
  func `reads what the framework wrote, bit for bit`(_ reader: ReaderDeclaration) throws {
    try reader.checkGoldens()
  }

  /// A sample, to have the checks of debug builds; `Scripts/fuzz` does ten thousand mutations.
  @Test(arguments: readers)
  func `survives files that are cut short, changed and mutated`(
    _ reader: ReaderDeclaration
  ) throws {
    try reader.checkDamage(.sample)
  }

  @Test(arguments: readers)
  func `survives what fuzzing found`(_ reader: ReaderDeclaration) throws {
    try reader.checkFound()
  }
}
