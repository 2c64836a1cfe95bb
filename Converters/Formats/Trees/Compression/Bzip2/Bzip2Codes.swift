import ZooTensors

/// The Huffman codes of one bzip2 block: up to six tables of at most 258 symbols.
///
/// Codes are canonical: shorter ones come first, those of one length in the order of their symbols.
struct Bzip2Codes {
  /// The largest number of tables.
  static let tableLimit = 6
  /// The longest code in bits.
  static let longest = 20

  /// How many bits are looked up at once.
  private static let lookupWidth = 10
  private static let symbolLimit = 258

  /// For each table and each start of `lookupWidth` bits: the symbol above the five bits of its
  /// length, or 0 where the code is longer.
  private var lookup = [UInt16](repeating: 0, count: tableLimit << lookupWidth)
  /// For each table and length: where the codes of it end, filled up to `longest` bits.
  private var ends = [UInt64](repeating: 0, count: tableLimit * (longest + 1))
  /// For each table and length: what is added to a code for the place of its symbol.
  private var shifts = [Int](repeating: 0, count: tableLimit * (longest + 1))
  /// For each table: the symbols in the order of their codes.
  private var symbols = [UInt16](repeating: 0, count: tableLimit * symbolLimit)

  /// Makes table number `table` from the length of each symbol's code, 1 to `longest`.
  ///
  /// - Returns: Whether there is room for so many codes of these lengths.
  mutating func set(_ table: Int, _ lengths: [UInt8]) -> Bool {
    let row = table * (Self.longest + 1)
    var counts = [Int](repeating: 0, count: Self.longest + 1)
    for length in lengths { counts[Int(length)] += 1 }
    var code = 0
    var place = table * Self.symbolLimit
    var next = counts
    for length in 1...Self.longest {
      guard code + counts[length] <= 1 << length else { return false }
      next[length] = code
      shifts[row + length] = place - code
      place += counts[length]
      code += counts[length]
      ends[row + length] = UInt64(code) << UInt64(Self.longest - length)
      if length == Self.lookupWidth { clear(table, from: code) }
      code <<= 1
    }
    for (symbol, length) in lengths.enumerated() {
      let length = Int(length)
      symbols[next[length] + shifts[row + length]] = UInt16(symbol)
      if length <= Self.lookupWidth { fill(table, next[length], length, symbol) }
      next[length] += 1
    }
    return true
  }

  /// The symbol that the next `longest` bits begin with, and the length of its code; length 0 where
  /// they are no code.
  @inline(__always)
  func symbol(_ table: Int, _ bits: UInt64) -> (symbol: Int, length: Int) {
    let start = Int(truncatingIfNeeded: bits >> UInt64(Self.longest - Self.lookupWidth))
    let entry = Int(lookup[table << Self.lookupWidth + start])
    return entry > 0 ? (entry >> 5, entry & 31) : long(table, bits)
  }

  @inline(never)
  private func long(_ table: Int, _ bits: UInt64) -> (symbol: Int, length: Int) {
    for length in (Self.lookupWidth + 1)...Self.longest {
      let index = table * (Self.longest + 1) + length
      if bits < ends[index] {
        let code = Int(truncatingIfNeeded: bits >> UInt64(Self.longest - length))
        return (Int(symbols[code + shifts[index]]), length)
      }
    }
    return (0, 0)
  }

  private mutating func fill(_ table: Int, _ code: Int, _ length: Int, _ symbol: Int) {
    let width = Self.lookupWidth - length
    let start = table << Self.lookupWidth + code << width
    for index in start..<(start + 1 << width) { lookup[index] = UInt16(symbol << 5 | length) }
  }

  /// Starts of longer codes are not looked up.
  private mutating func clear(_ table: Int, from code: Int) {
    let start = table << Self.lookupWidth
    for index in (start + code)..<(start + 1 << Self.lookupWidth) { lookup[index] = 0 }
  }
}
