import ZooTensors

/// The instructions of protocol 0, whose operands are lines of text.
extension PickleMachine {
  /// The longest text that is decoded while the pickle is read.
  private static let shortByteCount = 4096

  mutating func executeText(_ opcode: PickleOpcode) throws(FormatError) {
    if opcode == .string || opcode == .unicode { return try pushEscaped(opcode) }
    let range = try scanner.line(limit: min(limits.stringBytes, Int(UInt32.max)))
    let bytes = scanner.array(range)
    switch opcode {
    case .int where bytes == [0x30, 0x30]: try push(PickleGraph.Node(kind: .no))
    case .int where bytes == [0x30, 0x31]: try push(PickleGraph.Node(kind: .yes))
    case .int, .long: try pushDecimal(bytes, range)
    case .float:
      guard let text = ascii(bytes), let value = Double(text) else { throw malformed("number") }
      try push(PickleGraph.Node(kind: .float, large: value.bitPattern))
    case .get: try recall(try index(bytes))
    case .put: try memo.put(topValue(), at: try index(bytes))
    case .persid:
      guard allowsTextPersistentIDs else {
        throw failure(.unsupported, "a textual persistent id (PERSID) does not belong in this file")
      }
      let text = PickleGraph.Node(
        kind: .text,
        small: UInt32(truncatingIfNeeded: range.count),
        large: UInt64(range.lowerBound)
      )
      try pushPersistent(try add(text))
    default: break
    }
  }

  private mutating func pushDecimal(
    _ bytes: [UInt8],
    _ range: Range<Int>
  ) throws(FormatError) {
    let digits = bytes.last == 0x4c ? bytes.dropLast() : bytes[...]  // Python 2 ends with L.
    if let text = ascii(Array(digits)), let value = Int(text) {
      return try push(PickleGraph.Node(kind: .int, large: UInt64(bitPattern: Int64(value))))
    }
    let unsigned = digits.first == 0x2d ? digits.dropFirst() : digits
    guard !unsigned.isEmpty, unsigned.allSatisfy({ (0x30...0x39).contains($0) }) else {
      throw malformed("integer")
    }
    try push(
      PickleGraph.Node(
        kind: .bigDecimal,
        small: UInt32(truncatingIfNeeded: digits.count),
        large: UInt64(range.lowerBound)
      )
    )
  }

  /// Text with escapes, which stays where it is: it may be the elements of a large array.
  ///
  /// A short one is decoded once to find what is malformed; a long one is when it is asked for.
  private mutating func pushEscaped(_ opcode: PickleOpcode) throws(FormatError) {
    var range = try scanner.line(limit: .max)
    if opcode == .string {
      guard range.count >= 2, let quote = scanner.array(range.prefix(1)).first,
        quote == 0x27 || quote == 0x22, scanner.array(range.suffix(1)) == [quote]
      else { throw failure(.invalidValue, "a string of the pickle is not quoted") }
      range = range.dropFirst().dropLast()
    }
    if range.count <= Self.shortByteCount {
      let form = opcode == .string ? PickleEscapes.Form.quoted : .unicode
      _ = try PickleEscapes.decode(scanner.array(range), form, at: place)
    }
    try push(
      try text(
        opcode == .string ? .escapedByteString : .escapedText,
        at: range.lowerBound,
        count: range.count
      )
    )
  }

  private func index(_ bytes: [UInt8]) throws(FormatError) -> Int {
    guard let text = ascii(bytes), let value = Int(text), value >= 0 else {
      throw malformed("object number")
    }
    return value
  }

  private func ascii(_ bytes: [UInt8]) -> String? {
    bytes.count <= 64 && bytes.allSatisfy { $0 > 0x20 && $0 < 0x7f }
      ? String(validating: bytes, as: UTF8.self) : nil
  }

  private func malformed(_ what: String) -> FormatError {
    failure(.invalidValue, "a textual \(what) of the pickle is malformed")
  }
}
