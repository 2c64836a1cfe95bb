import ZooTensors

/// The sizes and the offset of a header, taken from its zip64 extra field where 32 bits are full.
struct ZipLongFields {
  var uncompressed: Int
  var compressed: Int
  var header: Int
  var disk: Int

  /// Reads the extra fields of a header.
  ///
  /// - Throws: ``FormatError`` where a field is cut off, the zip64 field is there twice, is missing,
  ///   or contradicts a 32-bit field that is not full.
  init(
    _ extra: [UInt8],
    uncompressed: UInt32,
    compressed: UInt32,
    header: UInt32 = 0,
    disk: UInt16 = 0,
    at offset: Int
  ) throws(FormatError) {
    self.uncompressed = Int(uncompressed)
    self.compressed = Int(compressed)
    self.header = Int(header)
    self.disk = Int(disk)
    let needed = [
      uncompressed == .max, compressed == .max, header == .max, disk == .max,
    ]
    guard let field = try Self.longField(extra, at: offset) else {
      guard !needed.contains(true) else {
        throw FormatError(.inconsistent, "the zip64 sizes of a member are missing", at: offset)
      }
      return
    }
    var values: [Int?] = [nil, nil, nil, nil]
    let widths = [8, 8, 8, 4]
    let exact = zip(needed, widths).reduce(0) { $0 + ($1.0 ? $1.1 : 0) }
    // Either only what is needed is there, or everything up to some field.
    let isFull = field.count != exact
    var position = 0
    for index in 0..<4 where isFull ? position < field.count : needed[index] {
      guard position + widths[index] <= field.count else {
        throw FormatError(.inconsistent, "the zip64 field of a member is too short", at: offset)
      }
      var value: UInt64 = 0
      for byte in 0..<widths[index] {
        value |= UInt64(field[position + byte]) << UInt64(8 * byte)
      }
      values[index] = try Int(checking: value, "a zip64 value")
      position += widths[index]
    }
    guard position == field.count else {
      throw FormatError(.inconsistent, "the zip64 field of a member is too long", at: offset)
    }
    let short = [self.uncompressed, self.compressed, self.header, self.disk]
    var result = short
    for index in 0..<4 {
      if let value = values[index] {
        guard needed[index] || value == short[index] else {
          throw FormatError(
            .inconsistent,
            "a zip64 value \(value) contradicts the 32-bit value \(short[index]) of a member",
            at: offset
          )
        }
        result[index] = value
      } else if needed[index] {
        throw FormatError(.inconsistent, "the zip64 field of a member is too short", at: offset)
      }
    }
    (self.uncompressed, self.compressed, self.header, self.disk) =
      (result[0], result[1], result[2], result[3])
  }

  /// The data of the zip64 extra field.
  private static func longField(
    _ extra: [UInt8],
    at offset: Int
  ) throws(FormatError) -> ArraySlice<UInt8>? {
    var found: ArraySlice<UInt8>?
    var position = 0
    while position < extra.count {
      guard position + 4 <= extra.count else {
        // Some tools align members with up to three zeros.
        if extra[position...].allSatisfy({ $0 == 0 }) { break }
        throw FormatError(.truncated, "an extra field of a member is cut off", at: offset)
      }
      let id = Int(extra[position]) | Int(extra[position + 1]) << 8
      let count = Int(extra[position + 2]) | Int(extra[position + 3]) << 8
      position += 4
      guard count <= extra.count - position else {
        throw FormatError(.truncated, "an extra field of a member is cut off", at: offset)
      }
      if id == 1 {
        guard found == nil else {
          throw FormatError(.inconsistent, "a member has two zip64 fields", at: offset)
        }
        found = Array(extra[position..<(position + count)])[...]
      }
      position += count
    }
    return found
  }
}
