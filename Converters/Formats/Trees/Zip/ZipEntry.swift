/// One file of a zip archive, as the central directory and its local header agree on it.
public struct ZipEntry: Sendable, Hashable {
  /// How the bytes are kept.
  public enum Method: Sendable, Hashable {
    /// As they are.
    case stored
    /// Compressed with deflate.
    case deflated
  }

  /// The name, with plain components joined by `/`.
  public let name: String
  /// How the bytes are kept.
  public let method: Method
  /// The bytes in the archive.
  public let compressedByteCount: Int
  /// The bytes of the file.
  public let byteCount: Int
  /// The CRC-32 of the file's bytes, as declared.
  public let crc32: UInt32
  /// Where the local header begins in the archive.
  public let headerOffset: Int
  /// Where the bytes begin in the archive, counted from the local header's own lengths.
  public let dataOffset: Int
}
