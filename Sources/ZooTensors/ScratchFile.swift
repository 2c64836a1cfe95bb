#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A temporary file without a name, filled once and then mapped.
///
/// Compressed members and assembled tensors go through it, so that memory stays bounded whatever
/// their size. The space is returned when the last user of the mapping goes away, also after a kill.
package struct ScratchFile: ~Copyable {
  private var descriptor: Int32
  private let name: String

  /// Creates an empty file in `TMPDIR` (else `/tmp`), to be filled up to `byteCount`.
  package init(byteCount: Int = 0, name: String) throws(FormatError) {
    let directory = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    var template = Array("\(directory)/zoo.XXXXXX".utf8CString)
    descriptor = unsafe template.withUnsafeMutableBufferPointer { buffer in
      guard let start = buffer.baseAddress else { return -1 }
      let result = unsafe mkstemp(start)
      if result >= 0 { unsafe unlink(start) }
      return result
    }
    self.name = name
    guard descriptor >= 0 else {
      throw .system("cannot create a scratch file in '\(directory)'", errno)
    }
    guard byteCount == 0 || ftruncate(descriptor, off_t(byteCount)) == 0 else {
      throw .system("cannot reserve \(byteCount) bytes in '\(directory)'", errno)
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Writes bytes at an offset.
  package mutating func write(
    _ bytes: UnsafeRawBufferPointer,
    at offset: Int
  ) throws(FormatError) {
    var done = 0
    while done < bytes.count {
      let count = unsafe pwrite(
        descriptor,
        bytes.baseAddress.map { unsafe $0 + done },
        bytes.count - done,
        off_t(offset + done)
      )
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw .system("cannot write a scratch file for '\(name)'", errno) }
      done += count
    }
  }

  /// Hands the descriptor to a new owner.
  package mutating func takeDescriptor() -> Int32 {
    defer { descriptor = -1 }
    return descriptor
  }

  /// Maps what was written.
  package consuming func finish() throws(FormatError) -> ByteStore {
    let taken = takeDescriptor()
    do throws(FormatError) {
      return try ByteStore(adopting: taken, name: name)
    } catch {
      close(taken)
      throw error
    }
  }
}
