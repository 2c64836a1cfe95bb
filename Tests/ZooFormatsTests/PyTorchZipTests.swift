import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

/// Hand-assembled zip archives, each wrong in one way.
@Suite
struct PyTorchZipTests {
  static let suite = CheckpointReaderSuite(PyTorchReader.self)

  private func open(_ file: ZipFile) throws -> PyTorchReader {
    try PyTorchReader(opening: "file", in: try MemoryTree(["file": file.bytes]), limits: .default)
  }

  private func refuses(
    _ file: ZipFile,
    _ code: FormatError.Code,
    saying words: String
  ) throws {
    try Self.suite.checkRejects(bytes: file.bytes, code: code, saying: words)
  }

  @Test
  func `the assembler makes a file that is read`() throws {
    let reader = try open(.one())
    #expect(reader.tensors.map(\.name) == ["w"] && reader.notes.isEmpty)
    let region = try reader.tensors[0].content.region()
    #expect(region.prefix(24) == LegacyFile.Storage(floats: 6).bytes)
  }

  // MARK: - 41: compression

  @Test(arguments: ["data/0", "data.pkl", "byteorder"])
  func `refuses members that are not stored as they are`(_ name: String) throws {
    var file = ZipFile.one()
    file[name].method = 8
    try Self.suite.checkRejects(bytes: file.bytes)
  }

  // MARK: - 43: checksums

  @Test
  func `finds damage to a storage when its bytes are asked for, every time`() throws {
    var file = ZipFile.one()
    file["data/0"].checksum = 0x1234_5678
    let reader = try open(file)
    for _ in 0..<2 {
      #expect {
        _ = try reader.tensors[0].content.region()
      } throws: { error in
        (error as? FormatError)?.code == .inconsistent && "\(error)".contains("12345678")
      }
    }
  }

  @Test
  func `finds damage to the object when the file is opened`() throws {
    var file = ZipFile.one()
    file["data.pkl"].checksum = 1
    #expect(throws: FormatError.self) { try open(file) }
  }

  @Test
  func `reads a file that was saved without checksums, and says so`() throws {
    var file = ZipFile.one()
    for index in file.members.indices { file.members[index].checksum = 0 }
    let reader = try open(file)
    _ = try reader.tensors[0].content.region()
    #expect(
      reader.notes == ["the file was saved without checksums, so damage to it cannot be detected"]
    )
    file["version"].checksum = nil
    let other = try open(ZipFile.one())
    #expect(other.notes.isEmpty)
    try Self.suite.checkRejects(bytes: file.bytes)
  }

  // MARK: - 44: members

  @Test
  func `refuses two objects, two roots, and no object`() throws {
    var file = ZipFile.one()
    file.members.append(.init(name: "other/data.pkl", bytes: P.pickle(P.emptyDict)))
    try refuses(file, .inconsistent, saying: "2 objects")
    file = .one()
    file.members.append(.init(name: "other/extra", bytes: [1]))
    try refuses(file, .inconsistent, saying: "other/extra")
    file = .one()
    file.members.append(.init(name: "archive/data.pkl", bytes: P.pickle(P.emptyDict)))
    try Self.suite.checkRejects(bytes: file.bytes)
    file = .one()
    file.members.removeFirst()
    #expect(!PyTorchReader.recognizes(try FileProbe("file", in: MemoryTree(["file": file.bytes]))))
  }

  @Test
  func `tells of members that belong to no tensor`() throws {
    var file = ZipFile.one()
    file.members.append(.init(name: "archive/data/9", bytes: [1]))
    file.members.append(.init(name: "archive/extra/notes.txt", bytes: [1]))
    #expect(
      try open(file).notes == [
        "left out 2 members that belong to no tensor: 'data/9', 'extra/notes.txt'"
      ]
    )
  }

  @Test
  func `refuses bytes after the pickle`() throws {
    var file = ZipFile.one()
    file["data.pkl"].bytes.append(0)
    try refuses(file, .inconsistent, saying: "follow the end of the pickle")
  }

  // MARK: - 46: polyglots

  @Test
  func `refuses bytes before the archive`() throws {
    let bytes = Array("GIF89a".utf8) + ZipFile.one().bytes
    #expect(!PyTorchReader.recognizes(try FileProbe("file", in: MemoryTree(["file": bytes]))))
    try Self.suite.checkRejects(bytes: bytes)
  }

  // MARK: - 54, 55: storages

  @Test
  func `refuses a persistent id of the legacy kind`() throws {
    let tensor = P.tensor(LegacyFile.storage(count: 6), size: [6], stride: [1])
    let file = ZipFile(
      P.dict([("w", tensor)]),
      storages: [("0", LegacyFile.Storage(floats: 6).bytes)]
    )
    try refuses(file, .invalidValue, saying: "6 parts, expected 5")
  }

  @Test
  func `refuses a storage that is missing or has another length`() throws {
    var file = ZipFile.one()
    file["data/0"].bytes.append(0)
    try refuses(file, .inconsistent, saying: "has 25 bytes, expected 24")
    file["data/0"].bytes.removeLast(5)
    try refuses(file, .inconsistent, saying: "has 20 bytes, expected 24")
    file["data/0"].name = "archive/data/00"
    try refuses(file, .inconsistent, saying: "storage '0' is not in the archive")
  }

  // MARK: - 58: byte order

  @Test(arguments: ["Little", "", "pdp", "little\n", String(repeating: "x", count: 100)])
  func `refuses an unknown byte order`(_ order: String) throws {
    try Self.suite.checkRejects(bytes: ZipFile.one(byteOrder: order).bytes, code: .invalidValue)
  }

  @Test
  func `a missing byte order is little`() throws {
    let region = try open(.one(byteOrder: nil)).tensors[0].content.region()
    #expect(region.prefix(24) == LegacyFile.Storage(floats: 6).bytes)
  }

  @Test
  func `swaps numbers of a big-endian file, also within complex ones`() throws {
    let bytes: [UInt8] = Array(0..<16)
    func region(_ type: String, _ count: Int) throws -> [UInt8] {
      let file = ZipFile(
        P.dict([("w", P.tensor(P.storage(type: type, count: count), size: [count], stride: [1]))]),
        storages: [("0", bytes)],
        byteOrder: "big"
      )
      return try open(file).tensors[0].content.region().prefix(16)
    }
    #expect(try region("ByteStorage", 16) == bytes)
    #expect(
      try region("HalfStorage", 8) == [1, 0, 3, 2, 5, 4, 7, 6, 9, 8, 11, 10, 13, 12, 15, 14]
    )
    #expect(
      try region("FloatStorage", 4) == [3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12]
    )
    #expect(try region("ComplexFloatStorage", 2) == region("FloatStorage", 4))
    #expect(
      try region("DoubleStorage", 2) == [7, 6, 5, 4, 3, 2, 1, 0, 15, 14, 13, 12, 11, 10, 9, 8]
    )
    #expect(try region("ComplexDoubleStorage", 1) == region("DoubleStorage", 2))
  }

  @Test(arguments: ["", "three", "0", "-1", "1000000"])
  func `refuses a version that is no number`(_ version: String) throws {
    var file = ZipFile.one()
    file["version"].bytes = P.ascii(version)
    try refuses(file, .invalidValue, saying: "version")
  }

  // MARK: - Element types

  @Test
  func `refuses element types that are not read`() throws {
    let quantized = P.tensor(P.storage(type: "QInt8Storage", count: 6), size: [6], stride: [1])
    try refuses(
      ZipFile(P.dict([("w", quantized)]), storages: [("0", [1, 2, 3, 4, 5, 6])]),
      .unsupported,
      saying: "QInt8"
    )
    let packed = P.call(
      P.global("torch._utils", "_rebuild_tensor_v3"),
      P.storage(type: "UntypedStorage", module: "torch.storage", count: 6),
      P.int(0),
      P.ints([6]),
      P.ints([1]),
      P.no,
      P.hooks,
      P.global("torch", "float4_e2m1fn_x2")
    )
    try refuses(
      ZipFile(P.dict([("w", packed)]), storages: [("0", [1, 2, 3, 4, 5, 6])]),
      .unsupported,
      saying: "float4_e2m1fn_x2"
    )
  }

  @Test
  func `refuses untyped storage that does not hold whole elements of a view`() throws {
    let tensor = P.call(
      P.global("torch._utils", "_rebuild_tensor_v3"),
      P.storage(type: "UntypedStorage", module: "torch.storage", count: 7),
      P.int(0),
      P.ints([2]),
      P.ints([1]),
      P.no,
      P.hooks,
      P.global("torch", "float32")
    )
    try refuses(
      ZipFile(P.dict([("w", tensor)]), storages: [("0", [1, 2, 3, 4, 5, 6, 7])]),
      .inconsistent,
      saying: "needs 2 elements"
    )
  }
}
