import Foundation
import Testing
import ZooConvert
import ZooFormats
import ZooPackage
import ZooRegistry
import ZooTensors
import ZooTestSupport

@Suite struct ModelFixturesTests {
  static let names: [String] = {
    let all = try? FileManager.default.contentsOfDirectory(atPath: Fixtures.path("models"))
    return (all ?? []).sorted()
  }()

  @Test(arguments: names)
  func `gives the bytes of the golden`(_ name: String) throws {
    let parts = name.split(separator: ".").map(String.init)
    let directory = try TemporaryDirectory()
    var request = ConversionRequest(tree: try DirectoryTree(Fixtures.path("models/\(name)")))
    request.architecture = parts[0]
    request.layout = parts[1]
    request.name = "tiny"
    let prepared = try Converter(registry: try Registry()).plan(request)
    let report = try prepared.write(to: directory.path)
    let manifest = try #require(report.manifest)
    let bytes = try ByteRegion(mapping: Fixtures.path("models/\(name)/golden.json")).array(
      limit: 1 << 20)
    var golden: [String: (String, [Int])] = [:]
    for value in try StrictJSON.parse(bytes).arrayValue ?? [] {
      let object = value.objectValue ?? JSONObject()
      golden[object["name"]?.stringValue ?? ""] = (
        object["sha256"]?.stringValue ?? "",
        (object["shape"]?.arrayValue ?? []).compactMap(\.intValue)
      )
    }
    #expect(Set(manifest.tensors.map(\.spec.name)) == Set(golden.keys))
    for tensor in manifest.tensors {
      let expected = golden[tensor.spec.name]
      #expect(tensor.spec.shape.dimensions == expected?.1, Comment(rawValue: tensor.spec.name))
      #expect(tensor.sha256.hex == expected?.0, Comment(rawValue: tensor.spec.name))
    }
    // Without being told the layout.
    request.layout = nil
    _ = try Converter(registry: try Registry()).plan(request)
  }
}
