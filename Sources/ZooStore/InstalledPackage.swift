public import ZooPackage

/// A package of the store, as the catalogue describes it.
public struct InstalledPackage: Sendable, Hashable {
  /// The model's name.
  public let name: String
  /// Its other names.
  public let aliases: [String]
  /// The directory, below the store's home.
  public let relativePath: String
  /// The architecture.
  public let architecture: String
  /// The identity of the weights.
  public let fingerprint: SHA256Digest
  /// The license, as SPDX or in the publisher's words.
  public let license: String?
  /// The elements of all tensors; tied ones count once.
  public let parameterCount: Int
  /// The bytes of all files.
  public let byteCount: Int
  /// The container it was made from.
  public let format: String?
  /// The dialect it was made from.
  public let layout: String?
  /// Whether the name leads to this package; earlier versions stay until `gc`.
  public let isCurrent: Bool
}

extension InstalledPackage {
  init(_ manifest: Manifest, relativePath: String, aliases: [String], isCurrent: Bool) {
    self.init(
      name: manifest.name,
      aliases: aliases,
      relativePath: relativePath,
      architecture: manifest.architecture,
      fingerprint: manifest.fingerprint,
      license: manifest.license.spdx ?? manifest.license.text,
      parameterCount: manifest.parameterCount,
      byteCount: manifest.files.reduce(0) { $0 + $1.byteCount },
      format: manifest.sources.first?.format,
      layout: manifest.sources.first?.layout,
      isCurrent: isCurrent
    )
  }
}
