import Foundation
import Testing
import ZooTensors
import ZooTestSupport

@testable import ZooFormats

@Suite
struct SliceTests {
  struct Key: Decodable {
    let name: String
    let start: Int
    let length: Int
    let key: String
  }

  @Test
  func `gives slices the keys that TensorFlow gives them`() throws {
    let data = try Data(contentsOf: Fixtures.url("tensorflow/slice_keys.json"))
    let keys = try JSONDecoder().decode([Key].self, from: data)
    #expect(keys.count > 50)
    for key in keys {
      let found = TestBundle.key(key.name, [(key.start, key.length)])
      #expect(found.map { String(format: "%02x", $0) }.joined() == key.key, "\(key)")
    }
  }

  @Test
  func `encodes the known slice of a whole matrix, and names with zeros`() {
    #expect(
      TestBundle.key("a", [(0, nil), (0, nil)]) == [0, 0x61, 0, 1, 1, 2, 0x80, 0x7f, 0x80, 0x7f]
    )
    var code = OrderedCode()
    code.append(text: [0, 0xff, 1])
    code.append(number: 0x1234)
    code.append(signed: .min)
    #expect(
      code.bytes == [0, 0xff, 0xff, 0, 1, 0, 1, 2, 0x12, 0x34] + [0x00, 0x3f, 0x80]
        + [UInt8](repeating: 0, count: 7)
    )
  }

  /// Cuts a variable along its axes, stores the parts, and puts them together again.
  @Test(arguments: [
    ([7], [3]), ([4, 6], [1, 2]), ([5, 3, 4], [2, 2, 3]), ([2, 1, 3, 2], [1, 1, 2, 1]),
    ([700, 3, 800], [300, 2, 799]), ([3, 1_200_000], [2, 1_199_999]),
    ([2, 2, 600_000], [1, 1, 9]),
    ([1_500_000], [700_001]),
  ])
  func `puts together what was cut along every axis`(_ shape: [Int], _ cuts: [Int]) throws {
    let whole = try Shape(shape)
    var pieces: [SlicedContent.Piece] = []
    var boxes: [SliceBox] = []
    for corner in 0..<(1 << shape.count) {
      var extents: [(start: Int, length: Int?)] = []
      for axis in shape.indices {
        let isSecond = corner >> axis & 1 == 1
        extents.append(
          isSecond ? (cuts[axis], shape[axis] - cuts[axis]) : (0, cuts[axis])
        )
      }
      guard extents.allSatisfy({ ($0.length ?? 0) > 0 }) else { continue }
      let region = ByteRegion(
        try ByteStore.copying(Self.part(of: shape, extents), name: "part")
      )
      let bytes = Proto.slice(extents)
      let message = ByteRegion(try ByteStore.copying(bytes, name: "slice"))
      var cursor = ProtoCursor(message.bytes, name: "TensorSliceProto")
      let box = try SliceBox(try TensorSlice(&cursor, limits: .default), in: whole)
      boxes.append(box)
      pieces.append(SlicedContent.Piece(box: box, content: region))
    }
    var coverage = SliceCoverage(limits: .default)
    try coverage.check(boxes, of: whole)
    let content = SlicedContent(pieces, shape: whole, width: 4, name: "w")
    let region = try content.region()
    #expect(region.byteCount == whole.elementCount * 4)
    let isRight = unsafe region.bytes.withUnsafeBytes { bytes in
      (0..<whole.elementCount).allSatisfy { index in
        unsafe bytes.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self) == UInt32(index)
      }
    }
    #expect(isRight)
    #expect(try content.region().store === region.store)
  }

  /// The numbers of a part of a variable whose elements count from 0.
  static func part(of shape: [Int], _ extents: [(start: Int, length: Int?)]) -> [UInt8] {
    var rows: [Int] = [0]
    for axis in shape.indices {
      let range = extents[axis].start..<(extents[axis].start + (extents[axis].length ?? 0))
      rows = rows.flatMap { row in range.map { row * shape[axis] + $0 } }
    }
    let numbers = rows.map { UInt32($0) }
    return unsafe numbers.withUnsafeBytes { unsafe Array($0) }
  }

  @Test
  func `a scalar and an empty variable may be sliced too`() throws {
    var bundle = TestBundle()
    bundle.add(TestBundle.key("s", []), [], TestBundle.numbers(3..<4))
    bundle.entries.append(
      TestBundle.Entry(key: Array("s".utf8), slices: [[]])
    )
    bundle.add(TestBundle.key("e", [(0, nil), (0, 2)]), [0, 2], [])
    bundle.add(TestBundle.key("e", [(0, nil), (2, 1)]), [0, 1], [])
    bundle.entries.append(
      TestBundle.Entry(
        key: Array("e".utf8),
        shape: [0, 3],
        slices: [Proto.slice([(0, nil), (0, 2)]), Proto.slice([(0, nil), (2, 1)])]
      )
    )
    let reader = try bundle.open()
    #expect(try reader.tensors[0].content.region().byteCount == 0)
    #expect(try reader.tensors[1].content.region().prefix(9) == TestBundle.numbers(3..<4))
  }

  @Test
  func `slices cut too finely are refused before memory is`() throws {
    var bundle = TestBundle()
    let side = 5000
    var whole = TestBundle.Entry(key: Array("w".utf8), shape: [side, side])
    for index in 0..<(side / 2) {
      let extents: [(start: Int, length: Int?)] = [(2 * index, 1), (2 * index, 1)]
      whole.slices.append(Proto.slice(extents))
      bundle.add(TestBundle.key("w", extents), [1, 1], TestBundle.numbers(0..<1))
    }
    bundle.entries.append(whole)
    try bundle.refused(.limitExceeded, saying: "ParsingLimits.sliceCells")
  }

  @Test
  func `the cells of all variables of a file are limited together`() throws {
    var limits = ParsingLimits.default
    limits.sliceCells = 4
    let rows: [[(start: Int, length: Int?)]] = [[(0, 1)], [(1, 1)]]
    func requireLimit(_ open: (ParsingLimits) throws -> Int) throws {
      #expect(try open(limits) == 2)
      var fewer = limits
      fewer.sliceCells = 3
      let error = #expect(throws: FormatError.self) { try open(fewer) }
      #expect(error?.code == .limitExceeded)
      let words = "variables into 4 exceeds the limit 3; raise ParsingLimits.sliceCells"
      #expect(error?.message.contains(words) == true, "\(String(describing: error))")
    }
    var bundle = TestBundle()
    for name in ["v", "w"] {
      var whole = TestBundle.Entry(key: Array(name.utf8), shape: [2])
      for row in rows {
        whole.slices.append(Proto.slice(row))
        bundle.add(TestBundle.key(name, row), [1], TestBundle.numbers(0..<1))
      }
      bundle.entries.append(whole)
    }
    let files = try bundle.tree()
    try requireLimit {
      try TensorFlowBundleReader(opening: "m.index", in: files, limits: $0).tensors.count
    }
    let number = Proto.bytes(5, TestBundle.numbers(0..<1))
    let table = TestTable(
      TestTable.Variable("v", [2], slices: rows, number, number),
      TestTable.Variable("w", [2], slices: rows, number, number)
    )
    let file = try MemoryTree(["m.ckpt": table.bytes])
    try requireLimit {
      try TensorFlowTableReader(opening: "m.ckpt", in: file, limits: $0).tensors.count
    }
  }
}
