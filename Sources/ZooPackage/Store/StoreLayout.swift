public import ZooTensors

/// Which path of the store holds what.
///
///     models/<name>/<first 16 digits of the fingerprint>/   packages
///     names/<name or alias>         one line: the package's path from the store's directory
///     partial/                      downloads and conversions under way
///     blobs/sha256/<digest>         kept sources
///     locks/                        lock files
///     zoo.sqlite3                   the catalogue, which can be rebuilt from the directories
///
/// Names are encoded by ``StoreName``. Nothing here creates anything.
public struct StoreLayout: Sendable, Hashable {
  /// The store's directory.
  public let home: String

  /// Creates the layout of a location.
  public init(_ location: StoreLocation) { home = location.path }

  /// The directory of packages.
  public var models: String { "\(home)/models" }
  /// The directory of names and aliases.
  public var names: String { "\(home)/names" }
  /// The directory of unfinished work.
  public var partial: String { "\(home)/partial" }
  /// The directory of kept sources.
  public var blobs: String { "\(home)/blobs/sha256" }
  /// The directory of lock files.
  public var locks: String { "\(home)/locks" }
  /// The catalogue.
  public var catalogue: String { "\(home)/zoo.sqlite3" }

  /// The path of a package from ``home``, which is also the content of its files in ``names``.
  ///
  /// - Throws: ``ZooError`` with code `usage` where the name cannot be a directory.
  public func packagePath(
    name: String,
    fingerprint: SHA256Digest
  ) throws(ZooError) -> String {
    "models/\(try Self.fileName(name))/\(fingerprint.hex.prefix(16))"
  }

  /// The file of ``names`` for a name or alias.
  ///
  /// - Throws: ``ZooError`` with code `usage` where the name cannot be a file.
  public func nameFile(_ name: String) throws(ZooError) -> String {
    "\(names)/\(try Self.fileName(name))"
  }

  /// The file of ``blobs`` for a digest.
  public func blob(_ digest: SHA256Digest) -> String { "\(blobs)/\(digest.hex)" }

  /// The directory of the package that a name or alias stands for, or `nil` where there is none.
  ///
  /// Complexity: O(1): one small file is read.
  /// - Throws: ``ZooError`` where the name's file is damaged or cannot be read.
  public func package(named name: String) throws(ZooError) -> String? {
    guard StoreName.encode(name) != nil else { return nil }
    let file = try nameFile(name)
    guard let content = try SmallFile.read(file) else { return nil }
    guard let path = Self.relativePath(content) else {
      throw ZooError(
        .badData,
        "the store's entry '\(file)' does not name a package; run `zoo doctor --repair`",
        model: name,
        path: file
      )
    }
    return "\(home)/\(path)"
  }

  /// Every installed name and alias, sorted; empty where there is no store yet.
  public func installedNames() -> [String] {
    (DirectoryListing.names(in: names) ?? []).compactMap { StoreName.decode($0) }
      .sorted { $0.precedesInUTF8($1) }
  }

  /// The content of a file of ``names`` as a path, if it is one that this type gives.
  private static func relativePath(_ content: [UInt8]) -> String? {
    guard content.last == 0x0a, let text = String(validating: content.dropLast(), as: UTF8.self)
    else { return nil }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0] == "models", StoreName.decode(String(parts[1])) != nil,
      parts[2].utf8.count == 16,
      parts[2].utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
    else { return nil }
    return text
  }

  private static func fileName(_ name: String) throws(ZooError) -> String {
    guard let encoded = StoreName.encode(name) else {
      throw ZooError(
        .usage,
        "a model name must have 1 to \(StoreName.maximumByteCount) bytes as a file name, found "
          + "'\(name)'",
        model: name
      )
    }
    return encoded
  }
}
