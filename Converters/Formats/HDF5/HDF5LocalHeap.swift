import ZooTensors

/// The texts of a group of the older kind.
///
/// Source: the HDF5 File Format Specification 3.0, section III.D.
struct HDF5LocalHeap {
  private let data: HDF5Block
  private let limits: ParsingLimits

  init(in file: HDF5File, at address: Int) throws(FormatError) {
    let head = try file.block(
      address,
      8 + 2 * file.lengthWidth + file.offsetWidth,
      "a heap of names"
    )
    var cursor = head.cursor
    try cursor.readSignature("HEAP", "a heap of names")
    try cursor.readVersion(0, "a heap of names")
    try cursor.skip(3)
    let size = try cursor.readNumber(file.lengthWidth, "the size of a heap")
    _ = try cursor.readBytes(file.lengthWidth)  // where its free space begins
    let start = try cursor.readDefinedAddress(file.offsetWidth, "the texts of a heap")
    data = try file.block(start, size, "a heap of names")
    limits = file.limits
  }

  /// The text that begins at an offset and ends with a zero.
  func text(at offset: Int) throws(FormatError) -> String {
    var cursor = data.cursor
    try cursor.seek(to: offset)
    return try cursor.readUTF8(until: 0, limit: limits.sideFileBytes)
  }
}
