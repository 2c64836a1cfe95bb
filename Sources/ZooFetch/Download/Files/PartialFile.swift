import ZooPackage
import ZooTensors

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// The unfinished bytes of one file: appended in order, hashed as they are written, and locked.
///
/// The lock is the kernel's and goes away with the process. It only keeps two processes from doing
/// the same work; what they would do to each other, the digest would find.
final class PartialFile {
  let file: RemoteFile
  private let path: String
  private let notesPath: String
  private let descriptor: Int32
  private(set) var notes: PartialNotes
  private(set) var hasher: ContentHasher
  /// How many bytes are there and hashed.
  private(set) var count = 0
  /// How many of them were there when the file was opened.
  private(set) var resumedCount = 0
  /// The first bytes, to recognise what is no file.
  private(set) var head: [UInt8] = []
  private var unflushed = 0
  /// After so many bytes they are flushed and noted.
  private let checkpointBytes: Int

  /// Opens and locks the unfinished file of a job; `nil` while another process has it.
  init?(
    _ file: RemoteFile,
    in directory: DownloadDirectory,
    checkpointBytes: Int
  ) throws(ZooError) {
    self.file = file
    self.checkpointBytes = checkpointBytes
    path = directory.part(file.name)
    notesPath = directory.notes(file.name)
    notes = PartialNotes(name: file.name)
    hasher = ContentHasher(file)
    try DownloadFiles.createDirectory(DownloadFiles.parent(of: path))
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    self.descriptor = descriptor
    guard descriptor >= 0 else {
      throw DownloadFiles.failure("cannot create '\(path)'", errno, .cannotCreate)
    }
    // A file system without locks gives another error, and the work is done unlocked.
    if flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK { return nil }
    // Whoever had the lock may have finished and moved the file away.
    guard isInPlace else { return nil }
    let known = DownloadFiles.small(notesPath).flatMap { PartialNotes($0) }
    if let known, known.name == file.name { notes = known }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  private var isInPlace: Bool {
    var mine = stat()
    var there = stat()
    return unsafe fstat(descriptor, &mine) == 0 && stat(path, &there) == 0
      && mine.st_ino == there.st_ino && mine.st_dev == there.st_dev
  }

  /// Hashes what is there and decides how much of it may be kept.
  ///
  /// - Parameter progress: Gets the number of bytes of each step.
  /// - Throws: ``ZooError`` where the file cannot be read, and what `progress` throws.
  func resume(progress: (Int) throws(ZooError) -> Void) throws(ZooError) {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw DownloadFiles.failure("cannot inspect '\(path)'", errno, .ioError)
    }
    var usable = Int(status.st_size)
    // With a digest a wrong byte would be found; without one only flushed bytes count, and only if
    // the server can be asked whether they are still current.
    if file.digest == nil {
      usable = notes.validator == nil ? 0 : min(usable, notes.flushedCount)
    }
    if let total = file.byteCount ?? notes.byteCount, usable > total { usable = 0 }
    try truncate(to: usable)
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while count < usable {
      let wanted = min(buffer.count, usable - count)
      let got = unsafe buffer.withUnsafeMutableBytes {
        unsafe pread(descriptor, $0.baseAddress, wanted, off_t(count))
      }
      if got < 0, errno == EINTR { continue }
      guard got > 0 else { throw DownloadFiles.failure("cannot read '\(path)'", errno, .ioError) }
      take(got == buffer.count ? buffer : Array(buffer[..<got]))
      try progress(got)
    }
    resumedCount = count
  }

  /// Forgets every byte.
  func reset() throws(ZooError) {
    try truncate(to: 0)
    hasher = ContentHasher(file)
    count = 0
    resumedCount = 0
    head = []
    notes = PartialNotes(name: file.name)
  }

  /// Notes where the following bytes come from.
  func begin(_ change: (inout PartialNotes) -> Void) throws(ZooError) {
    change(&notes)
    notes.process = "process \(getpid())"
    try saveNotes()
  }

  /// Appends bytes.
  func append(_ bytes: [UInt8]) throws(ZooError) {
    try DownloadFiles.append(bytes, to: descriptor, path)
    take(bytes)
    unflushed += bytes.count
    if unflushed >= checkpointBytes { try checkpoint() }
  }

  /// Waits until every byte is on the disk and notes their number.
  func checkpoint() throws(ZooError) {
    guard fsync(descriptor) == 0 else {
      throw DownloadFiles.failure("cannot flush '\(path)'", errno, .ioError)
    }
    unflushed = 0
    notes.flushedCount = count
    try saveNotes()
  }

  /// Moves the finished file to its place and notes its digest.
  func finish(as target: String) throws(ZooError) {
    notes.byteCount = count
    notes.sha256 = hasher.digest
    try checkpoint()
    try DownloadFiles.createDirectory(DownloadFiles.parent(of: target))
    try DownloadFiles.move(path, to: target)
  }

  private func take(_ bytes: [UInt8]) {
    if head.count < WrongBody.headCount {
      head += bytes.prefix(WrongBody.headCount - head.count)
    }
    hasher.update(bytes)
    count += bytes.count
  }

  private func truncate(to size: Int) throws(ZooError) {
    guard ftruncate(descriptor, off_t(size)) == 0, lseek(descriptor, off_t(size), SEEK_SET) >= 0
    else { throw DownloadFiles.failure("cannot shorten '\(path)'", errno, .ioError) }
  }

  private func saveNotes() throws(ZooError) {
    try DownloadFiles.write(notes.encoded, to: notesPath)
  }
}
