import ZooTensors

/// The index of chunks of a dataset that may grow without a limit along one axis.
///
/// The first entries are in the index block. Those after them are in data blocks that grow, at first
/// named by the index block, then by blocks of blocks.
///
/// Source: the HDF5 File Format Specification 3.0, section VII.D.
struct HDF5ExtensibleArray {
  private let file: HDF5File
  private let entryByteCount: Int
  private let offsetBits: Int
  private let indexCount: Int
  private let smallest: Int
  private let pointerCount: Int
  private let pageCount: Int
  private let index: Int?
  /// Entries with larger numbers were never set.
  private let usedCount: Int

  init(in file: HDF5File, at address: Int) throws(FormatError) {
    self.file = file
    let head = try file.block(
      address,
      16 + 6 * file.lengthWidth + file.offsetWidth,
      "an array of chunks"
    )
    var cursor = head.cursor
    try cursor.readSignature("EAHD", "an array of chunks")
    try cursor.readVersion(0, "an array of chunks")
    try cursor.skip(1)  // whether the chunks went through filters
    entryByteCount = Int(try cursor.read(UInt8.self))
    offsetBits = Int(try cursor.read(UInt8.self))
    indexCount = Int(try cursor.read(UInt8.self))
    smallest = Int(try cursor.read(UInt8.self))
    pointerCount = Int(try cursor.read(UInt8.self))
    let pageBits = Int(try cursor.read(UInt8.self))
    // The numbers and sizes of blocks, which the entries imply.
    for _ in 0..<4 { _ = try cursor.readNumber(file.lengthWidth, "a number of blocks") }
    usedCount = try cursor.readNumber(file.lengthWidth, "the number of chunks")
    _ = try cursor.readNumber(file.lengthWidth, "the number of chunks")
    index = try cursor.readAddress(file.offsetWidth)
    try head.checkChecksum("an array of chunks")
    func isPower(_ number: Int) -> Bool { number > 0 && number & (number - 1) == 0 }
    guard isPower(smallest), isPower(pointerCount), pageBits < 32, entryByteCount > 0,
      (1...62).contains(offsetBits), smallest.trailingZeroBitCount <= offsetBits
    else {
      throw FormatError(
        .invalidValue,
        "an array of chunks has blocks of \(smallest) entries of \(entryByteCount) bytes, "
          + "\(pointerCount) blocks and 2^\(offsetBits) entries in all",
        at: head.position
      )
    }
    pageCount = 1 << pageBits
  }

  /// Calls `body` with each entry that was set, and its number.
  func forEach(_ body: (Int, HDF5Block) throws(FormatError) -> Void) throws(FormatError) {
    guard let index, usedCount > 0 else { return }
    // Rows of data blocks: row r has 2^⌊r/2⌋ blocks of smallest · 2^⌈r/2⌉ entries.
    let direct = 2 * pointerCount.trailingZeroBitCount
    let rows = 1 + offsetBits - smallest.trailingZeroBitCount
    let directBlocks = 2 * (pointerCount - 1)
    let tables = max(0, rows - direct)
    let prefix = 6 + file.offsetWidth
    let count =
      prefix + indexCount * entryByteCount + (directBlocks + tables) * file.offsetWidth + 4
    let block = try file.block(index, count, "an array of chunks")
    var cursor = block.cursor
    try cursor.readSignature("EAIB", "an array of chunks")
    try cursor.readVersion(0, "an array of chunks")
    try block.checkChecksum("an array of chunks")
    for number in 0..<min(indexCount, usedCount) {
      try body(
        number,
        try block.part(offset: prefix + number * entryByteCount, count: entryByteCount)
      )
    }
    try cursor.seek(to: prefix + indexCount * entryByteCount)
    var first = indexCount
    for row in 0..<rows where first < usedCount {
      let blocks = 1 << (row / 2)
      let (entries, overflow) = smallest.multipliedReportingOverflow(by: 1 << ((row + 1) / 2))
      guard !overflow else { return }
      if row < direct {
        for _ in 0..<blocks {
          let address = try cursor.readAddress(file.offsetWidth)
          if let address, first < usedCount {
            try read(data: address, entries, first, isWritten: { _ in true }, body)
          }
          first = try first.adding(entries, "the number of chunks")
        }
      } else {
        let address = try cursor.readAddress(file.offsetWidth)
        if let address { try read(table: address, blocks, entries, first, body) }
        let all = try blocks.multiplied(by: entries, "the number of chunks")
        first = try first.adding(all, "the number of chunks")
      }
    }
  }

  /// A block of blocks.
  private func read(
    table address: Int,
    _ blocks: Int,
    _ entries: Int,
    _ first: Int,
    _ body: (Int, HDF5Block) throws(FormatError) -> Void
  ) throws(FormatError) {
    let prefix = 6 + file.offsetWidth + (offsetBits + 7) / 8
    let pages = entries > pageCount ? entries / pageCount : 0
    let bitmap = pages / 8 + (pages % 8 > 0 ? 1 : 0)
    let size = try blocks.multiplied(by: bitmap + file.offsetWidth, "a block of an array")
    let count = try size.adding(prefix + 4, "a block of an array")
    let block = try file.block(address, count, "a block of an array of chunks")
    var cursor = block.cursor
    try cursor.readSignature("EASB", "a block of an array of chunks")
    try cursor.readVersion(0, "a block of an array of chunks")
    try block.checkChecksum("a block of an array of chunks")
    try cursor.seek(to: prefix)
    let bitmaps = try cursor.readArray(blocks * bitmap)
    var first = first
    for number in 0..<blocks where first < usedCount {
      if let address = try cursor.readAddress(file.offsetWidth) {
        // The bits of all blocks stand together, although there is a byte or more for each.
        let written = { (page: Int) in
          let bit = number * pages + page
          return bitmaps[bit / 8] & (0x80 >> UInt8(bit % 8)) != 0
        }
        try read(data: address, entries, first, isWritten: written, body)
      }
      first = try first.adding(entries, "the number of chunks")
    }
  }

  /// A block of entries; with more of them than a page has there are pages, each with a checksum.
  private func read(
    data address: Int,
    _ entries: Int,
    _ first: Int,
    isWritten: (Int) -> Bool,
    _ body: (Int, HDF5Block) throws(FormatError) -> Void
  ) throws(FormatError) {
    let prefix = 6 + file.offsetWidth + (offsetBits + 7) / 8
    let isPaged = entries > pageCount
    let size = try entries.multiplied(by: entryByteCount, "a block of an array")
    let count = try (isPaged ? 0 : size).adding(prefix + 4, "a block of an array")
    let block = try file.block(address, count, "a block of an array of chunks")
    var cursor = block.cursor
    try cursor.readSignature("EADB", "a block of an array of chunks")
    try cursor.readVersion(0, "a block of an array of chunks")
    try block.checkChecksum("a block of an array of chunks")
    guard isPaged else {
      for number in 0..<min(entries, usedCount - first) {
        try body(
          first + number,
          try block.part(offset: prefix + number * entryByteCount, count: entryByteCount)
        )
      }
      return
    }
    var place = try address.adding(count, "a block of an array")
    let bytes = pageCount * entryByteCount + 4
    for page in 0..<(entries / pageCount) {
      let start = try first.adding(page * pageCount, "the number of chunks")
      guard start < usedCount else { return }
      if isWritten(page) {
        let block = try file.block(place, bytes, "a page of an array of chunks")
        try block.checkChecksum("a page of an array of chunks")
        for number in 0..<min(pageCount, usedCount - start) {
          try body(
            start + number,
            try block.part(offset: number * entryByteCount, count: entryByteCount)
          )
        }
      }
      place = try place.adding(bytes, "a block of an array")
    }
  }
}
