import ZooTensors

/// Reads the elements of an XML document one by one: a small, strict part of XML 1.0 in UTF-8.
///
/// There are elements, attributes, comments and processing instructions, the five predefined
/// entities and references to characters by number. Document types, and with them entities of one's
/// own, are refused, so that nothing a document says can grow or reach outside of it. Text between
/// elements is passed over.
struct XMLScanner {
  /// What comes next in the document.
  enum Event {
    /// The start of an element; an empty one is followed by its end at once.
    case start(XMLElement)
    /// The end of the innermost element.
    case end
    /// The end of the document.
    case finished
  }

  private let bytes: [UInt8]
  private let depthLimit: Int
  private var place: Int
  /// The names of the elements that are open.
  private var open: [ArraySlice<UInt8>] = []
  private var hasPendingEnd = false
  private var hasRoot = false

  /// Starts at the first byte, after a byte order mark.
  init(_ bytes: [UInt8], limits: ParsingLimits) {
    self.bytes = bytes
    depthLimit = limits.nestingDepth
    place = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
  }

  /// The number of elements that are open.
  var depth: Int { open.count }

  /// Moves to the next start or end of an element.
  ///
  /// - Throws: ``FormatError`` with the offset of what is no XML, or of what is not read.
  mutating func next() throws(FormatError) -> Event {
    if hasPendingEnd {
      hasPendingEnd = false
      open.removeLast()
      return .end
    }
    while true {
      try skipText()
      guard place < bytes.count else {
        guard open.isEmpty, hasRoot else {
          let inside = open.last.map { " inside the element '\(Self.text($0))'" } ?? ""
          throw FormatError(.truncated, "the XML document ends\(inside); fetch it again", at: place)
        }
        return .finished
      }
      if starts(with: "<?") {
        try skip(past: "?>")
      } else if starts(with: "<!--") {
        try skip(past: "-->")
      } else if starts(with: "<!") {
        throw FormatError(
          .unsupported,
          "document types, entities and CDATA are not read",
          at: place
        )
      } else if starts(with: "</") {
        try endElement()
        return .end
      } else {
        return .start(try startElement())
      }
    }
  }

  // MARK: - Elements

  private mutating func startElement() throws(FormatError) -> XMLElement {
    let start = place
    guard !hasRoot || !open.isEmpty else {
      throw FormatError(.invalidValue, "a second root element follows the first", at: start)
    }
    guard open.count < depthLimit else {
      throw .limit("depth", open.count + 1, depthLimit, "ParsingLimits.nestingDepth", at: start)
    }
    place += 1
    let name = try readName()
    var attributes: [String: String] = [:]
    while true {
      let hasSpace = skipSpace()
      if starts(with: "/>") {
        place += 2
        hasPendingEnd = true
        break
      }
      if starts(with: ">") {
        place += 1
        break
      }
      let position = place
      guard hasSpace else {
        throw FormatError(.invalidValue, "expected a space before an attribute", at: position)
      }
      let key = Self.text(try readName())
      skipSpace()
      try expect("=")
      skipSpace()
      guard attributes.updateValue(try readValue(), forKey: key) == nil else {
        throw FormatError(
          .invalidValue,
          "the attribute '\(printable(key))' is there twice",
          at: position
        )
      }
    }
    open.append(name)
    hasRoot = true
    return XMLElement(name: Self.text(name), attributes: attributes, offset: start)
  }

  private mutating func endElement() throws(FormatError) {
    let start = place
    place += 2
    let name = try readName()
    skipSpace()
    try expect(">")
    guard let expected = open.popLast() else {
      throw FormatError(.invalidValue, "the end of an element that was not open", at: start)
    }
    guard name == expected else {
      throw FormatError(
        .invalidValue,
        "expected the end of '\(printable(Self.text(expected)))', found that of "
          + "'\(printable(Self.text(name)))'",
        at: start
      )
    }
  }

  // MARK: - Parts

  private mutating func readName() throws(FormatError) -> ArraySlice<UInt8> {
    let start = place
    while place < bytes.count, Self.isNameByte(bytes[place]) { place += 1 }
    guard place > start, !Self.isDigitOrMark(bytes[start]) else {
      throw FormatError(.invalidValue, "expected a name", at: start)
    }
    return bytes[start..<place]
  }

  /// The value of an attribute, with its references replaced.
  private mutating func readValue() throws(FormatError) -> String {
    let start = place
    guard place < bytes.count, [0x22, 0x27].contains(bytes[place]) else {
      throw FormatError(.invalidValue, "expected an attribute's value in quotes", at: place)
    }
    let quote = bytes[place]
    place += 1
    var value: [UInt8] = []
    while place < bytes.count {
      let byte = bytes[place]
      switch byte {
      case quote:
        place += 1
        guard let text = String(validating: value, as: UTF8.self) else {
          throw FormatError(.invalidValue, "an attribute's value is not valid UTF-8", at: start)
        }
        return text
      case 0x3c:
        throw FormatError(.invalidValue, "'<' inside an attribute's value", at: place)
      case 0x26:
        value += Array(String(try readReference()).utf8)
      default:
        value.append(byte)
        place += 1
      }
    }
    throw FormatError(.truncated, "an attribute's value is not closed", at: start)
  }

  /// One of the five entities, or a character by number.
  private mutating func readReference() throws(FormatError) -> Unicode.Scalar {
    let start = place
    // The longest is `&#x10FFFF;` with some leading zeros.
    let window = bytes[place..<min(place + 16, bytes.count)]
    guard let end = window.firstIndex(of: 0x3b) else {
      throw FormatError(.invalidValue, "a reference that does not end with ';'", at: start)
    }
    let name = Self.text(window[(start + 1)..<end])
    place = end + 1
    switch name {
    case "lt": return "<"
    case "gt": return ">"
    case "amp": return "&"
    case "quot": return "\""
    case "apos": return "'"
    default: break
    }
    let number: UInt32? =
      if name.hasPrefix("#x") {
        name.contains("+") ? nil : UInt32(name.dropFirst(2), radix: 16)
      } else if name.hasPrefix("#") {
        name.contains("+") ? nil : UInt32(name.dropFirst())
      } else {
        nil
      }
    guard let number, number > 0, let scalar = Unicode.Scalar(number) else {
      throw FormatError(
        .unsupported,
        "the entity '&\(printable(name));' is not one of the five, nor a character",
        at: start
      )
    }
    return scalar
  }

  private mutating func skipText() throws(FormatError) {
    while place < bytes.count, bytes[place] != 0x3c {
      guard !open.isEmpty || Self.isSpace(bytes[place]) else {
        throw FormatError(.invalidValue, "text outside the root element", at: place)
      }
      place += 1
    }
  }

  @discardableResult
  private mutating func skipSpace() -> Bool {
    let start = place
    while place < bytes.count, Self.isSpace(bytes[place]) { place += 1 }
    return place > start
  }

  private mutating func skip(past ending: StaticString) throws(FormatError) {
    let start = place
    place += 2
    while place < bytes.count {
      if starts(with: ending) {
        place += ending.utf8CodeUnitCount
        return
      }
      place += 1
    }
    throw FormatError(.truncated, "a comment or instruction is not closed", at: start)
  }

  private mutating func expect(_ text: StaticString) throws(FormatError) {
    guard starts(with: text) else {
      throw FormatError(.invalidValue, "expected '\(text)'", at: place)
    }
    place += text.utf8CodeUnitCount
  }

  private func starts(with text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard count <= bytes.count - place else { return false }
    return text.withUTF8Buffer { unsafe bytes[place..<(place + count)].elementsEqual($0) }
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0a || byte == 0x0d
  }

  /// Letters, digits, `_ : . -` and everything beyond ASCII.
  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x61...0x7a, 0x41...0x5a, 0x5f, 0x3a, 0x80...: true
    default: isDigitOrMark(byte)
    }
  }

  /// What a name may contain but not begin with.
  private static func isDigitOrMark(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || byte == 0x2d || byte == 0x2e
  }
}

/// The start of an element.
struct XMLElement {
  let name: String
  let attributes: [String: String]
  /// The place of its `<` in the document.
  let offset: Int

  /// An attribute that must be there.
  func required(_ name: String) throws(FormatError) -> String {
    guard let value = attributes[name] else {
      throw FormatError(
        .invalidValue,
        "the element '\(printable(self.name))' lacks the attribute '\(name)'",
        at: offset
      )
    }
    return value
  }

  /// An attribute that must be there and be a count in decimal digits.
  func count(_ name: String) throws(FormatError) -> Int {
    let text = try required(name)
    guard let value = Int(digits: text) else {
      throw FormatError(
        .invalidValue,
        "expected a count as '\(name)', found '\(printable(text))'",
        at: offset
      )
    }
    return value
  }
}

extension Int {
  /// A number of decimal digits only, without sign or spaces.
  init?(digits text: some StringProtocol) {
    guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let value = Int(text)
    else { return nil }
    self = value
  }
}
