/// One regular file of a tar archive.
public struct TarEntry: Sendable, Hashable {
  /// The name, with plain components joined by `/`.
  public let name: String
  /// The bytes of the file.
  public let byteCount: Int
  /// Where the bytes begin in the archive.
  public let dataOffset: Int
}
