internal import ZooTensors

#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// The files of one registry: that of the program, or a directory.
struct RegistryLayer: Sendable {
  /// Family files, sorted by name.
  let families: [RegistryFile]
  /// Architecture files, sorted by name.
  let architectures: [RegistryFile]

  /// The registry that is part of the program.
  static var embedded: RegistryLayer {
    func files(_ directory: String) -> [RegistryFile] {
      EmbeddedFiles.paths(in: directory).map { RegistryFile(path: $0, isEmbedded: true) }
    }
    return RegistryLayer(
      families: files("Registry/models"),
      architectures: files("Registry/architectures")
    )
  }

  private init(families: [RegistryFile], architectures: [RegistryFile]) {
    self.families = families
    self.architectures = architectures
  }

  /// A directory with `models/*.yaml`, `architectures/*.yaml` or both.
  ///
  /// - Throws: ``ZooError`` with code `configuration` where it has neither.
  init(directory: String) throws(ZooError) {
    let families = try Self.files(in: directory + "/models")
    let architectures = try Self.files(in: directory + "/architectures")
    guard families != nil || architectures != nil else {
      throw ZooError(
        .configuration,
        "'\(directory)' is no registry: expected a folder 'models' or 'architectures' in it"
          + "; check --registry and ZOO_REGISTRY",
        path: directory
      )
    }
    self.init(families: families ?? [], architectures: architectures ?? [])
  }

  /// The YAML files of a directory; `nil` where there is no such directory.
  private static func files(in directory: String) throws(ZooError) -> [RegistryFile]? {
    var isDirectory = false
    guard FileManager.default.fileExists(atPath: directory, isDirectory: &isDirectory), isDirectory
    else { return nil }
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: directory)
    } catch {
      throw ZooError(.ioError, "cannot list '\(directory)'", path: directory, underlying: error)
    }
    return names.filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }
      .sorted { $0.precedesInUTF8($1) }
      .map { RegistryFile(path: directory + "/" + $0, isEmbedded: false) }
  }
}
