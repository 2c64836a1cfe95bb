import ZooTensors

/// Trees of the newer kind, whose nodes hold records of one size.
///
/// Source: the HDF5 File Format Specification 3.0, section III.A.2.
struct HDF5RecordTree {
  /// What a node on each level may hold, which says how wide its pointers are.
  private struct Level {
    let recordLimit: Int
    /// The records of everything below, at most.
    let totalLimit: Int
    /// The width of such a total.
    let totalWidth: Int
  }

  /// The size of a record.
  let recordByteCount: Int
  private let file: HDF5File
  private let type: UInt8
  private let nodeByteCount: Int
  private let levels: [Level]
  private let countWidth: Int
  private let root: Int?
  private let rootCount: Int
  private let total: Int

  /// Reads the tree's header; the tree must hold records of a type.
  init(in file: HDF5File, at address: Int, type: UInt8) throws(FormatError) {
    self.file = file
    self.type = type
    let place = file.position(address)
    let head = try file.block(address, 22 + file.offsetWidth + file.lengthWidth, "a tree")
    var cursor = head.cursor
    try cursor.readSignature("BTHD", "a tree")
    try cursor.readVersion(0, "a tree")
    let found = try cursor.read(UInt8.self)
    guard found == type else {
      throw FormatError(
        .inconsistent,
        "expected a tree of records of type \(type), found \(found)",
        at: place
      )
    }
    nodeByteCount = try cursor.readNumber(4, "the size of a node")
    recordByteCount = Int(try cursor.read(UInt16.self))
    let depth = Int(try cursor.read(UInt16.self))
    try cursor.skip(2)
    root = try cursor.readAddress(file.offsetWidth)
    rootCount = Int(try cursor.read(UInt16.self))
    total = try cursor.readNumber(file.lengthWidth, "the number of records")
    try cursor.checkChecksum(of: head.part(offset: 0, count: cursor.offset), "a tree")
    try file.limits.checkNesting(depth, of: "the height of a tree", at: place)
    guard recordByteCount > 0, nodeByteCount >= 10 + recordByteCount else {
      throw FormatError(
        .invalidValue,
        "a tree has nodes of \(nodeByteCount) bytes and records of \(recordByteCount)",
        at: place
      )
    }
    let leaf = (nodeByteCount - 10) / recordByteCount
    countWidth = Self.width(of: leaf)
    var levels = [Level(recordLimit: leaf, totalLimit: leaf, totalWidth: 0)]
    for _ in 0..<depth {
      let below = levels[levels.count - 1]
      let pointer = file.offsetWidth + countWidth + below.totalWidth
      let limit = max(0, nodeByteCount - 10 - pointer) / (recordByteCount + pointer)
      let all = try (limit + 1).multiplied(by: below.totalLimit, "the records of a tree")
        .adding(limit, "the records of a tree")
      levels.append(Level(recordLimit: limit, totalLimit: all, totalWidth: Self.width(of: all)))
    }
    self.levels = levels
  }

  /// The bytes that a number up to `limit` takes.
  private static func width(of limit: Int) -> Int {
    max(1, (Int.bitWidth - limit.leadingZeroBitCount + 7) / 8)
  }

  /// Calls `body` with each record; the order is that of the nodes, not of the keys.
  ///
  /// - Throws: ``FormatError`` where a node is damaged or reached twice, or where there are not as
  ///   many records as stated; or what `body` throws.
  func forEach(
    _ body: (HDF5Block) throws(FormatError) -> Void
  ) throws(FormatError) {
    guard let root else {
      guard total == 0 else {
        throw FormatError(.inconsistent, "a tree of \(total) records has no root")
      }
      return
    }
    var pending = [(address: root, count: rootCount, depth: levels.count - 1)]
    var seen: Set<Int> = []
    var found = 0
    while let node = pending.popLast() {
      guard seen.insert(node.address).inserted else {
        throw FormatError(
          .inconsistent,
          "a node of a tree is reached twice",
          at: file.position(node.address)
        )
      }
      found = try found.adding(node.count, "the records of a tree")
      try read(node.address, node.count, node.depth, &pending, body)
    }
    guard found == total else {
      throw FormatError(
        .inconsistent,
        "a tree states \(total) records, its nodes hold \(found)",
        at: file.position(root)
      )
    }
  }

  private func read(
    _ address: Int,
    _ count: Int,
    _ depth: Int,
    _ pending: inout [(address: Int, count: Int, depth: Int)],
    _ body: (HDF5Block) throws(FormatError) -> Void
  ) throws(FormatError) {
    let place = file.position(address)
    guard count <= levels[depth].recordLimit else {
      throw FormatError(
        .inconsistent,
        "a node of a tree holds \(count) records, there is room for \(levels[depth].recordLimit)",
        at: place
      )
    }
    let totalWidth = depth > 0 ? levels[depth - 1].totalWidth : 0
    let pointers = depth > 0 ? (count + 1) * (file.offsetWidth + countWidth + totalWidth) : 0
    let node = try file.block(
      address,
      10 + count * recordByteCount + pointers,
      "a node of a tree"
    )
    var cursor = node.cursor
    try cursor.readSignature(depth > 0 ? "BTIN" : "BTLF", "a node of a tree")
    try cursor.readVersion(0, "a node of a tree")
    guard try cursor.read(UInt8.self) == type else {
      throw FormatError(.inconsistent, "a node belongs to a tree of another type", at: place)
    }
    for index in 0..<count {
      try body(try node.part(offset: 6 + index * recordByteCount, count: recordByteCount))
    }
    try cursor.skip(count * recordByteCount)
    if depth > 0 {
      for _ in 0...count {
        let child = try cursor.readDefinedAddress(file.offsetWidth, "a child of a tree")
        let records = try cursor.readNumber(countWidth, "the records of a node")
        try cursor.skip(totalWidth)
        pending.append((child, records, depth - 1))
      }
    }
    try cursor.checkChecksum(of: node.part(offset: 0, count: cursor.offset), "a node of a tree")
  }
}
