extension JSONReader {
  /// The longest number that is read; `Double` needs fewer than 800 digits to be exact.
  private static var longestNumber: Int { 1024 }

  /// Reads an integer from 0 to 2^63-1, in decimal digits without sign, point or leading zero.
  public mutating func readUnsigned(
    _ what: @autoclosure () -> String
  ) throws(FormatError) -> Int {
    skipWhitespace()
    let place = position
    guard let first = next, first == 0x2d || (0x30...0x39).contains(first) else {
      throw unexpected("\(what()) must be an unsigned integer")
    }
    let number = try readNumber()
    switch number {
    case .integer(let value) where value >= 0:
      if let exact = Int(exactly: value) { return exact }
      throw FormatError(.invalidValue, "\(what()) \(value) does not fit this machine", at: place)
    case .integer(let value):
      throw FormatError(.invalidValue, "\(what()) \(value) is negative", at: place)
    case .unsigned(let value):
      throw FormatError(.invalidValue, "\(what()) \(value) is above 2^63-1", at: place)
    case .number(_, let literal):
      throw FormatError(
        .invalidValue,
        "\(what()) must be an unsigned integer below 2^63 in plain digits, found \(literal)",
        at: place
      )
    default:
      throw FormatError(.invalidValue, "\(what()) must be an unsigned integer", at: place)
    }
  }

  /// Reads a number by the grammar of JSON, keeping its exact value.
  mutating func readNumber() throws(FormatError) -> JSONValue {
    let start = offset
    let place = position
    let isNegative = next == 0x2d
    if isNegative { offset += 1 }
    let firstDigit = offset
    var magnitude: UInt64 = 0
    var fits = true
    while let byte = next, (0x30...0x39).contains(byte) {
      let (tens, overflow) = magnitude.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tens.addingReportingOverflow(UInt64(byte - 0x30))
      fits = fits && !overflow && !carry
      magnitude = sum
      offset += 1
    }
    let digits = offset - firstDigit
    guard digits > 0 else { throw unexpected("expected a digit") }
    if digits > 1, byte(at: firstDigit) == 0x30 {
      throw FormatError(.invalidValue, "a number begins with a zero", at: place)
    }
    var isInteger = true
    if next == 0x2e {
      isInteger = false
      offset += 1
      try passDigits()
    }
    if next == 0x65 || next == 0x45 {
      isInteger = false
      offset += 1
      if next == 0x2b || next == 0x2d { offset += 1 }
      try passDigits()
    }
    if isInteger, fits {
      if !isNegative {
        return Int64(exactly: magnitude).map { .integer($0) } ?? .unsigned(magnitude)
      }
      if magnitude > 0, magnitude <= UInt64(Int64.max) + 1 {
        return .integer(Int64(truncatingIfNeeded: 0 &- magnitude))
      }
    }
    guard offset - start <= Self.longestNumber else {
      throw .limit("length of a number", offset - start, Self.longestNumber, "no limit", at: place)
    }
    let literal = unsafe bytes.extracting(start..<offset).withUnsafeBytes { raw in
      unsafe String(decoding: raw, as: UTF8.self)
    }
    guard let value = Double(literal), value.isFinite else {
      throw FormatError(.invalidValue, "the number \(literal) does not fit a double", at: place)
    }
    return .number(value, literal: literal)
  }

  private mutating func passDigits() throws(FormatError) {
    let start = offset
    while let byte = next, (0x30...0x39).contains(byte) { offset += 1 }
    guard offset > start else { throw unexpected("expected a digit") }
  }

  private func byte(at index: Int) -> UInt8 {
    // Safe: only called for an offset that was passed already.
    unsafe bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)
  }
}
