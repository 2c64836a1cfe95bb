/// Assembles zip archives of stored members by hand.
struct ZipFile {
  struct Member {
    var name: String
    var bytes: [UInt8]
    var checksum: UInt32?
    var method: UInt16 = 0
    var flags: UInt16 = 0
  }

  var members: [Member]

  /// A checkpoint as torch writes it.
  init(
    _ object: [UInt8],
    root: String = "archive",
    storages: [(key: String, bytes: [UInt8])] = [],
    byteOrder: String? = "little",
    version: String? = "3\n"
  ) {
    members = [Member(name: "\(root)/data.pkl", bytes: P.pickle(object))]
    if let byteOrder {
      members.append(Member(name: "\(root)/byteorder", bytes: P.ascii(byteOrder)))
    }
    members += storages.map { Member(name: "\(root)/data/\($0.key)", bytes: $0.bytes) }
    if let version { members.append(Member(name: "\(root)/version", bytes: P.ascii(version))) }
  }

  /// A checkpoint of one tensor `w` of six numbers.
  static func one(byteOrder: String? = "little") -> ZipFile {
    let tensor = P.tensor(P.storage(count: 6), size: [2, 3], stride: [3, 1])
    return ZipFile(
      P.dict([("w", tensor)]),
      storages: [("0", LegacyFile.Storage(floats: 6).bytes)],
      byteOrder: byteOrder
    )
  }

  subscript(name: String) -> Member {
    get { members[index(name)] }
    set { members[index(name)] = newValue }
  }

  private func index(_ name: String) -> Int {
    guard let index = members.firstIndex(where: { $0.name == "archive/\(name)" }) else {
      preconditionFailure("no member \(name)")
    }
    return index
  }

  var bytes: [UInt8] {
    var file: [UInt8] = []
    var directory: [UInt8] = []
    for member in members {
      let name = Array(member.name.utf8)
      let checksum = member.checksum ?? Self.crc32(member.bytes)
      let offset = UInt32(file.count)
      let common =
        P.little(member.flags) + P.little(member.method) + P.little(UInt32(0x21_0000))
        + P.little(checksum) + P.little(UInt32(member.bytes.count))
        + P.little(UInt32(member.bytes.count)) + P.little(UInt16(name.count))
      // Storages begin at multiples of 64.
      let padding = (64 - (file.count + 34 + name.count) % 64) % 64
      let extra =
        P.little(UInt16(0x4246)) + P.little(UInt16(padding))
        + [UInt8](repeating: 0x5a, count: padding)
      file += [0x50, 0x4b, 3, 4] + P.little(UInt16(10)) + common
      file += P.little(UInt16(extra.count)) + name + extra + member.bytes
      directory += [0x50, 0x4b, 1, 2] + P.little(UInt16(10)) + P.little(UInt16(10)) + common
      directory += P.little(UInt16(0)) + [UInt8](repeating: 0, count: 10) + P.little(offset) + name
    }
    let count = UInt16(members.count)
    let start = UInt32(file.count)
    file += directory + [0x50, 0x4b, 5, 6, 0, 0, 0, 0] + P.little(count) + P.little(count)
    return file + P.little(UInt32(directory.count)) + P.little(start) + [0, 0]
  }

  static func crc32(_ bytes: [UInt8]) -> UInt32 {
    var crc = UInt32.max
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? 0xedb8_8320 ^ (crc >> 1) : crc >> 1 }
    }
    return ~crc
  }
}
