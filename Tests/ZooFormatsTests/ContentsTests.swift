import CZooKernels
import Testing
import ZooTensors
import ZooTestSupport

@testable import ZooFormats

/// Contents that are made from stored bytes when they are asked for.
@Suite
struct ContentsTests {
  static func region(_ bytes: [UInt8]) throws -> ByteRegion {
    ByteRegion(try ByteStore.copying(bytes, name: "part"))
  }

  @Test
  func `joins parts in order and checks their sizes`() throws {
    let parts = [try Self.region([1, 2, 3]), try Self.region([]), try Self.region([4, 5])]
    let joined = JoinedContent(parts, byteCount: 5, name: "w")
    #expect(try joined.region().prefix(9) == [1, 2, 3, 4, 5])
    for wrong in [4, 6] {
      #expect(throws: FormatError.self) {
        try JoinedContent(parts, byteCount: wrong, name: "w").region()
      }
      #expect(throws: FormatError.self) {
        try JoinedContent([parts[0]], byteCount: wrong, name: "w").region()
      }
    }
  }

  @Test(arguments: [1, 2, 4, 8, 16, 3])
  func `swaps the bytes of each number`(_ width: Int) throws {
    let bytes = (0..<48).map { UInt8($0) }
    var expected: [UInt8] = []
    for start in stride(from: 0, to: 48, by: width) {
      expected += bytes[start..<(start + width)].reversed()
    }
    let swapped = SwappedContent(try Self.region(bytes), width: width)
    #expect(try swapped.region().prefix(48) == expected)
  }

  @Test
  func `inflates to the declared size only`() throws {
    let stored: [UInt8] = [0x78, 0x01, 1, 3, 0, 0xfc, 0xff, 7, 8, 9, 0, 0x31, 0, 0x19]
    let source = try Self.region(stored)
    let content = InflatedContent(source, .zlib, byteCount: 3, limits: .default)
    #expect(try content.region().prefix(9) == [7, 8, 9])
    #expect(throws: FormatError.self) {
      try InflatedContent(source, .zlib, byteCount: 4, limits: .default).region()
    }
  }

  @Test
  func `places boxes inside their tensor only`() throws {
    let whole = try Shape([4, 6])
    #expect(try SliceBox(starts: [1, 2], lengths: [3, 4], in: whole).shape == Shape([3, 4]))
    for (starts, lengths) in [
      ([1, 3], [3, 4]), ([-1, 0], [1, 1]), ([0, 0], [1, -1]), ([0], [1]), ([0, 0], [1]),
      ([.max, 0], [1, 1]),
    ] {
      #expect(throws: FormatError.self) {
        try SliceBox(starts: starts, lengths: lengths, in: whole)
      }
    }
  }
}
