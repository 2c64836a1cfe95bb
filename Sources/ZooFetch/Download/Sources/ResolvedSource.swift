public import ZooRegistry

/// What a source of a card means in concrete files.
public struct ResolvedSource: Sendable {
  /// Where the files are.
  public enum Place: Sendable, Hashable {
    /// To be downloaded.
    case remote([RemoteFile])
    /// A file or directory of this machine.
    case local(String)
    /// Part of this program, below `Registry/embedded/`.
    case embedded(String)
  }

  /// The source of the card; `nil` for a location that a user gave.
  public let source: ModelSource?
  /// Where the files are.
  public let place: Place
  /// What the manifest says of the origin: a hub repository or an address.
  public let origin: String
  /// The commit of a hub repository, where it is known.
  public let revision: String?

  /// The bytes of all files, where all sizes are known.
  public var byteCount: Int? {
    guard case .remote(let files) = place else { return nil }
    var sum = 0
    for file in files {
      guard let count = file.byteCount else { return nil }
      sum += count
    }
    return sum
  }
}
