import ZooTensors

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Opens files of a package by their plain names, never through a symbolic link.
enum PackageFiles {
  static func open(_ name: String, in directory: String) throws(FormatError) -> ByteStore {
    try Manifest.requirePlainName(name)
    let path = "\(directory)/\(name)"
    // Without O_NONBLOCK, opening a FIFO would wait for a writer.
    let flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
    #if canImport(Darwin)
    let descriptor = unsafe Darwin.open(path, flags)
    #elseif canImport(Musl)
    let descriptor = unsafe Musl.open(path, flags)
    #else
    let descriptor = unsafe Glibc.open(path, flags)
    #endif
    guard descriptor >= 0 else {
      if errno == ELOOP {
        throw FormatError(.io, "'\(name)' is a symbolic link, expected a regular file", in: path)
      }
      throw unreadable("cannot open '\(path)'", errno)
    }
    do throws(FormatError) {
      return try ByteStore(adopting: descriptor, name: path)
    } catch {
      close(descriptor)
      throw error
    }
  }

  /// A file that a package lacks is damage, not a model that does not exist.
  private static func unreadable(_ action: String, _ code: Int32) -> FormatError {
    FormatError(.io, FormatError.system(action, code).message)
  }

  /// Opens a file whose size is known.
  static func open(_ file: Manifest.File, in directory: String) throws(FormatError) -> ByteStore {
    let store = try open(file.name, in: directory)
    guard store.byteCount == file.byteCount else {
      throw FormatError(
        store.byteCount < file.byteCount ? .truncated : .inconsistent,
        "expected \(file.byteCount) bytes, found \(store.byteCount); fetch or convert it again",
        in: store.name
      )
    }
    return store
  }

  /// The size of a regular file that is not a symbolic link.
  static func byteCount(of name: String, in directory: String) throws(FormatError) -> Int {
    let path = "\(directory)/\(name)"
    var status = stat()
    guard unsafe lstat(path, &status) == 0 else {
      throw unreadable("cannot inspect '\(path)'", errno)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FormatError(.io, "expected a regular file, found something else", in: path)
    }
    return Int(status.st_size)
  }

  /// Reads and decodes the manifest; also returns its bytes.
  static func manifest(
    in directory: String,
    limits: ParsingLimits
  ) throws(FormatError) -> (manifest: Manifest, bytes: [UInt8]) {
    let store = try open(Manifest.fileName, in: directory)
    let region = ByteRegion(store)
    let manifest = try Manifest(decoding: region.bytes, name: store.name, limits: limits)
    return (manifest, try region.array(limit: limits.sideFileBytes))
  }
}
