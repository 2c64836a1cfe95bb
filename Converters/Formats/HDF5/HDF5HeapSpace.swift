import ZooTensors

/// The blocks of a heap, which double in size from row to row.
///
/// Offsets count through all blocks, their headers included.
final class HDF5HeapSpace {
  private let file: HDF5File
  private let root: Int
  /// The rows of the root, or 0 where it is a block of objects.
  private let rowCount: Int
  private let rowWidth: Int
  private let startSize: Int
  private let directLimit: Int
  private let offsetWidth: Int
  private let hasChecksums: Bool
  /// The blocks that were read and found undamaged, by address.
  private var blocks: [Int: HDF5Block] = [:]

  init(
    in file: HDF5File,
    root: Int,
    rowCount: Int,
    rowWidth: Int,
    startSize: Int,
    directLimit: Int,
    offsetWidth: Int,
    hasChecksums: Bool
  ) throws(FormatError) {
    func isPower(_ number: Int) -> Bool { number > 0 && number & (number - 1) == 0 }
    guard isPower(rowWidth), isPower(startSize), isPower(directLimit), startSize <= directLimit,
      startSize <= 1 << 40, directLimit <= 1 << 40
    else {
      throw FormatError(
        .invalidValue,
        "a heap has rows of \(rowWidth) blocks of \(startSize) to \(directLimit) bytes, expected "
          + "powers of two",
        at: file.position(root)
      )
    }
    self.file = file
    self.root = root
    self.rowCount = rowCount
    self.rowWidth = rowWidth
    self.startSize = startSize
    self.directLimit = directLimit
    self.offsetWidth = offsetWidth
    self.hasChecksums = hasChecksums
  }

  /// `count` bytes at an offset of the heap; they lie in one block.
  func object(at offset: Int, _ count: Int) throws(FormatError) -> HDF5Block {
    // A heap whose root is a block of objects has only this one.
    guard rowCount > 0 else { return try object(in: root, startSize, offset, count) }
    var node = root
    var rows = rowCount
    var local = offset
    for _ in 0...file.limits.nestingDepth {
      let (row, column, start, size) = try cell(local, rows)
      let child = try childAddress(of: node, rows, row, column)
      local -= start
      guard size > directLimit else { return try object(in: child, size, local, count) }
      node = child
      rows = try rowCount(ofBlock: size)
    }
    throw FormatError(.inconsistent, "the blocks of a heap are nested too deeply")
  }

  /// Bytes inside a block of objects.
  private func object(
    in address: Int,
    _ size: Int,
    _ offset: Int,
    _ count: Int
  ) throws(FormatError) -> HDF5Block {
    let checksumOffset = 5 + file.offsetWidth + offsetWidth
    let header = checksumOffset + (hasChecksums ? 4 : 0)
    guard offset >= header, offset <= size, count <= size - offset else {
      throw FormatError(
        .invalidValue,
        "an object of \(count) bytes at \(offset) is outside its block of \(size) bytes",
        at: file.position(address)
      )
    }
    if let known = blocks[address] { return try known.part(offset: offset, count: count) }
    let block = try file.block(address, size, "a block of a heap")
    var cursor = block.cursor
    try cursor.readSignature("FHDB", "a block of a heap")
    if hasChecksums {
      try cursor.seek(to: checksumOffset)
      let stored = try cursor.read(UInt32.self)
      // The checksum counts itself as zeros.
      guard stored == Lookup3.hash(block.region, zeroing: checksumOffset..<header) else {
        throw FormatError(
          .inconsistent,
          "a block of a heap is damaged: its checksum is wrong; fetch the file again",
          at: block.position
        )
      }
    }
    blocks[address] = block
    return try block.part(offset: offset, count: count)
  }

  /// The block of a table that an offset is in: its row and column, where it starts, its size.
  private func cell(
    _ offset: Int,
    _ rows: Int
  ) throws(FormatError) -> (row: Int, column: Int, start: Int, size: Int) {
    var start = 0
    var size = startSize
    for row in 0..<rows {
      // The first two rows have blocks of the same size.
      if row > 1 { size = try size.multiplied(by: 2, "the size of a heap") }
      let whole = try size.multiplied(by: rowWidth, "the size of a heap")
      let end = try start.adding(whole, "the size of a heap")
      if offset < end {
        let column = (offset - start) / size
        return (row, column, start + column * size, size)
      }
      start = end
    }
    throw FormatError(
      .invalidValue,
      "offset \(offset) is outside the \(start) bytes of a heap",
      at: file.position(root)
    )
  }

  /// The rows of a block of blocks that stands for `size` bytes.
  private func rowCount(ofBlock size: Int) throws(FormatError) -> Int {
    let first = try startSize.multiplied(by: rowWidth, "the size of a heap")
    guard size >= first else {
      throw FormatError(.invalidValue, "a block of blocks of a heap is too small")
    }
    return (size / first).trailingZeroBitCount + 1
  }

  /// The address that a block of blocks has for one of them.
  private func childAddress(
    of node: Int,
    _ rows: Int,
    _ row: Int,
    _ column: Int
  ) throws(FormatError) -> Int {
    let prefix = 5 + file.offsetWidth + offsetWidth
    let block = try table(at: node, rows, prefix)
    let cell = try (row * rowWidth + column).multiplied(by: file.offsetWidth, "a heap")
    var cursor = block.cursor
    try cursor.seek(to: try cell.adding(prefix, "a heap"))
    return try cursor.readDefinedAddress(file.offsetWidth, "a block of a heap")
  }

  /// A block of blocks, verified when it is first read.
  private func table(
    at address: Int,
    _ rows: Int,
    _ prefix: Int
  ) throws(FormatError) -> HDF5Block {
    if let known = blocks[address] { return known }
    let cells = try rows.multiplied(by: rowWidth, "the blocks of a heap")
    let count = try cells.multiplied(by: file.offsetWidth, "the blocks of a heap")
      .adding(prefix + 4, "the blocks of a heap")
    let block = try file.block(address, count, "a block of blocks of a heap")
    var cursor = block.cursor
    try cursor.readSignature("FHIB", "a block of blocks of a heap")
    try block.checkChecksum("a block of blocks of a heap")
    blocks[address] = block
    return block
  }
}
