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
  func `inflates only the beginning`() throws {
    let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 / 3) }
    let packed = try Self.region(ZipBuilder.gzip(bytes))
    #expect(try Inflation.prefix(of: packed, .gzip, count: 5) == [0, 0, 0, 1, 1])
    #expect(try Inflation.prefix(of: packed, .gzip, count: 40_000) == Array(bytes[..<40_000]))
    #expect(try Inflation.prefix(of: packed, .gzip, count: 200_000) == bytes)
    let cut = try packed.part(offset: 0, count: packed.byteCount / 2)
    #expect(try Inflation.prefix(of: cut, .gzip, count: 5) == [0, 0, 0, 1, 1])
    #expect(throws: FormatError.self) {
      try Inflation.prefix(
        of: try Self.region([0x1f, 0x8b, 8, 0xff, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
        .zlib,
        count: 5
      )
    }
  }

  @Test
  func `cuts parts out of other contents`() throws {
    let whole = try Self.region([1, 2, 3, 4])
    #expect(try PartContent(of: whole, offset: 1, count: 2).region().prefix(9) == [2, 3])
    for (offset, count) in [(3, 2), (-1, 1), (0, -1), (5, 0), (.max, 1)] {
      #expect(throws: FormatError.self) {
        try PartContent(of: whole, offset: offset, count: count).region()
      }
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

  // MARK: - 28: truth values

  @Test
  func `28: the elements of a truth-valued tensor are 0 or 1, wherever they lie`() throws {
    func tensor(_ bytes: [UInt8], _ shape: [Int], _ strides: [Int]? = nil) throws -> StoredTensor {
      let content = try Self.region(bytes)
      return StoredTensor(
        name: "mask",
        dtype: .bool,
        shape: try Shape(shape),
        strides: strides,
        content: content
      )
    }
    func refused(_ tensor: StoredTensor, at place: Int) {
      let error = #expect(throws: FormatError.self) { try tensor.content.region() }
      #expect(error?.code == .invalidValue && error?.offset == place)
      #expect(error?.message == "'mask' is BOOL but has a byte that is neither 0 nor 1")
    }
    #expect(try tensor([0, 1, 1, 0], [2, 2]).content.region().byteCount == 4)
    refused(try tensor([0, 1, 2, 0], [2, 2]), at: 2)
    refused(try tensor([0, 1, 1, 255], [2, 2], [1, 2]), at: 3)
    // Bytes between the elements are another tensor's.
    #expect(try tensor([1, 9, 0, 9, 1], [3], [2]).content.region().byteCount == 5)
    #expect(try tensor([1, 9, 9, 0, 9, 9, 1], [1, 3], [7, 3]).content.region().byteCount == 7)
    refused(try tensor([1, 0, 0, 3, 0, 0, 1], [1, 3], [7, 3]), at: 3)
    // Elements without end over few bytes are as many as the bytes.
    #expect(try tensor([1], [1 << 40], [0]).content.region().byteCount == 1)
    refused(try tensor([1, 1, 2], [1 << 20, 1 << 20], [0, 0]), at: 2)
    #expect(try tensor([], [0, 4]).content.region().byteCount == 0)
    #expect(try tensor([7], [0], [1]).content.region().byteCount == 1)
    refused(try tensor([7], []), at: 0)
  }
}
