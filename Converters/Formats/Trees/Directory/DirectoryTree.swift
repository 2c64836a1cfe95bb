public import ZooTensors

/// The regular files of a directory and its subdirectories.
///
/// The files are listed once. A file is opened from the directory that was listed, component by
/// component and without following links, and must be the file of that time: same inode, same size.
/// Symbolic and hard links that lead out of the directory are not listed, and opening one says why;
/// so are devices, pipes and sockets. Links of a download cache into the `blobs` directory beside
/// `snapshots` are followed. Hidden directories and the litter of desktops are passed over.
public final class DirectoryTree: SourceTree {
  /// The path as it was given.
  public let name: String
  /// The files, sorted by path.
  public let entries: [SourceEntry]
  /// The file that was asked for, if the tree was made around one.
  public let focus: String?
  private let files: [String: ListedFile]
  private let refused: [String: FormatError]
  private let roots: [OpenDirectory]
  private let focusRegion: ByteRegion?

  /// Lists a directory with its subdirectories.
  ///
  /// - Throws: ``FormatError`` where it cannot be read, or has more files or levels than allowed.
  public init(_ path: String, limits: ParsingLimits = .default) throws(FormatError) {
    var listing = try DirectoryListing(path, isRecursive: true, limits: limits)
    try listing.run()
    name = path
    focus = nil
    focusRegion = nil
    files = listing.files
    refused = listing.refused
    roots = listing.roots
    entries = SourceEntry.sorted(listing.files.map { ($0.key, $0.value.byteCount) })
  }

  /// Lists the directory of a file, without its subdirectories.
  ///
  /// The file itself may be a link to anywhere, because the user named it.
  public init(siblingsOf file: String, limits: ParsingLimits = .default) throws(FormatError) {
    let region = try ByteRegion(mapping: file)
    let components = file.split(separator: "/", omittingEmptySubsequences: false)
    let last = String(components.last ?? "")
    let parent = components.dropLast().joined(separator: "/")
    let directory = components.count == 1 ? "." : parent.isEmpty ? "/" : parent
    var listing = try DirectoryListing(directory, isRecursive: false, limits: limits)
    try listing.run()
    name = directory
    focus = last
    focusRegion = region
    var sizes = listing.files.mapValues(\.byteCount)
    sizes[last] = region.byteCount
    files = listing.files
    refused = listing.refused
    roots = listing.roots
    entries = SourceEntry.sorted(sizes.map { ($0.key, $0.value) })
  }

  /// Why files of the directory are not listed, by path.
  public var refusals: [String: FormatError] { refused }

  /// Opens a file by its path.
  ///
  /// - Throws: ``FormatError`` where it is not listed, or is no longer the file that was.
  public func open(_ path: String) throws(FormatError) -> ByteRegion {
    if path == focus, let focusRegion { return focusRegion }
    if let file = files[path] {
      return ByteRegion(try roots[file.root].open(file, name: "\(name)/\(path)"))
    }
    throw refused[path] ?? .noMember(path, in: name)
  }
}
