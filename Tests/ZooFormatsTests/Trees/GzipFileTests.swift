import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

@Suite
struct GzipFileTests {
  private func inflate(_ bytes: [UInt8], limits: ParsingLimits = .default) throws -> [UInt8] {
    let file = ByteRegion(try ByteStore.copying(bytes, name: "file.gz"))
    let region = try #require(try CompressedFile.inflate(file, limits: limits))
    return region.prefix(region.byteCount)
  }

  private func noise(_ count: Int) -> [UInt8] {
    var generator = SeededGenerator(seed: 3)
    return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
  }

  @Test(arguments: [0, 1, 1000, (256 << 10) - 1, 256 << 10, (256 << 10) + 1, 700_000])
  func `inflates any length`(count: Int) throws {
    let bytes = noise(count)
    #expect(try inflate(ZipBuilder.gzip(bytes)) == bytes)
    let zeros = [UInt8](repeating: 0, count: count)
    #expect(try inflate(ZipBuilder.gzip(zeros)) == zeros)
  }

  @Test
  func `joins members and passes over zeros at the end`() throws {
    let members = ZipBuilder.gzip([1, 2]) + ZipBuilder.gzip([]) + ZipBuilder.gzip([3])
    #expect(try inflate(members) == [1, 2, 3])
    #expect(try inflate(members + [0, 0, 0]) == [1, 2, 3])
    let long = ZipBuilder.gzip(noise(300_000))
    #expect(try inflate(long + long).count == 600_000)
  }

  @Test
  func `refuses what follows, what is missing and what is wrong`() throws {
    let file = ZipBuilder.gzip(noise(1000))
    #expect(throws: FormatError.self) { try inflate(file + [1]) }
    #expect(throws: FormatError.self) { try inflate(file + [0, 0, 1]) }
    // Fewer than three bytes are no signature, so that nothing is known of them.
    for corruption in Corruption.prefixes(of: file) where corruption.bytes.count >= 3 {
      #expect(throws: FormatError.self, "\(corruption)") { try inflate(corruption.bytes) }
    }
    // The last eight bytes are the checksum and the length.
    for index in 1...8 {
      var copy = file
      copy[copy.count - index] ^= 1
      #expect(throws: FormatError.self) { try inflate(copy) }
    }
  }

  @Test
  func `refuses a ratio above the limit and sizes above the cap`() throws {
    let bomb = ZipBuilder.gzip([UInt8](repeating: 0, count: 4 << 20))
    #expect(try inflate(bomb).count == 4 << 20)
    var limits = ParsingLimits.default
    limits.inflationRatio = 100
    #expect(throws: FormatError.self) { try inflate(bomb, limits: limits) }
    limits = .default
    limits.inflatedBytes = (4 << 20) - 1
    #expect(throws: FormatError.self) { try inflate(bomb, limits: limits) }
  }

  @Test
  func `no damage traps`() throws {
    let bytes = ZipBuilder.gzip(Array(String(repeating: "some text ", count: 40).utf8))
    for corruption in Corruption.mutations(of: bytes, count: 2000, seed: 42) {
      do throws(FormatError) {
        let file = ByteRegion(try ByteStore.copying(corruption.bytes, name: "file.gz"))
        _ = try CompressedFile.inflate(file)
      } catch {
        #expect(!error.message.isEmpty, "\(corruption)")
      }
    }
  }
}
