import ZooTensors

/// A bzip2 stream under way: a signature with a level, blocks of 100,000 to 900,000 bytes, and a
/// checksum over those of the blocks.
///
/// Memory is four bytes for each byte of a block.
///
/// Source: "BZIP2: Format Specification", `dsnet/compress`, `doc/bzip2-format.pdf`.
struct Bzip2Stream: Decompressor, ~Copyable {
  /// What each stream begins with; a digit with the level follows.
  static let signature = Array("BZh".utf8)

  private static let blockMagic: UInt64 = 0x3141_5926_5359
  private static let endMagic: UInt64 = 0x1772_4538_5090

  private var bits = ForwardBits()
  private var block = Bzip2Block(level: 0)
  private var blockCRC = Bzip2CRC()
  private var streamCRC: UInt32 = 0
  private var isStarted = false

  mutating func restart() { isStarted = false }

  mutating func step(
    _ input: inout CompressedInput,
    _ output: inout [UInt8]
  ) throws(FormatError) -> (produced: Int, isAtEnd: Bool) {
    if !isStarted { try start(&input) }
    var produced = 0
    while produced == 0 {
      while block.isFinished {
        guard try readBlock(&input) else { return (0, true) }
      }
      produced = try block.expand(into: &output)
      blockCRC.add(output, 0..<produced)
      if block.isFinished { try finishBlock() }
    }
    return (produced, false)
  }

  private mutating func start(_ input: inout CompressedInput) throws(FormatError) {
    for expected in Self.signature {
      let byte = try next(&input)
      guard byte == expected else {
        throw .bzip2(
          "expected 'BZh' at the start of a bzip2 stream, found byte \(String(byte, radix: 16))",
          at: input.consumed - 1
        )
      }
    }
    let digit = try next(&input)
    let level = Int(digit) - Int(UInt8(ascii: "0"))
    guard 1...9 ~= level else {
      throw .bzip2(
        "expected a level from '1' (31) to '9' (39), found byte \(String(digit, radix: 16))",
        at: input.consumed - 1
      )
    }
    if level != block.level { block = Bzip2Block(level: level) }
    streamCRC = 0
    isStarted = true
  }

  private func next(_ input: inout CompressedInput) throws(FormatError) -> UInt8 {
    guard let byte = try input.next() else { throw .compressedDataEndsEarly }
    return byte
  }

  /// Reads a block, or the end of the stream, where it returns false.
  private mutating func readBlock(_ input: inout CompressedInput) throws(FormatError) -> Bool {
    let place = bits.position(in: input)
    let magic = try bits.read(48, &input)
    if magic == Self.endMagic {
      let stated = UInt32(try bits.read(32, &input))
      bits.alignAndReturn(to: &input)
      guard stated == streamCRC else {
        throw .bzip2CRC(of: "the stream's blocks", streamCRC, stated: stated, at: place)
      }
      return false
    }
    guard magic == Self.blockMagic else {
      throw .bzip2(
        "expected a block (314159265359) or the end (177245385090) of the stream, found "
          + String(magic, radix: 16),
        at: place
      )
    }
    blockCRC = Bzip2CRC()
    try block.read(&bits, &input)
    return true
  }

  private mutating func finishBlock() throws(FormatError) {
    let stated = block.stated
    guard blockCRC.value == stated.crc else {
      throw .bzip2CRC(of: "a block", blockCRC.value, stated: stated.crc, at: stated.position)
    }
    streamCRC = Bzip2CRC.combined(streamCRC, stated.crc)
  }
}
