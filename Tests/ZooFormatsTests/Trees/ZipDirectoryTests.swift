import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

/// Items 36 to 46 of the checklist of malformed input, one test each.
@Suite
struct ZipDirectoryTests {
  private static let text = Array("some text, some text, some text".utf8)

  private func sample(deflated: Bool = false) -> ZipBuilder {
    ZipBuilder(
      [("a.txt", Self.text), ("d/b.bin", [UInt8](0..<100)), ("empty", [])],
      deflated: deflated
    )
  }

  private func directory(
    _ bytes: [UInt8],
    limits: ParsingLimits = .default
  ) throws -> ZipDirectory {
    try ZipDirectory(ByteRegion(try ByteStore.copying(bytes, name: "test.zip")), limits: limits)
  }

  private func refuse(
    _ builder: ZipBuilder,
    saying words: String,
    _ location: SourceLocation = #_sourceLocation
  ) {
    do throws(FormatError) {
      let directory = try ZipDirectory(
        ByteRegion(try ByteStore.copying(builder.build(), name: "test.zip"))
      )
      for entry in directory.entries { _ = try directory.open(entry) }
      Issue.record("the archive was read", sourceLocation: location)
    } catch {
      #expect(error.description.contains(words), sourceLocation: location)
    }
  }

  // MARK: - Valid archives

  @Test(arguments: [false, true])
  func `reads stored and deflated members`(deflated: Bool) throws {
    let directory = try directory(sample(deflated: deflated).build())
    #expect(directory.entries.map(\.name) == ["a.txt", "d/b.bin", "empty"])
    let entry = try #require(directory["a.txt"])
    #expect(try directory.open(entry).prefix(99) == Self.text)
    #expect(entry.method == (deflated ? .deflated : .stored))
    #expect(try directory.open(directory.entries[2]).byteCount == 0)
    #expect(directory["b.txt"] == nil)
  }

  @Test
  func `reads an archive without members`() throws {
    #expect(try directory(ZipBuilder().build()).entries.isEmpty)
  }

  @Test
  func `reads zip64 headers and end records`() throws {
    var builder = sample()
    builder.hasLongEnd = true
    for index in builder.members.indices { builder.members[index].both { $0.width = .long } }
    #expect(try directory(builder.build()).entries.map(\.byteCount) == [31, 100, 0])
  }

  @Test(arguments: [4, 8], [true, false])
  func `reads data descriptors`(width: Int, hasSignature: Bool) throws {
    var builder = sample(deflated: true)
    for index in builder.members.indices {
      builder.members[index].both { $0.flags |= 8 }
      builder.members[index].local.crc32 = 0
      builder.members[index].local.compressed = 0
      builder.members[index].local.uncompressed = 0
      builder.members[index].descriptor = .sizes(byteCount: width, hasSignature: hasSignature)
    }
    let directory = try directory(builder.build())
    #expect(try directory.open(directory.entries[0]).prefix(99) == Self.text)
  }

  @Test
  func `finds data behind the local header's own extra field`() throws {
    var builder = sample()
    builder.members[1].local.extra = [0x46, 0x42, 3, 0, 0x5a, 0x5a, 0x5a]
    let directory = try directory(builder.build())
    #expect(try directory.open(directory.entries[1]).prefix(3) == [0, 1, 2])
  }

  @Test
  func `accepts zeros that align members`() throws {
    var builder = sample()
    builder.members[0].padding = [0, 0, 0]
    #expect(try directory(builder.build()).entries.count == 3)
  }

  @Test
  func `reads names of code page 437 and of UTF-8`() throws {
    var builder = ZipBuilder([("说明.txt", [1])])
    builder.add("x", [2])
    builder.members[1].both { $0.name = [0x81, 0x2e] }
    #expect(try directory(builder.build()).entries.map(\.name) == ["说明.txt", "ü."])
  }

  @Test(arguments: try Fixtures.list("pytorch", suffix: ".pt").filter { !$0.contains("legacy") })
  func `reads every archive that PyTorch wrote`(_ fixture: String) throws {
    let directory = try ZipDirectory(ByteRegion(mapping: Fixtures.path(fixture)))
    #expect(directory.entries.contains { $0.name.hasSuffix("/data.pkl") })
    for entry in directory.entries where entry.name.contains("/data/") {
      #expect(entry.dataOffset % 64 == 0 && entry.method == .stored)
    }
  }

  // MARK: - 36: end records

  @Test
  func `refuses an archive without an end record`() {
    var builder = sample()
    builder.suffix = [1]
    refuse(builder, saying: "does not end where the file does")
    #expect(throws: FormatError.self) { try directory([0x50, 0x4b, 3, 4]) }
    #expect(throws: FormatError.self) { try directory([]) }
  }

  @Test
  func `refuses a comment that contains a second end record`() {
    var builder = sample()
    builder.comment = ZipBuilder().build()
    refuse(builder, saying: "more than one end record")
    builder.comment = [0x50, 0x4b, 5, 6, 0]
    refuse(builder, saying: "more than one end record")
  }

  @Test
  func `accepts a zip inside a zip`() throws {
    let builder = ZipBuilder([("inner.zip", sample().build())])
    #expect(try directory(builder.build()).entries.count == 1)
  }

  // MARK: - 37: local headers

  @Test
  func `refuses a local header that disagrees`() {
    func changed(_ change: (inout ZipBuilder.Header) -> Void) -> ZipBuilder {
      var builder = sample()
      change(&builder.members[1].local)
      return builder
    }
    refuse(changed { $0.name[0] = 0x65 }, saying: "disagree about the name")
    refuse(changed { $0.method = 8 }, saying: "disagree about the method")
    refuse(changed { $0.flags = 2 }, saying: "disagree about the flags")
    refuse(changed { $0.crc32 ^= 1 }, saying: "disagree about the CRC-32")
    refuse(changed { $0.compressed += 1 }, saying: "disagree about the sizes")
    refuse(changed { $0.uncompressed += 1 }, saying: "disagree about the sizes")
    refuse(changed { $0.compressed = 0 }, saying: "disagree about the sizes")
  }

  @Test
  func `refuses a descriptor that disagrees`() {
    var builder = sample()
    builder.members[1].both { $0.flags = 8 }
    refuse(builder, saying: "descriptor after 'd/b.bin' is missing or disagrees")
  }

  // MARK: - 38: overlaps

  @Test
  func `refuses members that overlap`() {
    var builder = sample()
    builder.members[1].offsetShift = -1
    refuse(builder, saying: "overlaps the member before it")
    builder = sample()
    builder.members[2] = builder.members[1]
    builder.members[2].both { $0.name = Array("other".utf8) }
    builder.members[2].offsetShift = -(30 + 7 + 100)
    refuse(builder, saying: "overlaps the member before it")
  }

  @Test
  func `refuses a member that reaches into the central directory`() {
    var builder = ZipBuilder([("a", [1, 2, 3])])
    builder.members[0].both {
      $0.compressed = 10
      $0.uncompressed = 10
    }
    refuse(builder, saying: "in or after the central directory")
    builder = ZipBuilder([("a", [1, 2, 3])])
    builder.members[0].offsetShift = 10
    refuse(builder, saying: "in or after the central directory")
  }

  // MARK: - 39: counts and zip64

  @Test(arguments: [-1, 1])
  func `refuses an entry count that is wrong`(shift: Int) {
    var builder = sample()
    builder.countShift = shift
    refuse(builder, saying: shift < 0 ? "are left in the central directory" : "")
  }

  @Test
  func `refuses end records that disagree`() {
    var builder = sample()
    builder.hasLongEnd = true
    builder.longCountShift = 1
    refuse(builder, saying: "3 in the end record and 4 in the zip64 one")
  }

  @Test
  func `refuses a directory size that is wrong`() {
    var builder = sample()
    builder.sizeShift = -1
    refuse(builder, saying: "does not end where its end record begins")
  }

  @Test
  func `refuses bytes after the last record`() {
    var builder = sample()
    builder.directoryTail = [0]
    refuse(builder, saying: "1 bytes are left in the central directory")
  }

  @Test
  func `refuses more entries than the limit`() {
    var limits = ParsingLimits.default
    limits.archiveEntries = 2
    #expect(throws: FormatError.self) { try directory(sample().build(), limits: limits) }
  }

  @Test
  func `refuses zip64 fields that are missing, doubled or contradictory`() {
    var builder = sample()
    builder.members[0].central.compressed = 0xffff_ffff
    refuse(builder, saying: "zip64 sizes of a member are missing")
    builder = sample()
    builder.members[0].central.width = .long
    builder.members[0].central.extra = [1, 0, 0, 0]
    refuse(builder, saying: "two zip64 fields")
    builder = sample()
    builder.members[0].central.extra = [1, 0, 8, 0, 9, 0, 0, 0, 0, 0, 0, 0]
    refuse(builder, saying: "contradicts the 32-bit value")
    builder = sample()
    builder.members[0].central.extra = [1, 0, 9]
    refuse(builder, saying: "cut off")
    builder = sample()
    builder.members[0].central.width = .long
    builder.members[0].central.uncompressed = .max
    refuse(builder, saying: "does not fit")
  }

  @Test
  func `refuses a part of a split archive`() {
    var builder = sample()
    builder.disk = 1
    refuse(builder, saying: "one part of several")
  }

  // MARK: - 40, 41: flags and methods

  @Test(arguments: [0x0001, 0x0040, 0x2000] as [UInt16])
  func `refuses encryption`(flag: UInt16) {
    var builder = sample()
    builder.members[0].both { $0.flags = flag }
    refuse(builder, saying: "is encrypted")
  }

  @Test(arguments: [0x0020, 0x0010, 0x0080, 0x8000] as [UInt16])
  func `refuses patches and reserved flags`(flag: UInt16) {
    var builder = sample()
    builder.members[0].both { $0.flags = flag }
    refuse(builder, saying: "has the flags")
  }

  @Test(arguments: [1, 9, 12, 14, 93, 99] as [UInt16])
  func `refuses methods other than stored and deflate`(method: UInt16) {
    var builder = sample()
    builder.members[0].both { $0.method = method }
    refuse(builder, saying: "compressed by method \(method)")
  }

  // MARK: - 42: inflation

  @Test
  func `refuses data longer or shorter than declared`() {
    var builder = sample(deflated: true)
    builder.members[0].both { $0.uncompressed -= 1 }
    refuse(builder, saying: "inflate to more than the 30")
    builder = sample(deflated: true)
    builder.members[0].both { $0.uncompressed += 1 }
    refuse(builder, saying: "inflate to 31, but 32 are declared")
    builder = sample()
    builder.members[0].both { $0.uncompressed += 1 }
    refuse(builder, saying: "is stored with 31 bytes but declares 32")
  }

  @Test
  func `refuses damaged, cut and continued deflate data`() {
    func changed(_ change: (inout [UInt8]) -> Void) -> ZipBuilder {
      var builder = sample(deflated: true)
      change(&builder.members[0].data)
      let count = UInt64(builder.members[0].data.count)
      builder.members[0].both { $0.compressed = count }
      return builder
    }
    refuse(changed { $0.removeLast() }, saying: "ends early")
    refuse(changed { $0.append(0) }, saying: "1 bytes follow the compressed data")
    refuse(changed { $0[0] = 0xff }, saying: "is damaged")
  }

  @Test
  func `refuses a ratio above the limit and sizes above the cap`() throws {
    let zeros = [UInt8](repeating: 0, count: 4 << 20)
    let directory = try directory(ZipBuilder([("z", zeros)], deflated: true).build())
    #expect(try directory.open(directory.entries[0]).byteCount == zeros.count)
    var limits = ParsingLimits.default
    limits.inflationRatio = 100
    #expect(throws: FormatError.self) { try directory.open(directory.entries[0], limits: limits) }
    limits = .default
    limits.inflatedBytes = 4 << 20
    #expect(throws: Never.self) { try directory.open(directory.entries[0], limits: limits) }
    #expect(throws: FormatError.self) {
      try directory.open(directory.entries[0], limits: limits, used: 1)
    }
  }

  // MARK: - 43: checksums

  @Test(arguments: [false, true])
  func `refuses a wrong checksum`(deflated: Bool) throws {
    var builder = sample(deflated: deflated)
    builder.members[0].both { $0.crc32 ^= 0x100 }
    refuse(builder, saying: "the CRC-32 is")
    let directory = try directory(builder.build())
    let entry = directory.entries[0]
    if deflated {
      #expect(throws: FormatError.self) { try directory.open(entry, verifying: false) }
    } else {
      #expect(try directory.open(entry, verifying: false).byteCount == 31)
      #expect(throws: FormatError.self) { try directory.verifyCRC(of: entry) }
    }
  }

  // MARK: - 44, 45: names

  @Test
  func `refuses duplicate names, also by case and normalisation`() {
    for (one, two) in [("a", "a"), ("Readme", "readme"), ("\u{e9}", "e\u{301}"), ("a", "./a")] {
      refuse(ZipBuilder([(one, []), (two, [])]), saying: "two members have the name")
    }
  }

  @Test(arguments: [
    ("../a", "leads out"), ("a/../../b", "leads out"), ("/a", "absolute"), ("C:/a", "drive"),
    ("a\\b", "backslash"), ("a\0b", "control"), ("a\nb", "control"), ("", "no name"),
  ])
  func `refuses names that are no plain paths`(name: String, words: String) {
    refuse(ZipBuilder([(name, [1])]), saying: words)
  }

  @Test
  func `refuses symbolic links and special files`() {
    for (mode, words) in [(0o120777, "symbolic link"), (0o020644, "no regular file")]
      as [(UInt32, _)]
    {
      var builder = sample()
      builder.members[0].attributes = mode << 16
      refuse(builder, saying: words)
    }
  }

  @Test
  func `refuses a directory with bytes and a name that is not UTF-8`() {
    refuse(ZipBuilder([("d/", [1])]), saying: "has bytes")
    var builder = sample()
    builder.members[0].both {
      $0.name = [0xff]
      $0.flags = 0x800
    }
    refuse(builder, saying: "not valid UTF-8")
  }

  // MARK: - 46: polyglots

  @Test
  func `refuses bytes before, between and after members`() {
    var builder = sample()
    builder.prefix = Array("GIF89a".utf8)
    refuse(builder, saying: "6 bytes stand before the first member")
    builder = sample()
    builder.stub = Array("#!/bin/sh\n".utf8)
    refuse(builder, saying: "bytes were put before or into the archive")
    builder = sample()
    builder.members[0].padding = [1]
    refuse(builder, saying: "1 bytes between members belong to none")
    builder = sample()
    builder.suffix = Array("%PDF".utf8)
    refuse(builder, saying: "does not end where the file does")
  }

  // MARK: - Damage

  @Test(arguments: [false, true])
  func `no damage traps`(deflated: Bool) throws {
    var builder = sample(deflated: deflated)
    builder.hasLongEnd = true
    builder.members[1].both { $0.width = .long }
    let bytes = builder.build()
    func survives(_ corruption: Corruption) {
      do throws(FormatError) {
        let region = ByteRegion(try ByteStore.copying(corruption.bytes, name: "test.zip"))
        let directory = try ZipDirectory(region)
        for entry in directory.entries { _ = try directory.open(entry) }
      } catch {
        #expect(!error.message.isEmpty, "\(corruption)")
      }
    }
    Corruption.prefixes(of: bytes).forEach(survives)
    Corruption.flips(of: bytes, in: 0..<bytes.count).forEach(survives)
    Corruption.mutations(of: bytes, count: 2000, seed: 36).forEach(survives)
  }

  @Test
  func `every prefix of an archive is refused`() throws {
    let bytes = sample().build()
    for corruption in Corruption.prefixes(of: bytes) {
      #expect(throws: FormatError.self, "\(corruption)") { try directory(corruption.bytes) }
    }
  }
}
