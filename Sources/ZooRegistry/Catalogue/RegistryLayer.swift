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
  /// The file of organisations, if there is one.
  let organisations: RegistryFile?
  /// The file of readings, if there is one.
  let readings: RegistryFile?

  /// The registry that is part of the program.
  static var embedded: RegistryLayer {
    func files(_ directory: String) -> [RegistryFile] {
      EmbeddedFiles.paths(in: directory).map { RegistryFile(path: $0, isEmbedded: true) }
    }
    func file(_ path: String) -> RegistryFile? {
      EmbeddedFiles.store(path).map { _ in RegistryFile(path: path, isEmbedded: true) }
    }
    return RegistryLayer(
      families: files("Registry/models"),
      architectures: files("Registry/architectures"),
      organisations: file("Registry/organisations.yaml"),
      readings: file("Registry/readings.yaml")
    )
  }

  private init(
    families: [RegistryFile],
    architectures: [RegistryFile],
    organisations: RegistryFile?,
    readings: RegistryFile?
  ) {
    self.families = families
    self.architectures = architectures
    self.organisations = organisations
    self.readings = readings
  }

  /// The files that an index is made of.
  var files: [RegistryFile] {
    families + architectures + [organisations, readings].compactMap(\.self)
  }

  /// A directory with `models/*.yaml`, `architectures/*.yaml` or both, and perhaps with
  /// `organisations.yaml` and `readings.yaml`.
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
    self.init(
      families: families ?? [],
      architectures: architectures ?? [],
      organisations: Self.file(directory + "/organisations.yaml"),
      readings: Self.file(directory + "/readings.yaml")
    )
  }

  private static func file(_ path: String) -> RegistryFile? {
    FileManager.default.fileExists(atPath: path) ? RegistryFile(path: path, isEmbedded: false) : nil
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
