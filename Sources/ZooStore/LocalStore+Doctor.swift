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
    for path in try packageDirectories() {
      do throws(ZooError) {
        _ = try Self.manifest(of: path)
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
    for name in try staged() where !ProcessMark.isAlive(name) {
      findings.append(
        Finding(
          kind: .leftover,
          path: "\(stagingDirectory)/\(name)",
          message: "left by a process that has ended; gc removes it"
        )
      )
    }
    findings += try catalogueFindings()
    return findings
  }

  /// Makes names and the catalogue agree with the package directories, which are the truth.
  ///
  /// A package that no name leads to gets its name back where the name is free. Damaged packages
  /// are left for a person to look at.
  /// - Returns: what is installed now.
  @discardableResult
  public func repair() throws(ZooError) -> [InstalledPackage] {
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
    for path in try packageDirectories() {
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

  /// What garbage collection removes.
  public struct Garbage: Sendable, Hashable {
    /// The directory or file.
    public let path: String
    /// Why it is not needed.
    public let reason: String
    /// Its size.
    public let byteCount: Int
  }

  /// Removes what nothing needs: earlier versions, and what ended processes left staged.
  ///
  /// - Returns: what was removed, or would be.
  public func collectGarbage(dryRun: Bool) throws(ZooError) -> [Garbage] {
    var garbage: [Garbage] = []
    for finding in try findings() {
      switch finding.kind {
      case .unreachablePackage, .leftover:
        garbage.append(
          Garbage(
            path: finding.path,
            reason: finding.message,
            byteCount: FileTree.byteCount(of: finding.path)
          )
        )
      case .damagedPackage, .danglingName, .damagedName, .catalogue: break
      }
    }
    guard !dryRun else { return garbage }
    for item in garbage {
      if item.path.hasPrefix(layout.models + "/"), FileTree.exists(layout.catalogue) {
        try Catalogue(path: layout.catalogue).delete(
          path: String(item.path.dropFirst(layout.home.count + 1))
        )
      }
      try FileTree.removeDirectory(item.path)
    }
    return garbage
  }

  private func catalogueFindings() throws(ZooError) -> [Finding] {
    guard FileTree.exists(layout.models) else { return [] }
    do throws(ZooError) {
      let known = Set(try packages().map { "\(layout.home)/\($0.relativePath)" })
      let there = Set(try packageDirectories())
      guard known != there else { return [] }
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

  private func packageDirectories() throws(ZooError) -> [String] {
    guard FileTree.exists(layout.models) else { return [] }
    var result: [String] = []
    for name in try FileTree.names(in: layout.models) {
      for version in try FileTree.names(in: "\(layout.models)/\(name)") {
        result.append("\(layout.models)/\(name)/\(version)")
      }
    }
    return result
  }

  private func staged() throws(ZooError) -> [String] {
    FileTree.exists(stagingDirectory) ? try FileTree.names(in: stagingDirectory) : []
  }
}
