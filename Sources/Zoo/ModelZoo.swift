public import ZooPackage
public import ZooTensors

/// The entry point: opens installed models by name.
///
/// ```swift
/// let model = try ModelZoo().load("bert-wwm")
/// let words = try model.tensor("bert.embeddings.word_embeddings.weight")
/// ```
///
/// Loading never uses the network, a database or a converter: a name is one small file in the store,
/// and the weights are mapped where they lie. `import ZooFetch` adds `fetch`, which downloads.
public struct ModelZoo: Sendable {
  /// Where the store is.
  public let location: StoreLocation

  /// Uses the store that the environment asks for; see ``StoreLocation``.
  ///
  /// - Throws: ``ZooError`` with code `configuration` where no home directory is known.
  public init() throws(ZooError) {
    location = try StoreLocation.current()
  }

  /// Uses the store in a directory.
  public init(home: String) throws(ZooError) {
    location = try StoreLocation(home)
  }

  /// Uses the store at a location.
  public init(_ location: StoreLocation) {
    self.location = location
  }

  /// Which path of the store holds what.
  public var layout: StoreLayout { StoreLayout(location) }

  /// The names and aliases that can be loaded, sorted.
  ///
  /// Complexity: O(installed names).
  public var installedNames: [String] { layout.installedNames() }

  /// Opens an installed model by its name or an alias.
  ///
  /// The manifest and the headers of the weight files are checked against each other and the files'
  /// sizes; no weight is read.
  ///
  /// Complexity: O(tensors), under a millisecond for a few hundred.
  /// - Throws: ``ZooError`` with code `notInstalled` where the store has no such name, `badData`
  ///   where the package is damaged, `ioError` where it cannot be read.
  public func load(_ name: String) throws(ZooError) -> Model {
    guard let path = try layout.package(named: name) else { throw notInstalled(name) }
    guard PackageReader.isPackage(at: path) else {
      throw ZooError(
        .notInstalled,
        "the store's entry for '\(name)' leads to '\(path)', where no package is; "
          + "run `zoo doctor --repair`, or `zoo fetch \(name)`",
        model: name,
        path: path
      )
    }
    do throws(FormatError) {
      let reader = try PackageReader(opening: path)
      guard path.hasSuffix("/\(reader.manifest.fingerprint.hex.prefix(16))") else {
        throw FormatError(
          .inconsistent,
          "the package's fingerprint \(reader.manifest.fingerprint) is not that of its directory",
          in: path
        )
      }
      return Model(reader)
    } catch {
      throw ZooError(error, model: name)
    }
  }

  /// Opens a package in a directory of one's own, for example one shipped inside an app.
  ///
  /// - Throws: ``ZooError`` with code `notFound` where the directory holds no package, `badData`
  ///   where the package is damaged, `ioError` where it cannot be read.
  public static func load(at directory: String) throws(ZooError) -> Model {
    guard PackageReader.isPackage(at: directory) else {
      throw ZooError(
        .notFound,
        "expected a package at '\(directory)', found no '\(Manifest.fileName)' there",
        path: directory
      )
    }
    do throws(FormatError) {
      return Model(try PackageReader(opening: directory))
    } catch {
      throw ZooError(error)
    }
  }

  /// Opens a package in a directory of one's own.
  public func load(at directory: String) throws(ZooError) -> Model {
    try Self.load(at: directory)
  }

  private func notInstalled(_ name: String) -> ZooError {
    guard StoreName.encode(name) != nil else {
      return ZooError(
        .unknownModel,
        "no model can have the name '\(name.prefix(80))': it is \(name.isEmpty ? "empty" : "too long")",
        model: String(name.prefix(80))
      )
    }
    return ZooError(
      .notInstalled,
      "'\(name)' is not in the store at '\(location.path)'; run `zoo fetch \(name)`"
        + Suggestions.question(for: name, among: installedNames),
      model: name,
      path: location.path
    )
  }
}
