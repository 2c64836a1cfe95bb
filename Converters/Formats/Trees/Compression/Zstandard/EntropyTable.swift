import ZooTensors

/// A table of Zstandard's finite state entropy coder.
///
/// Source: RFC 8878, section 4.1.
struct EntropyTable {
  /// One state: the symbol it stands for, and how the next state follows.
  struct State {
    var symbol: UInt8
    var bits: UInt8
    var base: UInt16
  }

  /// The states; their number is a power of two.
  let states: [State]
  /// The logarithm of that number.
  let accuracy: Int

  /// A table that gives one symbol and reads no bits.
  init(only symbol: UInt8) {
    states = [State(symbol: symbol, bits: 0, base: 0)]
    accuracy = 0
  }

  /// Spreads symbols over the states; -1 stands for a probability below one.
  ///
  /// `probabilities` must add up to the number of states, each -1 counted as 1.
  init(_ probabilities: [Int], accuracy: Int) {
    let size = 1 << accuracy
    var symbols = [UInt8](repeating: 0, count: size)
    var high = size
    for (symbol, probability) in probabilities.enumerated() where probability == -1 {
      high -= 1
      symbols[high] = UInt8(symbol)
    }
    let step = (size >> 1) + (size >> 3) + 3
    var position = 0
    for (symbol, probability) in probabilities.enumerated() where probability > 0 {
      for _ in 0..<probability {
        symbols[position] = UInt8(symbol)
        repeat { position = (position + step) & (size - 1) } while position >= high
      }
    }
    var next = probabilities.map { $0 == -1 ? 1 : $0 }
    states = symbols.map { symbol in
      let number = next[Int(symbol)]
      next[Int(symbol)] += 1
      let bits = accuracy - (Int.bitWidth - 1 - number.leadingZeroBitCount)
      return State(symbol: symbol, bits: UInt8(bits), base: UInt16((number << bits) - size))
    }
    self.accuracy = accuracy
  }

  /// Reads a table's description from the front of a part of a block.
  ///
  /// - Parameters:
  ///   - bytes: The block.
  ///   - range: Where the description begins, and where it must have ended.
  ///   - symbolLimit: How many symbols there may be.
  ///   - accuracyLimit: The largest logarithm of the number of states.
  /// - Returns: The table, and where the description ends.
  /// - Throws: ``FormatError`` where the description breaks a rule.
  static func read(
    _ bytes: [UInt8],
    _ range: Range<Int>,
    symbolLimit: Int,
    accuracyLimit: Int
  ) throws(FormatError) -> (table: EntropyTable, end: Int) {
    var position = range.lowerBound * 8
    func bits(_ width: Int, at position: Int) -> Int {
      var value = 0
      for index in 0..<3 {
        let place = position / 8 + index
        if place < range.upperBound { value |= Int(bytes[place]) << (8 * index) }
      }
      return (value >> (position % 8)) & ((1 << width) - 1)
    }
    let accuracy = bits(4, at: position) + 5
    position += 4
    guard accuracy <= accuracyLimit else { throw .damaged }
    var remaining = (1 << accuracy) + 1
    var probabilities: [Int] = []
    while remaining > 1 {
      guard probabilities.count < symbolLimit, position <= range.upperBound * 8 else {
        throw .damaged
      }
      // Values below `spare` take one bit less than the others.
      let width = Int.bitWidth - remaining.leadingZeroBitCount
      let spare = (1 << width) - 1 - remaining
      let low = bits(width - 1, at: position)
      var value = low
      if low < spare {
        position += width - 1
      } else {
        value = bits(width, at: position)
        if value >= 1 << (width - 1) { value -= spare }
        position += width
      }
      let probability = value - 1
      remaining -= abs(probability)
      guard remaining >= 1 else { throw .damaged }
      probabilities.append(probability)
      guard probability == 0 else { continue }
      var count = 3
      while count == 3 {
        count = bits(2, at: position)
        position += 2
        probabilities += [Int](repeating: 0, count: count)
        guard probabilities.count <= symbolLimit, position <= range.upperBound * 8 else {
          throw .damaged
        }
      }
    }
    let end = (position + 7) / 8
    guard end <= range.upperBound else { throw .damaged }
    return (EntropyTable(probabilities, accuracy: accuracy), end)
  }
}
