import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

/// Opening is bounded by the header, however many tensors there are.
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
  func `opens a hundred thousand tensors`() throws {
    let object = Self.stateDict()
    let storages = (0..<Self.count).map { LegacyFile.Storage("\($0)", floats: 2) }
    let tree = try MemoryTree(["file": LegacyFile.file(object, storages: storages)])
    let start = ContinuousClock.now
    let reader = try PyTorchReader(opening: "file", in: tree, limits: .default)
    let elapsed = ContinuousClock.now - start
    #expect(reader.tensors.count == Self.count)
    // About a third of a second when optimised; the bound only catches what grows faster than n.
    #expect(elapsed < .seconds(60), "\(elapsed)")
    print("opened \(Self.count) tensors in \(elapsed)")
  }
}
