import Synchronization
import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

/// Values in files beside a model.
@Suite
struct ONNXExternalTests {
  private typealias X = ONNXBytes
  private static let pair: [UInt8] = [0, 0, 128, 63, 0, 0, 0, 64]
  private static let data: [UInt8] = [9, 9, 9, 9] + pair + [7, 7]

  private func refused(
    _ entries: [(String, String)],
    _ code: FormatError.Code,
    _ words: String,
    beside files: [String: [UInt8]] = ["d": data]
  ) throws {
    let model = X.model(tensor: X.external("w", [2], entries))
    try X.refused(model, beside: files, code, words)
  }

  private func open(_ entries: [(String, String)]) throws -> ONNXReader {
    try X.open(X.model(tensor: X.external("w", [2], entries)), beside: ["d": Self.data])
  }

  @Test
  func `values in another file are lent as they lie`() throws {
    let reader = try open([("location", "d"), ("offset", "4"), ("length", "8")])
    #expect(reader.files == ["m.onnx", "d"])
    let region = try reader.tensors[0].content.region()
    #expect(region.name == "d" && region.range == 4..<12)
  }

  @Test
  func `without a length the values reach to the end, without an offset from the beginning`() throws
  {
    let tail = X.external("w", [2], type: 4, [("location", "d"), ("offset", "10")])
    let whole = X.external("v", [14], type: 2, [("location", "d")])
    let reader = try X.open(
      X.model(X.initializer(tail) + X.initializer(whole)),
      beside: ["d": Self.data]
    )
    #expect(try reader.tensors[0].content.region().prefix(100) == Self.data)
    #expect(try reader.tensors[1].content.region().prefix(100) == Array(Self.data[10...]))
  }

  @Test
  func `checksums are told and other keys passed over`() throws {
    let reader = try open([
      ("location", "d"), ("offset", "4"), ("length", "8"), ("checksum", "da39"), ("basepath", "x"),
    ])
    #expect(reader.notes.last == "the SHA-1 checksums that the model states are not verified")
  }

  @Test
  func `entries of values that are in the model again do not count`() throws {
    let entry = Proto.bytes(13, X.text(1, "location") + X.text(2, "gone"))
    let tensor = X.floats("w", [2], Self.pair) + entry
    #expect(try X.open(X.model(tensor: tensor)).files == ["m.onnx"])
  }

  @Test(arguments: ["../d", "/d", "a/d", "..", ".", "", "a\\d", "C:d", "d\0", "*/_ORT_MEM_ADDR_/*"])
  func `30: a location that is no plain file name`(_ location: String) throws {
    try refused([("location", location)], .invalidValue, "is not a plain file name")
  }

  @Test
  func `30, 31: a location that is not beside the model, or the model itself`() throws {
    let words = "which is not beside it; fetch it too"
    try refused([("location", "e")], .inconsistent, words)
    try refused([("location", "m.onnx")], .inconsistent, words)
    try refused([("location", "d")], .inconsistent, words, beside: ["sub/d": Self.data])
  }

  @Test
  func `a model in a directory names files of that directory`() throws {
    let model = X.model(tensor: X.external("w", [2], [("location", "d")]))
    let tree = try MemoryTree(["sub/m.onnx": model, "sub/d": Self.pair, "d": [1, 2, 3]])
    let reader = try X.suite.open("sub/m.onnx", in: tree)
    #expect(reader.files == ["sub/m.onnx", "sub/d"])
    #expect(try reader.tensors[0].content.region().prefix(100) == Self.pair)
    #expect(ONNXReader.parts(of: try FileProbe("sub/m.onnx", in: tree)) == ["sub/d"])
  }

  @Test
  func `31: a link that leads out of the directory`() throws {
    let directory = try TemporaryDirectory()
    let model = X.model(tensor: X.external("w", [2], [("location", "d")]))
    try directory.write(model, to: "in/m.onnx")
    try directory.write(Self.pair, to: "out/d")
    try directory.link("../out/d", at: "in/d")
    let tree = try DirectoryTree("\(directory.path)/in")
    try X.suite.checkRejects("m.onnx", in: tree, code: .inconsistent, saying: "not beside it")
  }

  @Test
  func `88: offsets and lengths outside of the file`() throws {
    try refused(
      [("location", "d"), ("offset", "7"), ("length", "8")],
      .truncated,
      "8 bytes at 7 are outside the 14 bytes of 'd'"
    )
    try refused([("location", "d"), ("offset", "15")], .truncated, "8 bytes at 15 are outside")
    try refused(
      [("location", "d"), ("offset", "\(Int.max)"), ("length", "\(Int.max)")],
      .truncated,
      "are outside the 14 bytes"
    )
  }

  @Test
  func `88: a length that is not that of the elements`() throws {
    for length in ["7", "9", "0"] {
      try refused(
        [("location", "d"), ("length", length)],
        .inconsistent,
        "its elements have 8 bytes, \(length) are set aside in 'd'"
      )
    }
    try refused([("location", "d")], .inconsistent, "its elements have 8 bytes, 14 are set aside")
  }

  @Test(arguments: ["-1", "+1", "1.5", "0x1", "", " 1", "1e3", "9223372036854775808", "１"])
  func `88: offsets and lengths that are no numbers`(_ text: String) throws {
    for key in ["offset", "length"] {
      try refused(
        [("location", "d"), (key, text)],
        .invalidValue,
        "the \(key) '\(text)' of external"
      )
    }
  }

  @Test
  func `88: no location, a key twice, an unknown kind of place`() throws {
    try refused([("offset", "4")], .invalidValue, "external_data names no file")
    try refused([("location", "d"), ("location", "e")], .invalidValue, "the key 'location' twice")
    try X.refused(
      X.model(tensor: X.tensor("w", [2], type: 1, Proto.varint(14, 2))),
      .invalidValue,
      "the data location 2 is neither 0 (here) nor 1"
    )
    let text = X.external("w", [1], type: 8, [("location", "d")])
    try X.refused(
      X.model(tensor: text),
      beside: ["d": Self.data],
      .inconsistent,
      "texts are stored as numbers"
    )
  }

  @Test
  func `35: a file that changed its size since it was listed`() throws {
    let tree = try CopyingTree(
      ["m.onnx": X.model(tensor: X.external("w", [2], [("location", "d")])), "d": Self.pair],
      sizes: ["d": 8],
      later: ["d": Self.data]
    )
    let reader = try X.suite.open("m.onnx", in: tree)
    let error = #expect(throws: FormatError.self) { try reader.tensors[0].content.region() }
    #expect(error?.code == .io && error?.message.contains("had 8 bytes when it was listed") == true)
  }

  @Test
  func `a file beside the model is opened when bytes are asked for, and once`() throws {
    let graph = (0..<3).flatMap {
      X.initializer(X.external("w\($0)", [2], [("location", "d"), ("length", "8")]))
    }
    let tree = try CopyingTree(["m.onnx": X.model(graph), "d": Self.data])
    let reader = try X.suite.open("m.onnx", in: tree)
    #expect(tree.opened("d") == 0)
    for tensor in reader.tensors { _ = try tensor.content.region() }
    #expect(tree.opened("d") == 1)
  }

  @Test
  func `of many files none stays open that nobody uses`() throws {
    var files: [String: [UInt8]] = [:]
    var graph: [UInt8] = []
    for number in 0..<100 {
      files["d\(number)"] = Self.pair
      graph += X.initializer(X.external("w\(number)", [2], [("location", "d\(number)")]))
    }
    files["m.onnx"] = X.model(graph)
    let tree = try CopyingTree(files)
    let reader = try X.suite.open("m.onnx", in: tree)
    #expect(reader.files.count == 101)
    let kept = try reader.tensors[0].content.region()
    #expect(try reader.tensors[0].content.region().store === kept.store)
    #expect(tree.opened("d0") == 1)
    for _ in 0..<2 { #expect(try reader.tensors[5].content.region().byteCount == 8) }
    #expect(tree.opened(String(reader.tensors[5].name.replacing("w", with: "d"))) == 2)
  }

  @Test
  func `28: a Boolean beside the model that is neither 0 nor 1`() throws {
    let tensor = X.external("w", [14], type: 9, [("location", "d")])
    let error = try X.suite.checkRejects(
      "m.onnx",
      in: try MemoryTree(["m.onnx": X.model(tensor: tensor), "d": Self.data]),
      code: .invalidValue
    )
    #expect(error.file == "d" && error.offset == 0)
  }

  @Test
  func `values of a hundred gigabytes beside the model are not touched`() throws {
    let byteCount = 100_000_000_000
    let entries = [("location", "d"), ("offset", "4096"), ("length", "\(byteCount)")]
    let bytes = X.model(tensor: X.external("w", [50_000, 500_000], entries))
    let model = ByteRegion(try ByteStore.copying(bytes, name: "m.onnx"))
    let values = try SparseFile("d", [([], byteCount + 4096)])
    let tree = MemoryTree(["m.onnx": model, "d": values.region])
    let reader = try X.suite.open("m.onnx", in: tree)
    #expect(reader.tensors.map(\.byteCount) == [byteCount])
    #expect(try reader.tensors[0].content.region().range == 4096..<(byteCount + 4096))
    #expect(values.touchedByteCount == 0)
  }
}

/// Files in memory that are copied anew each time they are opened, and counted.
private final class CopyingTree: SourceTree {
  let name = "counting"
  let entries: [SourceEntry]
  private let files: [String: [UInt8]]
  private let later: [String: [UInt8]]
  private let counts = Mutex<[String: Int]>([:])

  init(
    _ files: [String: [UInt8]],
    sizes: [String: Int] = [:],
    later: [String: [UInt8]] = [:]
  ) throws {
    self.files = files
    self.later = later
    entries = files.keys.sorted().map {
      SourceEntry(path: $0, byteCount: sizes[$0] ?? files[$0]?.count ?? 0)
    }
  }

  func opened(_ path: String) -> Int { counts.withLock { $0[path] ?? 0 } }

  func open(_ path: String) throws(FormatError) -> ByteRegion {
    counts.withLock { $0[path, default: 0] += 1 }
    guard let bytes = later[path] ?? files[path] else {
      throw FormatError(.notFound, "no file '\(path)'")
    }
    return ByteRegion(try ByteStore.copying(bytes, name: path))
  }
}
