import ZooTensors

/// The chunks that a dataset is cut into, counted along each axis.
struct HDF5ChunkGrid: Sendable {
  /// The extents of the dataset.
  let shape: Shape
  /// The extents of a chunk.
  let chunk: Shape
  /// The number of chunks along each axis.
  let counts: [Int]
  /// The number of all chunks.
  let count: Int
  /// The number along each axis when the dataset has grown to its limits; `nil` without a limit.
  private let limitCounts: [Int?]

  /// Cuts a shape into chunks.
  init(_ space: HDF5Dataspace, shape: Shape, chunk: [Int]) throws(FormatError) {
    guard chunk.count == shape.rank, space.limits.count == shape.rank else {
      throw FormatError(
        .inconsistent,
        "chunks of \(chunk.count) axes for a dataset of \(shape.rank)"
      )
    }
    self.shape = shape
    // The rank is that of a shape which was checked before.
    var limits = ParsingLimits.default
    limits.rank = chunk.count
    self.chunk = try Shape(chunk, limits: limits)
    func chunks(_ extent: Int, _ axis: Int) -> Int {
      extent / chunk[axis] + (extent % chunk[axis] > 0 ? 1 : 0)
    }
    counts = shape.dimensions.indices.map { chunks(shape.dimensions[$0], $0) }
    limitCounts = space.limits.indices.map { axis in space.limits[axis].map { chunks($0, axis) } }
    var count = 1
    for number in counts { count = try count.multiplied(by: number, "the number of chunks") }
    self.count = count
  }

  /// Whether the dataset has a chunk with these coordinates.
  func contains(_ coordinates: [Int]) -> Bool {
    coordinates.count == counts.count && zip(coordinates, counts).allSatisfy { 0 <= $0 && $0 < $1 }
  }

  /// Whether a chunk reaches over the dataset's edge.
  func isCut(_ coordinates: [Int]) -> Bool {
    coordinates.indices.contains { axis in
      (coordinates[axis] + 1).multipliedReportingOverflow(by: chunk.dimensions[axis]).overflow
        || (coordinates[axis] + 1) * chunk.dimensions[axis] > shape.dimensions[axis]
    }
  }

  /// The coordinates of the chunk with a number, where numbers count up to the limits of growth.
  ///
  /// The axis without a limit, if there is one, counts slowest.
  func coordinates(ofNumber number: Int) throws(FormatError) -> [Int] {
    var rest = number
    var coordinates = [Int](repeating: 0, count: counts.count)
    let unlimited = limitCounts.firstIndex { $0 == nil }
    for axis in counts.indices.reversed() where axis != unlimited {
      guard let extent = limitCounts[axis], extent > 0 else {
        throw FormatError(
          .unsupported,
          "an array of chunks for a dataset that may grow along several axes, or not at all"
        )
      }
      coordinates[axis] = rest % extent
      rest /= extent
    }
    if let unlimited {
      coordinates[unlimited] = rest
    } else if rest > 0 {
      coordinates[0] = .max
    }
    return coordinates
  }
}
