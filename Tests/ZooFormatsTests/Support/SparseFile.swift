import ZooTensors

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// A file of a few written bytes and large holes, in memory that knows which of its pages were read.
///
/// The holes are address space only: they take neither memory nor disk, and a page of them that is
/// read is counted. So a test can state that a reader does not touch weights.
///
/// Safe: the pointer is valid for `byteCount` bytes for ever, because nothing unmaps it; only the
/// initialiser writes, before it lends the bytes.
@safe
struct SparseFile {
  /// Bytes beside what is written that a reader may look at: it probes the beginning of a file, and
  /// searches for the end of an archive.
  private static let margin = 128 << 10

  /// The whole file.
  let region: ByteRegion
  private let base: UnsafeMutableRawPointer
  private let holes: [Range<Int>]

  /// Places runs of bytes one after another, each followed by a hole of zeros.
  init(_ name: String, _ runs: [(bytes: [UInt8], hole: Int)]) throws(FormatError) {
    let byteCount = runs.reduce(0) { $0 + $1.bytes.count + $1.hole }
    guard let base = unsafe mmap(nil, byteCount, PROT_READ, MAP_PRIVATE | MAP_ANON, -1, 0),
      unsafe base != MAP_FAILED
    else { throw .system("cannot reserve \(byteCount) bytes", errno) }
    #if os(Linux)
    // Pages of two megabytes would count more than was read.
    unsafe madvise(base, byteCount, MADV_NOHUGEPAGE)
    #endif
    let page = Int(getpagesize())
    var holes: [Range<Int>] = []
    var offset = 0
    for run in runs {
      let start = offset / page * page
      let end = offset + run.bytes.count
      if start < end {
        let count = min((end + page - 1) / page * page, byteCount) - start
        guard unsafe mprotect(base + start, count, PROT_READ | PROT_WRITE) == 0 else {
          throw .system("cannot write \(count) bytes", errno)
        }
        unsafe (base + offset).copyMemory(from: run.bytes, byteCount: run.bytes.count)
      }
      offset = end + run.hole
      let first = (end + Self.margin) / page * page
      let last = (offset - Self.margin) / page * page
      if first < last { holes.append(first..<last) }
    }
    unsafe self.base = base
    self.holes = holes
    let bytes = unsafe UnsafeRawBufferPointer(start: base, count: byteCount)
    region = ByteRegion(unsafe ByteStore(staticBytes: bytes, name: name))
  }

  /// The bytes of the holes that were read, in whole pages, but for those beside what is written.
  var touchedByteCount: Int {
    let page = Int(getpagesize())
    var pages = 0
    for hole in holes {
      for start in stride(from: hole.lowerBound, to: hole.upperBound, by: 1 << 30) {
        let count = min(1 << 30, hole.upperBound - start)
        var isResident = [UInt8](repeating: 0, count: (count + page - 1) / page)
        unsafe isResident.withUnsafeMutableBytes { flags in
          #if canImport(Darwin)
          _ = unsafe mincore(
            base + start,
            count,
            flags.baseAddress?.assumingMemoryBound(to: CChar.self)
          )
          #else
          _ = unsafe mincore(
            base + start,
            count,
            flags.baseAddress?.assumingMemoryBound(to: UInt8.self)
          )
          #endif
        }
        // Most flags are zero, which is told at once.
        let isNone =
          unsafe memcmp(
            isResident,
            [UInt8](repeating: 0, count: isResident.count),
            isResident.count
          ) == 0
        if !isNone { pages += isResident.count { $0 & 1 == 1 } }
      }
    }
    return pages * page
  }
}
