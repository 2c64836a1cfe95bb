import ZooTensors

/// A sorted table of keys and values, as LevelDB and TensorFlow write it.
///
/// Opening reads the footer, the index and the keys; values stay where they are. Every checksum is
/// verified at once, except those of large blocks where the reader asks for that.
///
/// Layout: blocks, each followed by its compression (u8) and checksum (u32); an index block of block
/// handles; a footer of 48 bytes with the handles of the index and of an unused block of metadata.
/// Source: the table format's description in LevelDB's documentation.
struct SSTable: Sendable {
  /// The bytes of the footer.
  static let footerByteCount = 48
  /// The last eight bytes of every table.
  static let magic: [UInt8] = [0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb]

  /// One key and where its value is.
  struct Entry: Sendable {
    let key: [UInt8]
    let block: TableBlock
    /// The value, in the contents of the block.
    let range: Range<Int>

    /// The bytes of the value.
    var value: ByteRegion {
      get throws(FormatError) {
        try block.contents.part(offset: range.lowerBound, count: range.count)
      }
    }

    /// Where the value is in the file.
    var position: Int { block.position(range.lowerBound) }
  }

  /// The entries, in strictly increasing order of their keys' bytes.
  let entries: [Entry]

  /// Opens a table.
  ///
  /// - Parameters:
  ///   - file: The whole file.
  ///   - limits: The caps on counts, keys and compressed blocks.
  ///   - lazyAbove: A block larger than this is verified when its ``TableBlock/verify()`` is called;
  ///     the first never waits.
  /// - Throws: ``FormatError`` where anything about the table contradicts itself.
  init(
    _ file: ByteRegion,
    limits: ParsingLimits,
    lazyAbove: Int = .max
  ) throws(FormatError) {
    let (metaindex, index) = try Self.footer(of: file)
    let blocks = try Self.blocks(of: file, metaindex, index, limits)
    let keyLimit = Self.keyLimit(limits)
    var entries: [Entry] = []
    var keyBytes = 0
    var key = TableKey()
    for (place, (block, bound)) in blocks.enumerated() {
      if place == 0 || block.contents.byteCount <= lazyAbove { try block.verify() }
      let start = entries.count
      try block.forEachEntry(keyLimit: keyLimit, after: &key) { (key, range) throws(FormatError) in
        keyBytes += key.count
        try limits.checkTensorCount(entries.count + 1, of: "the number of keys")
        guard keyBytes <= limits.stringBytes else {
          throw .limit(
            "the size of all keys",
            keyBytes,
            limits.stringBytes,
            "ParsingLimits.stringBytes"
          )
        }
        entries.append(Entry(key: key, block: block, range: range))
      }
      guard entries.count > start, !bound.lexicographicallyPrecedes(key.bytes),
        place == 0 || blocks[place - 1].bound.lexicographicallyPrecedes(entries[start].key)
      else {
        throw FormatError(
          .inconsistent,
          "the keys of the block at \(block.stored.handle.offset) are not between those that the "
            + "index gives it",
          at: block.stored.handle.offset
        )
      }
    }
    self.entries = entries
  }

  // MARK: - Parts

  /// The longest key that a name within the limits can have: every byte escaped, and a slice.
  static func keyLimit(_ limits: ParsingLimits) -> Int {
    1024 + 2 * limits.nameBytes + 20 * limits.rank
  }

  /// Whether the file ends as a table does.
  static func hasMagic(_ file: ByteRegion) -> Bool {
    guard file.byteCount >= footerByteCount else { return false }
    let end = file.byteCount
    return unsafe file.bytes.extracting((end - 8)..<end).withUnsafeBytes {
      unsafe $0.elementsEqual(magic)
    }
  }

  /// The handles of the metaindex and index blocks.
  static func footer(
    of file: ByteRegion
  ) throws(FormatError) -> (metaindex: BlockHandle, index: BlockHandle) {
    guard file.byteCount >= footerByteCount else {
      throw FormatError(
        .truncated,
        "a table has at least \(footerByteCount) bytes, found \(file.byteCount)"
      )
    }
    let start = file.byteCount - footerByteCount
    guard hasMagic(file) else {
      throw FormatError(
        .invalidValue,
        "the file does not end with a table's magic number; it is cut short or no checkpoint index",
        at: file.byteCount - 8
      )
    }
    var cursor = ByteCursor(
      file.bytes.extracting(start..<(file.byteCount - 8)),
      origin: start
    )
    let metaindex = try BlockHandle(&cursor, before: start)
    let index = try BlockHandle(&cursor, before: start)
    while !cursor.isAtEnd {
      guard try cursor.read(UInt8.self) == 0 else {
        throw FormatError(
          .invalidValue,
          "the padding of a table's footer is not zero",
          at: cursor.position - 1
        )
      }
    }
    return (metaindex, index)
  }

  /// The data blocks, each with the bound that the index gives for its keys.
  private static func blocks(
    of file: ByteRegion,
    _ metaindex: BlockHandle,
    _ index: BlockHandle,
    _ limits: ParsingLimits
  ) throws(FormatError) -> [(block: TableBlock, bound: [UInt8])] {
    let (handles, bounds) = try handles(of: file, index, limits)
    let unused = try TableBlock.open([try StoredBlock(metaindex, in: file)], limits: limits)[0]
    try unused.verify()
    var key = TableKey()
    try unused.forEachEntry(keyLimit: keyLimit(limits), after: &key) { _, _ in }
    let all = (handles + [metaindex, index]).sorted { $0.offset < $1.offset }
    for (one, next) in zip(all, all.dropFirst()) where next.offset < one.end {
      throw FormatError(
        .inconsistent,
        "two blocks of a table overlap",
        at: next.offset
      )
    }
    var stored: [StoredBlock] = []
    for handle in handles { stored.append(try StoredBlock(handle, in: file)) }
    return Array(zip(try TableBlock.open(stored, limits: limits), bounds))
  }

  /// The entries of the index: handles of the data blocks, and bounds of their keys.
  static func handles(
    of file: ByteRegion,
    _ index: BlockHandle,
    _ limits: ParsingLimits
  ) throws(FormatError) -> ([BlockHandle], [[UInt8]]) {
    try limits.checkBlock(index.byteCount, of: "the index of a table")
    let block = try TableBlock.open([try StoredBlock(index, in: file)], limits: limits)[0]
    try block.verify()
    let blocksEnd = file.byteCount - footerByteCount
    let contents = block.contents
    var handles: [BlockHandle] = []
    var bounds: [[UInt8]] = []
    var key = TableKey()
    try block.forEachEntry(keyLimit: keyLimit(limits), after: &key) {
      (key, range) throws(FormatError) in
      try limits.checkTensorCount(handles.count + 1, of: "the number of blocks")
      var cursor = ByteCursor(
        contents.bytes.extracting(range),
        origin: block.position(range.lowerBound)
      )
      handles.append(try BlockHandle(&cursor, before: blocksEnd))
      guard cursor.isAtEnd else {
        throw FormatError(
          .invalidValue,
          "a block handle is followed by other bytes",
          at: cursor.position
        )
      }
      bounds.append(key)
    }
    return (handles, bounds)
  }
}
