import ZooTensors

/// The elements of one chunk, opened and decompressed when they are asked for.
///
/// Nothing stays open between two uses, because a checkpoint may have many thousand chunks.
final class ZarrChunk: TensorContent {
  /// The file.
  let path: String
  private let storedByteCount: Int
  private let byteCount: Int
  private let codec: ZarrCodec
  private let tree: any SourceTree
  private let limits: ParsingLimits
  private let decoded = WeakStore()

  /// `storedByteCount` is what the tree states of the file, `byteCount` what must come out.
  init(
    path: String,
    storedByteCount: Int,
    byteCount: Int,
    codec: ZarrCodec,
    tree: any SourceTree,
    limits: ParsingLimits
  ) {
    self.path = path
    self.storedByteCount = storedByteCount
    self.byteCount = byteCount
    self.codec = codec
    self.tree = tree
    self.limits = limits
  }

  /// The elements of the chunk.
  ///
  /// Complexity: O(bytes) if they are compressed, in memory of bounded size.
  /// - Throws: ``FormatError`` where the file has changed, is damaged, or has another size.
  func region() throws(FormatError) -> ByteRegion {
    do throws(FormatError) {
      guard codec != .none else { return try decode() }
      return try decoded.region { () throws(FormatError) in try decode().store }
    } catch {
      throw error.inFile(path)
    }
  }

  private func decode() throws(FormatError) -> ByteRegion {
    let file = try tree.open(path, expecting: storedByteCount)
    return try codec.decode(file, byteCount: byteCount, limits: limits)
  }
}
