public import ZooPackage
public import ZooTensors

/// The models on this machine: package directories, names that lead to them, and a catalogue.
///
/// An install is all or nothing. A package is staged inside the store, flushed, renamed into place,
/// entered in the catalogue, and last its names are written: a kill at any instant leaves either
/// the old state or the new one, and what was left staged is removed by ``collectGarbage(dryRun:)``.
public struct LocalStore: Sendable {
  /// Where everything is.
  public let layout: StoreLayout
  /// Stops an installation after a step, as a kill would; only tests set it.
  package var stopsAfter: InstallStep?

  /// How long another process is waited for.
  package var lockSeconds = 600

  /// The steps of an installation, in order.
  package enum InstallStep: String, Sendable, CaseIterable {
    case sealed, placed, catalogued, named
  }

  /// Opens a store; nothing is created before something is installed.
  public init(_ location: StoreLocation) { layout = StoreLayout(location) }

  /// Where packages and downloads are assembled before they are moved into place.
  public var stagingDirectory: String { "\(layout.home)/staging" }

  /// Creates an empty directory on the store's own file system.
  ///
  /// - Throws: ``ZooError`` with code `cannotCreate` where the store cannot be written.
  public func makeStagingDirectory() throws(ZooError) -> String {
    try FileTree.createDirectory(stagingDirectory)
    let path = "\(stagingDirectory)/\(ProcessMark.current)-\(UInt64.random(in: 0 ... .max))"
    try FileTree.createDirectory(path)
    return path
  }

  /// Removes a staged directory that is not needed any more.
  public func discardStaging(_ path: String) throws(ZooError) {
    try FileTree.removeDirectory(path)
  }

  /// Seals a complete directory and moves it to a place outside the store.
  package func publish(_ staged: String, as target: String) throws(ZooError) {
    try FileTree.seal(staged)
    try FileTree.rename(staged, to: target)
    try FileTree.synchronizeDirectory(FileTree.parent(of: target))
  }

  /// Installs a complete staged package under its own name and further ones.
  ///
  /// Installing the same package again changes nothing. A package of the same name with other
  /// weights stays on the disk until ``collectGarbage(dryRun:)``; the name leads to the new one.
  /// - Parameters:
  ///   - staged: A directory from ``makeStagingDirectory()`` that holds a whole package; it is gone
  ///     afterwards.
  ///   - aliases: Names that shall lead to the package too, unless another package bears them.
  /// - Returns: What was installed.
  /// - Throws: ``ZooError``; nothing changed then, except that the staged directory may be left.
  public func install(
    staged: String,
    aliases: [String] = []
  ) throws(ZooError) -> InstalledPackage {
    let manifest = try Self.manifest(of: staged)
    let lock = try acquireLock()
    defer { withExtendedLifetime(lock) {} }
    // A catalogue that cannot be used shows before anything changes.
    let catalogue = try Catalogue(path: layout.catalogue)
    let relativePath = try layout.packagePath(
      name: manifest.name,
      fingerprint: manifest.fingerprint
    )
    let target = "\(layout.home)/\(relativePath)"
    try FileTree.seal(staged)
    try stop(.sealed)
    try FileTree.createDirectory(FileTree.parent(of: target))
    if FileTree.exists(target) {
      try FileTree.exchange(staged, with: target)
      try FileTree.removeDirectory(staged)
    } else {
      try FileTree.rename(staged, to: target)
    }
    try FileTree.synchronizeDirectory(FileTree.parent(of: target))
    try stop(.placed)
    try FileTree.createDirectory(layout.names)
    var free: [String] = []
    for alias in aliases where alias != manifest.name {
      if isFree(alias, for: FileTree.parent(of: target)) { free.append(alias) }
    }
    let package = InstalledPackage(
      manifest,
      relativePath: relativePath,
      aliases: free.sorted(),
      isCurrent: true
    )
    try catalogue.insert(package, manifest)
    try stop(.catalogued)
    for name in free + [manifest.name] {
      try FileTree.writeAtomically(Array("\(relativePath)\n".utf8), to: try layout.nameFile(name))
    }
    try stop(.named)
    return package
  }

  /// Everything installed, sorted by name, from the catalogue.
  ///
  /// - Throws: ``ZooError`` where the catalogue cannot be read; ``repair()`` makes it anew.
  public func packages() throws(ZooError) -> [InstalledPackage] {
    guard FileTree.exists(layout.catalogue) else {
      guard FileTree.exists(layout.models) else { return [] }
      return try repair()
    }
    return try Catalogue(path: layout.catalogue).packages()
  }

  /// Removes a model: its names first, then its packages.
  ///
  /// - Returns: the number of bytes that were freed.
  /// - Throws: ``ZooError`` with code `notInstalled` where no name leads to a package.
  @discardableResult
  public func remove(_ name: String) throws(ZooError) -> Int {
    guard let path = try layout.package(named: name) else {
      throw ZooError(.notInstalled, "'\(name)' is not installed in '\(layout.home)'", model: name)
    }
    let lock = try acquireLock()
    defer { withExtendedLifetime(lock) {} }
    // The directory is models/<name>/<version>; all versions of the model go.
    let directory = FileTree.parent(of: path)
    let freed = FileTree.byteCount(of: directory)
    for other in layout.installedNames() {
      if let target = target(of: other), FileTree.parent(of: target) == directory {
        try FileTree.removeFile(try layout.nameFile(other))
      }
    }
    if FileTree.exists(layout.catalogue) {
      let catalogue = try Catalogue(path: layout.catalogue)
      for package in try catalogue.packages()
      where FileTree.parent(of: "\(layout.home)/\(package.relativePath)") == directory {
        try catalogue.delete(path: package.relativePath)
      }
    }
    try FileTree.removeDirectory(directory)
    return freed
  }

  /// An alias is free unless it leads to a package of another model.
  private func isFree(_ alias: String, for directory: String) -> Bool {
    guard let path = target(of: alias), FileTree.exists(path) else { return true }
    return FileTree.parent(of: path) == directory
  }

  /// Where a name leads; `nil` also for a damaged entry, which `findings()` reports.
  private func target(of name: String) -> String? {
    do throws(ZooError) {
      return try layout.package(named: name)
    } catch {
      return nil
    }
  }

  /// Waits until no other process changes the store.
  func acquireLock() throws(ZooError) -> StoreLock {
    try FileTree.createDirectory(layout.locks)
    return try StoreLock("\(layout.locks)/install.lock", seconds: lockSeconds)
  }

  static func manifest(of package: String) throws(ZooError) -> Manifest {
    do throws(FormatError) {
      return try PackageReader(opening: package).manifest
    } catch {
      throw ZooError(error, path: package)
    }
  }

  private func stop(_ step: InstallStep) throws(ZooError) {
    if stopsAfter == step {
      throw ZooError(.interrupted, "stopped after the step '\(step.rawValue)'")
    }
  }
}
