import ZooTensors

/// The index of chunks of a dataset that cannot grow without a limit: one entry for each.
///
/// Source: the HDF5 File Format Specification 3.0, section VII.C.
struct HDF5FixedArray {
  private let file: HDF5File
  private let data: Int?
  private let entryByteCount: Int
  private let count: Int
  /// The entries of a page; with more entries there are pages, each with a checksum.
  private let pageCount: Int

  init(in file: HDF5File, at address: Int) throws(FormatError) {
    self.file = file
    let head = try file.block(
      address,
      12 + file.lengthWidth + file.offsetWidth,
      "an array of chunks"
    )
    var cursor = head.cursor
    try cursor.readSignature("FAHD", "an array of chunks")
    try cursor.readVersion(0, "an array of chunks")
    try cursor.skip(1)  // whether the chunks went through filters
    entryByteCount = Int(try cursor.read(UInt8.self))
    let pageBits = Int(try cursor.read(UInt8.self))
    count = try cursor.readNumber(file.lengthWidth, "the number of chunks")
    data = try cursor.readAddress(file.offsetWidth)
    try head.checkChecksum("an array of chunks")
    guard pageBits < 32, entryByteCount > 0 else {
      throw FormatError(
        .invalidValue,
        "an array of chunks has pages of 2^\(pageBits) entries of \(entryByteCount) bytes",
        at: head.position
      )
    }
    pageCount = 1 << pageBits
  }

  /// Calls `body` with each entry and its number; entries of pages never written are left out.
  func forEach(_ body: (Int, HDF5Block) throws(FormatError) -> Void) throws(FormatError) {
    guard let data else { return }
    let isPaged = count > pageCount
    let pages = isPaged ? count / pageCount + (count % pageCount > 0 ? 1 : 0) : 0
    let bitmap = pages / 8 + (pages % 8 > 0 ? 1 : 0)
    let prefix = try (6 + file.offsetWidth).adding(bitmap, "an array of chunks")
    let entries = isPaged ? 0 : try size(count)
    let whole = try prefix.adding(entries, "an array of chunks").adding(4, "an array of chunks")
    let block = try file.block(data, whole, "an array of chunks")
    var cursor = block.cursor
    try cursor.readSignature("FADB", "an array of chunks")
    try cursor.readVersion(0, "an array of chunks")
    try block.checkChecksum("an array of chunks")
    guard isPaged else {
      for number in 0..<count {
        try body(
          number,
          try block.part(offset: prefix + number * entryByteCount, count: entryByteCount)
        )
      }
      return
    }
    let written = try block.part(offset: prefix - bitmap, count: bitmap).region.prefix(bitmap)
    var place = try data.adding(whole, "an array of chunks")
    for page in 0..<pages {
      let first = page * pageCount
      let entries = min(pageCount, count - first)
      let bytes = try size(entries).adding(4, "a page of an array of chunks")
      // The first page is the highest bit.
      if written[page / 8] & (0x80 >> UInt8(page % 8)) != 0 {
        let block = try file.block(place, bytes, "a page of an array of chunks")
        try block.checkChecksum("a page of an array of chunks")
        for number in 0..<entries {
          try body(
            first + number,
            try block.part(offset: number * entryByteCount, count: entryByteCount)
          )
        }
      }
      place = try place.adding(bytes, "an array of chunks")
    }
  }

  private func size(_ entries: Int) throws(FormatError) -> Int {
    try entries.multiplied(by: entryByteCount, "the size of an array of chunks")
  }
}
