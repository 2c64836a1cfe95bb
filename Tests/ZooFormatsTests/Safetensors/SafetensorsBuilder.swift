/// Writes safetensors files from header text, so that a test can make each statement of one wrong.
struct SafetensorsBuilder {
  /// A file with this header, padded or not, and so many data bytes.
  static func file(_ header: String, _ byteCount: Int = 0, length: UInt64? = nil) -> [UInt8] {
    file(Array(header.utf8), [UInt8](repeating: 0, count: byteCount), length: length)
  }

  static func file(_ header: [UInt8], _ data: [UInt8], length: UInt64? = nil) -> [UInt8] {
    let count = length ?? UInt64(header.count)
    return (0..<8).map { UInt8(truncatingIfNeeded: count >> UInt64(8 * $0)) } + header + data
  }

  /// A file with `U8` vectors of these lengths.
  static func vectors(_ tensors: [(String, Int)]) -> [UInt8] {
    var offset = 0
    let entries = tensors.map { name, count in
      offset += count
      return "\"\(name)\":" + entry("U8", "[\(count)]", offset - count, offset)
    }
    return file("{\(entries.joined(separator: ","))}", offset)
  }

  /// The text of one entry.
  static func entry(_ dtype: String, _ shape: String, _ begin: Int, _ end: Int) -> String {
    "{\"dtype\":\"\(dtype)\",\"shape\":\(shape),\"data_offsets\":[\(begin),\(end)]}"
  }

  /// A header with one entry named `t`.
  static func one(_ dtype: String, _ shape: String, _ begin: Int, _ end: Int) -> String {
    "{\"t\":\(entry(dtype, shape, begin, end))}"
  }
}
