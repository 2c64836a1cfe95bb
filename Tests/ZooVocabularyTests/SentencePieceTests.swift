import Testing
import ZooTensors
import ZooTestSupport
import ZooVocabulary

@Suite
struct SentencePieceTests {
  /// A field of a protocol-buffer message that holds bytes.
  static func field(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] {
    [number << 3 | 2, UInt8(bytes.count)] + bytes
  }

  static func piece(_ text: String, _ score: Float? = nil, type: UInt8? = nil) -> [UInt8] {
    var bytes = field(1, Array(text.utf8))
    if let score {
      bytes.append(2 << 3 | 5)
      for shift in stride(from: UInt32(0), to: 32, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: score.bitPattern >> shift))
      }
    }
    if let type { bytes += [3 << 3, type] }
    return field(1, bytes)
  }

  static let model =
    piece("<unk>", 0, type: 2) + piece("<s>", 0, type: 3) + piece("▁中", -3.25)
    + piece("<0x0A>", type: 6) + piece("word", -4, type: 4) + piece("gone", type: 5)
    // The specification of the trainer, and a field that nobody knows.
    + field(2, [0x18, 0x01]) + [15 << 3, 0x05]

  @Test
  func `reads pieces`() throws {
    let table = try TokenTable(Self.model, format: .sentencePiece)
    #expect(table.count == 6)
    #expect((0..<6).map { table.token($0) } == ["<unk>", "<s>", "▁中", "<0x0A>", "word", "gone"])
    #expect(
      (0..<6).map { table.role(of: $0) } == [.unknown, .special, .normal, .byte, .added, .unused]
    )
    #expect(table.score(of: 2) == -3.25)
    #expect(table.score(of: 3) == 0)
    #expect(table.id(of: "▁中") == 2)
  }

  @Test
  func `refuses what is no model`() {
    func message(_ bytes: [UInt8]) -> String? {
      do throws(FormatError) {
        _ = try TokenTable(bytes, format: .sentencePiece)
        return nil
      } catch {
        return error.message
      }
    }
    #expect(message([]) == "expected tokens, found none")
    #expect(message(Array("IQ== 0\n".utf8)) != nil)
    #expect(message(Self.piece("a", type: 7)) == "expected a type of pieces from 1 to 6, found 7")
    #expect(message(Self.field(1, [])) == "expected a piece with text; is it a model?")
    #expect(message(Self.piece("a") + Self.piece("a")) == "the token 'a' has two ids, 0 and 1")
    #expect(message([0x0a, 0x7f]) == "expected 127 more bytes, found 0")
    // The text of the piece reaches behind the piece.
    #expect(message([0x0a, 0x02, 0x0a, 0x01, 0x61]) == "a piece is longer than it says")
  }

  @Test
  func `survives every truncation and every changed byte`() {
    for count in Self.model.indices {
      _ = try? TokenTable(Array(Self.model[..<count]), format: .sentencePiece)
      for byte: UInt8 in [0, 1, 0x7f, 0x80, 0xff] {
        var bytes = Self.model
        bytes[count] = byte
        _ = try? TokenTable(bytes, format: .sentencePiece)
      }
    }
  }

  @Test
  func `survives noise in every format`() {
    var generator = SeededGenerator(seed: 7)
    let spice = Array("{}[]\",: 0123456789ab=\n\\u中".utf8)
    for format in VocabularyFormat.allCases {
      for _ in 0..<300 {
        let bytes = (0..<Int.random(in: 0..<40, using: &generator)).map { _ in
          spice[Int.random(in: 0..<spice.count, using: &generator)]
        }
        _ = try? TokenTable(bytes, format: format)
        _ = try? MergeList(bytes)
      }
    }
  }

  @Test
  func `reads the vocabulary of the model in the program`() throws {
    let path = "\(Fixtures.packageDirectory)/Registry/embedded/tiny-bert-zh/pytorch/vocab.txt"
    let bytes = try ByteRegion(mapping: path).array(limit: 1 << 20)
    let table = try TokenTable(bytes, format: .wordList)
    #expect(table.id(of: "[PAD]") == 0)
    #expect(table.count == bytes.count { $0 == 0x0a })
    for id in 0..<table.count {
      let token = try #require(table.token(id))
      #expect(table.id(of: token) == id)
    }
  }
}
