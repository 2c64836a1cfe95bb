public import ZooFormats
import ZooPackage
public import ZooRegistry
public import ZooTensors

/// A source whose files are on this machine and verified.
public struct FetchedSource: Sendable {
  /// The source, as it was resolved.
  public let resolved: ResolvedSource
  /// What `SourceTrees.open(path:)` opens: the one file, or the directory of the files.
  public let path: String
  /// The downloaded files, in the order of the source.
  public let files: [DownloadedFile]
  /// Where they were collected; remove it when they are not needed any more.
  public let directory: DownloadDirectory?

  /// SHA-256 of the files in hexadecimal, by their path in the tree.
  public var verifiedDigests: [String: String] {
    Dictionary(files.map { ($0.name, $0.sha256.hex) }) { first, _ in first }
  }

  /// The commit that the files are of, for a hub.
  public var revision: String? { resolved.revision ?? files.lazy.compactMap(\.commit).first }

  /// The source of the card, with the container and dialect that it states.
  public var source: ModelSource? { resolved.source }

  /// The files as a tree for the converter; an archive is opened.
  ///
  /// - Returns: the tree, and the one file of it that is meant, where it is one.
  /// - Throws: ``ZooError`` with code `badData` where an archive is malformed.
  public func open() throws(ZooError) -> (tree: any SourceTree, focus: String?) {
    do throws(FormatError) {
      return try SourceTrees.open(path: path)
    } catch {
      throw ZooError(error, path: path)
    }
  }
}
