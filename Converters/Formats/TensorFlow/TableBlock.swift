import ZooTensors

/// One block of a table: its bytes as stored, and its contents without compression.
final class TableBlock: Sendable {
  let stored: StoredBlock
  /// The contents; those of a compressed block are in a scratch file.
  let contents: ByteRegion
  private let verdict = Verdict()

  private init(_ stored: StoredBlock, contents: ByteRegion) {
    self.stored = stored
    self.contents = contents
  }

  /// Verifies the checksum, the first time that it is asked for.
  func verify() throws(FormatError) {
    // A compressed block was verified before it was decompressed.
    guard stored.compression == .none else { return }
    try verdict.check { () throws(FormatError) in try stored.verify() }
  }

  /// The place of an offset of the contents in the file, or the block's place if it is compressed.
  func position(_ offset: Int) -> Int {
    stored.compression == .none ? stored.handle.offset + offset : stored.handle.offset
  }

  /// The contents of some blocks; the compressed ones are verified and decompressed into one scratch
  /// file.
  ///
  /// Complexity: O(bytes of the compressed blocks); of others only the trailer is read.
  static func open(
    _ blocks: [StoredBlock],
    limits: ParsingLimits
  ) throws(FormatError) -> [TableBlock] {
    guard let first = blocks.first(where: { $0.compression != .none }) else {
      return blocks.map { TableBlock($0, contents: $0.body) }
    }
    var scratch = try ScratchFile(name: first.body.name)
    var ranges: [Range<Int>] = []
    var end = 0
    for block in blocks {
      guard block.compression == .snappy else {
        ranges.append(end..<end)
        continue
      }
      // Compressed bytes are not looked at before they are known to be what was written.
      try block.verify()
      let output = try Snappy.decompress(
        block.body.bytes,
        limit: limits.blockBytes,
        origin: block.handle.offset
      )
      ranges.append(end..<(end + output.count))
      guard ranges.last?.upperBound ?? 0 <= limits.inflatedBytes else {
        throw .limit(
          "the decompressed size of a table",
          end + output.count,
          limits.inflatedBytes,
          "ParsingLimits.inflatedBytes"
        )
      }
      unsafe try output.withUnsafeBufferPointer { (bytes) throws(FormatError) in
        unsafe try scratch.write(UnsafeRawBufferPointer(bytes), at: end)
      }
      end += output.count
    }
    let store = ByteRegion(try scratch.finish())
    var opened: [TableBlock] = []
    for (block, range) in zip(blocks, ranges) {
      let contents =
        block.compression == .none
        ? block.body : try store.part(offset: range.lowerBound, count: range.count)
      opened.append(TableBlock(block, contents: contents))
    }
    return opened
  }
}
