import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

/// Every way in which bzip2 can be wrong.
@Suite
struct Bzip2DamageTests {
  private let text = Array("she sells sea shells by the sea shore".utf8)

  private func inflate(_ bytes: [UInt8]) throws -> [UInt8] {
    let file = ByteRegion(try ByteStore.copying(bytes, name: "file.bz2"))
    return try #require(try CompressedFile.inflate(file)).array(limit: 1 << 20)
  }

  private func refuse(
    _ words: String,
    _ code: FormatError.Code = .invalidValue,
    at offset: Int? = nil,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ change: (inout Bzip2Builder) -> Void
  ) {
    var builder = Bzip2Builder(text)
    change(&builder)
    refuse(builder.build(), words, code, at: offset, sourceLocation: sourceLocation)
  }

  private func refuse(
    _ bytes: [UInt8],
    _ words: String,
    _ code: FormatError.Code = .invalidValue,
    at offset: Int? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = #expect(throws: FormatError.self, sourceLocation: sourceLocation) {
      try inflate(bytes)
    }
    guard let error else { return }
    #expect(error.code == code, "\(error)", sourceLocation: sourceLocation)
    #expect(error.message.contains(words), "\(error)", sourceLocation: sourceLocation)
    #expect(error.offset != nil && error.file == "file.bz2", sourceLocation: sourceLocation)
    if let offset { #expect(error.offset == offset, "\(error)", sourceLocation: sourceLocation) }
  }

  @Test
  func `reads what the builder writes`() throws {
    #expect(try inflate(Bzip2Builder(text).build()) == text)
    #expect(try inflate(Bzip2Builder().build()) == [])
    let run = [UInt8](repeating: 7, count: 1000)
    #expect(try inflate(Bzip2Builder(run, text, [5]).build()) == run + text + [5])
    #expect(try inflate(Bzip2Builder(run).build() + Bzip2Builder(text).build()) == run + text)
    // Texts that are the same after some rotations are sorted all the same.
    let regular = (0..<240).map { UInt8($0 % 3) }
    #expect(try inflate(Bzip2Builder(regular).build()) == regular)
    // A randomised block is changed from its byte 617 on, so a shorter one is as it is.
    var builder = Bzip2Builder(text)
    builder.blocks[0].isRandomised = true
    #expect(try inflate(builder.build()) == text)
  }

  @Test
  func `refuses a wrong signature, level or number before a block`() {
    refuse("expected a level", at: 3) { $0.signature[3] = UInt8(ascii: "0") }
    refuse("expected a level", at: 3) { $0.signature[3] = UInt8(ascii: ":") }
    refuse("found 314159265358", at: 4) { $0.blocks[0].magic -= 1 }
    refuse("expected a block") { $0.endMagic += 1 }
    let stream = Bzip2Builder(text).build()
    refuse(stream + Array("BZx1".utf8), "expected 'BZh'", at: stream.count + 2)
    refuse(stream + [0x1f, 0x8b, 8], "found byte 1f", at: stream.count)
    refuse(stream + [0, 0, 7], "no bzip2 stream", .inconsistent, at: stream.count + 2)
    refuse(stream + Array("BZ".utf8), "ends early", .truncated)
  }

  @Test
  func `refuses checksums that are not those of the text`() {
    refuse("the CRC-32 of a block is", .inconsistent, at: 10) { $0.blocks[0].crcFlip = 1 << 31 }
    refuse("the CRC-32 of the stream's blocks is", .inconsistent) { $0.crcFlip = 1 }
    // A block's checksum counts for that of the stream.
    refuse("the CRC-32 of a block", .inconsistent) {
      $0.blocks.append($0.blocks[0]); $0.blocks[1].crcFlip = 2
    }
  }

  @Test
  func `refuses an origin outside the block and a block without bytes`() {
    refuse("the origin of a block is 37, but the block has 37 bytes") { $0.blocks[0].origin = 37 }
    refuse("the origin of a block is 16777215") { $0.blocks[0].origin = 0xff_ffff }
    refuse("but the block has 0 bytes") { $0.blocks[0].symbols = [$0.symbolCount - 1] }
    refuse("no byte occurs") {
      $0.blocks[0].used = []
      $0.blocks[0].symbols = [1]
    }
  }

  @Test(arguments: [0, 1, 7])
  func `refuses numbers of tables that the format has not`(_ count: Int) {
    refuse("\(count) Huffman tables, expected 2 to 6") { $0.blocks[0].tableCount = count }
  }

  @Test
  func `refuses selectors that are missing or above the tables`() {
    refuse("no selectors") { $0.blocks[0].selectors = [] }
    refuse("selector 0 is above 1, there are 2 tables") { $0.blocks[0].selectors = [2] }
    refuse("selector 1 is above 5") {
      $0.blocks[0].tableCount = 6
      $0.blocks[0].selectors = [5, 6]
    }
    refuse("goes on after the 1 groups") {
      $0.blocks[0].text = (0..<100).map { UInt8($0 * 37 % 101) }
      $0.blocks[0].selectors = [0]
    }
  }

  @Test
  func `more selectors than groups do no harm`() throws {
    var builder = Bzip2Builder(text)
    builder.blocks[0].selectors = [Int](repeating: 0, count: 32_767)
    #expect(try inflate(builder.build()) == text)
  }

  @Test
  func `refuses codes that are too long, too short or too many`() {
    for (length, place) in [(0, 0), (21, 0), (31, 0), (0, 5), (21, 5)] {
      refuse("the code of symbol \(place) has \(length) bits, expected 1 to 20") {
        var lengths = [Int](repeating: 4, count: $0.symbolCount)
        lengths[place] = length
        $0.blocks[0].lengths = [lengths, lengths]
      }
    }
    refuse("the codes of Huffman table 1 are more than there is room for") {
      let right = [1] + [Int](repeating: 5, count: $0.symbolCount - 1)
      $0.blocks[0].lengths = [right, [1, 1, 1] + right.dropFirst(3)]
    }
  }

  @Test
  func `reads codes of 20 bits and refuses bits that are none`() throws {
    var builder = Bzip2Builder(text)
    let count = builder.symbolCount
    let long = [Int](repeating: 20, count: count)
    builder.blocks[0].lengths = [long, long]
    #expect(try inflate(builder.build()) == text)
    refuse("no code of Huffman table 1") {
      // The symbols are written with the codes of the other table, which begin with ones.
      let high = (0..<count).map { $0 < 1 ? 1 : 5 }
      $0.blocks[0].lengths = [high, long]
      $0.blocks[0].selectors = [1]
    }
  }

  @Test
  func `a block is as long as its level allows, and not longer`() throws {
    // Of zeros, each five bytes stand for four: four equal ones and the number 0 of further ones.
    let text = [UInt8](repeating: 0, count: 80_000)
    func digits(_ count: Int) -> [Int] {
      var (rest, digits) = (count, [Int]())
      while rest > 0 {
        digits.append(rest % 2 == 1 ? 0 : 1)
        rest = (rest - 1) / 2
      }
      return digits
    }
    var builder = Bzip2Builder(text)
    builder.blocks[0].counted = [0]
    builder.blocks[0].symbols = digits(100_000) + [2]
    #expect(try inflate(builder.build()) == text)
    let words = "a block has more bytes than the 100000 of its level"
    builder.blocks[0].symbols = digits(100_001) + [2]
    refuse(builder.build(), words)
    builder.blocks[0].symbols = [Int](repeating: 1, count: 64) + [2]
    builder.blocks[0].selectors = [0, 0]
    refuse(builder.build(), words)
    builder.blocks[0].counted = [0, 1]
    builder.blocks[0].symbols = digits(100_000) + [2, 3]
    refuse(builder.build(), words)
  }

  @Test
  func `refuses a block that ends inside a run`() {
    refuse("a block ends before the length of its last run") {
      $0.blocks[0].counted = [9, 1, 1, 1, 1]
    }
  }
}

extension Bzip2Builder {
  /// The number of symbols of the first block.
  fileprivate var symbolCount: Int { Set(blocks[0].text).count + 2 }
}
