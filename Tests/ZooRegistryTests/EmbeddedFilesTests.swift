import Foundation
import Testing

@testable import ZooRegistry
@testable import ZooTensors

@Suite
struct EmbeddedFilesTests {
  /// The data files as `Scripts/embed-data` chooses them.
  static let dataFiles: [String] = {
    func files(_ directory: String) -> [String] {
      let root = Repository.url(directory)
      let paths = FileManager.default.subpaths(atPath: root.path) ?? []
      return paths.filter { path in
        let values = try? root.appending(path: path).resourceValues(forKeys: [.isRegularFileKey])
        return values?.isRegularFile == true
          && !path.split(separator: "/").contains { $0.hasPrefix(".") }
      }.map { "\(directory)/\($0)" }
    }
    let texts = ["Registry/architectures", "Registry/models", "Converters/Mappings"]
      .flatMap(files).filter { $0.hasSuffix(".yaml") }
    let single = files("Registry").filter {
      !$0.dropFirst(9).contains("/") && $0.hasSuffix(".yaml")
    }
    let models = files("Registry/embedded").filter {
      let parts = $0.split(separator: "/")
      return parts.count >= 4 && (parts[3] == "pytorch" && parts.count > 4 || parts[3] == "LICENSE")
    }
    return (texts + single + models).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }()

  @Test
  func `the list names every data file`() {
    #expect(EmbeddedFiles.paths == Self.dataFiles, "run Scripts/embed-data")
  }

  @Test(arguments: EmbeddedFiles.paths)
  func `holds the bytes of the file`(_ path: String) throws {
    #expect(try EmbeddedFiles.bytes(path) == Repository.bytes(path))
    let store = try #require(EmbeddedFiles.store(path))
    #expect(store.name == path)
    #expect(store.byteCount > 0)
  }

  @Test
  func `has no other files`() {
    #expect(EmbeddedFiles.store("Registry/architectures/none.yaml") == nil)
    #expect(EmbeddedFiles.store("") == nil)
    #expect(EmbeddedFiles.bytes("Registry/architectures") == nil)
    #expect(EmbeddedFiles.paths(in: "Registry/arch").isEmpty)
    #expect(
      EmbeddedFiles.paths(in: "Registry/architectures")
        .contains("Registry/architectures/bert.yaml")
    )
  }
}
