import ZooTensors

extension ByteCursor {
  /// Reads a little-endian number of 1 to 8 bytes that must not be negative.
  mutating func readNumber(_ width: Int, _ what: String) throws(FormatError) -> Int {
    let place = position
    let value = try readBits(width)
    guard let number = Int(exactly: value) else {
      throw FormatError(.invalidValue, "\(what) \(value) does not fit 63 bits", at: place)
    }
    return number
  }

  /// Reads an address; `nil` where it is undefined, which is all ones.
  mutating func readAddress(_ width: Int) throws(FormatError) -> Int? {
    let place = position
    let value = try readBits(width)
    guard value != (width == 8 ? .max : (1 << UInt64(8 * width)) - 1) else { return nil }
    guard let address = Int(exactly: value) else {
      throw FormatError(.invalidValue, "the address \(value) does not fit 63 bits", at: place)
    }
    return address
  }

  /// Reads an address that must be defined.
  mutating func readDefinedAddress(_ width: Int, _ what: String) throws(FormatError) -> Int {
    let place = position
    guard let address = try readAddress(width) else {
      throw FormatError(.invalidValue, "the address of \(what) is undefined", at: place)
    }
    return address
  }

  /// Reads a byte that must be the version, the only one there is.
  mutating func readVersion(_ expected: UInt8, _ what: String) throws(FormatError) {
    let place = position
    let version = try read(UInt8.self)
    guard version == expected else {
      throw FormatError(
        .unsupported,
        "\(what): expected version \(expected), found \(version)",
        at: place
      )
    }
  }

  /// Reads four bytes that must be the signature of a structure.
  mutating func readSignature(_ expected: String, _ what: String) throws(FormatError) {
    let place = position
    let found = try readArray(4)
    guard found == Array(expected.utf8) else {
      throw FormatError(
        .invalidValue,
        "expected \(what) with the signature '\(expected)', found the bytes \(found)",
        at: place
      )
    }
  }

  /// Reads the checksum of the bytes before it.
  mutating func checkChecksum(of bytes: HDF5Block, _ what: String) throws(FormatError) {
    let place = position
    let stored = try read(UInt32.self)
    let found = Lookup3.hash(bytes.region)
    guard stored == found else {
      throw FormatError(
        .inconsistent,
        "\(what) is damaged: expected the checksum \(stored), found \(found); fetch the file again",
        at: place
      )
    }
  }

  private mutating func readBits(_ width: Int) throws(FormatError) -> UInt64 {
    switch width {
    case 8: return try read(UInt64.self)
    case 4: return UInt64(try read(UInt32.self))
    case 2: return UInt64(try read(UInt16.self))
    case 1: return UInt64(try read(UInt8.self))
    default:
      guard (1..<8).contains(width) else {
        throw FormatError(.unsupported, "a number of \(width) bytes", at: position)
      }
      return try readArray(width).reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
  }
}
