import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

@Suite
struct TestSupportTests {
  private func tensor(
    _ bytes: [UInt8],
    _ shape: [Int],
    strides: [Int]? = nil,
    dtype: DType = .u8
  ) throws -> StoredTensor {
    StoredTensor(
      name: "t",
      dtype: dtype,
      shape: try Shape(shape),
      strides: strides,
      content: ByteRegion(try ByteStore.copying(bytes, name: "t"))
    )
  }

  @Test
  func `a digest follows strides`() throws {
    let transposed = try tensor([1, 4, 2, 5, 3, 6], [2, 3], strides: [1, 2])
    let plain = try tensor([1, 2, 3, 4, 5, 6], [2, 3])
    #expect(try TensorDigest.sha256(of: transposed) == TensorDigest.sha256(of: plain))
    let wide = try tensor([1, 0, 3, 0, 2, 0, 4, 0], [2, 2], strides: [1, 2], dtype: .u16)
    let straight = try tensor([1, 0, 2, 0, 3, 0, 4, 0], [2, 2], dtype: .u16)
    #expect(try TensorDigest.sha256(of: wide) == TensorDigest.sha256(of: straight))
  }

  @Test
  func `a digest of nothing is the digest of no bytes`() throws {
    let empty = try TensorDigest.sha256(of: tensor([], [2, 0]))
    #expect(empty == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }

  @Test
  func `a digest refuses elements outside the region`() throws {
    #expect(throws: FormatError.self) { try TensorDigest.sha256(of: tensor([1, 2], [3])) }
    #expect(throws: FormatError.self) {
      try TensorDigest.sha256(of: tensor([1, 2, 3], [2, 2], strides: [1, 2]))
    }
  }

  @Test
  func `corruptions are made again from their seeds`() {
    let bytes = [UInt8](0..<200)
    #expect(
      Corruption.mutations(of: bytes, count: 20, seed: 7).map(\.bytes)
        == (7..<27).map { Corruption.mutation(of: bytes, seed: $0).bytes }
    )
    #expect(Corruption.prefixes(of: bytes).map(\.bytes.count) == Array(0..<200))
    #expect(Corruption.flips(of: bytes, in: 3..<4).map { $0.bytes[3] } == [2, 131, 252])
    let spread = Corruption.flips(of: bytes, in: 0..<500, every: 90).map(\.description)
    #expect(spread.filter { $0.hasSuffix("xor 1") }.count == 3 && spread.count == 9)
    let few = Corruption.prefixes(of: bytes, limit: 60).map(\.bytes.count)
    #expect(few.first == 0 && few.last == 199 && few.count < 90)
  }

  @Test
  func `every file is damaged as often as asked for, and not less`() throws {
    let reader = ReaderDeclaration(SafetensorsReader.self, "safetensors")
    let files = try reader.files().count
    let done = try reader.checkDamage(
      DamageAmount(prefixes: 3, flipDistance: 128, mutations: 2 * files)
    )
    #expect(done.prefixes >= 3 * files && done.flips >= 3 * files)
    #expect(done.mutations == 2 * files)
  }

  @Test
  func `a memory tree lists and opens its files`() throws {
    let tree = try MemoryTree(["b": [1], "a/c": [], "a": [2, 3]])
    #expect(tree.entries.map(\.path) == ["a", "a/c", "b"])
    #expect(try tree.open("a").prefix(9) == [2, 3])
    #expect(try tree.replacing("b", with: [9, 9]).open("b").byteCount == 2)
    #expect(throws: FormatError.self) { try tree.open("d") }
  }

  @Test
  func `a temporary directory goes away`() throws {
    var directory: TemporaryDirectory? = try TemporaryDirectory()
    let path = try #require(directory).write([1], to: "a/b")
    #expect(try directory?.read("a/b") == [1])
    #expect(try ByteRegion(mapping: path).byteCount == 1)
    directory = nil
    #expect(throws: FormatError.self) { try ByteRegion(mapping: path) }
  }

  @Test
  func `goldens are found and read`() throws {
    #expect(try Golden(fixture: "safetensors/float4.safetensors").container == "safetensors")
    #expect(try Golden(fixture: "tensorflow/run/model.ckpt-5.index").tensors.isEmpty == false)
    #expect(try Golden(fixture: "archives/plain.zip").members?.count == 4)
    #expect(try Golden(file: "bert/golden.json").tensors.isEmpty == false)
  }

  @Test
  func `a sparse file knows which of its pages were read`() throws {
    let file = try SparseFile("sparse", [([1, 2], 100_000_000_000), ([3], 1 << 30)])
    #expect(file.region.byteCount == 100_000_000_003 + (1 << 30))
    #expect(file.region.prefix(3) == [1, 2, 0])
    #expect(try file.region.part(offset: 100_000_000_002, count: 2).prefix(2) == [3, 0])
    #expect(file.touchedByteCount == 0)
    #expect(try file.region.part(offset: 50_000_000_000, count: 1).prefix(1) == [0])
    let page = file.touchedByteCount
    #expect(page > 0 && page <= 1 << 16)
    #expect(try file.region.part(offset: 100_500_000_000, count: 1).prefix(1) == [0])
    #expect(file.touchedByteCount == 2 * page)
  }
}
