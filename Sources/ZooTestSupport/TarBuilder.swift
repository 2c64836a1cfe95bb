/// Writes tar archives block by block, so that a test can make each statement of one wrong.
public struct TarBuilder: Sendable {
  /// One header with the bytes that follow it.
  public struct Member: Sendable {
    /// The name field, cut at 100 bytes.
    public var name: [UInt8]
    /// The bytes.
    public var data: [UInt8] = []
    /// The type flag.
    public var type: UInt8 = 0x30
    /// The twelve bytes of the size field; the octal size unless set.
    public var sizeField: [UInt8]?
    /// The magic and version: ustar of POSIX unless set.
    public var magic: [UInt8] = Array("ustar\u{0}00".utf8)
    /// The prefix field.
    public var prefix: [UInt8] = []
    /// The link target.
    public var link: [UInt8] = []
    /// Added to the checksum.
    public var checksumShift = 0

    /// A member with a name and bytes.
    public init(_ name: String, _ data: [UInt8] = [], type: Character = "0") {
      self.name = Array(name.utf8)
      self.data = data
      self.type = type.asciiValue ?? 0x30
    }
  }

  /// The members in order.
  public var members: [Member] = []
  /// The zero blocks at the end.
  public var endBlocks = 2
  /// Bytes after the end.
  public var suffix: [UInt8] = []

  /// An archive without members.
  public init() {}

  /// An archive of files.
  public init(_ files: [(String, [UInt8])]) {
    members = files.map { Member($0.0, $0.1) }
  }

  /// Adds a pax header with these records before what is added next.
  public mutating func addPax(_ records: [(String, String)], type: Character = "x") {
    let bytes = records.flatMap { Array(Self.record($0.0, $0.1).utf8) }
    members.append(Member("PaxHeaders/x", bytes, type: type))
  }

  /// Adds GNU's header for a long name before what is added next.
  public mutating func addLongName(_ name: String) {
    members.append(Member("././@LongLink", Array(name.utf8) + [0], type: "L"))
  }

  /// A pax record with its own length.
  public static func record(_ key: String, _ value: String) -> String {
    let rest = key.utf8.count + value.utf8.count + 3
    var count = rest + 1
    while count != rest + String(count).count { count = rest + String(count).count }
    return "\(count) \(key)=\(value)\n"
  }

  /// The archive.
  public func build() -> [UInt8] {
    var output: [UInt8] = []
    for member in members {
      output += Self.header(member) + member.data
      output += [UInt8](repeating: 0, count: -member.data.count & 511)
    }
    return output + [UInt8](repeating: 0, count: 512 * endBlocks) + suffix
  }

  private static func header(_ member: Member) -> [UInt8] {
    var block = [UInt8](repeating: 0, count: 512)
    func put(_ bytes: [UInt8], at offset: Int, limit: Int) {
      for (index, byte) in bytes.prefix(limit).enumerated() { block[offset + index] = byte }
    }
    put(member.name, at: 0, limit: 100)
    put(Array("0000644\u{0}0000000\u{0}0000000\u{0}".utf8), at: 100, limit: 24)
    put(member.sizeField ?? octal(member.data.count, 11), at: 124, limit: 12)
    put(octal(315_532_800, 11), at: 136, limit: 12)
    block[156] = member.type
    put(member.link, at: 157, limit: 100)
    put(member.magic, at: 257, limit: 8)
    put(member.prefix, at: 345, limit: 155)
    let sum = block.reduce(8 * 0x20) { $0 + Int($1) } + member.checksumShift
    put(octal(sum, 6) + [0x20], at: 148, limit: 8)
    return block
  }

  /// Octal digits and a NUL.
  private static func octal(_ value: Int, _ digits: Int) -> [UInt8] {
    let text = String(value, radix: 8)
    return Array((String(repeating: "0", count: max(0, digits - text.count)) + text).utf8) + [0]
  }
}
