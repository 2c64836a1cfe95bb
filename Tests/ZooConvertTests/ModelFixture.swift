import Foundation
import Testing
import ZooConvert
import ZooFormats
import ZooRegistry
import ZooTensors
import ZooTestSupport

/// A checkpoint of `Tests/Fixtures/models/<architecture>.<layout>[.<variant>]` with what the
/// framework that wrote it holds in `golden.json`.
struct ModelFixture: Sendable, CustomTestStringConvertible {
  /// The name of the directory.
  let name: String
  /// The mapping that it proves.
  let mapping: String

  var testDescription: String { name }
  var architecture: String {
    String(mapping.split(separator: ".").dropLast().joined(separator: "."))
  }
  var layout: String { String(mapping.split(separator: ".").last ?? "") }

  /// Every fixture, sorted; none where the directory does not exist yet.
  static let all: [ModelFixture] = {
    let names = try? FileManager.default.contentsOfDirectory(atPath: Fixtures.path("models"))
    let mappings = MappingCatalog.builtIn.names
    return (names ?? []).filter { !$0.hasPrefix(".") }.sorted().map { name in
      let mapping = mappings.filter { name == $0 || name.hasPrefix($0 + ".") }
        .max { $0.count < $1.count }
      return ModelFixture(name: name, mapping: mapping ?? name)
    }
  }()

  /// Plans its conversion, with the dialect given or found.
  func prepare(layout: String? = nil) throws -> PreparedConversion {
    var request = ConversionRequest(tree: try DirectoryTree(Fixtures.path("models/\(name)")))
    request.architecture = architecture
    request.name = "fixture"
    request.layout = layout
    return try Converter(registry: try Registry()).plan(request)
  }

  /// What the framework holds.
  func golden() throws -> [Golden.Tensor] {
    try Golden(file: "models/\(name)/golden.json").tensors
  }
}
