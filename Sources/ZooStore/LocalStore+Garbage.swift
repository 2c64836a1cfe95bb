import ZooPackage
public import ZooTensors

extension LocalStore {
  /// What garbage collection removes.
  public struct Garbage: Sendable, Hashable {
    /// The directory or file.
    public let path: String
    /// Why it is not needed.
    public let reason: String
    /// Its size.
    public let byteCount: Int
  }

  /// Removes what nothing needs: earlier versions, what ended processes left staged, and downloads
  /// that nobody has continued for a week.
  ///
  /// - Returns: what was removed, or would be.
  public func collectGarbage(dryRun: Bool) throws(ZooError) -> [Garbage] {
    guard !dryRun else { return try garbage() }
    // An install under way has packages that no name leads to yet.
    let lock = try acquireLock()
    defer { withExtendedLifetime(lock) {} }
    let found = try garbage()
    for item in found {
      if item.path.hasPrefix(layout.models + "/"), FileTree.exists(layout.catalogue) {
        try Catalogue(path: layout.catalogue).delete(
          path: String(item.path.dropFirst(layout.home.count + 1))
        )
      }
      try FileTree.remove(item.path)
    }
    return found
  }

  private func garbage() throws(ZooError) -> [Garbage] {
    var garbage: [Garbage] = []
    for finding in try findings() {
      switch finding.kind {
      case .unreachablePackage, .leftover:
        garbage.append(
          Garbage(
            path: finding.path,
            reason: finding.message,
            byteCount: FileTree.byteCount(at: finding.path)
          )
        )
      case .damagedPackage, .danglingName, .damagedName, .stray, .catalogue: break
      }
    }
    return garbage
  }
}
