import ZooTensors

/// What stands for elements that were never written.
///
/// Only a value that the writer stated counts. The library's default of zero would turn weights that
/// are missing into weights that are zero.
///
/// Source: the HDF5 File Format Specification 3.0, sections IV.A.2.e and IV.A.2.f.
struct HDF5FillValue: Sendable {
  /// The bytes of one element as the file has them, or `nil` where none was stated.
  let bytes: [UInt8]?

  /// Reads the fill value of a dataset.
  init(of header: HDF5ObjectHeader, elementByteCount: Int) throws(FormatError) {
    var found: [UInt8]?
    var place = 0
    if let message = try header.message(.fillValue) {
      place = message.body.position
      found = try Self.new(message.body)
    } else if let message = try header.message(.oldFillValue) {
      place = message.body.position
      var cursor = message.body.cursor
      let size = try cursor.readNumber(4, "the size of a fill value")
      found = try cursor.readArray(size)
    }
    guard let found, !found.isEmpty else {
      bytes = nil
      return
    }
    guard found.count == elementByteCount else {
      throw FormatError(
        .inconsistent,
        "the fill value has \(found.count) bytes, an element has \(elementByteCount)",
        at: place
      )
    }
    bytes = found
  }

  private static func new(_ body: HDF5Block) throws(FormatError) -> [UInt8]? {
    var cursor = body.cursor
    let version = try cursor.read(UInt8.self)
    switch version {
    case 1, 2:
      // When space is allotted and when the value is written.
      try cursor.skip(2)
      let isDefined = try cursor.read(UInt8.self) != 0
      guard version == 1 || isDefined else { return nil }
      let size = try cursor.readNumber(4, "the size of a fill value")
      let value = try cursor.readArray(size)
      return isDefined ? value : nil
    case 3:
      guard try cursor.read(UInt8.self) & 0b10_0000 != 0 else { return nil }
      return try cursor.readArray(try cursor.readNumber(4, "the size of a fill value"))
    default:
      throw FormatError(.unsupported, "a fill value of version \(version)", at: body.position)
    }
  }
}

extension HDF5FillValue {
  /// Requires that elements which were never written may be filled in.
  ///
  /// - Throws: ``FormatError`` without a stated value, or for more bytes than the limit.
  func check(
    missing: Int,
    of count: Int,
    _ byteCount: Int,
    limits: ParsingLimits
  ) throws(FormatError) {
    guard bytes != nil else {
      throw FormatError(
        .inconsistent,
        "\(missing) of \(count) chunks were never written and the file states no fill value; write "
          + "the dataset again"
      )
    }
    let filled = try missing.multiplied(by: byteCount, "the bytes that were never written")
    guard filled <= limits.filledBytes else {
      throw .limit(
        "the number of bytes that were never written",
        filled,
        limits.filledBytes,
        "ParsingLimits.filledBytes"
      )
    }
  }

  /// Fills a scratch file with the value; a file of zeros is left as it is.
  func write(to scratch: inout ScratchFile, byteCount: Int) throws(FormatError) {
    guard let bytes, bytes.contains(where: { $0 != 0 }) else { return }
    let count = max(1, min(byteCount, 1 << 20) / bytes.count)
    let pattern = [[UInt8]](repeating: bytes, count: count).flatMap { $0 }
    var offset = 0
    while offset < byteCount {
      let part = min(pattern.count, byteCount - offset)
      // Safe: the slice checks that the part is inside the pattern.
      unsafe try pattern[..<part].withUnsafeBufferPointer { (bytes) throws(FormatError) in
        unsafe try scratch.write(UnsafeRawBufferPointer(bytes), at: offset)
      }
      offset += part
    }
  }
}
