import ZooTensors

extension ZipDirectory {
  /// Where the central directory is and how many records it has, from the end of the archive.
  struct EndRecord {
    /// The records, counted with directories.
    let entryCount: Int
    /// The bytes of the central directory.
    let directory: Range<Int>

    private static let signature: [UInt8] = [0x50, 0x4b, 5, 6]
    private static let byteCount = 22

    init(_ archive: ByteRegion, limits: ParsingLimits) throws(FormatError) {
      let offset = try Self.locate(archive)
      var cursor = ByteCursor(archive.bytes)
      try cursor.seek(to: offset + 4)
      let disk = try cursor.read(UInt16.self)
      let directoryDisk = try cursor.read(UInt16.self)
      let countHere = Int(try cursor.read(UInt16.self))
      var count = Int(try cursor.read(UInt16.self))
      var size = Int(try cursor.read(UInt32.self))
      var start = Int(try cursor.read(UInt32.self))
      try Self.requireOneDisk(
        UInt32(disk),
        UInt32(directoryDisk),
        sentinel: 0xffff,
        at: offset
      )
      try Self.requireEqual(countHere, count, "entries on this disk and in all", at: offset)

      var end = offset
      if let long = try Self.longRecord(archive, before: offset) {
        try Self.requireNarrow(count, long.count, sentinel: 0xffff, "entry count", at: offset)
        try Self.requireNarrow(size, long.size, sentinel: 0xffff_ffff, "directory size", at: offset)
        try Self.requireNarrow(start, long.start, sentinel: 0xffff_ffff, "offset", at: offset)
        (count, size, start, end) = (long.count, long.size, long.start, long.offset)
      }
      try limits.checkArchiveEntries(count, at: offset)
      guard try start.adding(size, "central directory") == end else {
        throw FormatError(
          .inconsistent,
          "the central directory of \(size) bytes at \(start) does not end where its end record "
            + "begins, at \(end); bytes were put before or into the archive",
          at: offset
        )
      }
      entryCount = count
      directory = start..<end
    }

    /// The offset of the only end record.
    private static func locate(_ archive: ByteRegion) throws(FormatError) -> Int {
      let count = min(archive.byteCount, byteCount + 0xffff)
      let start = archive.byteCount - count
      let tail = try archive.part(offset: start, count: count).array(limit: count)
      var found: [Int] = []
      var last: Int?
      var index = 0
      while let next = tail[index...].firstIndex(of: 0x50) {
        index = next + 1
        guard next + 4 <= count, tail[next + 1] == 0x4b, tail[next + 2] == 5, tail[next + 3] == 6
        else { continue }
        last = next
        guard next + byteCount <= count else { continue }
        let comment = Int(tail[next + 20]) | Int(tail[next + 21]) << 8
        if next + byteCount + comment == count { found.append(next) }
      }
      guard let only = found.first else {
        throw last == nil
          ? FormatError(
            .truncated,
            "no end of a zip archive in the last \(count) bytes; the download may be incomplete",
            at: start
          )
          : FormatError(
            .inconsistent,
            "the end record of the archive does not end where the file does",
            at: start + (last ?? 0)
          )
      }
      guard found.count == 1, last == only else {
        throw FormatError(
          .inconsistent,
          "the archive has more than one end record",
          at: start + only
        )
      }
      return start + only
    }

    /// The 64-bit end record, if its locator stands before the end record.
    private static func longRecord(
      _ archive: ByteRegion,
      before offset: Int
    ) throws(FormatError) -> (offset: Int, count: Int, size: Int, start: Int)? {
      guard offset >= 20 else { return nil }
      var cursor = ByteCursor(archive.bytes)
      try cursor.seek(to: offset - 20)
      guard try cursor.read(UInt32.self) == 0x0706_4b50 else { return nil }
      let disk = try cursor.read(UInt32.self)
      let place = try cursor.readLength("offset of the zip64 end record")
      let disks = try cursor.read(UInt32.self)
      guard disks <= 1 else { throw manyDisks(at: offset - 20) }
      try requireOneDisk(disk, 0, sentinel: 0, at: offset - 20)
      guard place <= offset - 20 - 56 else {
        throw FormatError(
          .inconsistent,
          "the zip64 end record at \(place) is not before its locator",
          at: offset - 12
        )
      }
      try cursor.seek(to: place)
      guard try cursor.read(UInt32.self) == 0x0606_4b50 else {
        throw FormatError(.inconsistent, "expected the zip64 end record here", at: place)
      }
      let length = try cursor.readLength("length of the zip64 end record")
      guard length == offset - 20 - place - 12 else {
        throw FormatError(
          .inconsistent,
          "the zip64 end record does not end at its locator",
          at: place + 4
        )
      }
      try cursor.skip(4)
      try requireOneDisk(
        try cursor.read(UInt32.self),
        try cursor.read(UInt32.self),
        sentinel: 0,
        at: place
      )
      let countHere = try cursor.readLength("entry count")
      let count = try cursor.readLength("entry count")
      try requireEqual(countHere, count, "entries on this disk and in all", at: place)
      let size = try cursor.readLength("directory size")
      let start = try cursor.readLength("directory offset")
      return (place, count, size, start)
    }

    private static func requireOneDisk(
      _ one: UInt32,
      _ other: UInt32,
      sentinel: UInt32,
      at offset: Int
    ) throws(FormatError) {
      guard one == 0 || one == sentinel, other == 0 || other == sentinel else {
        throw manyDisks(at: offset)
      }
    }

    private static func manyDisks(at offset: Int) -> FormatError {
      FormatError(
        .unsupported,
        "the archive is one part of several; join the parts first",
        at: offset
      )
    }

    private static func requireEqual(
      _ one: Int,
      _ other: Int,
      _ what: String,
      at offset: Int
    ) throws(FormatError) {
      guard one == other else {
        throw FormatError(.inconsistent, "\(what) differ: \(one) and \(other)", at: offset)
      }
    }

    /// A 16- or 32-bit field says what the 64-bit one says, or that it is there.
    private static func requireNarrow(
      _ narrow: Int,
      _ long: Int,
      sentinel: Int,
      _ what: String,
      at offset: Int
    ) throws(FormatError) {
      guard narrow == sentinel || narrow == long else {
        throw FormatError(
          .inconsistent,
          "the \(what) is \(narrow) in the end record and \(long) in the zip64 one",
          at: offset
        )
      }
    }
  }
}
