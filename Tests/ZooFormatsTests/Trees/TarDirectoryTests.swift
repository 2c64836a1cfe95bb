import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

/// Item 45 of the checklist of malformed input, and what tar has of the others.
@Suite
struct TarDirectoryTests {
  private let sample = TarBuilder([("a.txt", [1, 2, 3]), ("d/b", [UInt8](0..<200)), ("empty", [])])

  private func directory(
    _ bytes: [UInt8],
    limits: ParsingLimits = .default
  ) throws -> TarDirectory {
    try TarDirectory(ByteRegion(try ByteStore.copying(bytes, name: "test.tar")), limits: limits)
  }

  private func refuse(
    _ builder: TarBuilder,
    saying words: String,
    _ location: SourceLocation = #_sourceLocation
  ) {
    do throws(FormatError) {
      _ = try TarDirectory(ByteRegion(try ByteStore.copying(builder.build(), name: "test.tar")))
      Issue.record("the archive was read", sourceLocation: location)
    } catch {
      #expect(error.description.contains(words), sourceLocation: location)
    }
  }

  private func changed(_ change: (inout TarBuilder.Member) -> Void) -> TarBuilder {
    var builder = sample
    change(&builder.members[1])
    return builder
  }

  // MARK: - Valid archives

  @Test
  func `reads members where they lie`() throws {
    let directory = try directory(sample.build())
    #expect(directory.entries.map(\.name) == ["a.txt", "d/b", "empty"])
    #expect(directory.entries.map(\.dataOffset) == [512, 1536, 2560])
    #expect(try directory.open(directory.entries[1]).prefix(4) == [0, 1, 2, 3])
    #expect(directory["d/b"] == directory.entries[1] && directory["d"] == nil)
  }

  @Test
  func `reads V7, GNU and contiguous members`() throws {
    for magic in [[UInt8](repeating: 0, count: 8), Array("ustar  \u{0}".utf8)] {
      let builder = changed {
        $0.magic = magic
        $0.type = magic[0] == 0 ? 0 : 0x37
      }
      #expect(try directory(builder.build()).entries.count == 3)
    }
  }

  @Test
  func `joins ustar's prefix and passes over directories`() throws {
    var builder = changed { $0.prefix = Array("p/q".utf8) }
    builder.members.append(TarBuilder.Member("dir/", type: "5"))
    builder.members.append(TarBuilder.Member("./", type: "5"))
    let names = try directory(builder.build()).entries.map(\.name)
    #expect(names == ["a.txt", "p/q/d/b", "empty"])
  }

  @Test
  func `reads long names of pax and GNU`() throws {
    let long = String(repeating: "directory/", count: 30) + "说明.txt"
    var builder = TarBuilder()
    builder.addPax([("comment", "x"), ("path", long)])
    builder.members.append(TarBuilder.Member("short", [1]))
    builder.addLongName(long + "2")
    builder.members.append(TarBuilder.Member("short", [2]))
    builder.addPax([("comment", "of git")], type: "g")
    builder.members.append(TarBuilder.Member("short", [3]))
    let names = try directory(builder.build()).entries.map(\.name)
    #expect(names == [long, long + "2", "short"])
  }

  @Test
  func `reads sizes in base 256`() throws {
    let builder = changed { $0.sizeField = [0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 200] }
    #expect(try directory(builder.build()).entries[1].byteCount == 200)
  }

  @Test
  func `recognises a header by its checksum`() throws {
    #expect(TarDirectory.recognizes(sample.build()))
    #expect(!TarDirectory.recognizes(changed { _ in }.build().dropLast(9000).map { $0 ^ 1 }))
    #expect(!TarDirectory.recognizes([UInt8](repeating: 0, count: 1024)))
    #expect(!TarDirectory.recognizes([]))
  }

  // MARK: - 45

  @Test(arguments: [
    ("../a", "leads out"), ("a/../../b", "leads out"), ("/a", "absolute"), ("C:/a", "drive"),
    ("a\\b", "backslash"), ("a\nb", "control"), ("", "no name"), ("./", "has bytes"),
  ])
  func `refuses names that are no plain paths`(name: String, words: String) {
    refuse(changed { $0.name = Array(name.utf8) }, saying: words)
  }

  @Test
  func `refuses names that are not UTF-8`() {
    refuse(changed { $0.name = [0xff] }, saying: "not valid UTF-8")
  }

  @Test(arguments: [
    ("1", "a hard link"), ("2", "a symbolic link"), ("3", "a device"), ("4", "a device"),
    ("6", "a named pipe"), ("S", "a sparse file"), ("M", "another volume"), ("K", "symbolic link"),
    ("V", "unknown type"), ("Z", "unknown type"),
  ])
  func `refuses links, devices and sparse files`(type: String, words: String) {
    refuse(changed { $0.type = Array(type.utf8)[0] }, saying: words)
  }

  @Test
  func `refuses a sparse file of pax`() {
    var builder = TarBuilder()
    builder.addPax([("GNU.sparse.major", "1")])
    refuse(builder, saying: "sparse file")
  }

  @Test
  func `refuses a pax size that contradicts the header`() {
    for (stated, isRefused) in [("3", false), ("2", true), ("0", true), ("512", true)] {
      var builder = TarBuilder()
      builder.addPax([("size", stated)])
      builder.members.append(TarBuilder.Member("a", [1, 2, 3]))
      if isRefused {
        refuse(builder, saying: "a pax record says \(stated) bytes, the header of the member 3")
      } else {
        #expect(throws: Never.self) { try directory(builder.build()) }
      }
    }
  }

  @Test
  func `takes a pax size that twelve digits cannot hold, and then misses the bytes`() {
    var builder = TarBuilder()
    builder.addPax([("size", "8589934592")])
    builder.members.append(TarBuilder.Member("a"))
    refuse(builder, saying: "a member of 8589934592 bytes")
  }

  @Test(arguments: ["", "-1", "1x", "9999999999999999999"])
  func `refuses a pax size that is no number`(text: String) {
    var builder = TarBuilder()
    builder.addPax([("size", text)])
    refuse(builder, saying: "is not a number")
  }

  @Test(arguments: ["x", "5 a=b\n", "7 a=b", "9999999 a=b\n", "6 abc\n", "3\n", "0 a=\n"])
  func `refuses malformed pax records`(text: String) {
    var builder = TarBuilder()
    builder.members.append(TarBuilder.Member("x", Array(text.utf8), type: "x"))
    refuse(builder, saying: "a pax record is malformed")
  }

  @Test
  func `refuses doubled records and extension headers`() {
    var builder = TarBuilder()
    builder.addPax([("path", "a"), ("path", "b")])
    refuse(builder, saying: "the pax record 'path' is there twice")
    builder = TarBuilder()
    builder.addPax([])
    builder.addPax([])
    refuse(builder, saying: "two extension headers")
    builder = TarBuilder()
    builder.addLongName("a")
    builder.addLongName("b")
    refuse(builder, saying: "two extension headers")
    builder = TarBuilder()
    builder.addLongName("a")
    builder.addPax([("path", "b")])
    builder.members.append(TarBuilder.Member("c"))
    refuse(builder, saying: "two long names")
    builder = TarBuilder()
    builder.addLongName("a")
    refuse(builder, saying: "describes no member")
  }

  @Test
  func `refuses a global header that names members`() {
    var builder = TarBuilder()
    builder.addPax([("path", "a")], type: "g")
    refuse(builder, saying: "a global pax header")
  }

  @Test
  func `refuses numbers that are negative, huge or not octal`() {
    let fields: [([UInt8], String)] = [
      ([0xff] + [UInt8](repeating: 0xff, count: 11), "is negative"),
      ([0x80, 1] + [UInt8](repeating: 0, count: 10), "above 2^63"),
      ([0x80, 0, 0, 0, 0xff] + [UInt8](repeating: 0, count: 7), "does not fit"),
      (Array("00000000009\u{0}".utf8), "not an octal number"),
      (Array("-0000000001\u{0}".utf8), "not an octal number"),
      (Array("1 1".utf8), "not an octal number"),
    ]
    for (field, words) in fields { refuse(changed { $0.sizeField = field }, saying: words) }
  }

  @Test(arguments: [1, -1, 256])
  func `refuses a wrong checksum`(shift: Int) {
    refuse(changed { $0.checksumShift = shift }, saying: "checksum of a tar header is wrong")
  }

  @Test
  func `refuses duplicate names, also by case and normalisation`() {
    for (one, two) in [("a", "a"), ("Readme", "readme"), ("\u{e9}", "e\u{301}"), ("a", "./a")] {
      refuse(TarBuilder([(one, []), (two, [])]), saying: "two members have the name")
    }
  }

  @Test
  func `refuses more members than the limit`() {
    var limits = ParsingLimits.default
    limits.archiveEntries = 2
    #expect(throws: FormatError.self) { try directory(sample.build(), limits: limits) }
  }

  // MARK: - Ends

  @Test
  func `refuses an archive without its end, or with something after it`() {
    var builder = sample
    builder.endBlocks = 0
    refuse(builder, saying: "without its end marker")
    builder.endBlocks = 1
    refuse(builder, saying: "within its end marker")
    builder = sample
    builder.suffix = [0, 0, 1]
    refuse(builder, saying: "bytes follow the end marker")
    builder.suffix = sample.build()
    refuse(builder, saying: "bytes follow the end marker")
    builder = changed { $0.sizeField = Array("77777777777\u{0}".utf8) }
    refuse(builder, saying: "may be incomplete")
  }

  @Test
  func `every prefix of an archive is refused`() throws {
    let bytes = sample.build()
    for corruption in Corruption.prefixes(of: bytes) {
      #expect(throws: FormatError.self, "\(corruption)") { try directory(corruption.bytes) }
    }
  }

  @Test
  func `no damage traps`() {
    var builder = sample
    builder.addPax([("path", "long"), ("size", "1")])
    builder.members.append(TarBuilder.Member("x", [7]))
    builder.addLongName("longer")
    builder.members.append(TarBuilder.Member("y", [8]))
    let bytes = builder.build()
    func survives(_ corruption: Corruption) {
      do throws(FormatError) {
        let region = ByteRegion(try ByteStore.copying(corruption.bytes, name: "test.tar"))
        let directory = try TarDirectory(region)
        for entry in directory.entries { _ = try directory.open(entry) }
      } catch {
        #expect(!error.message.isEmpty, "\(corruption)")
      }
    }
    Corruption.flips(of: bytes, in: 0..<bytes.count).forEach(survives)
    Corruption.mutations(of: bytes, count: 2000, seed: 45).forEach(survives)
  }
}
