extension JSONReader {
  /// Reads a string with its escapes resolved.
  ///
  /// - Throws: ``FormatError`` for invalid UTF-8, a control character, an unknown escape, or half of
  ///   a surrogate pair.
  public mutating func readString(
    _ what: @autoclosure () -> String = "a value"
  ) throws(FormatError) -> String {
    skipWhitespace()
    guard next == 0x22 else { throw unexpected("\(what()) must be a string") }
    let opening = position
    offset += 1
    let start = offset
    passPlainBytes()
    if next == 0x22 {
      let text = unsafe bytes.extracting(start..<offset).withUnsafeBytes { raw in
        unsafe String(validating: raw.assumingMemoryBound(to: UInt8.self), as: UTF8.self)
      }
      guard let text else { throw Self.notUTF8(at: opening) }
      offset += 1
      return text
    }
    var decoded: [UInt8] = []
    append(start..<offset, to: &decoded)
    while true {
      switch next {
      case 0x22:
        offset += 1
        guard let text = String(validating: decoded, as: UTF8.self) else {
          throw Self.notUTF8(at: opening)
        }
        return text
      case 0x5c:
        offset += 1
        try readEscape(into: &decoded)
      case nil:
        throw FormatError(.truncated, "a string is not terminated", at: opening)
      default:
        throw unexpected("control characters in strings must be escaped")
      }
      let rest = offset
      passPlainBytes()
      append(rest..<offset, to: &decoded)
    }
  }

  /// Moves to the next quote, backslash, control character, or to the end.
  private mutating func passPlainBytes() {
    let start = offset
    // Safe: the index stays below the count.
    let passed = unsafe bytes.extracting(droppingFirst: start).withUnsafeBytes { raw in
      var index = 0
      while index < raw.count {
        let byte = unsafe raw[index]
        if byte == 0x22 || byte == 0x5c || byte < 0x20 { break }
        index += 1
      }
      return index
    }
    offset = start + passed
  }

  private func append(_ range: Range<Int>, to target: inout [UInt8]) {
    unsafe bytes.extracting(range).withUnsafeBytes { unsafe target.append(contentsOf: $0) }
  }

  private mutating func readEscape(into target: inout [UInt8]) throws(FormatError) {
    let place = position - 1
    guard let byte = next else {
      throw FormatError(.truncated, "an escape ends early", at: place)
    }
    offset += 1
    switch byte {
    case 0x22, 0x5c, 0x2f: target.append(byte)
    case 0x62: target.append(0x08)
    case 0x66: target.append(0x0c)
    case 0x6e: target.append(0x0a)
    case 0x72: target.append(0x0d)
    case 0x74: target.append(0x09)
    case 0x75:
      let scalar = try readEscapedScalar(at: place)
      target.append(contentsOf: String(Character(scalar)).utf8)
    default:
      offset -= 1
      throw unexpected("unknown escape")
    }
  }

  private mutating func readEscapedScalar(at place: Int) throws(FormatError) -> Unicode.Scalar {
    let first = try readHexUnit(at: place)
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xdc00, next == 0x5c else { throw Self.loneSurrogate(at: place) }
    offset += 1
    guard next == 0x75 else { throw Self.loneSurrogate(at: place) }
    offset += 1
    let second = try readHexUnit(at: place)
    guard (0xdc00...0xdfff).contains(second),
      let scalar = Unicode.Scalar(
        0x10000 + (UInt32(first - 0xd800) << 10) + UInt32(second - 0xdc00)
      )
    else { throw Self.loneSurrogate(at: place) }
    return scalar
  }

  private mutating func readHexUnit(at place: Int) throws(FormatError) -> UInt16 {
    var value: UInt16 = 0
    for _ in 0..<4 {
      guard let byte = next else {
        throw FormatError(.truncated, "an escape ends early", at: place)
      }
      let digit: UInt8
      switch byte {
      case 0x30...0x39: digit = byte - 0x30
      case 0x41...0x46: digit = byte - 0x41 + 10
      case 0x61...0x66: digit = byte - 0x61 + 10
      default: throw unexpected("expected four hexadecimal digits after '\\u'")
      }
      value = value << 4 | UInt16(digit)
      offset += 1
    }
    return value
  }

  private static func notUTF8(at place: Int) -> FormatError {
    FormatError(.invalidValue, "a string is not valid UTF-8", at: place)
  }

  private static func loneSurrogate(at place: Int) -> FormatError {
    FormatError(.invalidValue, "an escape is half of a surrogate pair", at: place)
  }
}
