import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

@Suite
struct MindSporeReaderTests {
  private typealias M = MindSporeBytes

  @Test
  func `a tensor in one message is lent as it lies`() throws {
    let reader = try M.open(M.value("w", [2], "Float32", M.pair))
    let region = try reader.tensors[0].content.region()
    #expect(region.byteCount == 8)
    #expect(region.range == 20..<28)
    #expect(region.name == "m.ckpt")
  }

  @Test
  func `a tensor in several messages is joined`() throws {
    let bytes =
      M.value("a", [4], "Float32", M.pair) + M.value("a", [4], "Float32", [])
      + M.value("a", [4], "Float32", M.pair) + M.value("b", [1], "Int8", [7])
    let reader = try M.open(bytes)
    #expect(reader.tensors.map(\.name) == ["a", "b"])
    #expect(try reader.tensors[0].content.region().prefix(100) == M.pair + M.pair)
  }

  @Test
  func `a part may end inside an element`() throws {
    let reader = try M.open(
      M.value("a", [2], "Float32", Array(M.pair[..<3]))
        + M.value("a", [2], "Float32", Array(M.pair[3...]))
    )
    #expect(try reader.tensors[0].content.region().prefix(100) == M.pair)
  }

  @Test
  func `a scalar has no dimensions, or the dimension 0 in old releases`() throws {
    let bytes =
      M.value("new", [], "Float32", [0, 0, 128, 63])
      + M.value("old", [0], "Float32", [0, 0, 128, 63]) + M.value("empty", [0], "Float32", [])
      + M.value("hollow", [2, 0], "Float32", [])
    let tensors = try M.open(bytes).tensors
    #expect(tensors.map(\.name) == ["empty", "hollow", "new", "old"])
    #expect(tensors.map(\.shape.dimensions) == [[0], [2, 0], [], []])
  }

  @Test
  func `packed dimensions are read like others`() throws {
    let tensor = Proto.bytes(1, [1, 2]) + Proto.bytes(2, Array("Float32".utf8))
    let reader = try M.open(
      M.message(
        Proto.bytes(1, Array("w".utf8)) + Proto.bytes(2, tensor + Proto.bytes(3, M.pair))
      )
    )
    #expect(reader.tensors[0].shape.dimensions == [1, 2])
  }

  @Test
  func `what is no tensor is left out with its reason`() throws {
    let reader = try M.suite.open(
      "network.ckpt",
      in: try MemoryTree(["network.ckpt": try Fixtures.bytes("mindspore/network.ckpt")])
    )
    #expect(
      reader.notes == [
        "left out 'author' and 1 more: texts are not read",
        "left out 'random_op': the state of random operators is not read",
      ]
    )
    let map = try M.open(try Fixtures.bytes("mindspore/map_parameter.ckpt"))
    #expect(
      map.notes == ["left out 'table' and 1 more: the hash tables of a map parameter are not read"]
    )
    #expect(map.tensors.map(\.name) == ["after", "before"])
  }

  @Test
  func `the state of random operators may be bytes of no type`() throws {
    let reader = try M.open(
      M.value("w", [1], "Int8", [1]) + M.value("random_op", [0], "random_op", [1, 2, 3])
    )
    #expect(reader.tensors.map(\.name) == ["w"])
    #expect(reader.notes == ["left out 'random_op': the state of random operators is not read"])
  }

  @Test(arguments: ["Int4", "HiFloat8"])
  func `an element type without counterpart is left out by name`(_ type: String) throws {
    let reader = try M.open(M.value("q", [2], type, [1]) + M.value("w", [1], "Int8", [1]))
    #expect(reader.tensors.map(\.name) == ["w"])
    #expect(reader.notes == ["left out 'q': elements of type \(type) are not read"])
  }

  @Test
  func `the checksum is verified when bytes are first asked for`() throws {
    var bytes = try Fixtures.bytes("mindspore/parts_crc.ckpt")
    let last = bytes.count - 18
    bytes[last] ^= 1
    let reader = try M.open(bytes)
    for tensor in reader.tensors.reversed() {
      let error = #expect(throws: FormatError.self) { try tensor.content.region() }
      #expect(error?.code == .inconsistent)
      #expect(error?.message.contains("the file is damaged: expected the CRC-32") == true)
      #expect(error?.file == "m.ckpt")
    }
    bytes[last] ^= 1
    _ = try M.open(bytes).tensors[0].content.region()
  }

  @Test
  func `a file of a hundred gigabytes is read without touching its bytes`() throws {
    let half = 3 << 29  // 1.5 GiB
    let runs = (0..<64).map { number in
      (bytes: Self.header("w.\(number)", [half], "Int8", byteCount: half), hole: half)
    }
    let file = try SparseFile(
      "large.ckpt",
      runs + [(M.value("x", [2], "Float32", M.pair), 0)]
    )
    let tree = MemoryTree(["large.ckpt": file.region])
    let tensors = try M.suite.open("large.ckpt", in: tree).tensors
    #expect(tensors.map(\.byteCount) == [Int](repeating: half, count: 64) + [8])
    #expect(try tensors[1].content.region().range.lowerBound > half)
    #expect(try tensors[64].content.region().prefix(8) == M.pair)
    #expect(file.region.byteCount > 100_000_000_000 && file.touchedByteCount == 0)
  }

  /// Everything of a message before its content.
  private static func header(
    _ tag: String,
    _ dimensions: [Int],
    _ type: String,
    byteCount: Int
  ) -> [UInt8] {
    let fields =
      dimensions.flatMap { Proto.varint(1, $0) } + Proto.bytes(2, Array(type.utf8))
      + [0x1a] + Bytes.varint(byteCount)
    let tensor = [0x12] + Bytes.varint(fields.count + byteCount) + fields
    let value = Proto.bytes(1, Array(tag.utf8)) + tensor
    return [0x0a] + Bytes.varint(value.count + byteCount) + value
  }

  @Test
  func `a hundred thousand messages open at once`() throws {
    var bytes: [UInt8] = []
    for number in 0..<100_000 { bytes += M.value("w.\(number)", [1], "Int8", [1]) }
    #expect(try M.open(bytes).tensors.count == 100_000)
  }
}
