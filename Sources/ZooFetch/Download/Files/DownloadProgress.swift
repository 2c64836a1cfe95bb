/// How far a download is.
public struct DownloadProgress: Sendable, Hashable {
  /// What is being done.
  public enum Phase: Sendable, Hashable {
    /// Bytes that are there already are hashed.
    case checking
    /// Bytes come from the network.
    case downloading
    /// A pause before the next attempt, or another process has the file.
    case waiting(reason: String)
    /// All files are there and verified.
    case finished
  }

  /// What is being done.
  public var phase: Phase
  /// The file that the last change is about.
  public var file: String
  /// The bytes of all files that are there, those of earlier runs included.
  public var completedByteCount: Int
  /// The bytes of all files, where they are known.
  public var totalByteCount: Int?
  /// The bytes that did not have to be downloaded again.
  public var resumedByteCount: Int
  /// The bytes from the network in a second, over the last few seconds.
  public var bytesPerSecond: Double
}

/// Receives progress: at most ten times a second, and at every change of phase.
public typealias DownloadProgressHandler = @Sendable (DownloadProgress) -> Void
