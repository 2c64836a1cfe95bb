import ZooPackage
import ZooRegistry
import ZooTensors

/// The files of a model that is part of the program, written where downloads are.
struct EmbeddedCopy {
  private let name: String
  private let contents: [(file: String, bytes: [UInt8])]

  /// The files below `Registry/embedded/<name>`; with `only`, these of them.
  ///
  /// - Throws: ``ZooError`` where the program has none.
  init(_ name: String, only wanted: [String]) throws(ZooError) {
    self.name = name
    let root = "Registry/embedded/\(name)"
    var contents: [(file: String, bytes: [UInt8])] = []
    for path in EmbeddedFiles.paths(in: root) {
      let file = String(path.dropFirst(root.count + 1))
      guard wanted.isEmpty || wanted.contains(file), let bytes = EmbeddedFiles.bytes(path) else {
        continue
      }
      contents.append((file, bytes))
    }
    guard !contents.isEmpty else {
      throw ZooError(.internalError, "the program has no embedded files '\(name)'")
    }
    self.contents = contents
  }

  /// Writes the files, replacing what an earlier run left.
  func write(to directory: DownloadDirectory) throws(ZooError) -> [DownloadedFile] {
    var files: [DownloadedFile] = []
    for (file, bytes) in contents {
      let path = directory.file(file)
      try DownloadFiles.createDirectory(DownloadFiles.parent(of: path))
      try DownloadFiles.write(bytes, to: path)
      files.append(
        DownloadedFile(
          name: file,
          path: path,
          byteCount: bytes.count,
          sha256: SHA256Digest(of: bytes),
          address: "embedded:\(name)",
          commit: nil,
          isVerified: true
        )
      )
    }
    return files
  }
}
