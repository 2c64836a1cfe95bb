import ZooTensors

/// The walk from header to header of a tar archive.
struct TarWalk {
  private let archive: ByteRegion
  private let limits: ParsingLimits
  private var offset = 0
  private var headerCount = 0
  private var names: Set<String> = []
  /// What extension headers say about the member that follows them.
  private var longName: [UInt8]?
  private var extended = PaxRecords()
  private var hasExtension = false
  private(set) var entries: [TarEntry] = []

  init(_ archive: ByteRegion, limits: ParsingLimits) {
    self.archive = archive
    self.limits = limits
  }

  /// Reads one header and passes over its data; `false` after the end marker.
  mutating func advance() throws(FormatError) -> Bool {
    guard archive.byteCount - offset >= TarHeader.blockBytes else {
      throw FormatError(
        .truncated,
        "the tar archive ends without its end marker; the download may be incomplete",
        at: offset
      )
    }
    let block = try archive.part(offset: offset, count: TarHeader.blockBytes).prefix(512)
    if block.allSatisfy({ $0 == 0 }) {
      try finish()
      return false
    }
    headerCount += 1
    try limits.checkArchiveEntries(headerCount, at: offset)
    let header = try TarHeader(block, at: offset)
    let data = offset + TarHeader.blockBytes
    let count = try byteCount(of: header)
    guard count <= archive.byteCount - data else {
      throw FormatError(
        .truncated,
        "a member of \(count) bytes begins at \(data), but the archive has \(archive.byteCount); "
          + "the download may be incomplete",
        at: offset
      )
    }
    try take(header, data: data, count: count)
    offset = try data.adding(count, "member").adding(-count & 511, "member")
    return true
  }

  /// The size, where pax may state one that twelve digits cannot.
  private func byteCount(of header: TarHeader) throws(FormatError) -> Int {
    guard let stated = extended.size, !isExtension(header.type) else { return header.byteCount }
    let isUnwritable = stated > 0o777_7777_7777 && [0, 0o777_7777_7777].contains(header.byteCount)
    guard stated == header.byteCount || isUnwritable else {
      throw FormatError(
        .inconsistent,
        "a pax record says \(stated) bytes, the header of the member \(header.byteCount)",
        at: header.offset
      )
    }
    return stated
  }

  private func isExtension(_ type: UInt8) -> Bool {
    [0x78, 0x67, 0x4c, 0x4b].contains(type)
  }

  private mutating func take(
    _ header: TarHeader,
    data: Int,
    count: Int
  ) throws(FormatError) {
    func sideData() throws(FormatError) -> [UInt8] {
      guard count <= 1 << 20 else {
        throw .limit("an extension header of bytes", count, 1 << 20, "no limit", at: header.offset)
      }
      return try archive.part(offset: data, count: count).prefix(count)
    }
    switch header.type {
    case 0x78:  // x: pax records of the next member
      guard !extended.isPresent else { throw doubled(header) }
      extended = try PaxRecords(try sideData(), at: data)
      hasExtension = true
    case 0x67:  // g: pax records of all members
      let global = try PaxRecords(try sideData(), at: data)
      guard global.path == nil, global.size == nil else {
        throw FormatError(
          .unsupported,
          "a global pax header states a name or a size for all members",
          at: header.offset
        )
      }
    case 0x4c:  // L: GNU's long name of the next member
      guard longName == nil else { throw doubled(header) }
      longName = Array(try sideData().prefix { $0 != 0 })
      hasExtension = true
    case 0x30, 0x35:
      try add(header, data: data, count: count)
    default:
      throw FormatError(.unsupported, refusal(header), at: header.offset)
    }
  }

  private mutating func add(_ header: TarHeader, data: Int, count: Int) throws(FormatError) {
    let name = try decodedName(of: header)
    let path = try ArchivePath.normalized(name, at: header.offset)
    (longName, extended, hasExtension) = (nil, PaxRecords(), false)
    guard header.type == 0x30, !name.hasSuffix("/") else {
      guard count == 0 else {
        throw FormatError(.inconsistent, "the directory '\(name)' has bytes", at: header.offset)
      }
      return
    }
    guard !path.isEmpty else {
      throw FormatError(.invalidValue, "a member has no name", at: header.offset)
    }
    guard names.insert(ArchivePath.collisionKey(path)).inserted else {
      throw FormatError(
        .inconsistent,
        "two members have the name '\(path)', or differ only by case",
        at: header.offset
      )
    }
    entries.append(TarEntry(name: path, byteCount: count, dataOffset: data))
  }

  private func decodedName(of header: TarHeader) throws(FormatError) -> String {
    if let path = extended.path {
      guard longName == nil else {
        throw FormatError(.inconsistent, "a member has two long names", at: header.offset)
      }
      return path
    }
    guard let text = String(validating: longName ?? header.nameBytes, as: UTF8.self) else {
      throw FormatError(.invalidValue, "a member name is not valid UTF-8", at: header.offset)
    }
    return text
  }

  private func refusal(_ header: TarHeader) -> String {
    // A name that cannot be decoded is shown as well as it can be.
    let name = String(decoding: longName ?? header.nameBytes, as: UTF8.self).debugDescription
    let what =
      switch header.type {
      case 0x31: "a hard link"
      case 0x32, 0x4b: "a symbolic link"
      case 0x33, 0x34: "a device"
      case 0x36: "a named pipe"
      case 0x53: "a sparse file"
      case 0x4d: "a part of another volume"
      default: "of the unknown type \(header.type)"
      }
    return "\(name) is \(what); such archives are not opened, unpack it yourself and look"
  }

  private func doubled(_ header: TarHeader) -> FormatError {
    FormatError(
      .inconsistent,
      "a member has two extension headers of one kind",
      at: header.offset
    )
  }

  /// After the first zero block: another one, then nothing but zeros.
  private func finish() throws(FormatError) {
    guard !hasExtension else {
      throw FormatError(.truncated, "an extension header describes no member", at: offset)
    }
    let rest = try archive.part(offset: offset, count: archive.byteCount - offset)
    guard rest.byteCount >= 2 * TarHeader.blockBytes else {
      throw FormatError(
        .truncated,
        "the tar archive ends within its end marker; the download may be incomplete",
        at: offset
      )
    }
    let position = unsafe rest.bytes.withUnsafeBytes { unsafe $0.firstIndex { $0 != 0 } }
    if let position {
      throw FormatError(
        .inconsistent,
        "bytes follow the end marker of the tar archive",
        at: offset + position
      )
    }
  }
}
