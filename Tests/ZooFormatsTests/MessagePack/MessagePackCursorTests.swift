import Testing
import ZooTensors

@testable import ZooFormats

/// Item 81 of the checklist: the values of MessagePack.
@Suite
struct MessagePackCursorTests {
  private typealias M = MessagePackBytes

  /// All values of some bytes.
  private static func tokens(_ bytes: [UInt8]) throws(FormatError) -> [MessagePackToken] {
    let region = ByteRegion(try ByteStore.copying(bytes, name: "bytes"))
    var cursor = MessagePackCursor(region.bytes)
    var found: [MessagePackToken] = []
    while !cursor.isAtEnd { found.append(try cursor.next()) }
    return found
  }

  @Test
  func `reads every spelling of an integer`() throws {
    let bytes: [UInt8] =
      [0x00, 0x7f, 0xff, 0xe0, 0xcc, 0xff, 0xcd, 0x01, 0x02, 0xce, 0xff, 0xff, 0xff, 0xff]
      + [0xd0, 0x80, 0xd1, 0xff, 0xfe, 0xd2, 0x80, 0, 0, 0] + [0xcf] + M.big(UInt64.max)
      + [0xcf] + M.big(UInt64(Int64.max)) + [0xd3] + M.big(Int64.min)
    #expect(
      try Self.tokens(bytes) == [
        .integer(0), .integer(127), .integer(-1), .integer(-32), .integer(255), .integer(258),
        .integer(0xffff_ffff), .integer(-128), .integer(-2), .integer(-0x8000_0000),
        .unsigned(.max), .integer(.max), .integer(.min),
      ]
    )
  }

  @Test
  func `reads numbers, booleans and nothing`() throws {
    let bytes: [UInt8] = [
      0xca, 0x3f, 0xc0, 0, 0, 0xcb, 0xbf, 0xf8, 0, 0, 0, 0, 0, 0, 0xc0, 0xc2, 0xc3,
    ]
    #expect(
      try Self.tokens(bytes) == [.number(1.5), .number(-1.5), .null, .bool(false), .bool(true)]
    )
  }

  @Test
  func `gives texts, byte strings and extensions as ranges`() throws {
    let bytes: [UInt8] =
      [0xa2, 0x61, 0x62, 0xd9, 1, 0x63, 0xda, 0, 1, 0x64, 0xdb, 0, 0, 0, 1, 0x65]
      + [0xc4, 1, 0, 0xc5, 0, 1, 0, 0xc6, 0, 0, 0, 1, 0] + [0xd4, 5, 9, 0xd8, 0xff]
      + [UInt8](repeating: 0, count: 16) + [0xc7, 0, 7, 0xc8, 0, 1, 7, 0, 0xc9, 0, 0, 0, 1, 7, 0]
    #expect(
      try Self.tokens(bytes) == [
        .text(1..<3), .text(5..<6), .text(9..<10), .text(15..<16), .binary(18..<19),
        .binary(22..<23), .binary(28..<29), .tagged(code: 5, 31..<32), .tagged(code: -1, 34..<50),
        .tagged(code: 7, 53..<53), .tagged(code: 7, 57..<58), .tagged(code: 7, 64..<65),
      ]
    )
  }

  @Test
  func `gives the sizes of containers`() throws {
    #expect(try Self.tokens([0x91, 0xc0, 0x81, 0xc0, 0xc0, 0xdc, 0, 1, 0xc0]).first == .array(1))
    #expect(try Self.tokens([0xdf, 0, 0, 0, 1, 0xc0, 0xc0]).first == .map(1))
  }

  @Test(arguments: [
    [0xa2, 0x61], [0xd9, 2, 0x61], [0xda, 0xff, 0xff], [0xdb, 0xff, 0xff, 0xff, 0xff], [0xc4],
    [0xc6, 0x7f, 0xff, 0xff, 0xff, 0], [0xc7, 3, 1, 0, 0], [0xc9, 0xff, 0xff, 0xff, 0xff, 1],
    [0xd8, 1, 0], [0xcb, 0], [0xd3, 0, 0, 0, 0, 0, 0, 0], [0x91], [0x81, 0xc0],
    [0xdd, 0xff, 0xff, 0xff, 0xff, 0xc0], [0xdf, 0xff, 0xff, 0xff, 0xff, 0xc0],
  ])
  func `81 refuses a length beyond what is left`(_ bytes: [UInt8]) throws {
    let error = #expect(throws: FormatError.self) { try Self.tokens(bytes) }
    #expect(error?.code == .truncated)
  }

  @Test
  func `81 refuses the byte that is never used`() throws {
    let error = #expect(throws: FormatError.self) { try Self.tokens([0xc0, 0xc1]) }
    #expect(error?.code == .invalidValue)
    #expect(error?.offset == 1)
  }
}
