import ZooPackage
public import ZooTensors

extension LocalStore {
  /// Something about the store that is not as it should be.
  public struct Finding: Sendable, Hashable, CustomStringConvertible {
    /// A stable word for machine-readable output.
    public enum Kind: String, Sendable, Hashable {
      case damagedPackage = "damaged-package"
      case danglingName = "dangling-name"
      case damagedName = "damaged-name"
      case unreachablePackage = "unreachable-package"
      case leftover
      case stray
      case catalogue
    }

    /// What it is.
    public let kind: Kind
    /// The file or directory.
    public let path: String
    /// What was expected and found, and what to do.
    public let message: String

    /// The message with its place.
    public var description: String { "\(path): \(message)" }
  }

  /// Looks at everything without changing anything and without reading weights.
  public func findings() throws(ZooError) -> [Finding] {
    var findings: [Finding] = []
    var reached: Set<String> = []
    for name in layout.installedNames() {
      let file = try layout.nameFile(name)
      do throws(ZooError) {
        guard let path = try layout.package(named: name) else { continue }
        reached.insert(path)
        if !FileTree.exists(path) {
          findings.append(
            Finding(
              kind: .danglingName,
              path: file,
              message: "leads to '\(path)', which does not exist; --repair removes it"
            )
          )
        }
      } catch {
        findings.append(Finding(kind: .damagedName, path: file, message: error.message))
      }
    }
    var sound: Set<String> = []
    for path in try packageDirectories() {
      do throws(ZooError) {
        _ = try Self.manifest(of: path)
        sound.insert(path)
        if !reached.contains(path) {
          findings.append(
            Finding(
              kind: .unreachablePackage,
              path: path,
              message:
                "no name leads here: an earlier version, which gc removes, or an interrupted install"
            )
          )
        }
      } catch {
        findings.append(
          Finding(
            kind: .damagedPackage,
            path: path,
            message: "\(error.message); fetch or convert the model again"
          )
        )
      }
    }
    for path in try strays() {
      findings.append(
        Finding(kind: .stray, path: path, message: "is not the directory of a package; remove it")
      )
    }
    for name in try staged() where !ProcessMark.isAlive(name) {
      findings.append(
        Finding(
          kind: .leftover,
          path: "\(stagingDirectory)/\(name)",
          message: "left by a process that has ended; gc removes it"
        )
      )
    }
    findings += leftovers()
    findings += try catalogueFindings(sound: sound)
    return findings
  }

  /// Makes names and the catalogue agree with the package directories, which are the truth.
  ///
  /// A package that no name leads to gets its name back where the name is free; of several versions
  /// the newest. Damaged packages are left for a person to look at.
  /// - Returns: what is installed now.
  @discardableResult
  public func repair() throws(ZooError) -> [InstalledPackage] {
    let lock = try acquireLock()
    defer { withExtendedLifetime(lock) {} }
    try FileTree.createDirectory(layout.names)
    var namesByPath: [String: [String]] = [:]
    for name in layout.installedNames() {
      // A name that cannot be read or leads nowhere is removed; its package gets it back below.
      let path = try? layout.package(named: name)
      if let path, FileTree.exists(path) {
        namesByPath[path, default: []].append(name)
      } else {
        try FileTree.removeFile(try layout.nameFile(name))
      }
    }
    for suffix in ["", "-wal", "-shm"] { try FileTree.removeFile(layout.catalogue + suffix) }
    let catalogue = try Catalogue(path: layout.catalogue)
    let newestFirst = try packageDirectories().sorted {
      FileTree.modificationTime(of: "\($0)/\(Manifest.fileName)")
        > FileTree.modificationTime(of: "\($1)/\(Manifest.fileName)")
    }
    for path in newestFirst {
      let manifest: Manifest
      do throws(ZooError) {
        manifest = try Self.manifest(of: path)
      } catch {
        continue  // `findings()` reports it.
      }
      let relativePath = String(path.dropFirst(layout.home.count + 1))
      if try layout.package(named: manifest.name) == nil {
        try FileTree.writeAtomically(
          Array("\(relativePath)\n".utf8),
          to: try layout.nameFile(manifest.name)
        )
        namesByPath[path, default: []].append(manifest.name)
      }
      let names = namesByPath[path] ?? []
      try catalogue.insert(
        InstalledPackage(
          manifest,
          relativePath: relativePath,
          aliases: names.filter { $0 != manifest.name }.sorted(),
          isCurrent: names.contains(manifest.name)
        ),
        manifest,
        names: names
      )
    }
    return try catalogue.packages()
  }

  private func catalogueFindings(sound: Set<String>) throws(ZooError) -> [Finding] {
    let there = Set(try packageDirectories())
    guard FileTree.exists(layout.catalogue) else {
      guard !sound.isEmpty else { return [] }
      return [
        Finding(
          kind: .catalogue,
          path: layout.catalogue,
          message: "is missing; --repair makes it anew"
        )
      ]
    }
    do throws(ZooError) {
      let known = Set(
        try Catalogue(path: layout.catalogue).packages().map { "\(layout.home)/\($0.relativePath)" }
      )
      guard !sound.isSubset(of: known) || !known.isSubset(of: there) else { return [] }
      return [
        Finding(
          kind: .catalogue,
          path: layout.catalogue,
          message: "lists \(known.count) packages where \(there.count) are; --repair makes it anew"
        )
      ]
    } catch {
      return [Finding(kind: .catalogue, path: layout.catalogue, message: error.message)]
    }
  }

  func packageDirectories() throws(ZooError) -> [String] {
    guard FileTree.exists(layout.models) else { return [] }
    var result: [String] = []
    for name in try FileTree.names(in: layout.models) {
      let directory = "\(layout.models)/\(name)"
      guard FileTree.isDirectory(directory) else { continue }  // `strays()` reports it.
      for version in try FileTree.names(in: directory)
      where FileTree.isDirectory("\(directory)/\(version)") {
        result.append("\(directory)/\(version)")
      }
    }
    return result
  }

  /// What is among the packages and cannot be one, except hidden files.
  private func strays() throws(ZooError) -> [String] {
    guard FileTree.exists(layout.models) else { return [] }
    var result: [String] = []
    for name in try FileTree.names(in: layout.models) where !name.hasPrefix(".") {
      let directory = "\(layout.models)/\(name)"
      guard FileTree.isDirectory(directory) else {
        result.append(directory)
        continue
      }
      for version in try FileTree.names(in: directory)
      where !version.hasPrefix(".") && !FileTree.isDirectory("\(directory)/\(version)") {
        result.append("\(directory)/\(version)")
      }
    }
    return result
  }

  /// Downloads that nobody continues, and names that were never finished.
  private func leftovers() -> [Finding] {
    let now = FileTree.now
    let downloads = (DirectoryListing.names(in: layout.partial) ?? []).map { name in
      "\(layout.partial)/\(name)"
    }
    .filter { now - FileTree.newestModificationTime(in: $0) > Self.downloadLifetime }
    .map { path in
      Finding(
        kind: .leftover,
        path: path,
        message: "a download that nobody has continued for a week; gc removes it"
      )
    }
    // A name of a model is never encoded with a leading dot. It takes no time to write one, so
    // what is older than an hour was left by a process that ended in the middle.
    let names = (DirectoryListing.names(in: layout.names) ?? [])
      .filter { $0.hasPrefix(".") && $0.hasSuffix(".new") }
      .map { "\(layout.names)/\($0)" }
      .filter { now - FileTree.modificationTime(of: $0) > 3600 }
      .map { path in
        Finding(kind: .leftover, path: path, message: "a name half written; gc removes it")
      }
    return downloads + names
  }

  /// After so many seconds without a new byte a download is garbage.
  static let downloadLifetime = 7.0 * 86_400

  func staged() throws(ZooError) -> [String] {
    FileTree.exists(stagingDirectory) ? try FileTree.names(in: stagingDirectory) : []
  }
}
