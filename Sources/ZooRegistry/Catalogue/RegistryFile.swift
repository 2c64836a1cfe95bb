internal import ZooTensors

/// A YAML file of the registry, in the program or on disk.
struct RegistryFile: Sendable, Hashable {
  /// Its path, as messages name it.
  let path: String
  /// Whether it is part of the program, whose form tests guarantee.
  let isEmbedded: Bool

  /// The file name without `.yaml`.
  var stem: String {
    let name = path.split(separator: "/").last.map { String($0) } ?? path
    return name.hasSuffix(".yaml") ? String(name.dropLast(5)) : name
  }

  /// The bytes, kept alive by the store.
  func store() throws(ZooError) -> ByteStore {
    if isEmbedded {
      guard let store = EmbeddedFiles.store(path) else {
        throw ZooError(.internalError, "'\(path)' is not part of the program")
      }
      return store
    }
    do throws(FormatError) {
      return try ByteStore(mapping: path)
    } catch {
      throw ZooError(error, path: path)
    }
  }

  /// The bytes as an array, refused above the size of any registry file.
  func bytes() throws(ZooError) -> [UInt8] {
    let region = ByteRegion(try store())
    guard region.byteCount <= YAMLDocument.byteLimit else {
      throw ZooError(
        .configuration,
        "expected at most \(YAMLDocument.byteLimit) bytes, found \(region.byteCount)",
        path: path
      )
    }
    return region.prefix(region.byteCount)
  }
}
