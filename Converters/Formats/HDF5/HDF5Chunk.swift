/// One stored chunk.
struct HDF5Chunk: Sendable {
  /// Which chunk of the grid.
  let coordinates: [Int]
  /// Where it is.
  let address: Int
  /// The size as stored; `nil` where it is that of a chunk without filters.
  let byteCount: Int?
  /// A bit for each filter that was left out.
  let mask: UInt32
}
