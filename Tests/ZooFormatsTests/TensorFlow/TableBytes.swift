import CZooKernels

/// Writes tables byte by byte, right or wrong as the test wants them.
struct TableBytes {
  /// One block as it will be stored.
  struct Block {
    var contents: [UInt8]
    var type: UInt8 = 0
    /// The checksum to store; the right one unless stated.
    var checksum: UInt32?

    /// Contents, type and checksum.
    var stored: [UInt8] {
      let covered = contents + [type]
      return covered + Bytes.little(checksum ?? Bytes.masked(covered))
    }
  }

  /// The data blocks and the bounds of their keys in the index.
  var blocks: [(block: Block, bound: [UInt8])] = []
  var metaindex = Block(contents: Bytes.block([]))
  /// The contents of the index; made from the blocks unless stated.
  var index: Block?
  /// What replaces the last 48 bytes.
  var footer: [UInt8]?

  init(_ entries: [(key: [UInt8], value: [UInt8])] = [], isSnappy: Bool = false) {
    guard !entries.isEmpty else { return }
    let contents = Bytes.block(entries)
    blocks = [
      (
        isSnappy ? Block(contents: Bytes.snappy(contents), type: 1) : Block(contents: contents),
        entries.last?.key ?? []
      )
    ]
  }

  /// The handle of each data block, in order, then of the metaindex.
  var handles: [(offset: Int, count: Int)] {
    var result: [(Int, Int)] = []
    var offset = 0
    for block in blocks.map(\.block) + [metaindex] {
      result.append((offset, block.contents.count))
      offset += block.stored.count
    }
    return result
  }

  /// The whole file.
  var bytes: [UInt8] {
    let handles = handles
    let index =
      index
      ?? Block(
        contents: Bytes.block(
          zip(blocks, handles).map { ($0.bound, Bytes.handle($1.offset, $1.count)) },
          every: 1
        )
      )
    var file = blocks.flatMap(\.block.stored) + metaindex.stored
    let place = file.count
    file += index.stored
    let last = handles[handles.count - 1]
    return file
      + (footer ?? Bytes.footer(last, (offset: place, count: index.contents.count)))
  }
}

/// Pieces of files.
enum Bytes {
  static func little(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }

  static func varint(_ value: Int) -> [UInt8] { varint(UInt64(bitPattern: Int64(value))) }

  static func varint(_ value: UInt64) -> [UInt8] {
    var rest = value
    var bytes: [UInt8] = []
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    return bytes + [UInt8(rest)]
  }

  static func crc(_ bytes: [UInt8], _ start: UInt32 = 0) -> UInt32 {
    unsafe zoo_crc32c_portable(start, bytes, bytes.count)
  }

  static func masked(_ bytes: [UInt8]) -> UInt32 { masked(crc(bytes)) }

  static func masked(_ crc: UInt32) -> UInt32 { (crc >> 15 | crc << 17) &+ 0xa282_ead8 }

  /// One entry of a block.
  static func entry(shared: Int = 0, _ suffix: [UInt8], _ value: [UInt8]) -> [UInt8] {
    varint(shared) + varint(suffix.count) + varint(value.count) + suffix + value
  }

  /// The contents of a block with keys compressed and a restart at every so many.
  static func block(
    _ entries: [(key: [UInt8], value: [UInt8])],
    every interval: Int = 16
  ) -> [UInt8] {
    var bytes: [UInt8] = []
    var restarts: [UInt32] = []
    var previous: [UInt8] = []
    for (number, (key, value)) in entries.enumerated() {
      var shared = 0
      if number % interval == 0 {
        restarts.append(UInt32(bytes.count))
      } else {
        shared = zip(previous, key).prefix { $0 == $1 }.count
      }
      bytes += entry(shared: shared, Array(key.dropFirst(shared)), value)
      previous = key
    }
    return block(bytes, restarts: restarts.isEmpty ? [0] : restarts)
  }

  static func block(_ entries: [UInt8], restarts: [UInt32]) -> [UInt8] {
    entries + restarts.flatMap(little) + little(UInt32(restarts.count))
  }

  static func handle(_ offset: Int, _ count: Int) -> [UInt8] { varint(offset) + varint(count) }

  static let magic: [UInt8] = [0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb]

  static func footer(
    _ metaindex: (offset: Int, count: Int),
    _ index: (offset: Int, count: Int)
  ) -> [UInt8] {
    let handles = handle(metaindex.offset, metaindex.count) + handle(index.offset, index.count)
    return handles + [UInt8](repeating: 0, count: max(0, 40 - handles.count)) + magic
  }

  /// A snappy block of literals, and copies where the last four bytes come again at once.
  static func snappy(_ bytes: [UInt8]) -> [UInt8] {
    var result = varint(bytes.count)
    var index = 0
    var start = 0
    func literal(_ end: Int) {
      var from = start
      while from < end {
        let count = min(60, end - from)
        result.append(UInt8(count - 1) << 2)
        result += bytes[from..<(from + count)]
        from += count
      }
    }
    while index < bytes.count {
      let back = min(4, index)
      var run = 0
      while back == 4, index + run < bytes.count, run < 64,
        bytes[index + run] == bytes[index + run - 4]
      { run += 1 }
      if run >= 8 {
        literal(index)
        result += [UInt8(run - 1) << 2 | 2, 4, 0]
        index += run
        start = index
      } else {
        index += 1
      }
    }
    literal(bytes.count)
    return result
  }
}

/// Fields of protocol buffers.
enum Proto {
  static func varint(_ field: Int, _ value: Int) -> [UInt8] {
    Bytes.varint(field << 3) + Bytes.varint(value)
  }

  static func bytes(_ field: Int, _ value: [UInt8]) -> [UInt8] {
    Bytes.varint(field << 3 | 2) + Bytes.varint(value.count) + value
  }

  static func fixed32(_ field: Int, _ value: UInt32) -> [UInt8] {
    Bytes.varint(field << 3 | 5) + Bytes.little(value)
  }

  static func shape(_ dimensions: [Int]) -> [UInt8] {
    dimensions.flatMap { bytes(2, varint(1, $0)) }
  }

  /// A slice; an extent without length is the whole axis.
  static func slice(_ extents: [(start: Int, length: Int?)]) -> [UInt8] {
    extents.flatMap { extent in
      bytes(
        1,
        (extent.start == 0 ? [] : varint(1, extent.start))
          + (extent.length.map { varint(2, $0) } ?? [])
      )
    }
  }
}
