import CZlib
import ZooFormats

/// Writes zip archives byte by byte, so that a test can make each statement of one wrong.
///
/// Every field has the right value until it is set to something else.
public struct ZipBuilder: Sendable {
  /// How the sizes are written in a header.
  public enum Width: Sendable {
    /// In the 32-bit fields.
    case short
    /// In a zip64 extra field, with the 32-bit fields full.
    case long
  }

  /// What follows the data of a member.
  public enum Descriptor: Sendable {
    /// Nothing.
    case none
    /// Checksum and sizes of this many bytes each, with or without a signature.
    case sizes(byteCount: Int, hasSignature: Bool)
  }

  /// One of the two headers of a member.
  public struct Header: Sendable {
    /// The name.
    public var name: [UInt8]
    /// General purpose flags.
    public var flags: UInt16 = 0
    /// 0 stored, 8 deflate.
    public var method: UInt16
    /// The checksum.
    public var crc32: UInt32
    /// The bytes in the archive.
    public var compressed: UInt64
    /// The bytes of the file.
    public var uncompressed: UInt64
    /// How the sizes are written.
    public var width = Width.short
    /// Further extra fields.
    public var extra: [UInt8] = []
  }

  /// One member.
  public struct Member: Sendable {
    /// The local header.
    public var local: Header
    /// The record of the central directory.
    public var central: Header
    /// The bytes between the headers.
    public var data: [UInt8]
    /// What follows the data.
    public var descriptor = Descriptor.none
    /// The host and version that made the member; 0x031e is Unix.
    public var madeBy: UInt16 = 0x031e
    /// The attributes; the upper half is the Unix mode.
    public var attributes: UInt32 = 0o100644 << 16
    /// Added to the offset of the local header in the central directory.
    public var offsetShift: Int = 0
    /// Bytes between this member and the next.
    public var padding: [UInt8] = []
    /// Zeros after the data that are not written but passed over, for archives larger than memory.
    public var hole = 0

    /// Applies a change to both headers.
    public mutating func both(_ change: (inout Header) -> Void) {
      change(&local)
      change(&central)
    }
  }

  /// The members in order.
  public var members: [Member] = []
  /// Bytes before the first member; the offsets count them.
  public var prefix: [UInt8] = []
  /// Bytes before the first member that the offsets ignore, as in a self-extracting archive.
  public var stub: [UInt8] = []
  /// The comment of the end record.
  public var comment: [UInt8] = []
  /// Bytes after the archive.
  public var suffix: [UInt8] = []
  /// Whether zip64 end records are written.
  public var hasLongEnd = false
  /// Added to the entry counts of the end records.
  public var countShift = 0
  /// Added to the entry count of the zip64 end record only.
  public var longCountShift = 0
  /// Added to the directory's size.
  public var sizeShift = 0
  /// The number of this disk.
  public var disk: UInt16 = 0
  /// Bytes between the last central record and the end records; counted in the size.
  public var directoryTail: [UInt8] = []

  /// An archive without members.
  public init() {}

  /// An archive of files, stored or deflated.
  public init(_ files: [(String, [UInt8])], deflated: Bool = false) {
    for (name, bytes) in files { add(name, bytes, deflated: deflated) }
  }

  /// Adds a file.
  public mutating func add(_ name: String, _ bytes: [UInt8], deflated: Bool = false) {
    let data = deflated ? Self.deflate(bytes) : bytes
    let crc = unsafe bytes.withUnsafeBytes { unsafe CRC32.update(0, $0) }
    let header = Header(
      name: Array(name.utf8),
      method: deflated ? 8 : 0,
      crc32: crc,
      compressed: UInt64(data.count),
      uncompressed: UInt64(bytes.count)
    )
    members.append(Member(local: header, central: header, data: data))
  }

  /// The archive, which must have no holes.
  public func build() -> [UInt8] { runs().flatMap(\.bytes) }

  /// The archive as runs of bytes, each followed by a hole of so many zeros.
  public func runs() -> [(bytes: [UInt8], hole: Int)] {
    var runs: [(bytes: [UInt8], hole: Int)] = []
    var output = prefix
    // The bytes and holes of all runs before the last.
    var passed = 0
    var offsets: [Int] = []
    for member in members {
      offsets.append(passed + output.count)
      Self.append(local: member, to: &output)
      guard member.hole > 0 else { continue }
      passed += output.count + member.hole
      runs.append((output, member.hole))
      output = []
    }
    let start = passed + output.count
    for (member, offset) in zip(members, offsets) {
      Self.append(central: member, offset: offset + member.offsetShift, to: &output)
    }
    output += directoryTail
    let end = passed + output.count
    appendEnd(start: start, size: end - start + sizeShift, at: end, to: &output)
    runs.append((output + suffix, 0))
    runs[0].bytes = stub + runs[0].bytes
    return runs
  }

  /// Compresses bytes as zip members are.
  public static func deflate(_ bytes: [UInt8]) -> [UInt8] { compress(bytes, windowBits: -15) }

  /// Compresses bytes as one gzip member.
  public static func gzip(_ bytes: [UInt8]) -> [UInt8] { compress(bytes, windowBits: 31) }

  private static func compress(_ bytes: [UInt8], windowBits: Int32) -> [UInt8] {
    var input = bytes
    var output = [UInt8](repeating: 0, count: bytes.count + bytes.count / 8 + 256)
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    defer { unsafe stream.deallocate() }
    unsafe deflateInit2_(
      stream,
      9,
      Z_DEFLATED,
      windowBits,
      8,
      Z_DEFAULT_STRATEGY,
      ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size)
    )
    defer { unsafe deflateEnd(stream) }
    unsafe input.withUnsafeMutableBufferPointer { source in
      unsafe output.withUnsafeMutableBufferPointer { target in
        unsafe stream.pointee.next_in = source.baseAddress
        unsafe stream.pointee.avail_in = UInt32(source.count)
        unsafe stream.pointee.next_out = target.baseAddress
        unsafe stream.pointee.avail_out = UInt32(target.count)
        let status = unsafe zlibDeflate(stream, Z_FINISH)
        precondition(status == Z_STREAM_END, "the output buffer holds any deflated input")
      }
    }
    return unsafe Array(output.prefix(Int(stream.pointee.total_out)))
  }

  private static func zlibDeflate(
    _ stream: UnsafeMutablePointer<z_stream>,
    _ flush: Int32
  ) -> Int32 {
    unsafe CZlib.deflate(stream, flush)
  }
}

extension ZipBuilder {
  private static func append(local member: Member, to output: inout [UInt8]) {
    let header = member.local
    append(0x0403_4b50, 4, &output)
    append(20, 2, &output)
    let extra = appendCommon(header, header: nil, to: &output)
    append(header.name.count, 2, &output)
    append(extra.count, 2, &output)
    output += header.name + extra + member.data
    if case .sizes(let width, let hasSignature) = member.descriptor {
      if hasSignature { append(0x0807_4b50, 4, &output) }
      append(UInt64(member.central.crc32), 4, &output)
      append(member.central.compressed, width, &output)
      append(member.central.uncompressed, width, &output)
    }
    output += member.padding
  }

  private static func append(central member: Member, offset: Int, to output: inout [UInt8]) {
    let header = member.central
    append(0x0201_4b50, 4, &output)
    append(UInt64(member.madeBy), 2, &output)
    append(20, 2, &output)
    let extra = appendCommon(header, header: offset, to: &output)
    append(header.name.count, 2, &output)
    append(extra.count, 2, &output)
    append(0, 6, &output)
    append(UInt64(member.attributes), 4, &output)
    append(header.width == .long ? 0xffff_ffff : offset, 4, &output)
    output += header.name + extra
  }

  /// Flags, method, time, checksum and sizes; returns the extra fields.
  private static func appendCommon(
    _ header: Header,
    header offset: Int?,
    to output: inout [UInt8]
  ) -> [UInt8] {
    append(UInt64(header.flags), 2, &output)
    append(UInt64(header.method), 2, &output)
    append(0x0021_0000, 4, &output)
    append(UInt64(header.crc32), 4, &output)
    guard header.width == .long else {
      append(header.compressed, 4, &output)
      append(header.uncompressed, 4, &output)
      return header.extra
    }
    append(UInt64.max, 8, &output)
    var extra: [UInt8] = []
    append(1, 2, &extra)
    append(offset == nil ? 16 : 24, 2, &extra)
    append(header.uncompressed, 8, &extra)
    append(header.compressed, 8, &extra)
    if let offset { append(offset, 8, &extra) }
    return extra + header.extra
  }

  private func appendEnd(start: Int, size: Int, at offset: Int, to output: inout [UInt8]) {
    let count = members.count + countShift
    if hasLongEnd {
      Self.append(0x0606_4b50, 4, &output)
      Self.append(44, 8, &output)
      Self.append(0x002d_002d, 4, &output)
      Self.append(0, 8, &output)
      Self.append(count + longCountShift, 8, &output)
      Self.append(count + longCountShift, 8, &output)
      Self.append(size, 8, &output)
      Self.append(start, 8, &output)
      Self.append(0x0706_4b50, 4, &output)
      Self.append(0, 4, &output)
      Self.append(offset, 8, &output)
      Self.append(1, 4, &output)
    }
    Self.append(0x0605_4b50, 4, &output)
    Self.append(UInt64(disk), 2, &output)
    Self.append(0, 2, &output)
    Self.append(count, 2, &output)
    Self.append(count, 2, &output)
    Self.append(size, 4, &output)
    // What 32 bits cannot hold is in the zip64 record only.
    Self.append(hasLongEnd ? min(start, 0xffff_ffff) : start, 4, &output)
    Self.append(comment.count, 2, &output)
    output += comment
  }

  private static func append(_ value: Int, _ width: Int, _ output: inout [UInt8]) {
    append(UInt64(bitPattern: Int64(value)), width, &output)
  }

  private static func append(_ value: UInt64, _ width: Int, _ output: inout [UInt8]) {
    for index in 0..<width {
      output.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index)))
    }
  }
}
