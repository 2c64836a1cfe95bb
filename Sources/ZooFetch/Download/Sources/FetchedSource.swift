import ZooPackage
public import ZooRegistry

/// A source whose files are on this machine and verified.
public struct FetchedSource: Sendable {
  /// The source, as it was resolved.
  public let resolved: ResolvedSource
  /// What `SourceTrees.open(path:)` opens: the one file, or the directory of the files.
  public let path: String
  /// The files, empty for a place of this machine that a user named.
  public let files: [DownloadedFile]
  /// Where they were collected; remove it when they are not needed any more.
  public let directory: DownloadDirectory?

  /// SHA-256 of the files in hexadecimal, by their path in the tree.
  public var verifiedDigests: [String: String] {
    Dictionary(files.map { ($0.name, $0.sha256.hex) }) { first, _ in first }
  }

  /// The commit that the files are of, for a hub.
  public var revision: String? { resolved.revision ?? files.lazy.compactMap(\.commit).first }

  /// The container and dialect that the card states, where it is a card's source.
  public var source: ModelSource? { resolved.source }
}
