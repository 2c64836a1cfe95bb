public import ZooTensors

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The regular files of a directory.
///
/// Hidden files, devices and pipes are passed over. A symbolic link counts where it leads to a
/// regular file, as the caches of model hubs are made of links; files that another file names are
/// opened as plain names of the same directory only.
public struct DirectoryTree: SourceTree {
  /// The path as given.
  public let name: String
  /// Every regular file, sorted by path.
  public let entries: [SourceEntry]
  private let root: String
  private static let depthLimit = 16

  /// Lists a directory and the ones below it.
  ///
  /// - Throws: ``FormatError`` where it cannot be listed or has too many files.
  public init(_ path: String, limits: ParsingLimits = .default) throws(FormatError) {
    name = path
    root = path
    var found: [SourceEntry] = []
    try Self.list(path, "", 0, limits, &found)
    entries = found.sorted { $0.path.precedesInUTF8($1.path) }
  }

  /// The files directly beside one file, without going deeper.
  init(besides path: String) throws(FormatError) {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let directory = parts.dropLast().joined(separator: "/")
    name = path
    root = directory.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : directory
    var found: [SourceEntry] = []
    try Self.list(root, "", Self.depthLimit, .default, &found)
    entries = found.sorted { $0.path.precedesInUTF8($1.path) }
  }

  /// Maps one of the files.
  public func open(_ path: String) throws(FormatError) -> ByteRegion {
    guard let entry = entries.first(where: { $0.path == path }) else {
      throw FormatError(.io, "there is no file '\(path)' in '\(name)'", in: path)
    }
    let region = try ByteRegion(mapping: "\(root)/\(path)")
    guard region.byteCount == entry.byteCount else {
      throw FormatError(
        .io, "the file had \(entry.byteCount) bytes when it was listed, now it has \(region.byteCount)",
        in: path)
    }
    return region
  }

  private static func list(
    _ root: String, _ prefix: String, _ depth: Int, _ limits: ParsingLimits,
    _ found: inout [SourceEntry]
  ) throws(FormatError) {
    let path = prefix.isEmpty ? root : "\(root)/\(prefix)"
    guard let directory = unsafe opendir(path) else { throw .system("cannot list '\(path)'", errno) }
    defer { unsafe closedir(directory) }
    while let record = unsafe readdir(directory) {
      let name = unsafe withUnsafePointer(to: &record.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      guard !name.hasPrefix(".") else { continue }
      let inner = prefix.isEmpty ? name : "\(prefix)/\(name)"
      var status = stat()
      guard unsafe stat("\(root)/\(inner)", &status) == 0 else { continue }
      switch status.st_mode & S_IFMT {
      case S_IFREG:
        found.append(SourceEntry(path: inner, byteCount: Int(status.st_size)))
        guard found.count <= limits.archiveEntries else {
          throw .limit("number of files", found.count, limits.archiveEntries, "ParsingLimits.archiveEntries")
        }
      case S_IFDIR where depth < depthLimit:
        // A link to a directory could lead round in circles or out of the tree.
        var link = stat()
        guard unsafe lstat("\(root)/\(inner)", &link) == 0, link.st_mode & S_IFMT == S_IFDIR else {
          continue
        }
        try list(root, inner, depth + 1, limits, &found)
      default: break
      }
    }
  }
}
