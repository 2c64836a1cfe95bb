import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

/// What a MindSpore checkpoint must not be; numbers are those of the checklist.
@Suite
struct MindSporeRefusalTests {
  private typealias M = MindSporeBytes

  private func refused(
    _ bytes: [UInt8],
    _ code: FormatError.Code,
    _ words: String
  ) throws {
    try M.suite.checkRejects(bytes: bytes, code: code, saying: words)
  }

  @Test(arguments: ["aes-gcm", "aes-cbc", "sm4-cbc"])
  func `87: an encrypted file is recognised and refused by name`(_ mode: String) throws {
    let bytes = try Fixtures.bytes("mindspore/refused/\(mode).ckpt")
    #expect(try M.recognizes(bytes))
    try refused(bytes, .unsupported, "the checkpoint is encrypted; load it in MindSpore")
  }

  @Test
  func `87: contents shorter or longer than the dimensions`() throws {
    for (count, dimensions) in [(4, [2]), (12, [2]), (8, [3, 0]), (0, [1])] {
      try refused(
        M.value("w", dimensions, "Float32", [UInt8](repeating: 0, count: count)),
        .inconsistent,
        "parts with \(count) are there"
      )
    }
    try refused(
      M.value("w", [2], "Float32", M.pair) + M.value("w", [2], "Float32", M.pair),
      .inconsistent,
      "F32 [2] has 8 bytes, 2 parts with 16 are there"
    )
  }

  @Test
  func `87: parts of one name with other dimensions or another type`() throws {
    let first = M.value("w", [4], "Float32", M.pair)
    try refused(
      first + M.value("w", [2], "Float32", M.pair),
      .inconsistent,
      "a part of 'w' is Float32 [2], the first is Float32 [4]"
    )
    try refused(first + M.value("w", [4], "Int32", M.pair), .inconsistent, "a part of 'w' is Int32")
  }

  @Test
  func `87: one name twice with others between`() throws {
    let one = M.value("w", [2], "Float32", M.pair)
    let other = M.value("v", [2], "Float32", M.pair)
    try refused(one + other + one, .inconsistent, "'w' is there twice, with other tensors between")
    let map = M.message(Proto.bytes(1, Array("w".utf8)) + Proto.bytes(3, []))
    try refused(one + map, .inconsistent, "'w' is there twice")
  }

  @Test
  func `87: a checksum of more than 32 bits, or another ending`() throws {
    let one = M.value("w", [2], "Float32", M.pair)
    let magic = Array("crc_num".utf8)
    try refused(
      one + magic + [0, 0, 0, 0, 0, 1, 0, 0, 0, 0],
      .invalidValue,
      "the number after 'crc_num' at the end has more than 32 bits"
    )
    try refused(one + magic + [0, 0, 0, 0], .invalidValue, "wire type 3")
    try refused(one + Array("end..".utf8), .unsupported, "Checkpoint has a field 12")
    try refused(one + [0], .invalidValue, "field of number 0")
  }

  @Test
  func `84: wire types, field numbers and lengths`() throws {
    let one = M.value("w", [2], "Float32", M.pair)
    try refused(one + [0x0b], .invalidValue, "wire type 3")
    try refused(one + [0x08, 1], .invalidValue, "expected the wire type 2, found 0")
    try refused(one + [0x0a, 0x7f], .truncated, "is 127 bytes long, 0 are left")
    try refused(one + [0x0a] + [UInt8](repeating: 0xff, count: 10), .invalidValue, "64 bits")
    try refused(one + Proto.bytes(2, []), .unsupported, "Checkpoint has a field 2")
    try refused(
      M.message(Proto.bytes(1, [0x77]) + Proto.bytes(4, [])),
      .unsupported,
      "Checkpoint.Value has a field 4"
    )
    try refused(
      M.message(Proto.bytes(1, [0x77]) + Proto.bytes(2, Proto.varint(9, 1))),
      .unsupported,
      "TensorProto has a field 9"
    )
  }

  @Test
  func `84: a singular field twice`() throws {
    let tag = Proto.bytes(1, [0x77])
    let tensor = M.tensor([2], "Float32", M.pair)
    try refused(M.message(tag + tag + Proto.bytes(2, tensor)), .invalidValue, "is there twice")
    try refused(
      M.message(tag + Proto.bytes(2, tensor) + Proto.bytes(3, [])),
      .inconsistent,
      "a value holds two things"
    )
    for field in [Proto.bytes(2, Array("Int8".utf8)), Proto.bytes(3, [])] {
      try refused(M.message(tag + Proto.bytes(2, tensor + field)), .invalidValue, "is there twice")
    }
  }

  @Test
  func `84: a negative dimension`() throws {
    try refused(M.value("w", [-1], "Int8", []), .invalidValue, "dimension -1 of TensorProto is")
    let packed = Proto.bytes(1, Bytes.varint(-2))
    try refused(
      M.message(Proto.bytes(1, [0x77]) + Proto.bytes(2, packed + M.tensor([], "Int8", []))),
      .invalidValue,
      "dimension -2 of TensorProto is negative"
    )
  }

  @Test
  func `a missing name, tensor, type or content`() throws {
    let tensor = M.tensor([2], "Float32", M.pair)
    try refused(M.message(Proto.bytes(2, tensor)), .invalidValue, "a value has no tag")
    try refused(M.message(Proto.bytes(1, [0x77])), .invalidValue, "neither a tensor nor a map")
    try refused(
      M.message(Proto.bytes(1, [0x77]) + Proto.bytes(2, Proto.bytes(3, []))),
      .invalidValue,
      "a tensor has no tensor_type"
    )
    try refused(
      M.message(Proto.bytes(1, [0x77]) + Proto.bytes(2, Proto.bytes(2, Array("Int8".utf8)))),
      .invalidValue,
      "a tensor has no tensor_content"
    )
  }

  @Test
  func `14: names that are empty, too long, or have control characters`() throws {
    try refused(M.value("", [], "Int8", [1]), .invalidValue, "a tensor name is empty")
    try refused(M.value("a\u{7}", [], "Int8", [1]), .invalidValue, "control character")
    try refused(
      M.value(String(repeating: "a", count: 513), [], "Int8", [1]),
      .limitExceeded,
      "exceeds the limit 512"
    )
    let invalid = Proto.bytes(1, [0xff]) + Proto.bytes(2, M.tensor([], "Int8", [1]))
    try refused(M.message(invalid), .invalidValue, "not valid UTF-8")
  }

  @Test
  func `21: shapes whose size overflows, in any order and beside a zero`() throws {
    let large = 1 << 40
    try refused(M.value("w", [large, large], "Int8", []), .invalidValue, "overflows")
    try refused(M.value("w", [0, large, large], "Int8", []), .invalidValue, "overflows")
    try refused(M.value("w", [1 << 47, 1 << 15], "Float64", []), .invalidValue, "overflow")
    try refused(M.value("w", [1 << 49], "Int8", []), .limitExceeded, "above 2^48")
    try refused(
      M.value("w", [Int](repeating: 1, count: 9), "Int8", [1]),
      .limitExceeded,
      "ParsingLimits.rank"
    )
  }

  @Test
  func `26: an unknown element type`() throws {
    for type in ["float32", "Float33", "\u{1b}"] {
      try refused(M.value("w", [1], type, [1]), .unsupported, "is none of MindSpore's")
    }
  }

  @Test
  func `28: a Boolean that is neither 0 nor 1`() throws {
    let one = M.value("w", [3], "Bool", [1, 2, 0])
    let error = try M.suite.checkRejects(bytes: one, code: .invalidValue)
    #expect(error.message == "'w' is BOOL but has a byte that is neither 0 nor 1")
    #expect(error.offset == one.count - 2)
    try refused(
      M.value("w", [2], "Bool", [1]) + M.value("w", [2], "Bool", [9]),
      .invalidValue,
      "neither 0 nor 1"
    )
  }

  @Test
  func `the number of tensors is limited`() throws {
    var limits = ParsingLimits.default
    limits.tensorCount = 1
    let bytes = M.value("a", [1], "Int8", [1]) + M.value("b", [1], "Int8", [1])
    try CheckpointReaderSuite(MindSporeReader.self, limits: limits)
      .checkRejects(bytes: bytes, code: .limitExceeded, saying: "ParsingLimits.tensorCount")
  }

  @Test
  func `90: a download that was not finished is recognised and refused`() throws {
    let bytes = try Fixtures.bytes("mindspore/parts.ckpt")
    let half = Array(bytes[..<(bytes.count / 2)])
    #expect(try M.recognizes(half))
    try refused(half, .truncated, "are left")
  }

  @Test
  func `other protocol buffers and random bytes are not recognised`() throws {
    // A node of a TensorFlow graph, a piece of a SentencePiece model, a CoreML and an ONNX model.
    #expect(try !M.recognizes(Proto.bytes(1, Proto.bytes(1, [0x61]) + Proto.bytes(2, [0x62]))))
    #expect(try !M.recognizes(Proto.bytes(1, Proto.bytes(1, [0x61]) + Proto.fixed32(2, 0))))
    #expect(try !M.recognizes(Proto.varint(1, 4) + Proto.bytes(2, [])))
    for name in ["onnx/nodes.onnx", "tensorflow/v1_all_dtypes", "mindspore/refused/aes-gcm.ckpt"] {
      // The encrypted file is the reader's own, but no list of tensors.
      guard let bytes = try? Fixtures.bytes(name) else { continue }
      #expect(try M.recognizes(bytes) == name.hasPrefix("mindspore"))
    }
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<20_000 {
      var bytes = (0..<48).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
      bytes[0] = 0x0a
      #expect(try !M.recognizes(bytes))
    }
  }

  @Test
  func `a name of a type alone does not make a checkpoint`() throws {
    #expect(try M.recognizes(M.value("w", [2], "Float32", M.pair)))
    #expect(try !M.recognizes(M.value("w", [2], "float", M.pair)))
    #expect(try !M.recognizes(M.value("", [2], "Float32", M.pair)))
    #expect(try !M.recognizes(M.value("\u{1}", [2], "Float32", M.pair)))
  }
}
