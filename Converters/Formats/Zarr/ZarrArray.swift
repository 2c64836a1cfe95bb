import ZooTensors

/// A zarr array whose chunk files are all there.
struct ZarrArray {
  /// What is known of the array.
  let metadata: ZarrMetadata
  /// The chunk files in row-major order of the grid.
  let chunks: [ZarrChunk]
  private let grid: ZarrGrid

  /// Finds the chunks of an array in a directory.
  ///
  /// Complexity: O(chunks); none is read.
  /// - Parameters:
  ///   - metadata: What is known of the array.
  ///   - directory: Its directory, a path of the tree without a slash at its end; empty for the root.
  ///   - files: The files of the tree.
  ///   - limits: The caps.
  /// - Throws: ``FormatError`` where a chunk is missing, or too small or too large for its elements.
  init(
    _ metadata: ZarrMetadata,
    at directory: String,
    in files: ZarrFiles,
    limits: ParsingLimits
  ) throws(FormatError) {
    self.metadata = metadata
    grid = try ZarrGrid(metadata, limits: limits)
    let byteCount = try metadata.type.dtype.byteCount(ofElements: metadata.chunk.elementCount)
    var chunks: [ZarrChunk] = []
    for number in 0..<grid.total {
      let name = ZarrGrid.name(grid.index(number), separator: metadata.separator)
      let path = ZarrFiles.join(directory, name)
      guard let size = files.byteCount(of: path) else {
        throw FormatError(
          .inconsistent,
          "chunk '\(name)' of \(grid.total) is missing in '\(printable(directory))'; fetch the whole "
            + "checkpoint"
        )
      }
      do throws(FormatError) {
        try metadata.codec.check(output: byteCount, input: size, limits: limits)
      } catch {
        throw error.inFile(path)
      }
      chunks.append(
        ZarrChunk(
          path: path,
          storedByteCount: size,
          byteCount: byteCount,
          codec: metadata.codec,
          tree: files.tree,
          limits: limits
        )
      )
    }
    self.chunks = chunks
  }

  /// The elements of the array, little-endian and row-major.
  ///
  /// An array of one uncompressed chunk of its own shape is lent as it lies.
  func content(named name: String) -> any TensorContent {
    let isWhole = chunks.count == 1 && metadata.chunk == metadata.shape
    let content: any TensorContent =
      isWhole ? chunks[0] : ZarrContent(chunks, metadata, grid, name: name)
    let dtype = metadata.type.dtype
    guard metadata.type.isBigEndian else { return content }
    let parts = dtype == .c64 || dtype == .c128 ? 2 : 1
    return SwappedContent(content, width: dtype.bitWidth / 8 / parts)
  }
}
