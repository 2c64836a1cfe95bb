import ZooTensors

/// The elements of an array of several chunks, put together in a scratch file.
final class ZarrContent: TensorContent {
  private let chunks: [ZarrChunk]
  private let shape: [Int]
  private let chunk: [Int]
  private let grid: ZarrGrid
  private let width: Int
  private let byteCount: Int
  private let name: String
  private let assembled = WeakStore()

  /// `chunks` are in the order of the grid.
  init(_ chunks: [ZarrChunk], _ metadata: ZarrMetadata, _ grid: ZarrGrid, name: String) {
    self.chunks = chunks
    self.grid = grid
    shape = metadata.shape.dimensions
    chunk = metadata.chunk.dimensions
    width = metadata.type.dtype.bitWidth / 8
    byteCount = metadata.shape.elementCount * width
    self.name = name
  }

  /// All elements, row-major.
  ///
  /// Complexity: O(bytes), in memory of bounded size and with one chunk open at a time; again after
  /// the last user let go of it.
  /// - Throws: ``FormatError`` where a chunk is damaged.
  func region() throws(FormatError) -> ByteRegion {
    try assembled.region { () throws(FormatError) in
      var scratch = try ScratchFile(byteCount: byteCount, name: name)
      for (number, chunk) in chunks.enumerated() {
        let region = try chunk.region()
        let rows = Rows(shape: shape, chunk: self.chunk, at: grid.index(number), width: width)
        unsafe try region.forEachChunk { (bytes, offset) throws(FormatError) in
          unsafe try rows.write(UnsafeRawBufferPointer(bytes), at: offset, to: &scratch)
        }
        region.release()
      }
      return try scratch.finish()
    }
  }

  /// The rows of one chunk: runs that are contiguous in the chunk and in the array.
  private struct Rows {
    /// The extents of the axes before the run in the chunk, and how many of each are in the array.
    private var extents: [Int] = []
    private var inside: [Int] = []
    /// The bytes from one index of such an axis to the next, in the array.
    private var steps: [Int] = []
    /// The bytes of a run in the chunk, and how many of them are in the array.
    private var run = 1
    private var kept = 1
    /// Where the chunk's first element is in the array.
    private var origin = 0

    /// All numbers are products of dimensions whose shapes were checked.
    init(shape: [Int], chunk: [Int], at index: [Int], width: Int) {
      run = width
      kept = width
      var stride = width
      var isRun = true
      for axis in shape.indices.reversed() {
        let start = index[axis] * chunk[axis]
        let count = min(chunk[axis], shape[axis] - start)
        if isRun {
          kept = run * count
          run *= chunk[axis]
          // A run goes on over the next axis only if nothing of it is cut and nothing lies beside.
          isRun = chunk[axis] == shape[axis]
        } else {
          extents.insert(chunk[axis], at: 0)
          inside.insert(count, at: 0)
          steps.insert(stride, at: 0)
        }
        origin += start * stride
        stride *= shape[axis]
      }
    }

    /// Writes the bytes at an offset of the chunk to their places in the array.
    func write(
      _ bytes: UnsafeRawBufferPointer,
      at offset: Int,
      to scratch: inout ScratchFile
    ) throws(FormatError) {
      var done = 0
      while done < bytes.count {
        let row = (offset + done) / run
        let start = (offset + done) % run
        let count = min(run - start, bytes.count - done)
        if let place = place(ofRow: row), start < kept {
          let part = done..<(done + min(count, kept - start))
          unsafe try scratch.write(UnsafeRawBufferPointer(rebasing: bytes[part]), at: place + start)
        }
        done += count
      }
    }

    /// Where a row begins in the array, or `nil` where it lies beyond its edge.
    private func place(ofRow row: Int) -> Int? {
      var rest = row
      var place = origin
      for axis in extents.indices.reversed() {
        let index = rest % extents[axis]
        rest /= extents[axis]
        guard index < inside[axis] else { return nil }
        place += index * steps[axis]
      }
      return place
    }
  }
}
