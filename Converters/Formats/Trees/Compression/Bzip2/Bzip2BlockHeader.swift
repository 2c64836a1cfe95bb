import ZooTensors

/// What stands before the symbols of a bzip2 block.
struct Bzip2BlockHeader {
  /// The CRC-32 of what the block stands for.
  let crc: UInt32
  /// Whether the block was made less regular before it was sorted, as releases before 0.9.5 did.
  let isRandomised: Bool
  /// The place of the block's own text among its sorted rotations.
  let origin: Int
  /// The bytes that occur, in their order.
  let bytes: [UInt8]
  /// The table of each group of 50 symbols.
  let selectors: [UInt8]
  /// The place of the header, for messages.
  let position: Int

  /// Reads a header behind its magic number; its tables replace those of `codes`.
  ///
  /// - Throws: ``FormatError`` where a value is not one the format allows.
  init(
    _ bits: inout ForwardBits,
    _ input: inout CompressedInput,
    codes: inout Bzip2Codes
  ) throws(FormatError) {
    position = bits.position(in: input)
    crc = UInt32(try bits.read(32, &input))
    isRandomised = try bits.read(1, &input) == 1
    origin = Int(try bits.read(24, &input))
    bytes = try Self.bytes(&bits, &input)
    let place = bits.position(in: input)
    let tableCount = Int(try bits.read(3, &input))
    guard 2...Bzip2Codes.tableLimit ~= tableCount else {
      throw .bzip2("a block has \(tableCount) Huffman tables, expected 2 to 6", at: place)
    }
    selectors = try Self.selectors(&bits, &input, tableCount: tableCount)
    for table in 0..<tableCount {
      let place = bits.position(in: input)
      let lengths = try Self.lengths(&bits, &input, count: bytes.count + 2)
      guard codes.set(table, lengths) else {
        throw .bzip2(
          "the codes of Huffman table \(table) are more than there is room for",
          at: place
        )
      }
    }
  }

  /// Sixteen bits for the ranges of sixteen bytes that occur, then sixteen for each of these.
  private static func bytes(
    _ bits: inout ForwardBits,
    _ input: inout CompressedInput
  ) throws(FormatError) -> [UInt8] {
    let place = bits.position(in: input)
    let ranges = try bits.read(16, &input)
    var bytes: [UInt8] = []
    for range in 0..<16 where ranges >> UInt64(15 - range) & 1 == 1 {
      let members = try bits.read(16, &input)
      for member in 0..<16 where members >> UInt64(15 - member) & 1 == 1 {
        bytes.append(UInt8(range << 4 | member))
      }
    }
    guard !bytes.isEmpty else {
      throw .bzip2("a block says that no byte occurs in it, expected at least one", at: place)
    }
    return bytes
  }

  /// Numbers in unary, each a place in a list of tables from which it moves to the front.
  private static func selectors(
    _ bits: inout ForwardBits,
    _ input: inout CompressedInput,
    tableCount: Int
  ) throws(FormatError) -> [UInt8] {
    let place = bits.position(in: input)
    let count = Int(try bits.read(15, &input))
    guard count > 0 else {
      throw .bzip2("a block has no selectors of Huffman tables, expected at least one", at: place)
    }
    var tables = MoveToFront((0..<UInt8(tableCount)).map { $0 })
    var selectors: [UInt8] = []
    selectors.reserveCapacity(count)
    for number in 0..<count {
      let place = bits.position(in: input)
      var index = 0
      while try bits.read(1, &input) == 1 {
        index += 1
        guard index < tableCount else {
          throw .bzip2(
            "selector \(number) is above \(tableCount - 1), there are \(tableCount) tables",
            at: place
          )
        }
      }
      selectors.append(tables.take(index))
    }
    return selectors
  }

  /// The first length, then steps of one up or down from each to the next.
  private static func lengths(
    _ bits: inout ForwardBits,
    _ input: inout CompressedInput,
    count: Int
  ) throws(FormatError) -> [UInt8] {
    var length = Int(try bits.read(5, &input))
    var lengths: [UInt8] = []
    for symbol in 0..<count {
      while true {
        guard 1...Bzip2Codes.longest ~= length else {
          throw .bzip2(
            "the code of symbol \(symbol) has \(length) bits, expected 1 to 20",
            at: bits.position(in: input)
          )
        }
        guard try bits.read(1, &input) == 1 else { break }
        length += try bits.read(1, &input) == 0 ? 1 : -1
      }
      lengths.append(UInt8(length))
    }
    return lengths
  }
}
