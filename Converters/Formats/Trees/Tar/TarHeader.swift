import ZooTensors

/// One header block of a tar archive.
struct TarHeader {
  static let blockBytes = 512

  /// The name, with the prefix field of ustar; not checked.
  let nameBytes: [UInt8]
  /// The bytes that follow.
  let byteCount: Int
  /// The type flag; regular files are `0`, also in their old spellings.
  let type: UInt8
  /// Where the block begins in the archive.
  let offset: Int

  /// Reads a block whose first byte is not zero.
  ///
  /// - Throws: ``FormatError`` where the checksum is wrong or a number is not one.
  init(_ block: [UInt8], at offset: Int) throws(FormatError) {
    guard Self.hasValidChecksum(block) else {
      throw FormatError(
        .invalidValue,
        "the checksum of a tar header is wrong; the archive is damaged",
        at: offset
      )
    }
    self.offset = offset
    byteCount = try Self.number(block[124..<136], "size", at: offset + 124)
    let flag = block[156]
    var name = Self.text(block[0..<100])
    // Only POSIX puts a prefix there; GNU keeps times in the same place.
    if block[257..<263].elementsEqual([0x75, 0x73, 0x74, 0x61, 0x72, 0]) {
      let prefix = Self.text(block[345..<500])
      if !prefix.isEmpty { name = prefix + [0x2f] + name }
    }
    nameBytes = name
    // NUL is V7's regular file, 7 a contiguous one; V7 marks directories by their slash.
    let isRegular = flag == 0 || flag == 0x30 || flag == 0x37
    type = isRegular ? (name.last == 0x2f ? 0x35 : 0x30) : flag
  }

  /// Whether the checksum field is the sum of all bytes, with spaces in its own place.
  static func hasValidChecksum(_ block: [UInt8]) -> Bool {
    var sum = 8 * 0x20
    for index in 0..<blockBytes where !(148..<156).contains(index) { sum += Int(block[index]) }
    // Not a number: not a header, whatever else it is.
    return (try? number(block[148..<156], "checksum", at: 0)) == sum
  }

  /// The bytes up to the first NUL.
  private static func text(_ field: ArraySlice<UInt8>) -> [UInt8] {
    Array(field.prefix { $0 != 0 })
  }

  /// An octal number between spaces and NULs, or GNU's big-endian number marked by 0x80.
  private static func number(
    _ field: ArraySlice<UInt8>,
    _ what: String,
    at offset: Int
  ) throws(FormatError) -> Int {
    let bytes = Array(field)
    if let first = bytes.first, first & 0x80 != 0 {
      guard first == 0x80 else {
        throw FormatError(.invalidValue, "the \(what) of a tar header is negative", at: offset)
      }
      guard bytes.dropLast(8).dropFirst().allSatisfy({ $0 == 0 }) else {
        throw FormatError(.invalidValue, "the \(what) of a tar header is above 2^63", at: offset)
      }
      return try Int(
        checking: bytes.suffix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) },
        "the \(what) of a tar header"
      )
    }
    let start = bytes.prefix { $0 == 0x20 }.count
    let digits = bytes[start...].prefix { (0x30...0x37).contains($0) }
    let isTerminated = bytes[digits.endIndex...].allSatisfy { $0 == 0x20 || $0 == 0 }
    guard isTerminated else {
      throw FormatError(
        .invalidValue,
        "the \(what) of a tar header is not an octal number",
        at: offset
      )
    }
    return digits.reduce(0) { $0 << 3 | Int($1 - 0x30) }
  }
}
