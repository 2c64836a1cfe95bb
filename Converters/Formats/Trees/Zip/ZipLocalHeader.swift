import ZooTensors

extension ZipDirectory {
  /// Checks each record against its local header, and that members fill the archive.
  static func entries(
    _ archive: ByteRegion,
    _ records: [CentralRecord],
    directoryOffset: Int
  ) throws(FormatError) -> [ZipEntry] {
    var entries: [ZipEntry] = []
    var position = 0
    for record in records.sorted(by: { $0.headerOffset < $1.headerOffset }) {
      guard record.headerOffset >= position else {
        throw FormatError(
          .inconsistent,
          "'\(record.name)' overlaps the member before it",
          at: record.headerOffset
        )
      }
      guard record.headerOffset <= directoryOffset - 30 else {
        throw FormatError(
          .inconsistent,
          "'\(record.name)' begins at \(record.headerOffset), in or after the central directory",
          at: record.offset
        )
      }
      try requirePadding(archive, position..<record.headerOffset)
      let (dataOffset, end) = try checkLocal(archive, record, directoryOffset)
      position = end
      guard !record.isDirectory else { continue }
      entries.append(
        ZipEntry(
          name: record.name,
          method: record.method == 8 ? .deflated : .stored,
          compressedByteCount: record.compressed,
          byteCount: record.uncompressed,
          crc32: record.crc32,
          headerOffset: record.headerOffset,
          dataOffset: dataOffset
        )
      )
    }
    try requirePadding(archive, position..<directoryOffset)
    return entries
  }

  /// Bytes between members may only be zeros, fewer than a page of 64 KiB; before the first member
  /// there are none.
  private static func requirePadding(
    _ archive: ByteRegion,
    _ range: Range<Int>
  ) throws(FormatError) {
    guard !range.isEmpty else { return }
    let bytes = try archive.part(offset: range.lowerBound, count: min(range.count, 65536))
    let isZero = unsafe bytes.bytes.withUnsafeBytes { unsafe $0.allSatisfy { $0 == 0 } }
    guard range.lowerBound > 0, range.count < 65536, isZero else {
      throw FormatError(
        .inconsistent,
        range.lowerBound == 0
          ? "\(range.count) bytes stand before the first member of the archive"
          : "\(range.count) bytes between members belong to none of them",
        at: range.lowerBound
      )
    }
  }

  /// Where a member's bytes begin, and where the member ends.
  private static func checkLocal(
    _ archive: ByteRegion,
    _ record: CentralRecord,
    _ limit: Int
  ) throws(FormatError) -> (data: Int, end: Int) {
    let start = record.headerOffset
    func disagrees(_ what: String) -> FormatError {
      FormatError(
        .inconsistent,
        "the local header of '\(record.name)' and the central directory disagree about the \(what)",
        at: start
      )
    }
    var cursor = ByteCursor(archive.bytes)
    try cursor.seek(to: start)
    guard try cursor.read(UInt32.self) == 0x0403_4b50 else {
      throw FormatError(
        .inconsistent,
        "expected the local header of '\(record.name)' here",
        at: start
      )
    }
    try cursor.skip(2)
    guard try cursor.read(UInt16.self) == record.flags else { throw disagrees("flags") }
    guard try cursor.read(UInt16.self) == record.method else { throw disagrees("method") }
    try cursor.skip(4)
    let crc = try cursor.read(UInt32.self)
    let compressed = try cursor.read(UInt32.self)
    let uncompressed = try cursor.read(UInt32.self)
    let nameCount = Int(try cursor.read(UInt16.self))
    let extraCount = Int(try cursor.read(UInt16.self))
    guard try cursor.readArray(nameCount) == record.nameBytes else { throw disagrees("name") }
    let extra = try cursor.readArray(extraCount)
    let long = try ZipLongFields(
      extra,
      uncompressed: uncompressed,
      compressed: compressed,
      at: start
    )
    // Where a descriptor follows the data, the header may leave all three at zero.
    let isOpen = record.hasDescriptor
    guard crc == record.crc32 || (isOpen && crc == 0) else { throw disagrees("CRC-32") }
    guard long.compressed == record.compressed || (isOpen && long.compressed == 0),
      long.uncompressed == record.uncompressed || (isOpen && long.uncompressed == 0)
    else { throw disagrees("sizes") }

    let data = cursor.offset
    let end = try data.adding(record.compressed, "member size")
    guard end <= limit else {
      throw FormatError(
        .inconsistent,
        "'\(record.name)' ends at \(end), in or after the central directory",
        at: start
      )
    }
    guard isOpen else { return (data, end) }
    let count = try descriptorCount(archive, record, at: end, limit: limit)
    return (data, end + count)
  }

  /// The length of a data descriptor, in whichever of its four spellings agrees with the record.
  private static func descriptorCount(
    _ archive: ByteRegion,
    _ record: CentralRecord,
    at offset: Int,
    limit: Int
  ) throws(FormatError) -> Int {
    let available = try archive.part(offset: offset, count: min(24, limit - offset)).prefix(24)
    for hasSignature in [true, false] {
      for width in [4, 8] {
        var expected: [UInt8] = hasSignature ? [0x50, 0x4b, 7, 8] : []
        append(UInt64(record.crc32), 4, to: &expected)
        append(UInt64(record.compressed), width, to: &expected)
        append(UInt64(record.uncompressed), width, to: &expected)
        if available.starts(with: expected) { return expected.count }
      }
    }
    throw FormatError(
      .inconsistent,
      "the descriptor after '\(record.name)' is missing or disagrees with the central directory",
      at: offset
    )
  }

  private static func append(_ value: UInt64, _ width: Int, to bytes: inout [UInt8]) {
    for index in 0..<width {
      bytes.append(UInt8(truncatingIfNeeded: value >> UInt64(8 * index)))
    }
  }
}
