/// Writes bzip2 of which every part can be made wrong.
///
/// Blocks are sorted in the plainest way, so they should be short; the codes of symbols are all
/// about equally long.
public struct Bzip2Builder: Sendable {
  /// One block; what is `nil` follows from the text.
  public struct Block: Sendable {
    /// What the block stands for.
    public var text: [UInt8]
    /// The number that a block begins with.
    public var magic: UInt64 = 0x3141_5926_5359
    /// What the checksum is changed by.
    public var crcFlip: UInt32 = 0
    /// The mark of a randomised block; the text is not changed by it.
    public var isRandomised = false
    /// The text with runs counted.
    public var counted: [UInt8]?
    /// The place of the text among its rotations.
    public var origin: Int?
    /// The bytes that are said to occur, in their order.
    public var used: [UInt8]?
    /// The number of Huffman tables.
    public var tableCount = 2
    /// The table of each group, as places in a list of the most recent ones.
    public var selectors: [Int]?
    /// The stated number of selectors.
    public var selectorCount: Int?
    /// The lengths of the codes in each table; symbols are written with the first.
    public var lengths: [[Int]]?
    /// The symbols, the last one included.
    public var symbols: [Int]?

    /// A right block.
    public init(_ text: [UInt8]) { self.text = text }
  }

  /// The first four bytes.
  public var signature = Array("BZh1".utf8)
  /// The blocks.
  public var blocks: [Block]
  /// The number that stands before the stream's checksum.
  public var endMagic: UInt64 = 0x1772_4538_5090
  /// What the stream's checksum is changed by.
  public var crcFlip: UInt32 = 0

  private var bits: [Bool] = []

  /// A stream with a block for each text.
  public init(_ texts: [UInt8]...) { blocks = texts.map { Block($0) } }

  /// The stream, filled up to whole bytes.
  public func build() -> [UInt8] {
    var copy = self
    var crc: UInt32 = 0
    for block in blocks {
      let stated = Self.crc(block.text) ^ block.crcFlip
      copy.append(block, stated)
      crc = (crc << 1 | crc >> 31) ^ stated
    }
    copy.append(Int(endMagic), 48)
    copy.append(Int(crc ^ crcFlip), 32)
    while copy.bits.count % 8 != 0 { copy.bits.append(false) }
    let bits = copy.bits
    return signature
      + stride(from: 0, to: bits.count, by: 8).map { start in
        bits[start..<(start + 8)].reduce(0) { $0 << 1 | ($1 ? 1 : 0) }
      }
  }

  private mutating func append(_ value: Int, _ width: Int) {
    for shift in (0..<width).reversed() { bits.append(value >> shift & 1 == 1) }
  }

  private mutating func append(_ block: Block, _ crc: UInt32) {
    let counted = block.counted ?? Self.counted(block.text)
    let sorted = Self.sorted(counted)
    let used = block.used ?? Array(Set(counted)).sorted()
    let symbols = block.symbols ?? Self.symbols(sorted.last, used)
    append(Int(block.magic), 48)
    append(Int(crc), 32)
    append(block.isRandomised ? 1 : 0, 1)
    append(block.origin ?? sorted.origin, 24)
    let ranges = (0..<16).map { range in used.filter { $0 >> 4 == range } }
    for range in ranges { append(range.isEmpty ? 0 : 1, 1) }
    for range in ranges where !range.isEmpty {
      for member in 0..<UInt8(16) { append(range.contains { $0 & 15 == member } ? 1 : 0, 1) }
    }
    append(block.tableCount, 3)
    let selectors = block.selectors ?? [Int](repeating: 0, count: (symbols.count + 49) / 50)
    append(block.selectorCount ?? selectors.count, 15)
    for selector in selectors {
      bits += [Bool](repeating: true, count: selector) + [false]
    }
    let even = Self.evenLengths(used.count + 2)
    let lengths = block.lengths ?? [[Int]](repeating: even, count: block.tableCount)
    for table in lengths { append(lengths: table) }
    let codes = Self.codes(lengths.first ?? even)
    for symbol in symbols { append(codes[symbol].code, codes[symbol].length) }
  }

  private mutating func append(lengths: [Int]) {
    var current = lengths.first ?? 0
    append(current, 5)
    for length in lengths {
      while current != length {
        append(current < length ? 0b10 : 0b11, 2)
        current += current < length ? 1 : -1
      }
      append(0, 1)
    }
  }
}

extension Bzip2Builder {
  private static func crc(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(.max) { crc, byte in
      (0..<8).reduce(crc ^ UInt32(byte) << 24) { value, _ in
        value & 0x8000_0000 == 0 ? value << 1 : value << 1 ^ 0x04c1_1db7
      }
    }
  }

  /// Four equal bytes are followed by the number of further ones, at most 255.
  private static func counted(_ text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var start = 0
    while start < text.count {
      var end = start + 1
      while end < text.count, end - start < 259, text[end] == text[start] { end += 1 }
      result += text[start..<min(end, start + 4)]
      if end - start >= 4 { result.append(UInt8(end - start - 4)) }
      start = end
    }
    return result
  }

  /// The last bytes of all rotations in their order, and the place of the text itself.
  private static func sorted(_ text: [UInt8]) -> (last: [UInt8], origin: Int) {
    let count = text.count
    let order = (0..<count).sorted { one, other in
      for step in 0..<count {
        let (first, second) = (text[(one + step) % count], text[(other + step) % count])
        if first != second { return first < second }
      }
      return one < other
    }
    return (order.map { text[($0 + count - 1) % count] }, order.firstIndex(of: 0) ?? 0)
  }

  /// Places in a list of the most recent bytes, runs of the first as digits 1 and 2 of base 2.
  private static func symbols(_ bytes: [UInt8], _ used: [UInt8]) -> [Int] {
    var recent = used
    var result: [Int] = []
    var run = 0
    func endRun() {
      while run > 0 {
        result.append(run % 2 == 1 ? 0 : 1)
        run = (run - 1) / 2
      }
    }
    for byte in bytes {
      let place = recent.firstIndex(of: byte) ?? 0
      if place == 0 {
        run += 1
      } else {
        endRun()
        result.append(place + 1)
        recent.insert(recent.remove(at: place), at: 0)
      }
    }
    endRun()
    return result + [used.count + 1]
  }

  /// Lengths that differ by one at most and leave no code over.
  private static func evenLengths(_ count: Int) -> [Int] {
    let length = Int.bitWidth - 1 - count.leadingZeroBitCount
    let short = (2 << length) - count
    return (0..<count).map { $0 < short ? length : length + 1 }
  }

  private static func codes(_ lengths: [Int]) -> [(code: Int, length: Int)] {
    var codes = lengths.map { (code: 0, length: $0) }
    var code = 0
    for length in 0...(lengths.max() ?? 0) {
      for symbol in lengths.indices where lengths[symbol] == length {
        codes[symbol].code = code
        code += 1
      }
      code <<= 1
    }
    return codes
  }
}
