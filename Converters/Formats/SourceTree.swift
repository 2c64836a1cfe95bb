public import ZooTensors

/// One file of a source tree.
public struct SourceEntry: Sendable, Hashable {
  /// The path inside the tree, components joined by `/`, never absolute and never with `..`.
  public let path: String
  /// The size in bytes once opened.
  public let byteCount: Int

  /// Creates an entry.
  public init(path: String, byteCount: Int) {
    self.path = path
    self.byteCount = byteCount
  }

  /// The last component of the path.
  public var name: String { path.split(separator: "/").last.map(String.init) ?? path }
}

/// Named files that a checkpoint may be spread over: a directory, an archive, or embedded data.
///
/// A tree lists its files without reading them. Opening lends the bytes where they lie; compressed
/// members are inflated once into a scratch file.
public protocol SourceTree: Sendable {
  /// What the tree is, for messages: a path or an archive's name.
  var name: String { get }

  /// Every regular file, sorted by path.
  var entries: [SourceEntry] { get }

  /// Opens one file by its exact path in the tree.
  ///
  /// - Throws: ``FormatError`` where there is no such entry or where its bytes are damaged.
  func open(_ path: String) throws(FormatError) -> ByteRegion
}

extension SourceTree {
  /// Whether an exact path exists.
  public func contains(_ path: String) -> Bool { entries.contains { $0.path == path } }

  /// Opens one file again, whose size is known.
  ///
  /// - Throws: ``FormatError`` where there is no such file, or where it has another size now.
  func open(_ path: String, expecting byteCount: Int) throws(FormatError) -> ByteRegion {
    let region = try open(path)
    guard region.byteCount == byteCount else {
      throw FormatError(
        .io,
        "the file had \(byteCount) bytes when it was listed, now it has \(region.byteCount)",
        in: path
      )
    }
    return region
  }

  /// Opens a file that another file names: a single component beside `referrer`.
  ///
  /// Shard indexes and external-data references go through this, so no content of a file can reach
  /// outside the directory that the file is in.
  /// - Throws: ``FormatError`` where `name` is not a plain file name or does not exist.
  public func open(sibling name: String, of referrer: String) throws(FormatError) -> ByteRegion {
    try open(try siblingPath(name, of: referrer))
  }

  /// The path of a plain file name beside `referrer`, checked.
  public func siblingPath(_ name: String, of referrer: String) throws(FormatError) -> String {
    let forbidden: Set<Character> = ["/", "\\", "\0", ":"]
    guard !name.isEmpty, name != ".", name != "..", !name.contains(where: forbidden.contains) else {
      throw FormatError(
        .invalidValue,
        "'\(name)' is not a plain file name, so it is not opened",
        in: referrer
      )
    }
    let directory = referrer.split(separator: "/").dropLast()
    return (directory.map(String.init) + [name]).joined(separator: "/")
  }
}
