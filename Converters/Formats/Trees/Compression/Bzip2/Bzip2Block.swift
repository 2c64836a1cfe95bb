import ZooTensors

/// One bzip2 block at a time: its symbols are read as a whole, then the text comes out in parts.
struct Bzip2Block {
  /// The largest number of bytes of a block in units of 100,000.
  let level: Int
  /// For each place of the sorted block: a byte, and above it the place of the byte that follows.
  private var entries: [UInt32]
  private var codes = Bzip2Codes()
  private var text = Bzip2Text()

  /// The checksum that the block states, and its place in the compressed data.
  private(set) var stated: (crc: UInt32, position: Int) = (0, 0)

  /// The memory for blocks of a level, four bytes for each byte of a block.
  init(level: Int) {
    self.level = level
    entries = [UInt32](repeating: 0, count: level * 100_000)
  }

  /// Whether the whole text came out.
  var isFinished: Bool { text.isFinished }

  /// Reads a block behind its magic number.
  ///
  /// - Throws: ``FormatError`` where it breaks a rule of the format.
  mutating func read(
    _ bits: inout ForwardBits,
    _ input: inout CompressedInput
  ) throws(FormatError) {
    let header = try Bzip2BlockHeader(&bits, &input, codes: &codes)
    stated = (header.crc, header.position)
    let count = try readSymbols(header, &bits, &input)
    guard header.origin < count else {
      throw .bzip2(
        "the origin of a block is \(header.origin), but the block has \(count) bytes",
        at: header.position
      )
    }
    link(count)
    text = Bzip2Text(entries[header.origin], count: count, isRandomised: header.isRandomised)
  }

  /// Puts as much of the text as fits into `output` and returns where it ends there.
  ///
  /// - Throws: ``FormatError`` where the block ends inside a run.
  mutating func expand(into output: inout [UInt8]) throws(FormatError) -> Int {
    let end = text.expand(entries, into: &output)
    guard !text.isFinished || !text.endsInRun else {
      throw .bzip2("a block ends before the length of its last run", at: stated.position)
    }
    return end
  }

  /// The sorted bytes: places in a list of the most recent ones, and lengths of runs of the first.
  private mutating func readSymbols(
    _ header: Bzip2BlockHeader,
    _ bits: inout ForwardBits,
    _ input: inout CompressedInput
  ) throws(FormatError) -> Int {
    var recent = MoveToFront(header.bytes)
    let last = header.bytes.count + 1
    let limit = entries.count
    var count = 0
    // A run is a number in digits 1 and 2 of base 2, the lowest first.
    var run = 0
    var digit = 1
    var front = UInt32(header.bytes[0])
    for table in header.selectors {
      for _ in 0..<50 {
        let next = try bits.peek(Bzip2Codes.longest, &input)
        let (symbol, length) = codes.symbol(Int(table), next)
        guard length > 0 else {
          throw .bzip2(
            "the next bits are no code of Huffman table \(table)",
            at: bits.position(in: input)
          )
        }
        bits.skip(length)
        if symbol < 2 {
          run += digit << symbol
          digit <<= 1
          guard run <= limit - count else { throw tooLong(bits, input) }
          continue
        }
        if run > 0 {
          for index in count..<(count + run) { entries[index] = front }
          count += run
          run = 0
          digit = 1
        }
        guard symbol < last else { return count }
        guard count < limit else { throw tooLong(bits, input) }
        front = UInt32(recent.take(symbol - 1))
        entries[count] = front
        count += 1
      }
    }
    throw .bzip2(
      "a block goes on after the \(header.selectors.count) groups of symbols that it states",
      at: bits.position(in: input)
    )
  }

  private func tooLong(_ bits: ForwardBits, _ input: CompressedInput) -> FormatError {
    .bzip2(
      "a block has more bytes than the \(entries.count) of its level",
      at: bits.position(in: input)
    )
  }

  /// Undoes the sorting: the bytes in order are the ones that follow the bytes as they lie.
  private mutating func link(_ count: Int) {
    var starts = [Int](repeating: 0, count: 257)
    for index in 0..<count { starts[Int(entries[index]) + 1] += 1 }
    for byte in 0..<255 { starts[byte + 1] += starts[byte] }
    for index in 0..<count {
      let byte = Int(entries[index] & 0xff)
      entries[starts[byte]] |= UInt32(truncatingIfNeeded: index) << 8
      starts[byte] += 1
    }
  }
}
