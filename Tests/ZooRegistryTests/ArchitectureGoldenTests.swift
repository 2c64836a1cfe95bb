import Foundation
import Testing

@testable import ZooRegistry
@testable import ZooTensors

/// What `Scripts/fixtures/architectures.py` found in the classes of transformers.
struct ArchitectureGolden: Sendable, CustomTestStringConvertible {
  let name: String
  let json: JSONObject

  var testDescription: String { name }

  static let all: [ArchitectureGolden] = {
    let directory = Repository.url("Tests/Fixtures/architectures")
    let files = try? FileManager.default.contentsOfDirectory(atPath: directory.path).sorted()
    return (files ?? []).compactMap { file in
      guard file.hasSuffix(".json"),
        let data = try? Data(contentsOf: directory.appending(path: file)),
        let json = try? StrictJSON.parse([UInt8](data), name: file).objectValue
      else { return nil }
      return ArchitectureGolden(name: String(file.dropLast(5)), json: json)
    }
  }()
}

@Suite
struct ArchitectureGoldenTests {
  @Test
  func `there are goldens`() {
    #expect(ArchitectureGolden.all.contains { $0.name == "bert" })
  }

  @Test(arguments: ArchitectureGolden.all)
  func `expands to the state dict of the class it is named after`(
    _ golden: ArchitectureGolden
  ) throws {
    let registry = try Registry(directory: Repository.url("Registry").path)
    let architecture = try registry.architecture(named: golden.name)
    let className = try #require(golden.json["class"]?.stringValue)
    #expect(architecture.names == "transformers \(className)")
    let cases = try #require(golden.json["cases"]?.arrayValue)
    #expect(cases.count >= 3)
    for content in cases.compactMap(\.objectValue) {
      let config = try #require(content["config"]?.objectValue)
      let configuration = try architecture.configuration(config, origin: golden.name)
      #expect(configuration.unusedKeys.isEmpty)
      let expanded = try architecture.expand(configuration)

      let tensors = try #require(content["tensors"]?.objectValue)
      var expected: [String: [Int]] = [:]
      for member in tensors.members {
        expected[member.key] = member.value.arrayValue?.compactMap(\.intValue)
      }
      let found = Dictionary(
        uniqueKeysWithValues: expanded.tensors.map { ($0.name, $0.shape.dimensions) }
      )
      for name in expected.keys.sorted() where found[name] != expected[name] {
        Issue.record("\(name): expected \(expected[name] ?? []), found \(found[name] as Any)")
      }
      for name in found.keys.sorted() where expected[name] == nil {
        Issue.record("\(name): is not in the class")
      }

      let ties = try #require(content["ties"]?.objectValue)
      #expect(Set(expanded.ties.keys) == Set(ties.keys))
      for member in ties.members {
        #expect(expanded.ties[member.key] == member.value.stringValue)
      }
      for buffer in try #require(content["buffers"]?.arrayValue).compactMap(\.stringValue) {
        #expect(expanded.isBuffer(buffer), "\(buffer)")
      }
      let count = expected.values.reduce(0) { $0 + $1.reduce(1, *) }
      #expect(try expanded.elementCount(parts: expanded.parts.map(\.name)) == count)
      for member in try #require(content["dtypes"]?.objectValue).members {
        let dtype = expanded.tensor(named: member.key)?.tensor.dtype
        #expect(dtype != nil && dtype != .f32, "\(member.key) is \(member.value)")
      }
    }
  }
}
