import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

/// Item 63 of the checklist.
@Suite
struct SnappyTests {
  static func expand(_ input: [UInt8], limit: Int = 1 << 20) throws(FormatError) -> [UInt8] {
    let region = ByteRegion(try ByteStore.copying(input, name: "snappy"))
    return try Snappy.decompress(region.bytes, limit: limit)
  }

  static func refuses(_ input: [UInt8], _ code: FormatError.Code, saying words: String) {
    let error = #expect(throws: FormatError.self) { try expand(input) }
    #expect(error?.code == code && error?.message.contains(words) == true, "\(error as Any)")
  }

  static let text = Array("abcdefgh".utf8)

  @Test
  func `expands literals of every length form`() throws {
    #expect(try Self.expand([0]) == [])
    #expect(try Self.expand([3, 8, 1, 2, 3]) == [1, 2, 3])
    for (count, tag) in [
      (60, [59 << 2]), (61, [60 << 2, 60]), (256, [60 << 2, 255]), (257, [61 << 2, 0, 1]),
      (70000, [62 << 2, 0x6f, 0x11, 1]), (70000, [63 << 2, 0x6f, 0x11, 1, 0]),
    ] as [(Int, [UInt8])] {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      #expect(try Self.expand(Bytes.varint(count) + tag + bytes) == bytes)
    }
  }

  @Test
  func `expands copies of every offset form, also over themselves`() throws {
    let literal: [UInt8] = [7 << 2] + Self.text
    // One byte of offset: length 4 to 11.
    #expect(try Self.expand([12] + literal + [0x01, 8]) == Self.text + Array("abcd".utf8))
    #expect(
      try Self.expand([19] + literal + [7 << 2 | 1, 1]) == Self.text + Array("hhhhhhhhhhh".utf8)
    )
    // Two and four bytes of offset: length 1 to 64.
    #expect(try Self.expand([10] + literal + [1 << 2 | 2, 3, 0]) == Self.text + Array("fg".utf8))
    #expect(
      try Self.expand([10] + literal + [1 << 2 | 3, 3, 0, 0, 0]) == Self.text + Array("fg".utf8)
    )
    #expect(
      try Self.expand([72] + literal + [63 << 2 | 2, 3, 0]).suffix(64)
        == (0..<64).map { Array("fgh".utf8)[$0 % 3] }
    )
    // The high bits of an eleven-bit offset are in the tag.
    let long = (0..<300).map { UInt8(truncatingIfNeeded: $0) }
    #expect(
      try Self.expand(Bytes.varint(304) + [61 << 2, 43, 1] + long + [1 << 5 | 1, 44]).suffix(4)
        == [0, 1, 2, 3]
    )
  }

  @Test
  func `expands what the tests' own compressor makes`() throws {
    var generator = SeededGenerator(seed: 9)
    for _ in 0..<300 {
      var bytes: [UInt8] = []
      for _ in 0..<Int.random(in: 0...40, using: &generator) {
        let byte = UInt8.random(in: 0...255, using: &generator)
        bytes += [UInt8](repeating: byte, count: Int.random(in: 1...40, using: &generator))
      }
      #expect(try Self.expand(Bytes.snappy(bytes)) == bytes)
    }
  }

  @Test
  func `63: rejects an output length above the limit or impossible`() {
    let error = #expect(throws: FormatError.self) {
      try Self.expand([11, 40] + Self.text, limit: 10)
    }
    #expect(error?.code == .limitExceeded)
    Self.refuses(Bytes.varint(1 << 33) + [0], .invalidValue, saying: "2^32")
    Self.refuses(Bytes.varint(1 << 20) + Self.text, .invalidValue, saying: "cannot make")
    Self.refuses([], .truncated, saying: "")
    Self.refuses([0x80], .truncated, saying: "")
  }

  @Test
  func `63: rejects a copy from nothing or from before the start`() {
    Self.refuses([4, 0x01, 1], .invalidValue, saying: "back")
    Self.refuses([5, 0, 97, 0x01, 0], .invalidValue, saying: "0 bytes back")
    Self.refuses([5, 0, 97, 0x01, 2], .invalidValue, saying: "2 bytes back")
    Self.refuses([3, 0, 97, 1 << 2 | 3, 0xff, 0xff, 0xff, 0xff], .invalidValue, saying: "back")
  }

  @Test
  func `63: rejects output longer or shorter than stated`() {
    Self.refuses([2, 8, 1, 2, 3], .invalidValue, saying: "more output")
    Self.refuses([4, 0, 97, 0x01, 1], .invalidValue, saying: "more output")
    Self.refuses([4, 8, 1, 2, 3], .inconsistent, saying: "after 3 bytes")
    Self.refuses([1, 8, 1, 2, 3], .invalidValue, saying: "more output")
    Self.refuses([1], .invalidValue, saying: "cannot make")
    Self.refuses([0, 0, 97], .invalidValue, saying: "more output")
  }

  @Test
  func `63: rejects elements that are cut short`() {
    Self.refuses([3, 8, 1, 2], .invalidValue, saying: "inside a literal")
    Self.refuses([9, 60 << 2], .invalidValue, saying: "inside an element")
    Self.refuses([9, 0, 97, 0x01], .invalidValue, saying: "inside an element")
    Self.refuses([9, 0, 97, 2, 1], .invalidValue, saying: "inside an element")
    Self.refuses([9, 0, 97, 3, 1, 0, 0], .invalidValue, saying: "inside an element")
    Self.refuses([9, 63 << 2, 255, 255, 255, 255, 1], .invalidValue, saying: "more output")
  }

  @Test
  func `survives mutations`() throws {
    let good = Bytes.snappy(
      (0..<200).flatMap { [UInt8](repeating: UInt8($0), count: $0 % 17) }
    )
    for corruption in Corruption.mutations(of: good, count: 2000, seed: 4) {
      do throws(FormatError) {
        _ = try Self.expand(corruption.bytes)
      } catch {
        #expect(!error.message.isEmpty)
      }
    }
  }
}
