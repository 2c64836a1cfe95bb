import ZooTensors

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Reads files of a few bytes.
enum SmallFile {
  /// All bytes of a file of at most 4,096, or `nil` where there is none.
  static func read(_ path: String) throws(ZooError) -> [UInt8]? {
    #if canImport(Darwin)
    let descriptor = unsafe Darwin.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    #elseif canImport(Musl)
    let descriptor = unsafe Musl.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    #else
    let descriptor = unsafe Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    #endif
    guard descriptor >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw ZooError(FormatError.system("cannot open '\(path)'", errno), path: path)
    }
    let store: ByteStore
    do throws(FormatError) {
      store = try ByteStore(adopting: descriptor, name: path)
    } catch {
      close(descriptor)
      throw ZooError(error, path: path)
    }
    do throws(FormatError) {
      return try ByteRegion(store).array(limit: 4096)
    } catch {
      throw ZooError(error, path: path)
    }
  }
}
