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

  /// The model without its heads and without the prefix of its names, as the base classes of
  /// transformers save it: one for each rule `{name} -> prefix.{name}` of its mapping.
  func unprefixed() throws -> [PreparedConversion] {
    let prefixes = try MappingCatalog.builtIn.mapping(named: mapping).rules.compactMap { rule in
      let target = rule.targets[0].text
      return rule.sources.map(\.text) == ["{name}"] && target.hasSuffix(".{name}")
        ? String(target.dropLast("{name}".count)) : nil
    }
    guard !prefixes.isEmpty, !name.hasSuffix(".base") else { return [] }
    let tree = try DirectoryTree(Fixtures.path("models/\(name)"))
    let finder = CheckpointFinder()
    let candidate = try #require(try finder.candidates(in: tree).first)
    let tensors = try finder.open(candidate, in: tree).tensors
    return try prefixes.compactMap { prefix in
      var file = SafetensorsBuilder()
      for tensor in tensors where tensor.name.hasPrefix(prefix) {
        let bytes = try tensor.content.region().array(limit: 1 << 24)
        try file.add(
          String(tensor.name.dropFirst(prefix.count)),
          tensor.dtype,
          tensor.shape.dimensions,
          bytes
        )
      }
      var request = ConversionRequest(
        tree: try MemoryTree([
          "model.safetensors": file.bytes(),
          "config.json": try Fixtures.bytes("models/\(name)/config.json"),
        ])
      )
      request.architecture = architecture
      request.name = "base"
      request.layout = layout
      do {
        return try Converter(registry: try Registry()).plan(request)
      } catch is ConversionFailure {
        return nil  // Not every class has a base; the rule then stays unused.
      }
    }
  }
}
