import Testing
import ZooTensors
import ZooTestSupport

@testable import ZooFormats

/// Frames that are built here; what the reference compressor writes is in the fixtures.
@Suite
struct ZstandardTests {
  private static func decode(_ bytes: [UInt8], _ count: Int) throws(FormatError) -> [UInt8] {
    let region = ByteRegion(try ByteStore.copying(bytes, name: "frame"))
    return try Zstandard.decode(region, byteCount: count, limits: .default).prefix(.max)
  }

  /// A frame with a window of a kibibyte.
  private static func frame(_ blocks: [UInt8]) -> [UInt8] {
    [0x28, 0xb5, 0x2f, 0xfd, 0, 0] + blocks
  }

  /// A block with its header.
  private static func block(_ kind: Int, _ size: Int, _ bytes: [UInt8], isLast: Bool) -> [UInt8] {
    let head = size << 3 | kind << 1 | (isLast ? 1 : 0)
    return [UInt8(head & 255), UInt8(head >> 8 & 255), UInt8(head >> 16)] + bytes
  }

  @Test
  func `reads stored and repeated bytes, frames in a row, and passes over others`() throws {
    let one = Self.frame(
      Self.block(0, 3, [1, 2, 3], isLast: false) + Self.block(1, 4, [9], isLast: true)
    )
    let other: [UInt8] = [0x5f, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 7, 7]
    #expect(try Self.decode(one, 7) == [1, 2, 3, 9, 9, 9, 9])
    #expect(try Self.decode(one + other + one, 14) == [1, 2, 3, 9, 9, 9, 9, 1, 2, 3, 9, 9, 9, 9])
  }

  @Test
  func `writes what no match can reach any more`() throws {
    let blocks = (0..<64).map { number in
      Self.block(1, 100_000, [UInt8(number)], isLast: number == 63)
    }
    let found = try Self.decode(Self.frame(Array(blocks.joined())), 6_400_000)
    #expect((0..<64).allSatisfy { found[100_000 * $0] == UInt8($0) })
  }

  /// XXH64 of nothing is ef46db3751d8e999; these are values of the reference implementation.
  @Test(
    arguments: [
      ("", 0xef46_db37_51d8_e999), ("a", 0xd24e_c4f1_a98c_6e5b), ("abc", 0x44bc_2cf5_ad77_0999),
      ("message digest", 0x066e_d728_fcee_b3be),
      ("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 0xfd5e_2ce9_5208_72dd),
    ] as [(String, UInt64)]
  )
  func `computes the checksum of a frame`(_ text: String, _ hash: UInt64) throws {
    let region = ByteRegion(try ByteStore.copying(Array(text.utf8), name: "text"))
    #expect(try XXHash64.of(region) == hash)
  }

  @Test
  func `verifies the checksum of a frame`() throws {
    let block = Self.block(0, 3, Array("abc".utf8), isLast: true)
    let frame = [0x28, 0xb5, 0x2f, 0xfd, 4, 0] + block
    #expect(try Self.decode(frame + [0x99, 0x09, 0x77, 0xad], 3) == Array("abc".utf8))
    let error = #expect(throws: FormatError.self) { try Self.decode(frame + [0, 0, 0, 0], 3) }
    #expect(error?.message.contains("another checksum") == true)
  }

  @Test(arguments: [
    ([0x28, 0xb5, 0x2f, 0xfd], FormatError.Code.truncated, "expected"),
    (frame([]), .truncated, "expected"),
    (frame(block(0, 9, [1], isLast: true)), .truncated, "expected"),
    (frame(block(3, 1, [1], isLast: true)), .invalidValue, "damaged"),
    (frame(block(0, (128 << 10) + 1, [1], isLast: true)), .invalidValue, "damaged"),
    (frame(block(2, 1, [0], isLast: true)), .invalidValue, "damaged"),
    (frame(block(2, 2, [3, 0], isLast: true)), .invalidValue, "damaged"),
    (frame(block(0, 1, [1], isLast: true)), .inconsistent, "inflate to 1, but 3 are declared"),
    (frame(block(1, 4, [1], isLast: true)), .inconsistent, "more than the 3"),
    (
      frame(block(0, 3, [1, 2, 3], isLast: true)) + [1, 2, 3, 4], .invalidValue, "Zstandard frame"
    ),
    ([0x28, 0xb5, 0x2f, 0xfd, 8, 0], .invalidValue, "damaged"),
    ([0x28, 0xb5, 0x2f, 0xfd, 1, 0, 5], .unsupported, "dictionary"),
    ([0x28, 0xb5, 0x2f, 0xfd, 0, 0xff], .limitExceeded, "ParsingLimits.blockBytes"),
    (
      [0x28, 0xb5, 0x2f, 0xfd, 0x20, 4] + block(0, 3, [1, 2, 3], isLast: true), .inconsistent,
      "states 4 bytes"
    ),
  ])
  func `refuses frames that break a rule`(
    _ bytes: [UInt8],
    _ code: FormatError.Code,
    _ words: String
  ) throws {
    let error = #expect(throws: FormatError.self) { try Self.decode(bytes, 3) }
    #expect(error?.code == code)
    #expect(error?.message.contains(words) == true, "\(String(describing: error))")
  }
}
