import ZooTensors

/// A table of Zstandard's Huffman coder for literals.
///
/// Source: RFC 8878, section 4.2.
struct HuffmanTable {
  private let symbols: [UInt8]
  private let lengths: [UInt8]
  private let width: Int

  /// The longest code in bits.
  private static let longest = 11

  /// Reads a table's description from the front of a part of a block.
  ///
  /// - Returns: The table, and where the description ends.
  /// - Throws: ``FormatError`` where the description breaks a rule.
  static func read(
    _ bytes: [UInt8],
    _ range: Range<Int>
  ) throws(FormatError) -> (table: HuffmanTable, end: Int) {
    guard !range.isEmpty else { throw .damaged }
    let head = Int(bytes[range.lowerBound])
    let start = range.lowerBound + 1
    var weights: [Int] = []
    let end: Int
    if head < 128 {
      end = start + head
      guard end <= range.upperBound else { throw .damaged }
      weights = try compressed(bytes, start..<end)
    } else {
      let count = head - 127
      end = start + (count + 1) / 2
      guard end <= range.upperBound else { throw .damaged }
      weights = (0..<count).map { number in
        let byte = Int(bytes[start + number / 2])
        return number % 2 == 0 ? byte >> 4 : byte & 15
      }
    }
    return (try HuffmanTable(weights), end)
  }

  /// Weights that are themselves entropy coded, by two states that take turns.
  private static func compressed(
    _ bytes: [UInt8],
    _ range: Range<Int>
  ) throws(FormatError) -> [Int] {
    let (table, start) = try EntropyTable.read(bytes, range, symbolLimit: 256, accuracyLimit: 6)
    var bits = try BackwardBits(bytes, start..<range.upperBound)
    var states = [bits.read(table.accuracy), bits.read(table.accuracy)]
    guard bits.remaining >= 0 else { throw .damaged }
    var weights: [Int] = []
    var turn = 0
    while weights.count < 255 {
      let state = table.states[states[turn]]
      weights.append(Int(state.symbol))
      let next = Int(state.base) + bits.read(Int(state.bits))
      guard bits.remaining >= 0 else {
        weights.append(Int(table.states[states[1 - turn]].symbol))
        return weights
      }
      states[turn] = next
      turn = 1 - turn
    }
    throw .damaged
  }

  /// Makes the table; the weight of the last symbol follows from the others.
  private init(_ given: [Int]) throws(FormatError) {
    guard given.count <= 255, given.allSatisfy({ $0 <= Self.longest }) else { throw .damaged }
    let sum = given.reduce(0) { $0 + ($1 > 0 ? 1 << ($1 - 1) : 0) }
    guard sum > 0 else { throw .damaged }
    let width = Int.bitWidth - sum.leadingZeroBitCount
    let rest = (1 << width) - sum
    guard width <= Self.longest, rest & (rest - 1) == 0 else { throw .damaged }
    let weights = given + [rest.trailingZeroBitCount + 1]
    var symbols: [UInt8] = []
    var lengths: [UInt8] = []
    for weight in 1...width {
      for (symbol, _) in weights.enumerated().filter({ $0.element == weight }) {
        let count = 1 << (weight - 1)
        symbols += [UInt8](repeating: UInt8(symbol), count: count)
        lengths += [UInt8](repeating: UInt8(width + 1 - weight), count: count)
      }
    }
    guard symbols.count == 1 << width else { throw .damaged }
    self.symbols = symbols
    self.lengths = lengths
    self.width = width
  }

  /// Appends `count` literals of one stream.
  ///
  /// - Throws: ``FormatError`` where the stream has too few bits, or too many.
  func decode(
    _ bytes: [UInt8],
    _ range: Range<Int>,
    count: Int,
    into literals: inout [UInt8]
  ) throws(FormatError) {
    var bits = try BackwardBits(bytes, range)
    for _ in 0..<count {
      let code = bits.peek(width)
      literals.append(symbols[code])
      bits.skip(Int(lengths[code]))
    }
    guard bits.remaining == 0 else { throw .damaged }
  }
}
