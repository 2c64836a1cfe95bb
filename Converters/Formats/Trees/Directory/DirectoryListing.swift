import ZooTensors

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The walk through a directory that decides which files a ``DirectoryTree`` has.
struct DirectoryListing {
  private(set) var files: [String: ListedFile] = [:]
  private(set) var refused: [String: FormatError] = [:]
  /// The directory itself, and the blobs of a download cache.
  private(set) var roots: [OpenDirectory]
  private let rootPaths: [String]
  private let isRecursive: Bool
  private let limits: ParsingLimits
  /// How often each file with several names was met, and how many names it has.
  private var links: [FileIdentity: (names: [String], count: Int)] = [:]
  private var symbolic: [String] = []

  init(_ path: String, isRecursive: Bool, limits: ParsingLimits) throws(FormatError) {
    guard let real = Self.resolve(path) else {
      throw .system("cannot open the directory '\(path)'", errno)
    }
    var roots = [try OpenDirectory(real)]
    var paths = [real]
    if let blobs = Self.blobs(of: real), FileKind(blobs) == .directory {
      roots.append(try OpenDirectory(blobs))
      paths.append(blobs)
    }
    self.roots = roots
    rootPaths = paths
    self.isRecursive = isRecursive
    self.limits = limits
  }

  mutating func run() throws(FormatError) {
    try list(roots[0], at: [], depth: 0)
    for path in symbolic { follow(path) }
    for (identity, link) in links where link.names.count < link.count {
      for name in link.names where files[name]?.identity == identity {
        files[name] = nil
        refuse(
          name,
          "is a hard link to a file that has another name outside of the directory; copy the file"
        )
      }
    }
  }

  private mutating func list(
    _ directory: OpenDirectory,
    at components: [String],
    depth: Int
  ) throws(FormatError) {
    for name in try directory.names() {
      let here = components + [name]
      let path = here.joined(separator: "/")
      let status = try directory.status(name)
      switch status.st_mode & S_IFMT {
      case S_IFDIR:
        guard isRecursive, !ArchivePath.isLitterDirectory(name) else { continue }
        try limits.checkNesting(depth + 1, of: "directory depth")
        try list(try directory.directory(name), at: here, depth: depth + 1)
      case S_IFREG:
        try add(path, here, root: 0, status)
        if status.st_nlink > 1 {
          let identity = FileIdentity(status)
          let names = links[identity]?.names ?? []
          links[identity] = (names + [path], Int(status.st_nlink))
        }
      case S_IFLNK: symbolic.append(path)
      default: refuse(path, "is a device, pipe or socket, not a regular file")
      }
    }
  }

  private mutating func add(
    _ path: String,
    _ components: [String],
    root: Int,
    _ status: stat
  ) throws(FormatError) {
    try limits.checkArchiveEntries(files.count + 1, of: "file count")
    files[path] = ListedFile(
      root: root,
      components: components,
      identity: FileIdentity(status),
      byteCount: Int(status.st_size)
    )
  }

  /// Lists a symbolic link to a regular file in one of the roots.
  private mutating func follow(_ path: String) {
    guard let target = Self.resolve("\(rootPaths[0])/\(path)") else {
      return refuse(path, "is a symbolic link to nothing")
    }
    for (root, rootPath) in rootPaths.enumerated() where target.hasPrefix(rootPath + "/") {
      let rest = target.dropFirst(rootPath.count + 1)
      let components = rest.split(separator: "/").map(String.init)
      do throws(FormatError) {
        let status = try roots[root].status(components)
        switch FileKind(mode: status.st_mode) {
        case .file: try add(path, components, root: root, status)
        case .directory: break  // Its files are listed where they are.
        default: refuse(path, "is a symbolic link to a device, pipe or socket")
        }
      } catch {
        refused[path] = error
      }
      return
    }
    refuse(path, "is a symbolic link that leads out of the directory; copy the file")
  }

  private mutating func refuse(_ path: String, _ why: String) {
    refused[path] = FormatError(.io, "'\(path)' \(why)", in: "\(rootPaths[0])/\(path)")
  }

  /// The absolute path without links.
  private static func resolve(_ path: String) -> String? {
    guard let resolved = unsafe realpath(path, nil) else { return nil }
    defer { unsafe free(resolved) }
    return unsafe String(validatingCString: resolved)
  }

  /// Where the snapshots of a download cache keep their bytes: `<model>/blobs` for
  /// `<model>/snapshots/<revision>`, and directories below it.
  private static func blobs(of path: String) -> String? {
    let components = path.split(separator: "/")
    guard let index = components.lastIndex(of: "snapshots"), index > 0,
      index + 1 < components.count
    else { return nil }
    return "/" + (components[..<index] + ["blobs"]).joined(separator: "/")
  }
}
