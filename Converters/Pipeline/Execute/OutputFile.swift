import CZooKernels
import ZooTensors

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A new file of a known size, written at explicit offsets.
struct OutputFile: ~Copyable {
  private let descriptor: Int32
  let path: String

  /// Creates the file, which must not exist yet, and reserves its space, so that a full disk shows
  /// before the work is done.
  init(creating path: String, byteCount: Int) throws(ZooError) {
    self.path = path
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw Self.failure("cannot create '\(path)'", errno, .cannotCreate)
    }
    #if os(Linux)
    let status = byteCount > 0 ? posix_fallocate(descriptor, 0, off_t(byteCount)) : 0
    guard status == 0 || status == EOPNOTSUPP || status == EINVAL else {
      throw Self.failure("cannot reserve \(byteCount) bytes for '\(path)'", status, .ioError)
    }
    #endif
  }

  deinit { close(descriptor) }

  /// Writes all bytes at an offset.
  func write(_ bytes: UnsafeRawBufferPointer, at offset: Int) throws(ZooError) {
    var done = 0
    while done < bytes.count {
      let count = unsafe pwrite(
        descriptor,
        bytes.baseAddress.map { unsafe $0 + done },
        bytes.count - done,
        off_t(offset + done)
      )
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw Self.failure("cannot write '\(path)'", errno, .ioError) }
      done += count
    }
    zoo_start_writeback(descriptor, Int64(offset), Int64(bytes.count))
  }

  /// Waits until the bytes are on the disk.
  func synchronize() throws(ZooError) {
    guard fsync(descriptor) == 0 else {
      throw Self.failure("cannot flush '\(path)'", errno, .ioError)
    }
  }

  private static func failure(_ action: String, _ code: Int32, _ kind: ZooError.Code) -> ZooError {
    let advice =
      switch code {
      case ENOSPC, EDQUOT: "; free some space or choose another ZOO_HOME"
      case EFBIG: "; raise the limit of the process (ulimit -f) or lower --max-file-bytes"
      default: ""
      }
    return ZooError(kind, FormatError.system(action, code).message + advice)
  }
}
