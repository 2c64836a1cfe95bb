import ZooTensors

extension SSTable {
  /// The value of the key "", which comes first, or `nil` where the file is no such table.
  ///
  /// Tells TensorFlow's tables from others with a few small reads: the footer, the index, and the
  /// beginning of the first block. Checksums are left to the reader, so that a damaged table is
  /// recognised and then refused with a reason.
  static func valueOfEmptyKey(_ file: ByteRegion) -> [UInt8]? {
    guard hasMagic(file) else { return nil }
    var limits = ParsingLimits.default
    limits.blockBytes = 16 << 20
    do throws(FormatError) {
      let index = try footer(of: file).index
      let first = try firstHandle(of: file, index, limits)
      let stored = try StoredBlock(first, in: file)
      let contents =
        stored.compression == .none
        ? stored.body : try TableBlock.open([stored], limits: limits)[0].contents
      var cursor = ByteCursor(contents.bytes)
      let shared = try cursor.readVarint()
      let unshared = try cursor.readVarint()
      let count = try cursor.readVarint()
      guard shared == 0, unshared == 0, count <= UInt64(cursor.remaining) else { return nil }
      return try cursor.readArray(min(Int(count), 64))
    } catch {
      return nil  // Not recognised; probing does not throw.
    }
  }

  /// The first handle of the index.
  private static func firstHandle(
    of file: ByteRegion,
    _ index: BlockHandle,
    _ limits: ParsingLimits
  ) throws(FormatError) -> BlockHandle {
    let block = try TableBlock.open([try StoredBlock(index, in: file)], limits: limits)[0]
    let contents = block.contents
    var cursor = ByteCursor(contents.bytes)
    _ = try cursor.readVarint()
    let unshared = try cursor.readVarint()
    _ = try cursor.readVarint()
    try cursor.skip(Int(checking: unshared, "key length"))
    return try BlockHandle(&cursor, before: file.byteCount - footerByteCount)
  }
}
