import ZooTensors

/// Trees of the older kind: those of group members and of chunks.
///
/// Source: the HDF5 File Format Specification 3.0, section III.A.1.
struct HDF5TreeNodes {
  private let file: HDF5File
  private let type: UInt8
  private let keyWidth: Int

  /// `type` is 0 for groups, 1 for chunks; a key has `keyWidth` bytes.
  init(in file: HDF5File, type: UInt8, keyWidth: Int) {
    self.file = file
    self.type = type
    self.keyWidth = keyWidth
  }

  /// Calls `body` for each child of the lowest nodes with the key before it.
  ///
  /// - Throws: ``FormatError`` where a node is damaged, is reached twice, or is on a level that does
  ///   not follow from the one above; or what `body` throws.
  func forEachChild(
    below root: Int,
    _ body: (inout ByteCursor, Int) throws(FormatError) -> Void
  ) throws(FormatError) {
    var pending: [(address: Int, level: Int?)] = [(root, nil)]
    var seen: Set<Int> = []
    while let node = pending.popLast() {
      guard seen.insert(node.address).inserted else {
        throw FormatError(
          .inconsistent,
          "a node of a tree is reached twice",
          at: file.position(node.address)
        )
      }
      let level = try read(node.address, expecting: node.level, &pending, body)
      try file.limits.checkNesting(
        level,
        of: "the height of a tree",
        at: file.position(node.address)
      )
    }
  }

  private func read(
    _ address: Int,
    expecting expected: Int?,
    _ pending: inout [(address: Int, level: Int?)],
    _ body: (inout ByteCursor, Int) throws(FormatError) -> Void
  ) throws(FormatError) -> Int {
    let prefix = 8 + 2 * file.offsetWidth
    let head = try file.block(address, prefix, "a node of a tree")
    var cursor = head.cursor
    try cursor.readSignature("TREE", "a node of a tree")
    let found = try cursor.read(UInt8.self)
    let level = Int(try cursor.read(UInt8.self))
    let count = Int(try cursor.read(UInt16.self))
    guard found == type else {
      throw FormatError(
        .inconsistent,
        "expected a tree of type \(type), found \(found)",
        at: file.position(address)
      )
    }
    if let expected, level != expected {
      throw FormatError(
        .inconsistent,
        "a node of a tree is on level \(level), expected \(expected)",
        at: file.position(address)
      )
    }
    // A key stands before each child and after the last.
    let start = try address.adding(prefix, "a node of a tree")
    let entries = try file.block(
      start,
      count * (keyWidth + file.offsetWidth) + (count > 0 ? keyWidth : 0),
      "a node of a tree"
    )
    for index in 0..<count {
      let entry = try entries.part(
        offset: index * (keyWidth + file.offsetWidth),
        count: keyWidth + file.offsetWidth
      )
      var key = entry.cursor
      var after = entry.cursor
      try after.skip(keyWidth)
      let child = try after.readDefinedAddress(file.offsetWidth, "a child of a tree")
      if level > 0 {
        pending.append((child, level - 1))
      } else {
        try body(&key, child)
      }
    }
    return level
  }
}
