import ZooTensors

extension ZipDirectory {
  /// One record of the central directory.
  struct CentralRecord {
    let offset: Int
    let flags: UInt16
    let method: UInt16
    let crc32: UInt32
    let compressed: Int
    let uncompressed: Int
    let headerOffset: Int
    /// The name as written.
    let nameBytes: [UInt8]
    /// The name, checked and normalised; empty for the root directory.
    let name: String
    let isDirectory: Bool

    var hasDescriptor: Bool { flags & 8 != 0 }
  }

  /// Reads the records; they fill the directory exactly.
  static func centralRecords(
    _ archive: ByteRegion,
    _ end: EndRecord
  ) throws(FormatError) -> [CentralRecord] {
    let region = try archive.part(offset: end.directory.lowerBound, count: end.directory.count)
    var cursor = ByteCursor(region.bytes, origin: end.directory.lowerBound)
    guard end.entryCount <= end.directory.count / 46 else {
      throw FormatError(
        .inconsistent,
        "\(end.entryCount) entries do not fit the central directory of \(end.directory.count) "
          + "bytes",
        at: end.directory.lowerBound
      )
    }
    var records: [CentralRecord] = []
    records.reserveCapacity(end.entryCount)
    var names: Set<String> = []
    for _ in 0..<end.entryCount {
      let record = try CentralRecord(&cursor)
      guard record.isDirectory || !record.name.isEmpty else {
        throw FormatError(.invalidValue, "a member has no name", at: record.offset)
      }
      guard names.insert(ArchivePath.collisionKey(record.name)).inserted else {
        throw FormatError(
          .inconsistent,
          "two members have the name '\(record.name)', or differ only by case",
          at: record.offset
        )
      }
      records.append(record)
    }
    guard cursor.isAtEnd else {
      throw FormatError(
        .inconsistent,
        "\(cursor.remaining) bytes are left in the central directory after its "
          + "\(end.entryCount) entries",
        at: cursor.position
      )
    }
    return records
  }
}

extension ZipDirectory.CentralRecord {
  init(_ cursor: inout ByteCursor) throws(FormatError) {
    let offset = cursor.position
    guard try cursor.read(UInt32.self) == 0x0201_4b50 else {
      throw FormatError(.invalidValue, "expected a record of the central directory", at: offset)
    }
    let madeBy = try cursor.read(UInt16.self)
    try cursor.skip(2)
    flags = try cursor.read()
    method = try cursor.read()
    try cursor.skip(4)
    crc32 = try cursor.read()
    let compressed = try cursor.read(UInt32.self)
    let uncompressed = try cursor.read(UInt32.self)
    let nameCount = Int(try cursor.read(UInt16.self))
    let extraCount = Int(try cursor.read(UInt16.self))
    let commentCount = Int(try cursor.read(UInt16.self))
    let disk = try cursor.read(UInt16.self)
    try cursor.skip(2)
    let attributes = try cursor.read(UInt32.self)
    let headerOffset = try cursor.read(UInt32.self)
    nameBytes = try cursor.readArray(nameCount)
    let extra = try cursor.readArray(extraCount)
    try cursor.skip(commentCount)

    self.offset = offset
    let text = try ZipText.decode(nameBytes, isUTF8: flags & 0x800 != 0, at: offset)
    name = try ArchivePath.normalized(text, at: offset)
    isDirectory = text.hasSuffix("/")
    try Self.check(flags: flags, method: method, name, at: offset)
    let long = try ZipLongFields(
      extra,
      uncompressed: uncompressed,
      compressed: compressed,
      header: headerOffset,
      disk: disk,
      at: offset
    )
    self.uncompressed = long.uncompressed
    self.compressed = long.compressed
    self.headerOffset = long.header
    guard long.disk == 0 else {
      throw FormatError(.unsupported, "'\(name)' is on another disk of the archive", at: offset)
    }
    // Hosts 3 (Unix) and 19 (macOS) keep the file type in the upper half of the attributes.
    let type = (attributes >> 16) & 0o170000
    let isUnix = madeBy >> 8 == 3 || madeBy >> 8 == 19
    guard !isUnix || [0, 0o100000, 0o040000].contains(type) else {
      throw FormatError(
        .unsupported,
        "'\(name)' is \(type == 0o120000 ? "a symbolic link" : "no regular file"); such archives "
          + "are not opened",
        at: offset
      )
    }
    guard !isDirectory || self.uncompressed == 0 else {
      throw FormatError(.inconsistent, "the directory '\(name)/' has bytes", at: offset)
    }
    guard method == 8 || self.compressed == self.uncompressed else {
      throw FormatError(
        .inconsistent,
        "'\(name)' is stored with \(self.compressed) bytes but declares \(self.uncompressed)",
        at: offset
      )
    }
  }

  private static func check(
    flags: UInt16,
    method: UInt16,
    _ name: String,
    at offset: Int
  ) throws(FormatError) {
    // Bit 0 encryption, 6 strong encryption, 13 masked headers.
    guard flags & 0x2041 == 0 else {
      throw FormatError(
        .unsupported,
        "'\(name)' is encrypted; unpack the archive with its password first",
        at: offset
      )
    }
    // Known and harmless: 1 and 2 (deflate options), 3 (descriptor), 11 (UTF-8).
    guard flags & ~0x080e == 0 else {
      let text = String(flags, radix: 16)
      throw FormatError(
        .unsupported,
        "'\(name)' has the flags 0x\(text), which are not read here",
        at: offset
      )
    }
    guard method == 0 || method == 8 else {
      throw FormatError(
        .unsupported,
        "'\(name)' is compressed by method \(method); only stored and deflate are read, pack the "
          + "files again",
        at: offset
      )
    }
  }
}
