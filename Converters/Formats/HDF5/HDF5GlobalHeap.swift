import ZooTensors

/// The texts of varying length that attributes refer to.
///
/// Source: the HDF5 File Format Specification 3.0, section III.E.
struct HDF5GlobalHeap {
  private let file: HDF5File
  /// The objects of the collections that were read, by address and number.
  private var collections: [Int: [Int: HDF5Block]] = [:]

  init(in file: HDF5File) { self.file = file }

  /// The text that an element refers to: a length, the address of a collection, a number in it.
  mutating func text(_ element: HDF5Block) throws(FormatError) -> String {
    var cursor = element.cursor
    let count = try cursor.readNumber(4, "the length of a text")
    let address = try cursor.readAddress(file.offsetWidth)
    let number = try cursor.readNumber(4, "the number of a text")
    // Writers leave the reference of an empty text undefined or zero.
    guard count > 0 else { return "" }
    try HDF5Attribute.checkLength(count, file.limits, at: element.position)
    guard let address else {
      throw FormatError(
        .invalidValue,
        "a text of \(count) bytes is at an undefined address",
        at: element.position
      )
    }
    if collections[address] == nil { collections[address] = try read(address) }
    guard let object = collections[address]?[number] else {
      throw FormatError(
        .invalidValue,
        "a text is object \(number) of a heap that has none",
        at: element.position
      )
    }
    let bytes = try object.part(offset: 0, count: count)
    var text = bytes.cursor
    return try text.readUTF8(count)
  }

  private func read(_ address: Int) throws(FormatError) -> [Int: HDF5Block] {
    let head = try file.block(address, 8 + file.lengthWidth, "a heap of texts")
    var cursor = head.cursor
    try cursor.readSignature("GCOL", "a heap of texts")
    try cursor.readVersion(1, "a heap of texts")
    try cursor.skip(3)
    let size = try cursor.readNumber(file.lengthWidth, "the size of a heap")
    let block = try file.block(address, size, "a heap of texts")
    var objects: [Int: HDF5Block] = [:]
    var fields = block.cursor
    try fields.skip(8 + file.lengthWidth)
    let prefix = 8 + file.lengthWidth
    while fields.remaining >= prefix {
      let number = Int(try fields.read(UInt16.self))
      // Object 0 is the free space at the end.
      guard number > 0 else { break }
      try fields.skip(6)
      let count = try fields.readNumber(file.lengthWidth, "the size of a text")
      guard count <= fields.remaining else {
        throw FormatError(
          .truncated,
          "an object of a heap has \(count) bytes, \(fields.remaining) are left",
          at: fields.position
        )
      }
      let object = try block.part(offset: fields.offset, count: count)
      guard objects.updateValue(object, forKey: number) == nil else {
        throw FormatError(
          .inconsistent,
          "object \(number) of a heap is there twice",
          at: fields.position
        )
      }
      try fields.skip(min((count + 7) / 8 * 8, fields.remaining))
    }
    return objects
  }
}
