import ZooTensors

/// The elements of a dataset that is stored in chunks, put together when they are asked for.
final class HDF5ChunkedContent: TensorContent {
  private let file: HDF5File
  private let chunking: HDF5Chunking
  private let grid: HDF5ChunkGrid
  private let filters: HDF5Filters
  private let fill: HDF5FillValue
  private let width: Int
  private let chunkByteCount: Int
  private let name: String
  private let assembled = WeakStore()

  /// - Throws: ``FormatError`` where chunks are larger than memory may hold.
  init(
    _ chunking: HDF5Chunking,
    grid: HDF5ChunkGrid,
    filters: HDF5Filters,
    fill: HDF5FillValue,
    width: Int,
    name: String,
    in file: HDF5File
  ) throws(FormatError) {
    self.file = file
    self.chunking = chunking
    self.grid = grid
    self.filters = filters
    self.fill = fill
    self.width = width
    self.name = name
    chunkByteCount = try grid.chunk.elementCount.multiplied(by: width, "the size of a chunk")
    try file.limits.checkBlock(chunkByteCount, of: "the size of a chunk")
  }

  /// All elements in row-major order, in the byte order of the file.
  ///
  /// Complexity: O(bytes), in memory of a few chunks; again after the last user let go of it.
  /// - Throws: ``FormatError`` where the index or a chunk is damaged, or where chunks are missing and
  ///   no fill value is stated.
  func region() throws(FormatError) -> ByteRegion {
    try assembled.region { () throws(FormatError) in
      do throws(FormatError) {
        return try assemble()
      } catch {
        throw FormatError(error.code, "'\(printable(name))': \(error.message)", at: error.offset)
          .inFile(file.region.name)
      }
    }
  }

  private func assemble() throws(FormatError) -> ByteStore {
    let file = file.forAnotherTask
    let chunks = try HDF5ChunkList.chunks(
      chunking.index,
      of: grid,
      isFiltered: !filters.steps.isEmpty,
      chunkByteCount: chunkByteCount,
      in: file
    )
    let byteCount = try grid.shape.elementCount.multiplied(by: width, "the size of the elements")
    let missing = grid.count - chunks.count
    if missing > 0 {
      try fill.check(missing: missing, of: grid.count, chunkByteCount, limits: file.limits)
    }
    var scratch = try ScratchFile(byteCount: byteCount, name: name)
    if missing > 0 { try fill.write(to: &scratch, byteCount: byteCount) }
    for chunk in chunks {
      let stored = HDF5Block(
        region: try file.data(chunk.address, chunk.byteCount ?? chunkByteCount, "a chunk"),
        position: file.position(chunk.address)
      )
      let isPlain = chunking.leavesEdgesUnfiltered && grid.isCut(chunk.coordinates)
      let decoder = HDF5ChunkDecoder(
        isPlain ? .none : filters,
        byteCount: chunkByteCount,
        limits: file.limits
      )
      let elements = try decoder.elements(of: stored, mask: chunk.mask)
      try write(elements, chunk.coordinates, to: &scratch)
      stored.region.release()
    }
    return try scratch.finish()
  }

  /// Writes the elements of a chunk that are inside the dataset, in runs as long as possible.
  private func write(
    _ elements: [UInt8],
    _ coordinates: [Int],
    to scratch: inout ScratchFile
  ) throws(FormatError) {
    let starts = coordinates.indices.map { coordinates[$0] * grid.chunk.dimensions[$0] }
    let extents = coordinates.indices.map {
      min(grid.chunk.dimensions[$0], grid.shape.dimensions[$0] - starts[$0])
    }
    // Along the axes after `axis` the chunk is as wide as the dataset, so that rows join.
    var axis = extents.count - 1
    while axis > 0, extents[axis] == grid.shape.dimensions[axis],
      extents[axis] == grid.chunk.dimensions[axis]
    {
      axis -= 1
    }
    let target = grid.shape.rowMajorStrides
    let source = grid.chunk.rowMajorStrides
    let run = extents[axis] * target[axis] * width
    var index = [Int](repeating: 0, count: axis)
    let origin = zip(starts, target).reduce(0) { $0 + $1.0 * $1.1 }
    while true {
      let to = zip(index, target).reduce(origin) { $0 + $1.0 * $1.1 } * width
      let from = zip(index, source).reduce(0) { $0 + $1.0 * $1.1 } * width
      // Safe: the slice checks that the run is inside the chunk.
      unsafe try elements[from..<(from + run)].withUnsafeBufferPointer {
        (bytes) throws(FormatError) in
        unsafe try scratch.write(UnsafeRawBufferPointer(bytes), at: to)
      }
      var outer = axis - 1
      while outer >= 0 {
        index[outer] += 1
        if index[outer] < extents[outer] { break }
        index[outer] = 0
        outer -= 1
      }
      if outer < 0 { return }
    }
  }
}
