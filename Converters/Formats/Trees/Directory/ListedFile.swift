/// A regular file as it was when its directory was listed.
struct ListedFile: Sendable {
  /// Which of the tree's directories it is opened from.
  let root: Int
  /// The path below that directory, without links.
  let components: [String]
  let identity: FileIdentity
  let byteCount: Int
}

/// What makes a file the same file under every name.
struct FileIdentity: Sendable, Hashable {
  let device: UInt64
  let inode: UInt64
}
