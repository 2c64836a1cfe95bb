#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Immutable bytes that something keeps alive: a mapped file, a scratch file, or static memory.
///
/// Safe: the pointer is valid for `byteCount` bytes for the life of the object, because the mapping
/// is private to it and only `deinit` unmaps it; static memory never goes away. Nothing here
/// writes after initialisation, except ``ScratchFile`` before it hands its store out.
@safe
public final class ByteStore: @unchecked Sendable {
  private let base: UnsafeRawPointer?
  private let mappedCount: Int
  private let descriptor: Int32
  /// The number of bytes.
  public let byteCount: Int
  /// What the bytes are, for error messages: a path or an archive member.
  public let name: String

  /// Maps a regular file for reading.
  ///
  /// Complexity: O(1); no byte is read.
  /// - Throws: ``FormatError`` with code `io` where the file cannot be opened, is not a regular
  ///   file, or changes its size while it is opened.
  public convenience init(mapping path: String) throws(FormatError) {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .system("cannot open '\(path)'", errno) }
    do throws(FormatError) {
      try self.init(adopting: descriptor, name: path)
    } catch {
      close(descriptor)
      throw error
    }
  }

  /// Maps an open regular file; takes over the descriptor, unless it throws.
  package init(adopting descriptor: Int32, name: String) throws(FormatError) {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw .system("cannot inspect '\(name)'", errno)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FormatError(.io, "expected a regular file, found something else", in: name)
    }
    let count = Int(status.st_size)
    if count > 0 {
      guard let pointer = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0),
        unsafe pointer != MAP_FAILED
      else { throw .system("cannot map '\(name)'", errno) }
      unsafe base = UnsafeRawPointer(pointer)
      var after = stat()
      guard unsafe fstat(descriptor, &after) == 0, after.st_size == status.st_size else {
        unsafe munmap(pointer, count)
        throw FormatError(.io, "the file changed its size while it was opened", in: name)
      }
    } else {
      unsafe base = nil
    }
    mappedCount = count
    byteCount = count
    self.descriptor = descriptor
    self.name = name
  }

  /// Lends memory that is never freed, such as data embedded in the program.
  package init(staticBytes: UnsafeRawBufferPointer, name: String) {
    unsafe base = staticBytes.baseAddress
    byteCount = staticBytes.count
    mappedCount = 0
    descriptor = -1
    self.name = name
  }

  /// Copies an array into a store of its own; for small things such as generated side files.
  public static func copying(_ bytes: [UInt8], name: String) throws(FormatError) -> ByteStore {
    var scratch = try ScratchFile(name: name)
    unsafe try bytes.withUnsafeBufferPointer { (source) throws(FormatError) in
      unsafe try scratch.write(UnsafeRawBufferPointer(source), at: 0)
    }
    return try scratch.finish()
  }

  deinit {
    if mappedCount > 0, let base = unsafe base {
      unsafe munmap(UnsafeMutableRawPointer(mutating: base), mappedCount)
    }
    if descriptor >= 0 { close(descriptor) }
  }

  /// All bytes, borrowed: the span cannot outlive this object.
  public var bytes: RawSpan {
    @_lifetime(borrow self)
    get {
      let span = unsafe RawSpan(_unsafeBytes: UnsafeRawBufferPointer(start: base, count: byteCount))
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// Copies bytes out with ordinary reads, so that no page of the mapping becomes resident.
  ///
  /// - Throws: ``FormatError`` with code `io` where the file has become shorter or cannot be read.
  package func read(
    into buffer: UnsafeMutableRawBufferPointer,
    at offset: Int
  ) throws(FormatError) {
    guard offset >= 0, offset <= byteCount, buffer.count <= byteCount - offset else {
      throw FormatError(.truncated, "a read ends outside the file", at: offset, in: name)
    }
    guard buffer.count > 0 else { return }
    guard descriptor >= 0 else {
      if let base = unsafe base {
        unsafe buffer.copyMemory(
          from: UnsafeRawBufferPointer(start: base + offset, count: buffer.count)
        )
      }
      return
    }
    var done = 0
    while done < buffer.count {
      let count = unsafe pread(
        descriptor,
        buffer.baseAddress.map { unsafe $0 + done },
        buffer.count - done,
        off_t(offset + done)
      )
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        throw count == 0
          ? FormatError(.io, "the file became shorter while it was read", at: offset, in: name)
          : .system("cannot read '\(name)'", errno)
      }
      done += count
    }
  }

  /// Tells the system that these bytes will not be needed soon, so that their pages may go.
  package func release(_ range: Range<Int>) {
    guard mappedCount > 0, let base = unsafe base else { return }
    let page = 4096
    let start = (range.lowerBound + page - 1) / page * page
    let end = min(range.upperBound, byteCount) / page * page
    guard end > start else { return }
    // Failure only means that the pages stay, so the result does not matter.
    _ = unsafe madvise(UnsafeMutableRawPointer(mutating: base + start), end - start, MADV_DONTNEED)
  }

  /// The open file, where the bytes come from one, for whole-file copies inside the kernel.
  package var fileDescriptor: Int32? { descriptor >= 0 ? descriptor : nil }
}

extension FormatError {
  /// A failed system call: the action and the system's own words.
  package static func system(_ action: String, _ code: Int32) -> FormatError {
    let words = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
    return FormatError([ENOENT, ENOTDIR].contains(code) ? .notFound : .io, "\(action): \(words)")
  }
}
