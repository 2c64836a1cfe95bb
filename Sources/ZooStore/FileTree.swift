import CZooKernels
import ZooPackage
import ZooTensors

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The few file operations that the store's promises rest on.
///
/// Every failure is a thrown error.
enum FileTree {
  /// Creates a directory and the ones above it.
  static func createDirectory(_ path: String) throws(ZooError) {
    var status = stat()
    if unsafe stat(path, &status) == 0 {
      guard status.st_mode & S_IFMT == S_IFDIR else {
        throw ZooError(
          .cannotCreate,
          "'\(path)' must be a directory, found something else",
          path: path
        )
      }
      return
    }
    let parent = parent(of: path)
    if parent != path, !parent.isEmpty { try createDirectory(parent) }
    guard unsafe mkdir(path, 0o755) == 0 || errno == EEXIST else {
      throw failure("cannot create the directory '\(path)'", errno, .cannotCreate)
    }
  }

  /// Writes a small file so that it appears whole or not at all, also after a power cut.
  static func writeAtomically(_ content: [UInt8], to path: String) throws(ZooError) {
    // No name of a model is encoded with a leading dot, so a leftover is never taken for one.
    let base = path.split(separator: "/").last ?? ""
    let temporary = "\(parent(of: path))/.\(base).\(getpid()).new"
    let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw failure("cannot create '\(temporary)'", errno, .cannotCreate)
    }
    let written = unsafe content.withUnsafeBytes {
      unsafe write(descriptor, $0.baseAddress, $0.count)
    }
    let code =
      written == content.count && fsync(descriptor) == 0 ? 0 : (errno == 0 ? ENOSPC : errno)
    close(descriptor)
    guard code == 0 else {
      unsafe unlink(temporary)
      throw failure("cannot write '\(path)'", code, .ioError)
    }
    try rename(temporary, to: path)
    try synchronizeDirectory(parent(of: path))
  }

  /// Renames a file or directory, replacing a file.
  static func rename(_ from: String, to target: String) throws(ZooError) {
    #if canImport(Darwin)
    let result = unsafe Darwin.rename(from, target)
    #elseif canImport(Musl)
    let result = unsafe Musl.rename(from, target)
    #else
    let result = unsafe Glibc.rename(from, target)
    #endif
    guard result == 0 else {
      throw failure("cannot move '\(from)' to '\(target)'", errno, .ioError)
    }
  }

  /// Puts a new directory in the place of an old one in a single step; the old one takes the new
  /// one's former place.
  static func exchange(_ new: String, with old: String) throws(ZooError) {
    let code = unsafe zoo_exchange_paths(new, old)
    if code == 0 { return }
    guard [ENOSYS, EINVAL, ENOTSUP].contains(code) else {
      throw failure("cannot put '\(new)' in place of '\(old)'", code, .ioError)
    }
    // Without an exchange there is a moment in which neither is in place; `doctor` finds that state.
    let aside = "\(new).old"
    try rename(old, to: aside)
    try rename(new, to: old)
    try rename(aside, to: new)
  }

  /// Makes the files of a directory read-only and waits until their names are on the disk.
  static func seal(_ directory: String) throws(ZooError) {
    for name in try names(in: directory) {
      guard unsafe chmod("\(directory)/\(name)", 0o444) == 0 else {
        throw failure("cannot change the mode of '\(directory)/\(name)'", errno, .ioError)
      }
    }
    try synchronizeDirectory(directory)
  }

  /// Waits until the entries of a directory are on the disk.
  static func synchronizeDirectory(_ path: String) throws(ZooError) {
    let descriptor = unsafe open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("cannot open '\(path)'", errno, .ioError) }
    defer { close(descriptor) }
    // Some network file systems cannot flush directories; their own protocol orders the entries.
    guard fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP else {
      throw failure("cannot flush '\(path)'", errno, .ioError)
    }
  }

  /// The names in a directory, sorted.
  static func names(in directory: String) throws(ZooError) -> [String] {
    guard let names = DirectoryListing.names(in: directory) else {
      throw failure("cannot list '\(directory)'", errno, .ioError)
    }
    return names
  }

  /// Whether a path exists.
  static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  /// Removes a file, or a directory with everything in it.
  static func remove(_ path: String) throws(ZooError) {
    if isDirectory(path) { try removeDirectory(path) } else { try removeFile(path) }
  }

  /// When the newest file in a directory was written.
  static func newestModificationTime(in directory: String) -> Double {
    var newest = modificationTime(of: directory)
    for name in DirectoryListing.names(in: directory) ?? [] {
      let inner = "\(directory)/\(name)"
      newest = max(
        newest,
        isDirectory(inner) ? newestModificationTime(in: inner) : modificationTime(of: inner)
      )
    }
    return newest
  }

  /// Removes a directory with everything in it; one that is not there is no error.
  static func removeDirectory(_ path: String) throws(ZooError) {
    guard exists(path) else { return }
    for name in try names(in: path) {
      let inner = "\(path)/\(name)"
      var status = stat()
      guard unsafe lstat(inner, &status) == 0 else { continue }
      if status.st_mode & S_IFMT == S_IFDIR {
        try removeDirectory(inner)
      } else {
        try removeFile(inner)
      }
    }
    guard unsafe rmdir(path) == 0 || errno == ENOENT else {
      throw failure("cannot remove '\(path)'", errno, .ioError)
    }
  }

  /// Removes a file; one that is not there is no error.
  static func removeFile(_ path: String) throws(ZooError) {
    guard unsafe unlink(path) == 0 || errno == ENOENT else {
      throw failure("cannot remove '\(path)'", errno, .ioError)
    }
  }

  /// Whether a path is a directory, links not followed.
  static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return unsafe lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// The time of the clock that files are stamped with, in seconds.
  static var now: Double { Double(time(nil)) }

  /// When a file was last written, in seconds; the distant past where it cannot be asked.
  static func modificationTime(of path: String) -> Double {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return -.infinity }
    #if canImport(Darwin)
    let time = status.st_mtimespec
    #else
    let time = status.st_mtim
    #endif
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// The bytes of a file, or of the files of a directory.
  static func byteCount(at path: String) -> Int {
    if isDirectory(path) { return byteCount(of: path) }
    var status = stat()
    return unsafe lstat(path, &status) == 0 ? Int(status.st_size) : 0
  }

  /// The bytes of the files of a directory.
  static func byteCount(of directory: String) -> Int {
    (DirectoryListing.names(in: directory) ?? []).reduce(0) { sum, name in
      var status = stat()
      guard unsafe lstat("\(directory)/\(name)", &status) == 0 else { return sum }
      return status.st_mode & S_IFMT == S_IFDIR
        ? sum + byteCount(of: "\(directory)/\(name)") : sum + Int(status.st_size)
    }
  }

  /// The path without its last component.
  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  private static func failure(_ action: String, _ code: Int32, _ kind: ZooError.Code) -> ZooError {
    let words = FormatError.system(action, code).message
    return switch code {
    case ENOSPC, EDQUOT, EFBIG:
      ZooError(.ioError, words + "; free some space or choose another ZOO_HOME")
    case EACCES, EPERM, EROFS:
      ZooError(.cannotCreate, words + "; choose a directory that you may write with ZOO_HOME")
    default: ZooError(kind, words)
    }
  }
}
