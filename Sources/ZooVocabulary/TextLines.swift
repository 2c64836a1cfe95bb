/// The lines of a file, each with its place; `\n` and `\r\n` end a line, nothing else does.
struct TextLines: Sequence, IteratorProtocol {
  private let bytes: [UInt8]
  private var offset: Int

  /// Begins at the first line, behind a byte-order mark.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    offset = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
  }

  /// The next line without its end; an empty last line is none.
  mutating func next() -> (line: ArraySlice<UInt8>, place: Int)? {
    guard offset < bytes.count else { return nil }
    let start = offset
    let end = bytes[start...].firstIndex(of: 0x0a) ?? bytes.count
    offset = end + 1
    let hasReturn = end > start && bytes[end - 1] == 0x0d
    return (bytes[start..<(hasReturn ? end - 1 : end)], start)
  }
}
