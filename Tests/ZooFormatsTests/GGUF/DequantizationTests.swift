import Testing
import ZooTensors
import ZooTestSupport

@testable import ZooFormats

/// Blocks as numbers, compared with what the `gguf` package computes.
@Suite
struct DequantizationTests {
  static func quantized() throws -> [StoredTensor] {
    let bytes = try Fixtures.bytes("gguf/quantized.gguf")
    return try GGUFBytes.suite.open("q", in: MemoryTree(["q": bytes])).tensors
  }

  @Test(arguments: [DType.f32, .f16, .bf16])
  func `computes the numbers of llama.cpp, bit for bit`(_ dtype: DType) throws {
    let golden = try Golden(file: "gguf/quantized.\(dtype.rawValue.lowercased()).json")
    let tensors = try Self.quantized()
    #expect(golden.tensors.count == 10)
    for expected in golden.tensors {
      let stored = try #require(tensors.first { $0.name == expected.name })
      let numbers = try stored.dequantized(to: dtype)
      #expect(numbers.dtype == dtype)
      #expect(numbers.shape.dimensions == expected.shape)
      #expect(numbers.quantization == nil)
      #expect(try TensorDigest.sha256(of: numbers) == expected.sha256, "\(expected.name)")
    }
  }

  @Test
  func `describes the bytes of blocks and what they stand for`() throws {
    let stored = try #require(Self.quantized().first { $0.name == "any.Q5_1" })
    #expect(stored.dtype == .u8)
    #expect(stored.shape.dimensions == [2, 7, 48])
    let quantization = try #require(stored.quantization)
    #expect(quantization.type == "Q5_1")
    #expect(quantization.elementsPerBlock == 32)
    #expect(quantization.bytesPerBlock == 24)
    #expect(quantization.shape.dimensions == [2, 7, 64])
    #expect(quantization.obstacle == nil)
  }

  @Test
  func `keeps tensors that are not quantized as they are`() throws {
    let stored = try #require(Self.quantized().first { $0.name == "blk.0.norm.weight" })
    #expect(try stored.dequantized(to: .f16).dtype == .f32)
  }

  @Test
  func `refuses layouts that are not decoded, by name`() throws {
    let names = BlockDecoder.allCases.map(\.rawValue)
    var refused = 0
    for tensor in try Self.quantized() {
      guard let type = tensor.quantization?.type, !names.contains(type) else { continue }
      let error = #expect(throws: FormatError.self) { try tensor.dequantized(to: .f32) }
      #expect(error?.code == .unsupported)
      #expect(error?.message.contains(type) == true)
      #expect(tensor.quantization?.obstacle?.contains(type) == true)
      refused += 1
    }
    #expect(refused == 20)
  }

  @Test
  func `refuses blocks of big-endian files and other element types`() throws {
    let bytes = try Fixtures.bytes("gguf/big_endian.gguf")
    let reader = try GGUFBytes.suite.open("b", in: MemoryTree(["b": bytes]))
    let big = try #require(reader.tensors.first { $0.name == "blocks" })
    #expect(throws: FormatError.self) { try big.dequantized(to: .f32) }
    #expect(big.quantization?.obstacle?.contains("big-endian") == true)
    let stored = try #require(Self.quantized().first { $0.name == "any.Q8_0" })
    for dtype in [DType.f64, .u8, .string] {
      let error = #expect(throws: FormatError.self) { try stored.dequantized(to: dtype) }
      #expect(error?.code == .invalidValue)
    }
  }

  @Test
  func `reads more blocks than one buffer holds`() throws {
    let blockCount = 40_000
    var bytes: [UInt8] = []
    bytes.reserveCapacity(blockCount * 34)
    for block in 0..<blockCount {
      bytes += [0x00, 0x3c]  // the scale 1
      bytes += (0..<32).map { UInt8(truncatingIfNeeded: block &+ $0) }
    }
    var file = GGUFBytes()
    file.tensors = [
      GGUFBytes.Tensor(name: "w", dimensions: [64, UInt64(blockCount / 2)], type: 8, data: bytes)
    ]
    let numbers = try file.open().tensors[0].dequantized(to: .f32)
    let region = try numbers.content.region()
    #expect(region.byteCount == blockCount * 128)
    for block in [0, 16_383, 16_384, 32_768, blockCount - 1] {
      let part = try region.part(offset: block * 128, count: 128).prefix(128)
      let found = stride(from: 0, to: 128, by: 4).map { start in
        Float(bitPattern: (0..<4).reduce(0) { $0 | UInt32(part[start + $1]) << UInt32(8 * $1) })
      }
      #expect(found == (0..<32).map { Float(Int8(truncatingIfNeeded: block &+ $0)) })
    }
  }

  @Test
  func `gives nothing for no blocks and refuses too few`() throws {
    let content = ByteRegion(try ByteStore.copying([], name: "none"))
    let none = DequantizedContent(content, .q4_0, .f16, try Shape([0, 32]), name: "w")
    #expect(try none.region().byteCount == 0)
    let error = #expect(throws: FormatError.self) {
      try DequantizedContent(content, .q4_0, .f16, try Shape([1, 32]), name: "w").region()
    }
    #expect(error?.code == .truncated)
  }
}
