import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

/// Opening is bounded by the header, however many tensors there are and however large they are.
@Suite
struct PyTorchScaleTests {
  static let count = 100_000

  /// A state dict as torch writes it: every repeated object is stored once and recalled.
  private static func stateDict() -> [UInt8] {
    var code: [UInt8] = P.emptyDict
    code += P.global("torch._utils", "_rebuild_tensor_v2") + P.put(0) + [0x30]
    code += P.text("storage") + P.put(1) + [0x30] + P.global("torch", "FloatStorage") + P.put(2)
    code += [0x30] + P.text("cpu") + P.put(3) + [0x30]
    code += P.global("collections", "OrderedDict") + P.put(4) + [0x30]
    var memo: UInt32 = 5
    func put() {
      code += [0x72] + P.little(memo)
      memo += 1
    }
    code += P.mark
    for number in 0..<count {
      code += P.text("encoder.layers.\(number).self_attention.weight")
      put()
      code += P.get(0) + P.mark + P.mark + P.get(1) + P.get(2) + P.text("\(number)")
      put()
      code += P.get(3) + [0x4b, 2] + P.none + [0x74]
      put()
      code += P.persid + [0x4b, 0, 0x4b, 1, 0x4b, 2, 0x86]
      put()
      code += [0x4b, 2, 0x4b, 1, 0x86]
      put()
      code += P.no + P.get(4) + P.emptyTuple + [0x52]
      put()
      code += [0x74]
      put()
      code += [0x52]
      put()
      if number % 1000 == 999 { code += P.setItems + P.mark }
    }
    return code + P.setItems
  }

  @Test
  func `opens a hundred thousand tensors with thirty nodes of the pickle for each`() throws {
    let object = Self.stateDict()
    let storages = (0..<Self.count).map { LegacyFile.Storage("\($0)", floats: 2) }
    let tree = try MemoryTree(["file": LegacyFile.file(object, storages: storages)])
    var limits = ParsingLimits.default
    limits.pickleNodes = 30 * Self.count
    let reader = try PyTorchReader(opening: "file", in: tree, limits: limits)
    #expect(reader.tensors.count == Self.count)
    // All storages are lent from the file: none has memory of its own.
    let store = try tree.open("file").store
    #expect(try reader.tensors.allSatisfy { try $0.content.region().store === store })
  }

  @Test
  func `opens a legacy file of a hundred gigabytes without touching its storages`() throws {
    let last = LegacyFile.Storage("1", floats: 6)
    let file = try LegacyFile.hundredGigabytes("file", then: last) { vector in
      P.dict([
        ("huge", vector),
        ("small", P.tensor(LegacyFile.storage("1", count: 6), size: [6], stride: [1])),
      ])
    }
    let tree = MemoryTree(["file": file.region])
    let reader = try PyTorchReader(opening: "file", in: tree, limits: .default)
    #expect(reader.tensors.map(\.byteCount) == [100_000_000_000, 24])
    let huge = try reader.tensors[0].content.region()
    #expect(huge.store === file.region.store && huge.byteCount == 100_000_000_000)
    #expect(try reader.tensors[1].content.region().prefix(24) == last.bytes)
    #expect(file.touchedByteCount == 0)
  }

  /// An archive whose storage `0` is a hole behind a false checksum; with none for any member, its
  /// bytes are lent unverified.
  @Test(arguments: [true, false])
  func `opens an archive of a hundred gigabytes without touching its storages`(
    hasChecksums: Bool
  ) throws {
    let byteCount = UInt64(4 * LegacyFile.hugeCount)
    let last = LegacyFile.Storage("1", floats: 6)
    let object = P.dict([
      (
        "huge",
        P.tensor(P.storage(count: 25_000_000_000), size: [50_000, 500_000], stride: [500_000, 1])
      ),
      ("small", P.tensor(P.storage("1", count: 6), size: [6], stride: [1])),
    ])
    var zip = ZipBuilder([
      ("archive/data.pkl", P.pickle(object)), ("archive/byteorder", P.ascii("little")),
      ("archive/data/0", []), ("archive/data/1", last.bytes), ("archive/version", P.ascii("3\n")),
    ])
    for index in 2..<5 { zip.members[index].both { $0.width = .long } }
    zip.members[2].both {
      $0.compressed = byteCount
      $0.uncompressed = byteCount
      $0.crc32 = 1
    }
    zip.members[2].hole = Int(byteCount)
    zip.hasLongEnd = true
    if !hasChecksums { for index in 0..<5 { zip.members[index].both { $0.crc32 = 0 } } }
    let file = try SparseFile("file", zip.runs())
    let tree = MemoryTree(["file": file.region])
    let reader = try PyTorchReader(opening: "file", in: tree, limits: .default)
    #expect(reader.tensors.map(\.byteCount) == [100_000_000_000, 24])
    #expect(try reader.tensors[1].content.region().prefix(24) == last.bytes)
    if !hasChecksums {
      let huge = try reader.tensors[0].content.region()
      #expect(huge.store === file.region.store && huge.byteCount == 100_000_000_000)
    }
    #expect(file.touchedByteCount == 0)
  }
}
