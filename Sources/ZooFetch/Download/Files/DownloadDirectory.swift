public import ZooPackage
public import ZooTensors

/// Where the files of one job are collected: `partial/<model>-<digest>/` of the store.
///
/// Finished files are in `files/`, unfinished ones with their notes in `parts/`. The name depends on
/// what is downloaded, so the same job finds its files again after any interruption.
public struct DownloadDirectory: Sendable, Hashable {
  /// The directory.
  public let path: String

  /// Uses a directory, which may not exist yet.
  public init(_ path: String) { self.path = path }

  /// The directory of a job in a store.
  public init(_ layout: StoreLayout, model: String, files: [RemoteFile]) {
    var lines: [String] = []
    for file in files {
      let identity =
        switch file.digest {
        case .sha256(let digest)?: digest.hex
        case .gitObject(let name)?: name
        case nil: file.addresses.joined(separator: " ")
        }
      lines.append("\(file.name) \(identity)\n")
    }
    let digest = SHA256Digest(of: Array(lines.sorted().joined().utf8)).hex.prefix(16)
    let encoded = StoreName.encode(model).map { String($0.prefix(100)) } ?? "download"
    path = "\(layout.partial)/\(encoded)-\(digest)"
  }

  /// The directory of finished files.
  public var files: String { "\(path)/files" }

  /// The path of a finished file.
  public func file(_ name: String) -> String { "\(files)/\(name)" }

  /// The path of an unfinished file.
  func part(_ name: String) -> String { "\(path)/parts/\(Self.key(name)).part" }

  /// The path of the notes on a file.
  func notes(_ name: String) -> String { "\(path)/parts/\(Self.key(name)).json" }

  private static func key(_ name: String) -> String {
    String(SHA256Digest(of: Array(name.utf8)).hex.prefix(32))
  }

  /// Removes everything.
  public func remove() throws(ZooError) { try DownloadFiles.remove(path) }
}
