import ZooTensors

/// The records of a pax extension header that change what a member is.
struct PaxRecords {
  /// The name, if one is stated.
  private(set) var path: String?
  /// The byte count, if one is stated.
  private(set) var size: Int?
  /// Whether there was a header at all.
  let isPresent: Bool

  /// No records.
  init() { isPresent = false }

  /// Parses `length key=value\n` until the end; `offset` is the place in the archive.
  ///
  /// - Throws: ``FormatError`` for a malformed record, a key given twice, or a sparse file.
  init(_ bytes: [UInt8], at offset: Int) throws(FormatError) {
    isPresent = true
    var position = 0
    var keys: Set<String> = []
    while position < bytes.count {
      let place = offset + position
      let malformed = FormatError(.invalidValue, "a pax record is malformed", at: place)
      let digits = bytes[position...].prefix { (0x30...0x39).contains($0) }
      guard (1...7).contains(digits.count) else { throw malformed }
      let count = digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
      let end = position + count
      let start = digits.endIndex + 1
      guard end <= bytes.count, start < end, bytes[digits.endIndex] == 0x20, bytes[end - 1] == 0x0a,
        let equals = bytes[start..<end].firstIndex(of: 0x3d)
      else { throw malformed }
      guard let key = String(validating: bytes[start..<equals], as: UTF8.self) else {
        throw malformed
      }
      guard keys.insert(key).inserted else {
        throw FormatError(.inconsistent, "the pax record '\(key)' is there twice", at: place)
      }
      try take(key, bytes[(equals + 1)..<(end - 1)], at: place)
      position = end
    }
  }

  private mutating func take(
    _ key: String,
    _ value: ArraySlice<UInt8>,
    at place: Int
  ) throws(FormatError) {
    if key.hasPrefix("GNU.sparse.") {
      throw FormatError(
        .unsupported,
        "a member is a sparse file; such archives are not opened",
        at: place
      )
    }
    switch key {
    case "path":
      guard let text = String(validating: value, as: UTF8.self), !text.isEmpty else {
        throw FormatError(.invalidValue, "a member name is not valid UTF-8", at: place)
      }
      path = text
    case "size":
      guard (1...18).contains(value.count), value.allSatisfy({ (0x30...0x39).contains($0) }) else {
        throw FormatError(.invalidValue, "the pax size of a member is not a number", at: place)
      }
      size = value.reduce(0) { $0 * 10 + Int($1 - 0x30) }
    default: break  // Times, owners and comments.
    }
  }
}
