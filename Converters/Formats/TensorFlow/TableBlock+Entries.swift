import ZooTensors

/// The keys of a table, which must come in strictly increasing order of their bytes.
struct TableKey {
  private(set) var bytes: [UInt8] = []
  private(set) var isFirst = true

  /// Takes the next key: the first `shared` bytes of this one, and a suffix.
  mutating func advance(
    keeping shared: Int,
    appending suffix: [UInt8],
    at position: Int
  ) throws(FormatError) {
    let previous = bytes
    bytes.removeLast(bytes.count - shared)
    bytes += suffix
    guard isFirst || previous.lexicographicallyPrecedes(bytes) else {
      throw FormatError(
        .inconsistent,
        "the keys of a table are not in increasing order",
        at: position
      )
    }
    isFirst = false
  }
}

extension TableBlock {
  /// Reads the entries of the block: for each its key and where its value is in ``contents``.
  ///
  /// The values are passed over, so that a block of any size may be read.
  /// - Parameters:
  ///   - keyLimit: The longest key.
  ///   - key: The key before the block, replaced by its last.
  ///   - body: Takes an entry.
  /// - Throws: ``FormatError`` where the block contradicts itself, or what `body` throws.
  func forEachEntry(
    keyLimit: Int,
    after key: inout TableKey,
    _ body: (_ key: [UInt8], _ value: Range<Int>) throws(FormatError) -> Void
  ) throws(FormatError) {
    let contents = contents
    let bytes = contents.bytes
    let end = try entriesEnd()
    var cursor = ByteCursor(bytes.extracting(0..<end), origin: position(0))
    var restarts = ByteCursor(
      bytes.extracting(end..<(bytes.byteCount - 4)),
      origin: position(end)
    )
    var nextRestart = Int(try restarts.read(UInt32.self))
    guard nextRestart == 0 else {
      throw FormatError(
        .invalidValue,
        "the first restart of a block is \(nextRestart), expected 0",
        at: position(end)
      )
    }
    var previousCount = 0
    while !cursor.isAtEnd {
      let start = cursor.offset
      let shared = try cursor.readVarint()
      let unshared = try cursor.readVarint()
      let valueCount = try cursor.readVarint()
      guard shared <= UInt64(previousCount) else {
        throw FormatError(
          .invalidValue,
          "an entry shares \(shared) bytes with a key of \(previousCount)",
          at: position(start)
        )
      }
      guard unshared <= UInt64(cursor.remaining),
        valueCount <= UInt64(cursor.remaining) - unshared
      else {
        throw FormatError(
          .truncated,
          "an entry has \(unshared) bytes of key and \(valueCount) of value, \(cursor.remaining) "
            + "are left in its block",
          at: position(start)
        )
      }
      guard Int(shared) + Int(unshared) <= keyLimit else {
        throw .limit(
          "key length",
          shared + unshared,
          keyLimit,
          "ParsingLimits.nameBytes",
          at: position(start)
        )
      }
      if start == nextRestart {
        guard shared == 0 else {
          throw FormatError(
            .invalidValue,
            "an entry at a restart shares bytes with another",
            at: position(start)
          )
        }
        nextRestart = restarts.isAtEnd ? .max : Int(try restarts.read(UInt32.self))
      }
      guard start < nextRestart else {
        throw FormatError(
          .invalidValue,
          "the restart \(nextRestart) is not where an entry begins",
          at: position(end)
        )
      }
      let suffix = try cursor.readArray(Int(unshared))
      try key.advance(keeping: Int(shared), appending: suffix, at: position(start))
      previousCount = key.bytes.count
      let value = cursor.offset..<(cursor.offset + Int(valueCount))
      try cursor.skip(value.count)
      try body(key.bytes, value)
    }
    // A block without entries has the restart 0 alone.
    guard restarts.isAtEnd, nextRestart == .max || end == 0 else {
      throw FormatError(
        .invalidValue,
        "a restart lies behind the last entry of its block",
        at: position(end)
      )
    }
  }

  /// Where the entries end and the restarts begin.
  private func entriesEnd() throws(FormatError) -> Int {
    guard contents.byteCount >= 8 else {
      throw FormatError(
        .truncated,
        "a block has \(contents.byteCount) bytes of contents, expected 8 or more",
        at: stored.handle.offset
      )
    }
    let contents = contents
    let room = contents.byteCount - 4
    var cursor = ByteCursor(
      contents.bytes.extracting(room..<contents.byteCount),
      origin: position(room)
    )
    let restartCount = Int(try cursor.read(UInt32.self))
    guard restartCount > 0, restartCount <= room / 4 else {
      throw FormatError(
        .invalidValue,
        "a block of \(contents.byteCount) bytes states \(restartCount) restarts",
        at: position(room)
      )
    }
    return room - restartCount * 4
  }
}
