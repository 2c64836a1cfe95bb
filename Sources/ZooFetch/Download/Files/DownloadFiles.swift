import ZooPackage
import ZooTensors

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The file operations of downloads.
///
/// Every failure is a thrown ``ZooError``.
enum DownloadFiles {
  /// Creates a directory and the ones above it.
  static func createDirectory(_ path: String) throws(ZooError) {
    if unsafe mkdir(path, 0o755) == 0 || errno == EEXIST { return }
    guard errno == ENOENT else { throw failure("cannot create '\(path)'", errno, .cannotCreate) }
    let parent = parent(of: path)
    guard parent != path else {
      throw failure("cannot create '\(path)'", ENOENT, .cannotCreate)
    }
    try createDirectory(parent)
    guard unsafe mkdir(path, 0o755) == 0 || errno == EEXIST else {
      throw failure("cannot create '\(path)'", errno, .cannotCreate)
    }
  }

  /// The path without its last component.
  static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The size of a regular file, or `nil` where there is none.
  static func byteCount(_ path: String) -> Int? {
    var status = stat()
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  /// Whether there is a directory.
  static func isDirectory(_ path: String) -> Bool {
    var status = stat()
    return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// A small file, or `nil` where it cannot be read.
  static func small(_ path: String) -> [UInt8]? {
    guard let count = byteCount(path), count <= 65_536 else { return nil }
    return try? ByteRegion(mapping: path).array(limit: 65_536)
  }

  /// Writes a small file so that it appears whole or not at all.
  static func write(_ content: [UInt8], to path: String) throws(ZooError) {
    let temporary = "\(path).\(getpid()).new"
    let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw failure("cannot create '\(temporary)'", errno, .cannotCreate)
    }
    do throws(ZooError) {
      defer { close(descriptor) }
      try append(content, to: descriptor, path)
    } catch {
      unsafe unlink(temporary)
      throw error
    }
    try move(temporary, to: path)
  }

  /// Writes all bytes at the end of an open file.
  static func append(
    _ bytes: [UInt8],
    to descriptor: Int32,
    _ path: String
  ) throws(ZooError) {
    var done = 0
    while done < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe systemWrite(
          descriptor,
          buffer.baseAddress.map { unsafe $0 + done },
          buffer.count - done
        )
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        throw failure("cannot write '\(path)'", count == 0 ? ENOSPC : errno, .ioError)
      }
      done += count
    }
  }

  private static func systemWrite(
    _ descriptor: Int32,
    _ bytes: UnsafeRawPointer?,
    _ count: Int
  ) -> Int {
    #if canImport(Darwin)
    unsafe Darwin.write(descriptor, bytes, count)
    #elseif canImport(Musl)
    unsafe Musl.write(descriptor, bytes, count)
    #else
    unsafe Glibc.write(descriptor, bytes, count)
    #endif
  }

  /// Renames a file, replacing another.
  static func move(_ from: String, to target: String) throws(ZooError) {
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

  /// Removes a file or a directory with everything in it; one that is not there is no error.
  static func remove(_ path: String) throws(ZooError) {
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      guard unsafe unlink(path) == 0 || errno == ENOENT else {
        throw failure("cannot remove '\(path)'", errno, .ioError)
      }
      return
    }
    for name in DirectoryListing.names(in: path) ?? [] { try remove("\(path)/\(name)") }
    guard unsafe rmdir(path) == 0 || errno == ENOENT else {
      throw failure("cannot remove '\(path)'", errno, .ioError)
    }
  }

  /// Checks that a file system has room for some more bytes.
  ///
  /// - Throws: ``ZooError`` with code `ioError` where it has not.
  static func requireSpace(_ bytes: Int, at path: String) throws(ZooError) {
    var status = statvfs()
    // Where the system does not tell, the first failed write will.
    guard unsafe statvfs(path, &status) == 0 else { return }
    let (free, overflow) = UInt64(status.f_bavail)
      .multipliedReportingOverflow(by: UInt64(status.f_frsize))
    guard !overflow, bytes > 0, free < UInt64(bytes) else { return }
    throw ZooError(
      .ioError,
      "the download needs \(bytes) more bytes, but only \(free) are free; free some space or choose "
        + "another ZOO_HOME",
      path: path
    )
  }

  static func failure(_ action: String, _ code: Int32, _ kind: ZooError.Code) -> ZooError {
    let advice =
      switch code {
      case ENOSPC, EDQUOT, EFBIG:
        "; what has been downloaded is kept: free some space or choose another ZOO_HOME"
      case EACCES, EPERM, EROFS: "; choose a directory that you may write with ZOO_HOME"
      default: ""
      }
    return ZooError(kind, FormatError.system(action, code).message + advice)
  }
}
