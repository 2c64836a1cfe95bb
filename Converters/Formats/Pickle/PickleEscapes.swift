import ZooTensors

/// The two escaped spellings of text in protocol 0.
enum PickleEscapes {
  /// A quoted string as Python 2 prints it.
  static func decodeQuoted(_ line: [UInt8], at place: Int) throws(FormatError) -> [UInt8] {
    guard line.count >= 2, let quote = line.first, quote == line.last,
      quote == 0x27 || quote == 0x22
    else { throw FormatError(.invalidValue, "a string of the pickle is not quoted", at: place) }
    let simple: [UInt8: UInt8] = [
      0x5c: 0x5c, 0x27: 0x27, 0x22: 0x22, 0x6e: 0x0a, 0x72: 0x0d, 0x74: 0x09, 0x61: 0x07,
      0x62: 0x08, 0x66: 0x0c, 0x76: 0x0b,
    ]
    var result: [UInt8] = []
    var rest = line.dropFirst().dropLast()
    while let byte = rest.popFirst() {
      guard byte == 0x5c else {
        result.append(byte)
        continue
      }
      guard let kind = rest.popFirst() else { throw unfinished(place) }
      if let plain = simple[kind] {
        result.append(plain)
      } else if kind == 0x78 {
        result.append(UInt8(truncatingIfNeeded: try hex(&rest, 2, place)))
      } else if (0x30...0x37).contains(kind) {
        var value = Int(kind) - 0x30
        for _ in 0..<2 {
          guard let digit = rest.first, (0x30...0x37).contains(digit) else { break }
          value = value * 8 + Int(digit) - 0x30
          rest.removeFirst()
        }
        result.append(UInt8(truncatingIfNeeded: value))
      } else {
        result += [byte, kind]
      }
    }
    return result
  }

  /// Latin-1 with `\uXXXX` and `\UXXXXXXXX`, as UTF-8.
  static func decodeRawUnicode(_ line: [UInt8], at place: Int) throws(FormatError) -> [UInt8] {
    var result: [UInt8] = []
    var rest = line[...]
    while let byte = rest.popFirst() {
      var scalar = Unicode.Scalar(byte)
      if byte == 0x5c, let kind = rest.first, kind == 0x75 || kind == 0x55 {
        rest.removeFirst()
        let value = try hex(&rest, kind == 0x75 ? 4 : 8, place)
        guard let given = Unicode.Scalar(value) else {
          throw FormatError(
            .invalidValue,
            "a text of the pickle holds U+\(String(value, radix: 16))",
            at: place
          )
        }
        scalar = given
      }
      result += Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }
    return result
  }

  private static func hex(
    _ rest: inout ArraySlice<UInt8>,
    _ count: Int,
    _ place: Int
  ) throws(FormatError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<count {
      guard let byte = rest.popFirst(), let digit = Unicode.Scalar(byte).hexDigit else {
        throw unfinished(place)
      }
      value = value << 4 | digit
    }
    return value
  }

  private static func unfinished(_ place: Int) -> FormatError {
    FormatError(.invalidValue, "an escape in a text of the pickle is not finished", at: place)
  }
}

extension Unicode.Scalar {
  fileprivate var hexDigit: UInt32? {
    switch value {
    case 0x30...0x39: value - 0x30
    case 0x41...0x46: value - 0x37
    case 0x61...0x66: value - 0x57
    default: nil
    }
  }
}
