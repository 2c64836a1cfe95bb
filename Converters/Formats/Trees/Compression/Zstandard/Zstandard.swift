import ZooTensors

/// Decompresses Zstandard: one or more frames, without a dictionary.
///
/// Source: RFC 8878.
enum Zstandard {
  private static let magic: UInt32 = 0xfd2f_b528
  /// A block of four bytes may stand for 128 KiB of one byte.
  private static let ratioLimit = 128 << 10

  /// Requires that `output` bytes can come from `input` bytes.
  static func check(output: Int, input: Int, limits: ParsingLimits) throws(FormatError) {
    guard output <= limits.inflatedBytes else {
      throw .limit("inflated size", output, limits.inflatedBytes, "ParsingLimits.inflatedBytes")
    }
    guard output / ratioLimit <= input else {
      throw FormatError(
        .inconsistent,
        "\(input) compressed bytes cannot become the \(output) that are declared"
      )
    }
  }

  /// The decompressed bytes, in a scratch file.
  ///
  /// Complexity: O(bytes), in memory of twice the frame's window, which `ParsingLimits.blockBytes`
  /// limits.
  /// - Throws: ``FormatError`` where the data is damaged, has a dictionary, or becomes other than
  ///   `byteCount` bytes.
  static func decode(
    _ source: ByteRegion,
    byteCount: Int,
    limits: ParsingLimits
  ) throws(FormatError) -> ByteRegion {
    try check(output: byteCount, input: source.byteCount, limits: limits)
    var output = Output(try ScratchFile(name: source.name), byteCount: byteCount)
    var frames: [(range: Range<Int>, checksum: UInt32)] = []
    var cursor = ByteCursor(source.bytes)
    while !cursor.isAtEnd {
      let place = cursor.position
      let start = output.end
      do throws(FormatError) {
        if let checksum = try frame(&cursor, into: &output, limits: limits) {
          frames.append((start..<output.end, checksum))
        }
      } catch {
        throw FormatError(error.code, error.message, at: error.offset ?? place)
      }
    }
    let region = try output.finish()
    for (range, checksum) in frames {
      let part = try region.part(offset: range.lowerBound, count: range.count)
      guard UInt32(truncatingIfNeeded: try XXHash64.of(part)) == checksum else {
        throw FormatError(.inconsistent, "the decompressed data has another checksum")
      }
    }
    return region
  }

  /// Reads one frame; gives its checksum if it has one.
  private static func frame(
    _ cursor: inout ByteCursor,
    into output: inout Output,
    limits: ParsingLimits
  ) throws(FormatError) -> UInt32? {
    let start = try cursor.read(UInt32.self)
    if start & 0xffff_fff0 == 0x184d_2a50 {
      // A frame for other programs, which says its length.
      try cursor.skip(Int(try cursor.read(UInt32.self)))
      return nil
    }
    guard start == magic else {
      throw FormatError(.invalidValue, "expected a Zstandard frame, found something else")
    }
    let header = try FrameHeader(&cursor)
    try limits.checkBlock(header.window, of: "Zstandard window")
    let before = output.end
    output.beginFrame(window: header.window)
    var decoder = ZstandardBlock()
    var isLast = false
    while !isLast {
      let low = Int(try cursor.read(UInt16.self))
      let head = low | Int(try cursor.read(UInt8.self)) << 16
      isLast = head & 1 == 1
      let size = head >> 3
      guard size <= ZstandardBlock.byteLimit else { throw .damaged }
      switch head >> 1 & 3 {
      case 0: output.bytes += try cursor.readArray(size)
      case 1: output.bytes += [UInt8](repeating: try cursor.read(UInt8.self), count: size)
      case 2:
        let block = try cursor.readArray(size)
        try decoder.decode(block, into: &output.bytes, window: header.window)
      default: throw .damaged
      }
      try output.flush()
    }
    if let stated = header.contentByteCount, output.end - before != stated {
      throw FormatError(
        .inconsistent,
        "a frame states \(stated) bytes and has \(output.end - before)"
      )
    }
    return header.hasChecksum ? try cursor.read(UInt32.self) : nil
  }

  /// What comes before the blocks of a frame.
  private struct FrameHeader {
    let window: Int
    let contentByteCount: Int?
    let hasChecksum: Bool

    init(_ cursor: inout ByteCursor) throws(FormatError) {
      let descriptor = try cursor.read(UInt8.self)
      guard descriptor & 0x08 == 0 else { throw .damaged }
      hasChecksum = descriptor & 0x04 != 0
      let isSingle = descriptor & 0x20 != 0
      var window = 0
      if !isSingle {
        let byte = Int(try cursor.read(UInt8.self))
        let base = 1 << (10 + byte >> 3)
        window = base + base / 8 * (byte & 7)
      }
      var dictionary = 0
      for index in 0..<[0, 1, 2, 4][Int(descriptor & 3)] {
        dictionary |= Int(try cursor.read(UInt8.self)) << (8 * index)
      }
      guard dictionary == 0 else {
        throw FormatError(.unsupported, "the compressed data needs a dictionary, which is not here")
      }
      switch descriptor >> 6 {
      case 0: contentByteCount = isSingle ? Int(try cursor.read(UInt8.self)) : nil
      case 1: contentByteCount = Int(try cursor.read(UInt16.self)) + 256
      case 2: contentByteCount = Int(try cursor.read(UInt32.self))
      default: contentByteCount = try cursor.readLength("the size of a frame")
      }
      self.window = isSingle ? contentByteCount ?? 0 : window
    }
  }

  /// What was decompressed: the last bytes in memory, those before in a scratch file.
  private struct Output: ~Copyable {
    private var scratch: ScratchFile
    private let byteCount: Int
    private var window = 0
    /// How many bytes left the memory.
    private var flushed = 0
    /// The bytes of the frame that a match may still reach, and those after them.
    var bytes: [UInt8] = []

    init(_ scratch: consuming ScratchFile, byteCount: Int) {
      self.scratch = scratch
      self.byteCount = byteCount
    }

    /// The bytes in all.
    var end: Int { flushed + bytes.count }

    /// Lets go of the frame before; matches do not reach into it, because its bytes go first.
    mutating func beginFrame(window: Int) { self.window = window }

    /// Writes what no match can reach any more, when it has become as much as the window.
    mutating func flush() throws(FormatError) {
      guard end <= byteCount else {
        throw FormatError(
          .inconsistent,
          "the bytes inflate to more than the \(byteCount) that are declared"
        )
      }
      if bytes.count >= 2 * max(window, 1 << 20) { try write(bytes.count - max(window, 1 << 20)) }
    }

    private mutating func write(_ count: Int) throws(FormatError) {
      unsafe try bytes.withUnsafeBufferPointer { (buffer) throws(FormatError) in
        let all = UnsafeRawBufferPointer(buffer)
        unsafe try scratch.write(UnsafeRawBufferPointer(rebasing: all[..<count]), at: flushed)
      }
      flushed += count
      bytes.removeFirst(count)
    }

    consuming func finish() throws(FormatError) -> ByteRegion {
      guard end == byteCount else {
        throw FormatError(
          .inconsistent,
          "the bytes inflate to \(end), but \(byteCount) are declared"
        )
      }
      try write(bytes.count)
      return ByteRegion(try scratch.finish())
    }
  }
}
