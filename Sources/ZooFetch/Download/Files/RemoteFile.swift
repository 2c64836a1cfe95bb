public import ZooPackage
public import ZooTensors

/// A file to download: what it is called, where it is, and how its bytes are known.
public struct RemoteFile: Sendable, Hashable {
  /// What the bytes of a file must be.
  public enum ContentDigest: Sendable, Hashable {
    /// Their SHA-256.
    case sha256(SHA256Digest)
    /// The name that Git gives them: 40 hexadecimal digits. It needs the size.
    case gitObject(String)
  }

  /// The path below the job's directory, components joined by `/`.
  public let name: String
  /// Where it is, in order of preference: `https:`, `http:` or `file:` addresses.
  public var addresses: [String]
  /// The number of bytes, where it is known beforehand.
  public var byteCount: Int?
  /// What the bytes must be, where it is known beforehand.
  public var digest: ContentDigest?
  /// Who says so, for messages: the registry, or the hub's listing.
  public var digestOrigin: String?

  /// Creates a file.
  ///
  /// - Throws: ``ZooError`` with code `badData` where the name is not a path inside a directory.
  public init(
    name: String,
    addresses: [String],
    byteCount: Int? = nil,
    digest: ContentDigest? = nil,
    digestOrigin: String? = nil
  ) throws(ZooError) {
    guard Self.isInside(name) else {
      throw ZooError(
        .badData,
        "'\(name)' is not a path inside a directory, so no file gets this name"
      )
    }
    self.name = name
    self.addresses = addresses
    self.byteCount = byteCount
    self.digest = digest
    self.digestOrigin = digestOrigin
  }

  /// Whether a path stays inside the directory that it is added to, on every system.
  static func isInside(_ path: String) -> Bool {
    guard !path.isEmpty, path.utf8.count <= 1000 else { return false }
    return path.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty && part != "." && part != ".." && part.utf8.count <= 200
        && part.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f && $0 != 0x5c && $0 != 0x3a }
    }
  }
}

/// A file that has been downloaded and verified.
public struct DownloadedFile: Sendable, Hashable {
  /// The path below the job's directory.
  public let name: String
  /// The absolute path.
  public let path: String
  /// The number of bytes.
  public let byteCount: Int
  /// The SHA-256 of the bytes.
  public let sha256: SHA256Digest
  /// The address that they came from.
  public let address: String
  /// The commit that the server named, for a file of a hub.
  public let commit: String?
  /// Whether the bytes were compared with a digest that was known beforehand.
  public let isVerified: Bool
}
