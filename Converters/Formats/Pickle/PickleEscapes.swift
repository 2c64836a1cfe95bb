import ZooTensors

/// Decodes the two escaped spellings of text in protocol 0, in parts of any size.
struct PickleEscapes {
  /// What is spelled, and what comes out.
  enum Form: Sendable, Hashable {
    /// A string of Python 2 as it prints it, without the quotes: bytes.
    case quoted
    /// Latin-1 with `\uXXXX` and `\UXXXXXXXX`: UTF-8.
    case unicode
    /// The same, where every character stands for a byte: bytes.
    case latin
  }

  private enum State {
    case plain, escape
    case hex(missing: Int, value: UInt32)
    case octal(missing: Int, value: UInt32)
  }

  private let form: Form
  /// The place of the text in its file, for errors.
  private let place: Int
  private var state = State.plain

  init(_ form: Form, at place: Int) {
    self.form = form
    self.place = place
  }

  /// Decodes a whole text.
  static func decode(
    _ bytes: some Sequence<UInt8>,
    _ form: Form,
    at place: Int
  ) throws(FormatError) -> [UInt8] {
    var escapes = PickleEscapes(form, at: place)
    var result: [UInt8] = []
    for byte in bytes { try escapes.decode(byte, into: &result) }
    try escapes.finish(into: &result)
    return result
  }

  /// Takes the next byte; what it completes is appended.
  mutating func decode(_ byte: UInt8, into result: inout [UInt8]) throws(FormatError) {
    switch state {
    case .plain:
      if byte == 0x5c { state = .escape } else { try emit(UInt32(byte), &result) }
    case .escape: try begin(byte, &result)
    case .hex(let missing, let value):
      guard let digit = Self.digit(byte) else { throw unfinished() }
      let sum = value << 4 | digit
      state = missing > 1 ? .hex(missing: missing - 1, value: sum) : .plain
      if missing == 1 { try emit(sum, &result) }
    case .octal(let missing, let value):
      guard missing > 0, (0x30...0x37).contains(byte) else {
        state = .plain
        try emit(value & 0xff, &result)
        return try decode(byte, into: &result)
      }
      state = .octal(missing: missing - 1, value: value * 8 + UInt32(byte - 0x30))
    }
  }

  /// Ends the text, which must not be inside of an escape.
  mutating func finish(into result: inout [UInt8]) throws(FormatError) {
    switch state {
    case .plain: return
    case .octal(_, let value): try emit(value & 0xff, &result)
    case .escape where form != .quoted: try emit(0x5c, &result)
    case .escape, .hex: throw unfinished()
    }
  }

  private mutating func begin(_ kind: UInt8, _ result: inout [UInt8]) throws(FormatError) {
    state = .plain
    guard form == .quoted else {
      switch kind {
      case 0x75: state = .hex(missing: 4, value: 0)
      case 0x55: state = .hex(missing: 8, value: 0)
      default:
        try emit(0x5c, &result)
        try decode(kind, into: &result)
      }
      return
    }
    switch kind {
    case 0x5c, 0x27, 0x22: result.append(kind)
    case 0x6e: result.append(0x0a)
    case 0x72: result.append(0x0d)
    case 0x74: result.append(0x09)
    case 0x61: result.append(0x07)
    case 0x62: result.append(0x08)
    case 0x66: result.append(0x0c)
    case 0x76: result.append(0x0b)
    case 0x78: state = .hex(missing: 2, value: 0)
    case 0x30...0x37: state = .octal(missing: 2, value: UInt32(kind - 0x30))
    default: result += [0x5c, kind]
    }
  }

  private func emit(_ value: UInt32, _ result: inout [UInt8]) throws(FormatError) {
    if value < 0x80 || form == .quoted { return result.append(UInt8(truncatingIfNeeded: value)) }
    guard let scalar = Unicode.Scalar(value), form == .unicode || value <= 0xff else {
      throw FormatError(
        .invalidValue,
        "a text of the pickle holds U+\(String(value, radix: 16))",
        at: place
      )
    }
    if form == .latin { return result.append(UInt8(truncatingIfNeeded: value)) }
    result += Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
  }

  private static func digit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte - 0x30)
    case 0x41...0x46: UInt32(byte - 0x37)
    case 0x61...0x66: UInt32(byte - 0x57)
    default: nil
    }
  }

  private func unfinished() -> FormatError {
    FormatError(.invalidValue, "an escape in a text of the pickle is not finished", at: place)
  }
}
