import ZooTensors

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// An open directory, from which files are reached without following links.
///
/// Whatever happens to the names above it, it stays the directory that was opened.
final class OpenDirectory: Sendable {
  private let descriptor: Int32

  init(_ path: String) throws(FormatError) {
    descriptor = Self.open(path)
    guard descriptor >= 0 else { throw .system("cannot open the directory '\(path)'", errno) }
  }

  private init(adopting descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  private static func open(_ path: String) -> Int32 {
    #if canImport(Darwin)
    unsafe Darwin.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    #elseif canImport(Musl)
    unsafe Musl.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    #else
    unsafe Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    #endif
  }

  /// A subdirectory that is no link.
  func directory(_ name: String) throws(FormatError) -> OpenDirectory {
    let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW
    let next = unsafe openat(descriptor, name, flags)
    guard next >= 0 else { throw .system("cannot open the directory '\(name)'", errno) }
    return OpenDirectory(adopting: next)
  }

  /// The status of a name, of a link itself where it is one.
  func status(_ name: String) throws(FormatError) -> stat {
    var status = stat()
    guard unsafe fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
      throw .system("cannot inspect '\(name)'", errno)
    }
    return status
  }

  /// The status of what a path below the directory leads to, without links on the way.
  func status(_ components: [String]) throws(FormatError) -> stat {
    guard let last = components.last else {
      throw FormatError(.io, "expected a file, found the directory itself")
    }
    return try parent(of: components).status(last)
  }

  /// Maps a file, which must be the one that was listed.
  func open(_ file: ListedFile, name: String) throws(FormatError) -> ByteStore {
    let parent = try parent(of: file.components)
    let flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK
    let found = unsafe openat(parent.descriptor, file.components.last ?? "", flags)
    guard found >= 0 else { throw .system("cannot open '\(name)'", errno) }
    do throws(FormatError) {
      var status = stat()
      guard unsafe fstat(found, &status) == 0 else {
        throw .system("cannot inspect '\(name)'", errno)
      }
      guard FileIdentity(status) == file.identity, Int(status.st_size) == file.byteCount else {
        throw FormatError(.io, "the file was replaced or changed its size meanwhile", in: name)
      }
      let store = try ByteStore(adopting: found, name: name)
      return store
    } catch {
      close(found)
      throw error
    }
  }

  private func parent(of components: [String]) throws(FormatError) -> OpenDirectory {
    var directory = self
    for component in components.dropLast() { directory = try directory.directory(component) }
    return directory
  }

  /// The names in the directory but `.` and `..`, sorted; names that are not UTF-8 are left out.
  func names() throws(FormatError) -> [String] {
    let copy = unsafe openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard copy >= 0, let stream = unsafe fdopendir(copy) else {
      let code = errno
      if copy >= 0 { close(copy) }
      throw .system("cannot list a directory", code)
    }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    // Safe: each entry is used before the next call, and its name ends with a NUL.
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe String(
          validatingCString: UnsafeRawPointer(pointer).assumingMemoryBound(to: CChar.self)
        )
      }
      if let name, name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { $0.precedesInUTF8($1) }
  }
}

extension FileIdentity {
  init(_ status: stat) {
    device = UInt64(truncatingIfNeeded: status.st_dev)
    inode = UInt64(truncatingIfNeeded: status.st_ino)
  }
}
