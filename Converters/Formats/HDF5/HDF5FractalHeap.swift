import ZooTensors

/// A heap of small objects: the links of a group with many, the attributes of an object with many.
///
/// Source: the HDF5 File Format Specification 3.0, section III.G.
struct HDF5FractalHeap {
  /// The size of the ids that objects are found by.
  let idByteCount: Int
  private let file: HDF5File
  private let address: Int
  private let space: HDF5HeapSpace?
  /// The width of an offset in the heap, and of an object's length.
  private let offsetWidth: Int
  private let lengthWidth: Int
  private let hugeTree: Int?

  init(in file: HDF5File, at address: Int) throws(FormatError) {
    self.file = file
    self.address = address
    let place = file.position(address)
    let count = 26 + 3 * file.offsetWidth + 12 * file.lengthWidth
    let head = try file.block(address, count, "a heap")
    var cursor = head.cursor
    try cursor.readSignature("FRHP", "a heap")
    try cursor.readVersion(0, "a heap")
    idByteCount = Int(try cursor.read(UInt16.self))
    guard try cursor.read(UInt16.self) == 0 else {
      throw FormatError(
        .unsupported,
        "a heap of names or attributes is compressed, which is not read; save the file with "
          + "h5repack",
        at: place
      )
    }
    let hasChecksums = try cursor.read(UInt8.self) & 0b10 != 0
    let objectLimit = try cursor.readNumber(4, "the largest object of a heap")
    try cursor.skip(file.lengthWidth)
    hugeTree = try cursor.readAddress(file.offsetWidth)
    // Free space, sizes and counts, which nothing here needs.
    try cursor.skip(file.offsetWidth + 9 * file.lengthWidth)
    let width = Int(try cursor.read(UInt16.self))
    let startSize = try cursor.readNumber(file.lengthWidth, "the size of a block")
    let directLimit = try cursor.readNumber(file.lengthWidth, "the size of a block")
    let bits = Int(try cursor.read(UInt16.self))
    try cursor.skip(2)
    let root = try cursor.readAddress(file.offsetWidth)
    let rows = Int(try cursor.read(UInt16.self))
    try cursor.checkChecksum(of: head.part(offset: 0, count: cursor.offset), "a heap")
    offsetWidth = (bits + 7) / 8
    lengthWidth = min(Self.width(of: directLimit), Self.width(of: objectLimit))
    guard idByteCount > 0, bits > 0, bits <= 62 else {
      throw FormatError(
        .invalidValue,
        "a heap has ids of \(idByteCount) bytes and addresses of \(bits) bits",
        at: place
      )
    }
    guard let root else {
      space = nil
      return
    }
    space = try HDF5HeapSpace(
      in: file,
      root: root,
      rowCount: rows,
      rowWidth: width,
      startSize: startSize,
      directLimit: directLimit,
      offsetWidth: offsetWidth,
      hasChecksums: hasChecksums
    )
  }

  /// The bytes of a number up to `limit` as the library counts them.
  private static func width(of limit: Int) -> Int {
    max(1, (Int.bitWidth - limit.leadingZeroBitCount + 7) / 8)
  }

  /// The object that an id stands for.
  ///
  /// - Throws: ``FormatError`` where the id leads nowhere.
  func object(_ id: HDF5Block) throws(FormatError) -> HDF5Block {
    var cursor = id.cursor
    let head = try cursor.read(UInt8.self)
    switch head >> 4 {
    case 0:
      let offset = try cursor.readNumber(offsetWidth, "the offset of an object in a heap")
      let count = try cursor.readNumber(lengthWidth, "the length of an object in a heap")
      guard let space else {
        throw FormatError(.invalidValue, "an object is in a heap without blocks", at: id.position)
      }
      return try space.object(at: offset, count)
    case 1: return try hugeObject(&cursor)
    case 2:
      // Tiny: the object is in the id itself.
      var count = Int(head & 0x0f)
      if idByteCount > 17 { count = count << 8 + Int(try cursor.read(UInt8.self)) }
      return try id.part(offset: cursor.offset, count: count + 1)
    default:
      throw FormatError(
        .unsupported,
        "the id of an object in a heap is of type \(head >> 4)",
        at: id.position
      )
    }
  }

  /// An object too large for the heap's blocks: the id is a number that a tree leads from.
  private func hugeObject(_ cursor: inout ByteCursor) throws(FormatError) -> HDF5Block {
    if idByteCount > file.offsetWidth + file.lengthWidth {
      let place = try cursor.readDefinedAddress(file.offsetWidth, "an object of a heap")
      let count = try cursor.readNumber(file.lengthWidth, "the length of an object")
      return try file.block(place, count, "an object of a heap")
    }
    var found: HDF5Block?
    if let hugeTree {
      let width = min(file.lengthWidth, idByteCount - 1)
      let wanted = try cursor.readNumber(width, "the number of an object")
      let tree = try HDF5RecordTree(in: file, at: hugeTree, type: 1)
      try tree.forEach { (record) throws(FormatError) in
        var fields = record.cursor
        let place = try fields.readDefinedAddress(file.offsetWidth, "an object of a heap")
        let count = try fields.readNumber(file.lengthWidth, "the length of an object")
        if try fields.readNumber(file.lengthWidth, "the number of an object") == wanted {
          found = try file.block(place, count, "an object of a heap")
        }
      }
    }
    guard let found else {
      throw FormatError(
        .invalidValue,
        "an object is not in the tree of its heap",
        at: file.position(address)
      )
    }
    return found
  }
}
