import ZooTensors

/// The names of a group of the older kind: a tree of tables, and a heap of texts.
///
/// Source: the HDF5 File Format Specification 3.0, sections III.A.1, III.B and III.C.
struct HDF5SymbolTable {
  private let file: HDF5File
  private let tree: Int
  private let heap: HDF5LocalHeap

  init(tree: Int, heap: Int, in file: HDF5File) throws(FormatError) {
    self.file = file
    self.tree = tree
    self.heap = try HDF5LocalHeap(in: file, at: heap)
  }

  /// Every link, in no particular order.
  func links() throws(FormatError) -> [HDF5Link] {
    var links: [HDF5Link] = []
    let nodes = HDF5TreeNodes(in: file, type: 0, keyWidth: file.lengthWidth)
    try nodes.forEachChild(below: tree) { (_, child) throws(FormatError) in
      try read(table: child, &links)
    }
    return links
  }

  private func read(table address: Int, _ links: inout [HDF5Link]) throws(FormatError) {
    let head = try file.block(address, 8, "a table of names")
    var cursor = head.cursor
    try cursor.readSignature("SNOD", "a table of names")
    try cursor.readVersion(1, "a table of names")
    try cursor.skip(1)
    let count = Int(try cursor.read(UInt16.self))
    let entryWidth = 2 * file.offsetWidth + 24
    let start = try address.adding(8, "a table of names")
    let bytes = try file.block(start, count * entryWidth, "a table of names")
    var entries = bytes.cursor
    for _ in 0..<count {
      let place = entries.position
      let name = try entries.readNumber(file.offsetWidth, "the offset of a name")
      let header = try entries.readAddress(file.offsetWidth)
      let kind = try entries.read(UInt32.self)
      try entries.skip(4)
      let text = Int(try entries.read(UInt32.self))
      try entries.skip(12)
      let target: HDF5Link.Target
      if kind == 2 {
        target = .path(try heap.text(at: text))
      } else if let header {
        target = .object(header)
      } else {
        throw FormatError(.invalidValue, "a name leads to an undefined address", at: place)
      }
      links.append(try HDF5Link(name: heap.text(at: name), target: target, at: place))
    }
  }
}
