import Foundation
import Testing
import ZooTensors
import ZooTestSupport

@testable import ZooFormats

/// Items 14, 16, 20 to 24, 26, 30, 32, 33 and 47 to 53 of the checklist, as far as they are not
/// those of every pickle, and what a reader gives.
@Suite
struct OneFlowReaderTests {
  static let suite = CheckpointReaderSuite(OneFlowReader.self)

  /// The files of a fixture below a directory.
  static func files(_ fixture: String, below prefix: String = "d/") throws -> [String: [UInt8]] {
    let root = Fixtures.path("oneflow/\(fixture)")
    var files: [String: [UInt8]] = [:]
    for path in try FileManager.default.subpathsOfDirectory(atPath: root) {
      // Directories cannot be read as files and are passed over.
      if let bytes = try? Fixtures.bytes("oneflow/\(fixture)/\(path)") {
        files[prefix + path] = bytes
      }
    }
    return files
  }

  /// One variable of shape [2, 3] as an older release saves it.
  static func snapshot(
    meta: String = "shape {\n  dim: 2\n  dim: 3\n}\ndata_type: kFloat\n",
    out: [UInt8] = Array(0..<24)
  ) throws -> MemoryTree {
    try MemoryTree(["d/w/meta": Array(meta.utf8), "d/w/out": out, "d/snapshot_done": []])
  }

  static func open(_ tree: MemoryTree, _ entry: String = "d/w/meta") throws -> OneFlowReader {
    try suite.open(entry, in: tree)
  }

  /// A fixture's only pickle with some bytes replaced by as many others, everywhere.
  static func patched(
    _ fixture: String,
    _ old: String,
    _ new: String,
    after: [UInt8] = []
  ) throws -> [String: [UInt8]] {
    var files = try files(fixture)
    let bytes = try #require(files["d/pickled_data"])
    files["d/pickled_data"] = replacing(
      after + Array(old.utf8),
      with: after + Array(new.utf8),
      in: bytes
    )
    return files
  }

  static func replacing(_ old: [UInt8], with new: [UInt8], in bytes: [UInt8]) -> [UInt8] {
    precondition(old.count == new.count)
    var bytes = bytes
    for start in 0...(bytes.count - old.count)
    where bytes[start..<(start + old.count)].elementsEqual(old) {
      bytes.replaceSubrange(start..<(start + old.count), with: new)
    }
    return bytes
  }

  // MARK: - What is read

  @Test
  func `reads the variable that the others are variations of`() throws {
    let reader = try Self.open(try Self.snapshot())
    #expect(reader.tensors.map(\.name) == ["w"])
    #expect(reader.tensors[0].shape.dimensions == [2, 3])
    #expect(try reader.tensors[0].content.region().prefix(99) == (0..<24).map { UInt8($0) })
    #expect(reader.files == ["d/w/meta", "d/w/out", "d/snapshot_done"])
    #expect(reader.notes.isEmpty)
  }

  @Test
  func `lends the bytes of variables as they lie`() throws {
    let tree = try Self.snapshot()
    #expect(try Self.open(tree).tensors[0].content.region().store === tree.open("d/w/out").store)
  }

  @Test
  func `finds each form once, in a directory of several`() throws {
    var files = try Self.files("snapshot", below: "old/").merging(
      try Self.files("training", below: "new/model/")
    ) { first, _ in first }
    files["one"] = try Fixtures.bytes("oneflow/single_file.of")
    let tree = try MemoryTree(files)
    let finder = CheckpointFinder()
    #expect(
      try finder.candidates(in: tree).map(\.path)
        == ["new/model/pickled_data", "old/empty/meta", "one"]
    )
    for (part, whole) in [
      ("new/model/tensor_11/out", "new/model/pickled_data"), ("old/层.权重/meta", "old/empty/meta"),
      ("old/snapshot_done", "old/empty/meta"),
    ] {
      #expect(try finder.candidates(in: tree, focus: part).map(\.path) == [whole])
    }
  }

  @Test
  func `takes the model of a training program and says what it left out`() throws {
    let reader = try Self.open(try MemoryTree(try Self.files("training")), "d/pickled_data")
    #expect(reader.tensors.map(\.name) == ["layers.0.bias", "layers.0.weight", "layers.1.weight"])
    #expect(reader.files.count == 7)
    #expect(
      reader.notes == [
        "the tensors are those of 'model'", "left out 'optimizer' with 3 tensors",
        "left out what is not a tensor: 'iteration', 'best'",
        "3 subdirectories belong to no tensor that is read, such as 'tensor_14'",
      ]
    )
  }

  @Test
  func `lends tensors that are shared twice, from the same bytes`() throws {
    let tree = try MemoryTree(["f": try Fixtures.bytes("oneflow/single_shared.of")])
    let tensors = try Self.open(tree, "f").tensors
    #expect(tensors.map(\.name) == ["a", "b.0", "b.1"])
    #expect(
      try tensors[0].content.region().range == tensors[1].content.region().range
    )
  }

  @Test
  func `says that a save may not have been finished`() throws {
    var files = try Self.files("snapshot")
    files["d/snapshot_done"] = nil
    let notes = try Self.open(try MemoryTree(files), "d/empty/meta").notes
    #expect(notes.count == 1)
    #expect(notes[0].contains("may not have been finished"))
  }

  @Test
  func `recognises by content, not by name`() throws {
    func recognizes(_ files: [String: [UInt8]], _ entry: String) throws -> Bool {
      OneFlowReader.recognizes(try FileProbe(entry, in: try MemoryTree(files)))
    }
    let meta = Array("shape {\n}\ndata_type: kFloat\n".utf8)
    let out: [UInt8] = [0, 0, 0, 0]
    #expect(try recognizes(["w/meta": meta, "w/out": out], "w/meta"))
    #expect(try !recognizes(["meta": meta, "out": out], "meta"))
    #expect(try !recognizes(["w/meta": meta], "w/meta"))
    #expect(try !recognizes(["w/meta": Array("name: x".utf8), "w/out": out], "w/meta"))
    #expect(try !recognizes(["w/meta": meta, "w/out": out, "pickled_data": [1]], "w/meta"))
    #expect(
      try !recognizes(["pickled_data": Array("protocol_version oneflow".utf8)], "pickled_data")
    )
    // Pickles of others.
    for fixture in ["pytorch/legacy_nested.pt", "pickle/numpy2_protocol4.pkl"] {
      guard let bytes = try? Fixtures.bytes(fixture) else { continue }
      #expect(try !recognizes(["f": bytes], "f"))
    }
  }

  // MARK: - Meta

  @Test(arguments: [
    "", "shape", "shape {", "shape {}", "data_type: kFloat", "shape { dim: 2 dim: 3",
    "shape { dim: 2 dim: 3 } data_type", "shape { dim: 2 dim: 3 } data_type:",
    "shape { dim: 2 dim: 3 } data_type kFloat", "shape { dim 2 dim: 3 } data_type: kFloat",
    "shape { dim: -2 dim: 3 } data_type: kFloat", "shape { dim: x } data_type: kFloat",
    "shape { dim: } data_type: kFloat", "shape { size: 2 } data_type: kFloat",
    "shape { dim: 6 } shape { dim: 6 } data_type: kFloat",
    "shape { dim: 6 } data_type: kFloat data_type: kFloat",
    "shape { dim: 6 } data_type: kFloat name: 'w'", "shape { dim: 6 } } data_type: kFloat",
    "shape { dim: 99999999999999999999 } data_type: kFloat", "shape [6] data_type: kFloat",
  ])
  func `10, 12: rejects a malformed meta`(_ text: String) throws {
    #expect(throws: FormatError.self) { try OneFlowMeta(Array(text.utf8), limits: .default) }
    // Beside one that is well-formed it is not passed over.
    let tree = try MemoryTree([
      "d/v/meta": Array("shape {}\ndata_type: kFloat".utf8), "d/v/out": [0, 0, 0, 0],
      "d/w/meta": Array(text.utf8), "d/w/out": Array(0..<24),
    ])
    try Self.suite.checkRejects("d/v/meta", in: tree, code: .invalidValue, saying: "'w'")
  }

  @Test
  func `reads a meta in every spelling of its text format`() throws {
    for text in [
      "shape:{dim:2 dim:3}data_type:kFloat", "data_type: 2\r\n\tshape { dim: 2\ndim: 3 }",
    ] {
      let meta = try OneFlowMeta(Array(text.utf8), limits: .default)
      #expect(meta.shape.dimensions == [2, 3])
      #expect(meta.dtype == .f32)
    }
  }

  @Test(arguments: [
    "kChar", "kOFRecord", "kTensorBuffer", "kUInt128", "kInvalidDataType", "0", "99",
  ])
  func `26: refuses element types by name`(_ type: String) throws {
    let tree = try MemoryTree([
      "d/v/meta": Array("shape {}\ndata_type: kFloat".utf8), "d/v/out": [0, 0, 0, 0],
      "d/w/meta": Array("shape {}\ndata_type: \(type)".utf8), "d/w/out": [0],
    ])
    try Self.suite.checkRejects("d/v/meta", in: tree, code: .unsupported, saying: "'\(type)'")
  }

  @Test
  func `16, 20: rejects bytes that are not as many as the shape needs`() throws {
    for (count, code) in [(23, FormatError.Code.truncated), (0, .truncated), (25, .inconsistent)] {
      try Self.suite.checkRejects(
        "d/w/meta",
        in: try Self.snapshot(out: [UInt8](repeating: 0, count: count)),
        code: code,
        saying: "has 24 bytes, 'out' has \(count)"
      )
    }
  }

  @Test
  func `21 to 24: rejects shapes that overflow or are too large`() throws {
    for (dimensions, code) in [
      ("1099511627776 dim: 1099511627776", FormatError.Code.invalidValue),
      ("1099511627776 dim: 1099511627776 dim: 0", .invalidValue),
      ("1099511627776 dim: 4194304", .invalidValue), ("9223372036854775807", .limitExceeded),
      ([String](repeating: "1", count: 9).joined(separator: " dim: "), .limitExceeded),
    ] {
      let tree = try MemoryTree([
        "d/v/meta": Array("shape {}\ndata_type: kFloat".utf8), "d/v/out": [0, 0, 0, 0],
        "d/w/meta": Array("shape { dim: \(dimensions) } data_type: kFloat".utf8), "d/w/out": [0],
      ])
      try Self.suite.checkRejects("d/v/meta", in: tree, code: code, saying: "'w'")
    }
  }

  // MARK: - Files

  @Test
  func `32, 33: rejects variables that lack a file`() throws {
    for file in ["meta", "out"] {
      var files = try Self.files("snapshot")
      files["d/scalar/\(file)"] = nil
      try Self.suite.checkRejects(
        "d/empty/meta",
        in: try MemoryTree(files),
        code: .inconsistent,
        saying: "'scalar'",
        "scalar/\(file)"
      )
      files = try Self.files("every_type")
      files["d/tensor_3/\(file)"] = nil
      try Self.suite.checkRejects(
        "d/pickled_data",
        in: try MemoryTree(files),
        code: .inconsistent,
        saying: "tensor_3/\(file)"
      )
    }
  }

  @Test(arguments: [
    "../../ab", "tensor/1", "C:tensor", "/tensor1", "tensor\\1", "a\u{0}bcdefg", "........",
  ])
  func `30: takes a plain name only for a tensor's directory`(_ path: String) throws {
    let files = try Self.patched("every_type", "tensor_1", path)
    let error = try Self.suite.checkRejects("d/pickled_data", in: try MemoryTree(files))
    #expect(error.message.contains("plain file name") || error.message.contains("lacks"))
  }

  // MARK: - Pickles

  @Test
  func `rejects another version of the protocol`() throws {
    // The key is memoized, then comes the number of one byte.
    let files = try Self.patched("training", "K\u{1}", "K\u{2}", after: [0x94])
    #expect(files["d/pickled_data"] != (try Self.files("training")["d/pickled_data"]))
    try Self.suite.checkRejects(
      "d/pickled_data",
      in: try MemoryTree(files),
      code: .unsupported,
      saying: "found 2"
    )
  }

  @Test
  func `refuses objects of other classes among the tensors`() throws {
    let files = try Self.patched("every_type", "Tensor", "Module")
    try Self.suite.checkRejects(
      "d/pickled_data",
      in: try MemoryTree(files),
      code: .unsupported,
      saying: "oneflow.Module"
    )
    let other = try Self.patched("every_type", "oneflow", "onefloe", after: [0x8c, 7])
    try Self.suite.checkRejects("d/pickled_data", in: try MemoryTree(other))
  }

  @Test
  func `refuses an object without data or tensors`() throws {
    let lacking = try Self.patched("training", "data", "date")
    try Self.suite.checkRejects(
      "d/pickled_data",
      in: try MemoryTree(lacking),
      code: .invalidValue,
      saying: "'data'"
    )
    let stateless = try Self.patched("training", "path", "part")
    try Self.suite.checkRejects(
      "d/pickled_data",
      in: try MemoryTree(stateless),
      code: .invalidValue,
      saying: "neither a 'path'"
    )
  }

  @Test
  func `53: rejects a name that is there twice`() throws {
    let files = try Self.patched("training", "layers.1.weight", "layers.0.weight")
    try Self.suite.checkRejects(
      "d/pickled_data",
      in: try MemoryTree(files),
      code: .invalidValue,
      saying: "twice"
    )
  }

  @Test
  func `14: rejects names that are too long or have control characters`() throws {
    let long = String(repeating: "x", count: 513)
    for name in [long, "a\nb"] {
      let tree = try MemoryTree([
        "d/v/meta": Array("shape {}\ndata_type: kFloat".utf8), "d/v/out": [0, 0, 0, 0],
        "d/\(name)/meta": Array("shape {}\ndata_type: kFloat".utf8), "d/\(name)/out": [0, 0, 0, 0],
      ])
      try Self.suite.checkRejects("d/v/meta", in: tree, code: .invalidValue, saying: "name")
    }
  }

  @Test
  func `49: rejects bytes after the pickle`() throws {
    let bytes = try Fixtures.bytes("oneflow/single_file.of") + [0]
    try Self.suite.checkRejects(bytes: bytes, code: .inconsistent, saying: "1 bytes follow")
  }

  @Test
  func `23: limits the number of tensors`() throws {
    var limits = ParsingLimits()
    limits.tensorCount = 2
    for (files, entry) in [
      (try Self.files("snapshot"), "d/empty/meta"),
      (try Self.files("every_type"), "d/pickled_data"),
    ] {
      let tree = try MemoryTree(files)
      let error = #expect(throws: FormatError.self) {
        try OneFlowReader(opening: entry, in: tree, limits: limits)
      }
      #expect(error?.message.contains("ParsingLimits.tensorCount") == true)
    }
  }

  @Test
  func `opens a variable of a hundred gigabytes without touching it`() throws {
    let byteCount = 100_000_000_000
    let meta = "shape {\n  dim: 50000\n  dim: 500000\n}\ndata_type: kFloat\n"
    let small = try Self.snapshot(meta: meta)
    let out = try SparseFile("d/w/out", [([], byteCount)])
    let tree = MemoryTree([
      "d/w/meta": try small.open("d/w/meta"), "d/w/out": out.region,
      "d/snapshot_done": try small.open("d/snapshot_done"),
    ])
    let reader = try Self.open(tree)
    #expect(reader.tensors.map(\.byteCount) == [byteCount])
    #expect(try reader.tensors[0].content.region().range == 0..<byteCount)
    #expect(out.touchedByteCount == 0)
  }
}
