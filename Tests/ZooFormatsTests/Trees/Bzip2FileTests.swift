import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// What libbz2 wrote.
@Suite
struct Bzip2FileTests {
  private static let files: [Golden.Member] = {
    let data = try? Data(contentsOf: Fixtures.url("bzip2/files.json"))
    return data.flatMap { try? JSONDecoder().decode([Golden.Member].self, from: $0) } ?? []
  }()

  private func inflate(
    _ bytes: [UInt8],
    limits: ParsingLimits = .default
  ) throws(FormatError) -> ByteRegion? {
    let file = ByteRegion(try ByteStore.copying(bytes, name: "file.bz2"))
    return try CompressedFile.inflate(file, limits: limits)
  }

  @Test
  func `all files are found`() throws {
    let names = try Fixtures.list("bzip2", suffix: ".bz2").filter { !$0.hasSuffix("tar.bz2") }
    #expect(names.count == 13)
    #expect(Set(names) == Set(Self.files.map { "bzip2/\($0.path)" }))
  }

  @Test(arguments: files)
  func `inflates to the bytes that libbz2 makes of it`(_ file: Golden.Member) throws {
    var limits = ParsingLimits.default
    limits.inflationRatio = 100_000
    let bytes = try Fixtures.bytes("bzip2/\(file.path)")
    let region = try #require(try inflate(bytes, limits: limits))
    #expect(region.byteCount == file.size)
    #expect(TensorDigest.sha256(of: region) == file.sha256)
  }

  @Test
  func `a stream may end where a part that is read ends`() throws {
    let levels = try Fixtures.bytes("bzip2/levels.bz2")
    let one = try Fixtures.bytes("bzip2/one.bz2")
    // Parts have 256 KiB. What was taken from the next one must be given back.
    let count = 8000
    #expect(((256 << 10) - levels.count) % one.count == 1)
    let file = levels + Array(repeatElement(one, count: count).joined())
    let region = try #require(try inflate(file))
    #expect(region.byteCount == 360 + count)
    #expect(region.prefix(360 + count).suffix(count).allSatisfy { $0 == UInt8(ascii: "z") })
  }

  @Test
  func `refuses a ratio above the limit and sizes above the cap`() throws {
    let bomb = try Fixtures.bytes("bzip2/bomb.bz2")
    let error = #expect(throws: FormatError.self) { try inflate(bomb) }
    #expect(error?.code == .limitExceeded)
    #expect(error?.message.contains("ParsingLimits.inflationRatio") == true)
    var limits = ParsingLimits.default
    limits.inflatedBytes = 449
    let small = try Fixtures.bytes("bzip2/streams.bz2")
    #expect(throws: FormatError.self) { try inflate(small, limits: limits) }
  }

  @Test(arguments: ["empty", "one", "symbols", "levels"])
  func `no prefix is taken for the whole`(_ name: String) throws {
    let bytes = try Fixtures.bytes("bzip2/\(name).bz2")
    // Where a stream ends another one may follow, or nothing.
    let ends = Set(
      bytes.indices.dropFirst(4).filter { bytes[$0...].starts(with: Array("BZh".utf8)) }
    )
    for corruption in Corruption.prefixes(of: bytes) where corruption.bytes.count >= 3 {
      guard !ends.contains(corruption.bytes.count) else { continue }
      let error = #expect(throws: FormatError.self, "\(corruption)") {
        try inflate(corruption.bytes)
      }
      #expect(error?.code == .truncated, "\(corruption): \(error?.message ?? "")")
    }
  }

  @Test(arguments: ["empty", "one", "symbols"])
  func `a changed byte is noticed or changes nothing`(_ name: String) throws {
    let bytes = try Fixtures.bytes("bzip2/\(name).bz2")
    let right = try #require(try inflate(bytes)).array(limit: 1 << 20)
    for corruption in Corruption.flips(of: bytes, in: 3..<bytes.count) {
      do throws(FormatError) {
        let found = try inflate(corruption.bytes)
        #expect(try found?.array(limit: 1 << 20) == right, "\(corruption)")
      } catch {
        #expect(!error.message.isEmpty && error.offset != nil, "\(corruption)")
      }
    }
  }

  @Test(arguments: ["one", "symbols", "streams"])
  func `no damage traps`(_ name: String) throws {
    let bytes = try Fixtures.bytes("bzip2/\(name).bz2")
    for corruption in Corruption.mutations(of: bytes, count: 2000, seed: 42) {
      do throws(FormatError) {
        _ = try inflate(corruption.bytes)
      } catch {
        #expect(!error.message.isEmpty, "\(corruption)")
      }
    }
  }
}
