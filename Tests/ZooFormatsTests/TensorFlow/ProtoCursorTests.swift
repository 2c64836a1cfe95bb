import Testing
import ZooFormats
import ZooTensors

/// Item 84 of the checklist.
@Suite
struct ProtoCursorTests {
  /// Reads field 1 as a number, 2 as a message, 3 as text, 4 as repeated numbers, 5 and 6 fixed.
  static func read(_ bytes: [UInt8]) throws(FormatError) -> [String] {
    let region = ByteRegion(try ByteStore.copying(bytes, name: "message"))
    var message = ProtoCursor(region.bytes, name: "Test")
    var found: [String] = []
    while let field = try message.next() {
      switch field.number {
      case 1: found.append("\(try message.count(field, "number"))")
      case 2:
        var nested = try message.nested(field, "Nested")
        while let inner = try nested.next() { found.append("in \(try nested.integer(inner))") }
      case 3: found.append(try message.text(field, limit: 10))
      case 4: found += try message.packedVarints(field).map { "\($0)" }
      case 5: found.append("\(try message.fixed32(field))")
      case 6: found.append("\(try message.fixed64(field))")
      case 7: found.append("\(try message.range(field))")
      default:
        try message.skip(field)
        found.append("skipped \(field.number)")
      }
    }
    return found
  }

  static func refuses(
    _ bytes: [UInt8],
    _ code: FormatError.Code,
    saying words: String
  ) {
    let error = #expect(throws: FormatError.self) { try read(bytes) }
    #expect(error?.code == code && error?.message.contains(words) == true, "\(error as Any)")
  }

  @Test
  func `reads every wire type`() throws {
    let bytes: [UInt8] =
      Proto.varint(1, 300) + Proto.bytes(2, Proto.varint(9, -1)) + Proto.bytes(3, Array("文".utf8))
      + Proto.bytes(4, [1, 0xac, 2]) + Proto.bytes(4, []) + Proto.fixed32(5, 7)
      + [0x31, 8, 0, 0, 0, 0, 0, 0, 0] + Proto.bytes(7, [1, 2]) + Proto.varint(100, 5)
      + Proto.bytes(101, [1]) + Proto.fixed32(102, 5) + Proto.varint(100, 5)
    #expect(
      try Self.read(bytes) == [
        "300", "in -1", "文", "1", "300", "7", "8", "44..<46", "skipped 100", "skipped 101",
        "skipped 102", "skipped 100",
      ]
    )
    #expect(try Self.read([]).isEmpty)
  }

  @Test
  func `84: rejects groups and unknown wire types`() {
    for type: UInt8 in [3, 4, 6, 7] {
      Self.refuses([8 | type, 0], .invalidValue, saying: "wire type \(type)")
    }
  }

  @Test
  func `84: rejects the field number 0 and those above 29 bits`() {
    Self.refuses([0, 0], .invalidValue, saying: "number 0")
    Self.refuses([2, 0], .invalidValue, saying: "number 0")
    Self.refuses([0x80, 0x80, 0x80, 0x80, 0x10, 0], .invalidValue, saying: "number 536870912")
  }

  @Test
  func `84: rejects a length past the end`() {
    for field in [2, 3, 4, 7, 50] {
      Self.refuses(Bytes.varint(field << 3 | 2) + [2, 1], .truncated, saying: "2 bytes long")
      Self.refuses(
        Bytes.varint(field << 3 | 2) + Bytes.varint(-1) + [1],
        .truncated,
        saying: "bytes long"
      )
    }
    Self.refuses([0x12, 2, 8], .truncated, saying: "long")
    Self.refuses([0x12, 1, 8], .truncated, saying: "")
    Self.refuses([0x2d, 1, 2, 3], .truncated, saying: "4 more")
    Self.refuses([0x31, 1, 2, 3], .truncated, saying: "8 more")
    Self.refuses([0x09, 1, 2, 3], .invalidValue, saying: "wire type 0")
    Self.refuses([0x22, 1, 0x80, 1], .truncated, saying: "inside a number")
  }

  @Test
  func `84: rejects varints longer than ten bytes or than 64 bits`() {
    let long = [UInt8](repeating: 0x80, count: 10)
    Self.refuses([8] + long + [1], .invalidValue, saying: "64 bits")
    Self.refuses([8] + long.dropLast() + [2], .invalidValue, saying: "64 bits")
    Self.refuses(long + [1], .invalidValue, saying: "64 bits")
    Self.refuses([8, 0x80], .truncated, saying: "")
  }

  @Test
  func `84: rejects a singular field that comes twice, even equal`() {
    Self.refuses(Proto.varint(1, 1) + Proto.varint(1, 1), .invalidValue, saying: "twice")
    Self.refuses(Proto.bytes(2, []) + Proto.bytes(2, []), .invalidValue, saying: "twice")
    Self.refuses(Proto.fixed32(5, 0) + Proto.fixed32(5, 0), .invalidValue, saying: "twice")
  }

  @Test
  func `84: rejects another wire type than the schema's, and negative counts`() {
    Self.refuses(Proto.bytes(1, [1]), .invalidValue, saying: "expected the wire type 0")
    Self.refuses(Proto.varint(2, 1), .invalidValue, saying: "expected the wire type 2")
    Self.refuses(Proto.varint(1, -1), .invalidValue, saying: "negative")
  }

  @Test
  func `84: rejects text that is not UTF-8 or too long`() {
    Self.refuses(Proto.bytes(3, [0xff]), .invalidValue, saying: "UTF-8")
    Self.refuses(Proto.bytes(3, [UInt8](repeating: 97, count: 11)), .limitExceeded, saying: "11")
  }
}
