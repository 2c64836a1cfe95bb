import ZooTensors

/// Finds the stored chunks of a dataset, whatever index it has.
struct HDF5ChunkList {
  private let file: HDF5File
  private let grid: HDF5ChunkGrid
  private let isFiltered: Bool
  private let chunkByteCount: Int
  private var chunks: [HDF5Chunk] = []

  private init(_ file: HDF5File, _ grid: HDF5ChunkGrid, _ isFiltered: Bool, _ byteCount: Int) {
    self.file = file
    self.grid = grid
    self.isFiltered = isFiltered
    chunkByteCount = byteCount
  }

  /// The stored chunks, each of them a chunk of the grid, none twice, none sharing bytes.
  ///
  /// - Throws: ``FormatError`` where the index is damaged or leads outside the file.
  static func chunks(
    _ index: HDF5Chunking.Index,
    of grid: HDF5ChunkGrid,
    isFiltered: Bool,
    chunkByteCount: Int,
    in file: HDF5File
  ) throws(FormatError) -> [HDF5Chunk] {
    var list = HDF5ChunkList(file, grid, isFiltered, chunkByteCount)
    try list.read(index)
    try list.check()
    return list.chunks
  }

  private mutating func read(_ index: HDF5Chunking.Index) throws(FormatError) {
    let origin = grid.counts.map { _ in 0 }
    switch index {
    case .tree(nil), .single(nil, _), .implicit(nil), .fixedArray(nil), .extensibleArray(nil),
      .recordTree(nil):
      return
    case .tree(let address?): try readTree(address)
    case .single(let address?, let filtered):
      add(origin, address, filtered?.byteCount, filtered?.mask ?? 0)
    case .implicit(let address?): try readImplicit(address)
    case .fixedArray(let address?):
      let array = try HDF5FixedArray(in: file, at: address)
      try array.forEach { (number, entry) throws(FormatError) in try add(number, entry) }
    case .extensibleArray(let address?):
      let array = try HDF5ExtensibleArray(in: file, at: address)
      try array.forEach { (number, entry) throws(FormatError) in try add(number, entry) }
    case .recordTree(let address?): try readRecordTree(address)
    }
  }

  private mutating func readTree(_ address: Int) throws(FormatError) {
    let rank = grid.counts.count
    let nodes = HDF5TreeNodes(in: file, type: 1, keyWidth: 8 + 8 * (rank + 1))
    try nodes.forEachChild(below: address) { (key, child) throws(FormatError) in
      let place = key.position
      let byteCount = try key.readNumber(4, "the size of a chunk")
      let mask = try key.read(UInt32.self)
      var coordinates: [Int] = []
      for axis in 0..<rank {
        let start = try key.readNumber(8, "the place of a chunk")
        guard start % grid.chunk.dimensions[axis] == 0 else {
          throw FormatError(
            .invalidValue,
            "a chunk begins at \(start) of axis \(axis), which is no multiple of "
              + "\(grid.chunk.dimensions[axis])",
            at: place
          )
        }
        coordinates.append(start / grid.chunk.dimensions[axis])
      }
      add(coordinates, child, isFiltered ? byteCount : nil, mask)
      guard isFiltered || byteCount == chunkByteCount else {
        throw FormatError(
          .inconsistent,
          "a chunk has \(byteCount) bytes, expected \(chunkByteCount)",
          at: place
        )
      }
    }
  }

  private mutating func readImplicit(_ address: Int) throws(FormatError) {
    guard !isFiltered else {
      throw FormatError(.inconsistent, "chunks without sizes of their own went through filters")
    }
    let whole = try grid.count.multiplied(by: chunkByteCount, "the size of all chunks")
    _ = try file.data(address, whole, "the chunks")
    // Numbers count up to the limits of growth, where chunks may lie between those that there are.
    var number = 0
    var found = 0
    while found < grid.count {
      let offset = try number.multiplied(by: chunkByteCount, "the place of a chunk")
      let place = try address.adding(offset, "the place of a chunk")
      guard place <= file.region.byteCount else {
        throw FormatError(.truncated, "chunk \(number) is outside the file")
      }
      let coordinates = try grid.coordinates(ofNumber: number)
      if grid.contains(coordinates) {
        add(coordinates, place, nil, 0)
        found += 1
      }
      number += 1
    }
  }

  private mutating func readRecordTree(_ address: Int) throws(FormatError) {
    let tree = try HDF5RecordTree(in: file, at: address, type: isFiltered ? 11 : 10)
    let rank = grid.counts.count
    let sizeWidth = tree.recordByteCount - file.offsetWidth - 8 * rank - (isFiltered ? 4 : 0)
    guard isFiltered ? (1...8).contains(sizeWidth) : sizeWidth == 0 else {
      throw FormatError(
        .invalidValue,
        "the records of chunks have \(tree.recordByteCount) bytes",
        at: file.position(address)
      )
    }
    try tree.forEach { (record) throws(FormatError) in
      var fields = record.cursor
      let place = try fields.readDefinedAddress(file.offsetWidth, "a chunk")
      let size = isFiltered ? try fields.readNumber(sizeWidth, "the size of a chunk") : nil
      let mask = isFiltered ? try fields.read(UInt32.self) : 0
      var coordinates: [Int] = []
      for _ in 0..<rank {
        coordinates.append(try fields.readNumber(8, "the place of a chunk"))
      }
      add(coordinates, place, size, mask)
    }
  }

  /// Adds the chunk of an array's entry, if it was written.
  private mutating func add(_ number: Int, _ entry: HDF5Block) throws(FormatError) {
    var fields = entry.cursor
    guard let address = try fields.readAddress(file.offsetWidth) else { return }
    let sizeWidth = entry.count - file.offsetWidth - (isFiltered ? 4 : 0)
    guard isFiltered ? (1...8).contains(sizeWidth) : sizeWidth == 0 else {
      throw FormatError(
        .invalidValue,
        "the entries of an array of chunks have \(entry.count) bytes",
        at: entry.position
      )
    }
    let size = isFiltered ? try fields.readNumber(sizeWidth, "the size of a chunk") : nil
    let mask = isFiltered ? try fields.read(UInt32.self) : 0
    add(try grid.coordinates(ofNumber: number), address, size, mask)
  }

  private mutating func add(_ coordinates: [Int], _ address: Int, _ count: Int?, _ mask: UInt32) {
    chunks.append(
      HDF5Chunk(coordinates: coordinates, address: address, byteCount: count, mask: mask)
    )
  }

  private func check() throws(FormatError) {
    var seen: Set<[Int]> = []
    var ranges: [Range<Int>] = []
    for chunk in chunks {
      guard grid.contains(chunk.coordinates), seen.insert(chunk.coordinates).inserted else {
        throw FormatError(
          .inconsistent,
          "the chunk \(chunk.coordinates) is stored twice, or outside the \(grid.counts) that there "
            + "are",
          at: file.position(chunk.address)
        )
      }
      let count = chunk.byteCount ?? chunkByteCount
      _ = try file.data(chunk.address, count, "the chunk \(chunk.coordinates)")
      ranges.append(chunk.address..<(chunk.address + count))
    }
    ranges.sort { $0.lowerBound < $1.lowerBound }
    for (one, next) in zip(ranges, ranges.dropFirst()) where next.lowerBound < one.upperBound {
      throw FormatError(
        .inconsistent,
        "two chunks share bytes",
        at: file.position(next.lowerBound)
      )
    }
  }
}
