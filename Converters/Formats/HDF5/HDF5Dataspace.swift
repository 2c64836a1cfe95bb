import ZooTensors

/// The extents of a dataset or attribute.
///
/// Source: the HDF5 File Format Specification 3.0, section IV.A.2.b.
struct HDF5Dataspace: Sendable {
  /// The extents, outermost first; `nil` for a space that has no elements at all, not even one.
  let dimensions: [Int]?
  /// How far each may grow; `nil` without a limit.
  let limits: [Int?]

  /// Reads a dataspace.
  init(_ block: HDF5Block, in file: HDF5File) throws(FormatError) {
    var cursor = block.cursor
    let version = try cursor.read(UInt8.self)
    let rank = Int(try cursor.read(UInt8.self))
    let flags = try cursor.read(UInt8.self)
    switch version {
    case 1:
      try cursor.skip(5)
      guard flags & 0b10 == 0 else {
        throw FormatError(.unsupported, "a dataspace with permuted axes", at: block.position)
      }
    case 2:
      let kind = try cursor.read(UInt8.self)
      guard kind < 2, kind == 1 || rank == 0 else {
        guard kind == 2 else {
          throw FormatError(
            .invalidValue,
            "a dataspace of kind \(kind) with \(rank) axes",
            at: block.position
          )
        }
        dimensions = nil
        limits = []
        return
      }
    default:
      throw FormatError(.unsupported, "a dataspace of version \(version)", at: block.position)
    }
    var dimensions: [Int] = []
    for _ in 0..<rank {
      dimensions.append(try cursor.readNumber(file.lengthWidth, "a dimension"))
    }
    var limits: [Int?] = dimensions
    if flags & 1 != 0 {
      for axis in 0..<rank {
        let limit = try cursor.readAddress(file.lengthWidth)
        guard limit.map({ $0 >= dimensions[axis] }) ?? true else {
          throw FormatError(
            .inconsistent,
            "an axis has \(dimensions[axis]) elements and a limit of \(limit ?? 0)",
            at: block.position
          )
        }
        limits[axis] = limit
      }
    }
    self.dimensions = dimensions
    self.limits = limits
  }
}
