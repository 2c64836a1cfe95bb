import CZooKernels
import Testing
import ZooTensors
import ZooTestSupport

@testable import ZooFormats

@Suite
struct ChecksumTests {
  static func crc(_ bytes: ArraySlice<UInt8>, _ start: UInt32 = 0) -> UInt32 {
    unsafe bytes.withUnsafeBytes { unsafe zoo_crc32c(start, $0.baseAddress, $0.count) }
  }

  /// Vectors of RFC 3720, appendix B.4, and of the format.
  @Test(
    arguments: [
      (Array("123456789".utf8), 0xe306_9283), ([], 0),
      ([UInt8](repeating: 0, count: 32), 0x8a91_36aa),
      ([UInt8](repeating: 0xff, count: 32), 0x62a8_ab43), (Array(0..<32), 0x46dd_794e),
      (Array((0..<32).reversed()), 0x113f_db5c), ([UInt8](repeating: 0, count: 8), 0x8c28_b28a),
    ] as [([UInt8], UInt32)]
  )
  func `knows the published checksums`(_ bytes: [UInt8], _ expected: UInt32) {
    #expect(Self.crc(bytes[...]) == expected)
    #expect(Bytes.crc(bytes) == expected)
  }

  @Test
  func `masks as TensorFlow does`() {
    #expect(MaskedCRC32C(0xe306_9283).stored == 0xc78a_b0e5)
    #expect(MaskedCRC32C(0x8c28_b28a).stored == 0x0798_0329)
  }

  @Test
  func `is the same from tables and by instruction, at any length and alignment`() {
    var generator = SeededGenerator(seed: 1)
    let bytes = (0..<40_000).map { _ in UInt8.random(in: 0...255, using: &generator) }
    for count in 0..<900 {
      let start = count % 17
      let slice = bytes[start..<(start + count)]
      #expect(Self.crc(slice, UInt32(count)) == Bytes.crc(Array(slice), UInt32(count)))
    }
    for _ in 0..<200 {
      let start = Int.random(in: 0..<64, using: &generator)
      let slice = bytes[start..<(start + Int.random(in: 0...39_900, using: &generator))]
      #expect(Self.crc(slice) == Bytes.crc(Array(slice)))
    }
  }

  @Test
  func `continues from the bytes before`() {
    let bytes = (0..<30_000).map { UInt8(truncatingIfNeeded: $0 &* $0) }
    let whole = Self.crc(bytes[...])
    for cut in [0, 1, 7, 8, 767, 768, 12_287, 12_288, 12_289, 29_999, 30_000] {
      #expect(Self.crc(bytes[cut...], Self.crc(bytes[..<cut])) == whole)
    }
  }

  @Test
  func `sums a region larger than its buffer`() throws {
    let bytes = (0..<1_300_001).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let region = ByteRegion(try ByteStore.copying(bytes, name: "large"))
    #expect(try region.crc32c() == Bytes.crc(bytes))
    #expect(
      try region.part(offset: 3, count: 600_000).crc32c(continuing: 5)
        == Bytes.crc(Array(bytes[3..<600_003]), 5)
    )
  }
}
