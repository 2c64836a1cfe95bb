import ZooTensors

/// The messages of a group, a dataset or a named type.
///
/// Source: the HDF5 File Format Specification 3.0, section IV.A.
struct HDF5ObjectHeader: Sendable {
  /// Every message, in order; continuations are followed and left out.
  private(set) var messages: [HDF5Message] = []
  /// Where the header is.
  let address: Int
  private let file: HDF5File
  /// The ranges of the file that the messages lie in.
  private var blocks: [Range<Int>] = []

  /// Reads a header.
  ///
  /// - Throws: ``FormatError`` where messages or blocks run past their end, overlap, or are not as
  ///   many as stated, or where a checksum is wrong.
  init(in file: HDF5File, at address: Int) throws(FormatError) {
    self.file = file
    self.address = address
    let head = try file.start(address, 4, "an object header")
    if head.region.prefix(4) == Array("OHDR".utf8) {
      try readNew()
    } else {
      try readOld()
    }
    blocks.sort { $0.lowerBound < $1.lowerBound }
    for (one, next) in zip(blocks, blocks.dropFirst()) where next.lowerBound < one.upperBound {
      throw FormatError(
        .inconsistent,
        "two blocks of an object header overlap",
        at: file.position(next.lowerBound)
      )
    }
  }

  /// The first message of a kind, its content fetched where it is shared.
  func message(_ kind: HDF5Message.Kind) throws(FormatError) -> HDF5Message? {
    guard let message = messages.first(where: { $0.kind == kind }) else { return nil }
    return try resolved(message)
  }

  /// The message, or the one of a named type that it refers to.
  func resolved(_ message: HDF5Message) throws(FormatError) -> HDF5Message {
    guard message.isShared, let kind = message.kind else { return message }
    return try HDF5SharedMessage(message, in: file).target(kind)
  }

  // MARK: - Version 1

  private mutating func readOld() throws(FormatError) {
    let prefix = try file.block(address, 16, "an object header")
    var cursor = prefix.cursor
    try cursor.readVersion(1, "an object header")
    try cursor.skip(1)
    let count = Int(try cursor.read(UInt16.self))
    try cursor.skip(4)
    let size = Int(try cursor.read(UInt32.self))
    var pending = [try place(address.adding(16, "an object header"), size)]
    var found = 0
    while let block = pending.popLast() {
      try readOldBlock(block, &found, &pending)
    }
    guard found == count else {
      throw FormatError(
        .inconsistent,
        "an object header states \(count) messages, \(found) are there",
        at: file.position(address)
      )
    }
  }

  private mutating func readOldBlock(
    _ block: Range<Int>,
    _ found: inout Int,
    _ pending: inout [Range<Int>]
  ) throws(FormatError) {
    let bytes = try file.block(block.lowerBound, block.count, "an object header")
    var cursor = bytes.cursor
    // Fewer bytes than a message has are left over at the end.
    while cursor.remaining >= 8 {
      let type = try cursor.read(UInt16.self)
      let size = Int(try cursor.read(UInt16.self))
      let flags = try cursor.read(UInt8.self)
      try cursor.skip(3)
      guard size % 8 == 0 else {
        throw FormatError(
          .invalidValue,
          "a header message has \(size) bytes, which is no multiple of 8",
          at: cursor.position
        )
      }
      found += 1
      try take(type, flags, size, &cursor, bytes, &pending)
    }
  }

  // MARK: - Version 2

  private mutating func readNew() throws(FormatError) {
    let head = try file.start(address, 64, "an object header")
    var cursor = head.cursor
    try cursor.skip(4)
    try cursor.readVersion(2, "an object header")
    let flags = try cursor.read(UInt8.self)
    // Four times, and two thresholds of attribute storage.
    if flags & 0b10_0000 != 0 { try cursor.skip(16) }
    if flags & 0b1_0000 != 0 { try cursor.skip(4) }
    let size = try cursor.readNumber(1 << Int(flags & 0b11), "the size of an object header")
    let prefix = cursor.offset
    let whole = try prefix.adding(size, "an object header").adding(4, "an object header")
    let hasOrder = flags & 0b100 != 0
    var pending: [Range<Int>] = []
    let block = try place(address, whole)
    try readNewBlock(block, prefix, hasOrder, &pending)
    while let next = pending.popLast() {
      let start = try file.block(next.lowerBound, min(4, next.count), "a continuation block")
      var signature = start.cursor
      try signature.readSignature("OCHK", "a continuation block")
      try readNewBlock(next, 4, hasOrder, &pending)
    }
  }

  private mutating func readNewBlock(
    _ block: Range<Int>,
    _ prefix: Int,
    _ hasOrder: Bool,
    _ pending: inout [Range<Int>]
  ) throws(FormatError) {
    let bytes = try file.block(block.lowerBound, block.count, "an object header")
    try bytes.checkChecksum("an object header")
    let content = try bytes.part(offset: 0, count: bytes.count - 4)
    var cursor = content.cursor
    try cursor.skip(prefix)
    while cursor.remaining >= (hasOrder ? 6 : 4) {
      let type = UInt16(try cursor.read(UInt8.self))
      let size = Int(try cursor.read(UInt16.self))
      let flags = try cursor.read(UInt8.self)
      if hasOrder { try cursor.skip(2) }
      try take(type, flags, size, &cursor, content, &pending)
    }
  }

  // MARK: - Both

  /// Records a message, or where the header goes on.
  private mutating func take(
    _ type: UInt16,
    _ flags: UInt8,
    _ size: Int,
    _ cursor: inout ByteCursor,
    _ bytes: HDF5Block,
    _ pending: inout [Range<Int>]
  ) throws(FormatError) {
    guard size <= cursor.remaining else {
      throw FormatError(
        .inconsistent,
        "a header message of \(size) bytes runs past the end of the header, which has "
          + "\(cursor.remaining) left",
        at: cursor.position
      )
    }
    let message = try HDF5Message(
      type: type,
      flags: flags,
      body: bytes.part(offset: cursor.offset, count: size)
    )
    try cursor.skip(size)
    switch message.kind {
    case .nothing: return
    case .continuation:
      var body = message.body.cursor
      let address = try body.readDefinedAddress(file.offsetWidth, "a continuation block")
      let count = try body.readNumber(file.lengthWidth, "the size of a continuation block")
      pending.append(try place(address, count))
    default: messages.append(message)
    }
  }

  /// A block that no other has begun with, inside the file.
  private mutating func place(_ address: Int, _ count: Int) throws(FormatError) -> Range<Int> {
    _ = try file.data(address, count, "an object header")
    let block = address..<(address + count)
    // Each block is read once, so that blocks cannot lead back to each other.
    if let last = blocks.last, last.overlaps(block) {
      throw FormatError(
        .inconsistent,
        "two blocks of an object header overlap",
        at: file.position(address)
      )
    }
    blocks.append(block)
    return block
  }
}
