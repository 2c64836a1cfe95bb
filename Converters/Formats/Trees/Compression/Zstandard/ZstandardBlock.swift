import ZooTensors

/// Decodes the compressed blocks of one frame; later blocks may use tables of earlier ones.
///
/// Source: RFC 8878, section 3.1.1.3.
struct ZstandardBlock {
  private var huffman: HuffmanTable?
  private var literalLengths: EntropyTable?
  private var offsets: EntropyTable?
  private var matchLengths: EntropyTable?
  private var recent = [1, 4, 8]

  /// The most bytes that one block may become.
  static let byteLimit = 128 << 10

  /// Appends what a block stands for.
  ///
  /// - Parameters:
  ///   - block: The block without its header.
  ///   - output: The bytes before it, as far back as the window reaches.
  ///   - window: How far back a match may reach.
  /// - Throws: ``FormatError`` where the block breaks a rule.
  mutating func decode(
    _ block: [UInt8],
    into output: inout [UInt8],
    window: Int
  ) throws(FormatError) {
    var (literals, position) = try literals(block)
    let limit = output.count + Self.byteLimit
    guard position < block.count else { throw .damaged }
    var count = Int(block[position])
    position += 1
    if count >= 128 {
      let more = count == 255 ? 2 : 1
      guard position + more <= block.count else { throw .damaged }
      count =
        count == 255
        ? Int(block[position]) + Int(block[position + 1]) << 8 + 0x7f00
        : (count - 128) << 8 + Int(block[position])
      position += more
    }
    guard count > 0 else {
      guard position == block.count else { throw .damaged }
      output += literals
      return
    }
    guard position < block.count else { throw .damaged }
    let modes = block[position]
    position += 1
    guard modes & 3 == 0 else { throw .damaged }
    let lengths = try Self.table(modes >> 6, .literalLength, block, &position, &literalLengths)
    let places = try Self.table(modes >> 4 & 3, .offset, block, &position, &offsets)
    let matches = try Self.table(modes >> 2 & 3, .matchLength, block, &position, &matchLengths)

    var bits = try BackwardBits(block, position..<block.count)
    var lengthState = bits.read(lengths.accuracy)
    var placeState = bits.read(places.accuracy)
    var matchState = bits.read(matches.accuracy)
    var used = 0
    for number in 0..<count {
      let length = lengths.states[lengthState]
      let place = places.states[placeState]
      let match = matches.states[matchState]
      guard place.symbol < 32 else { throw .damaged }
      let distance = 1 << Int(place.symbol) + bits.read(Int(place.symbol))
      let matchCode = SequenceCode.matches[Int(match.symbol)]
      let matchCount = matchCode.base + bits.read(matchCode.bits)
      let literalCode = SequenceCode.literals[Int(length.symbol)]
      let literalCount = literalCode.base + bits.read(literalCode.bits)
      guard bits.remaining >= 0 else { throw .damaged }
      if number + 1 < count {
        lengthState = Int(length.base) + bits.read(Int(length.bits))
        matchState = Int(match.base) + bits.read(Int(match.bits))
        placeState = Int(place.base) + bits.read(Int(place.bits))
      }
      guard literalCount <= literals.count - used else { throw .damaged }
      output += literals[used..<(used + literalCount)]
      used += literalCount
      let back = try offset(distance, isAfterLiterals: literalCount > 0)
      guard back <= min(output.count, window), output.count + matchCount <= limit else {
        throw .damaged
      }
      Self.copy(matchCount, from: back, in: &output)
    }
    guard bits.remaining == 0 else { throw .damaged }
    literals.removeFirst(used)
    output += literals
    guard output.count <= limit else { throw .damaged }
  }

  /// Repeats bytes that may overlap what they become.
  private static func copy(_ count: Int, from back: Int, in output: inout [UInt8]) {
    let start = output.count - back
    if back >= count {
      output += output[start..<(start + count)]
    } else {
      for index in 0..<count { output.append(output[start + index]) }
    }
  }

  /// The distance that a value of 1 to 3 recalls, else the value less 3.
  private mutating func offset(
    _ value: Int,
    isAfterLiterals: Bool
  ) throws(FormatError) -> Int {
    guard value <= 3 else {
      recent = [value - 3, recent[0], recent[1]]
      return value - 3
    }
    let index = isAfterLiterals ? value - 1 : value
    let found = index == 3 ? recent[0] - 1 : recent[index]
    guard found > 0 else { throw .damaged }
    switch index {
    case 0: break
    case 1: recent = [found, recent[0], recent[2]]
    default: recent = [found, recent[0], recent[1]]
    }
    return found
  }

  // MARK: - Literals

  private mutating func literals(
    _ block: [UInt8]
  ) throws(FormatError) -> (literals: [UInt8], end: Int) {
    guard let first = block.first else { throw .damaged }
    let kind = first & 3
    let format = Int(first >> 2 & 3)
    func header(_ count: Int) throws(FormatError) -> Int {
      guard count <= block.count else { throw .damaged }
      return (0..<count).reduce(0) { $0 | Int(block[$1]) << (8 * $1) }
    }
    guard kind >= 2 else {
      let width = format == 1 ? 2 : format == 3 ? 3 : 1
      let count = try header(width) >> (width == 1 ? 3 : 4)
      guard count <= Self.byteLimit else { throw .damaged }
      let end = width + (kind == 0 ? count : 1)
      guard end <= block.count else { throw .damaged }
      return kind == 0
        ? (Array(block[width..<end]), end)
        : ([UInt8](repeating: block[width], count: count), end)
    }
    let width = [3, 3, 4, 5][format]
    let bits = [10, 10, 14, 18][format]
    let sizes = try header(width) >> 4
    let count = sizes & ((1 << bits) - 1)
    let end = width + sizes >> bits
    guard count <= Self.byteLimit, end <= block.count else { throw .damaged }
    var start = width
    if kind == 2 {
      let (table, next) = try HuffmanTable.read(block, start..<end)
      huffman = table
      start = next
    }
    guard let huffman else { throw .damaged }
    var literals: [UInt8] = []
    literals.reserveCapacity(count)
    if format == 0 {
      try huffman.decode(block, start..<end, count: count, into: &literals)
    } else {
      try Self.fourStreams(huffman, block, start..<end, count: count, into: &literals)
    }
    return (literals, end)
  }

  private static func fourStreams(
    _ huffman: HuffmanTable,
    _ block: [UInt8],
    _ range: Range<Int>,
    count: Int,
    into literals: inout [UInt8]
  ) throws(FormatError) {
    guard range.count >= 6 else { throw .damaged }
    let share = (count + 3) / 4
    guard 3 * share <= count else { throw .damaged }
    var start = range.lowerBound + 6
    for number in 0..<4 {
      let place = range.lowerBound + 2 * number
      let end =
        number == 3
        ? range.upperBound : start + Int(block[place]) + Int(block[place + 1]) << 8
      guard start <= end, end <= range.upperBound else { throw .damaged }
      try huffman.decode(
        block,
        start..<end,
        count: number == 3 ? count - 3 * share : share,
        into: &literals
      )
      start = end
    }
  }

  // MARK: - Tables

  /// The table that two bits of the block choose; it is kept for the next block.
  private static func table(
    _ mode: UInt8,
    _ code: SequenceCode,
    _ block: [UInt8],
    _ position: inout Int,
    _ kept: inout EntropyTable?
  ) throws(FormatError) -> EntropyTable {
    switch mode {
    case 0: kept = code.standard
    case 1:
      guard position < block.count, block[position] < code.symbolLimit else { throw .damaged }
      kept = EntropyTable(only: block[position])
      position += 1
    case 2:
      let (table, end) = try EntropyTable.read(
        block,
        position..<block.count,
        symbolLimit: code.symbolLimit,
        accuracyLimit: code.accuracyLimit
      )
      kept = table
      position = end
    default: break
    }
    guard let kept else { throw .damaged }
    return kept
  }
}
