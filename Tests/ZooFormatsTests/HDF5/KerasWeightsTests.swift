import Foundation
import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

/// What the attributes and indexes of Keras add to a file.
@Suite
struct KerasWeightsTests {
  typealias Message = HDF5Builder.Message
  let suite = CheckpointReaderSuite(HDF5Reader.self)

  func reader(_ fixture: String) throws -> HDF5Reader {
    try suite.open("file", in: try MemoryTree(["file": try Fixtures.bytes(fixture)]))
  }

  /// A heap of texts, numbered from 1.
  func heap(_ texts: [String]) -> [UInt8] {
    var objects: [UInt8] = []
    for (number, text) in texts.enumerated() {
      let bytes = Array(text.utf8)
      objects += HDF5Builder.number(number + 1, 2) + HDF5Builder.number(1, 2)
      objects += HDF5Builder.number(0, 4) + HDF5Builder.number(bytes.count) + bytes
      objects += [UInt8](repeating: 0, count: (8 - bytes.count % 8) % 8)
    }
    return Array("GCOL".utf8) + [1, 0, 0, 0] + HDF5Builder.number(16 + objects.count) + objects
  }

  /// A file of one layer `dense` with one weight `w:0`, whose attribute refers to some texts.
  func file(
    _ texts: [String] = ["dense"],
    _ references: [(count: Int, heap: Int, number: Int)]? = nil
  ) throws -> [UInt8] {
    var builder = HDF5Builder()
    let heap = builder.add(heap(texts))
    let layer = try builder.add([
      .link("w:0", try builder.addDataset())
    ])
    let all = texts.enumerated().map { ($1.utf8.count, heap, $0 + 1) }
    let names = (references?.map { ($0.count, $0.heap < 0 ? heap : $0.heap, $0.number) }) ?? all
    return try builder.file(root: [.link("dense", layer), .texts("layer_names", names)])
  }

  @Test
  func `a list of layers of varying length is read`() throws {
    let tree = try MemoryTree(["file": try file()])
    #expect(try suite.open("file", in: tree).notes.first == "weights of 1 layers")
  }

  // MARK: - 80: texts elsewhere

  @Test
  func `a text outside its heap is refused`() throws {
    try suite.checkRejects(
      bytes: try file(["dense"], [(5, -1, 7)]),
      code: .invalidValue,
      saying: "object 7 of a heap that has none"
    )
    try suite.checkRejects(
      bytes: try file(["dense"], [(6, -1, 1)]),
      code: .truncated,
      saying: "6 bytes at 0 are outside"
    )
    try suite.checkRejects(
      bytes: try file(["dense"], [(5, 1 << 40, 1)]),
      code: .truncated,
      saying: "outside the file"
    )
    try suite.checkRejects(
      bytes: try file(["dense"], [(5, 48 + 8, 1)]),
      code: .invalidValue,
      saying: "GCOL"
    )
  }

  @Test
  func `a text above the limit is refused`() throws {
    let long = String(repeating: "n", count: 513)
    try suite.checkRejects(
      bytes: try file([long]),
      code: .limitExceeded,
      saying: "513",
      "ParsingLimits.nameBytes"
    )
  }

  // MARK: - Layers and weights

  @Test
  func `a layer that is listed must be there`() throws {
    try suite.checkRejects(
      bytes: try file(["other"]),
      code: .inconsistent,
      saying: "'layer_names' lists 'other'"
    )
  }

  @Test
  func `a weight that is listed must be there`() throws {
    var bytes = try Fixtures.bytes("hdf5/keras_2.h5")
    let name = Array("words/embeddings:0".utf8)
    let place = try #require(
      (0..<(bytes.count - name.count)).first { Array(bytes[$0..<($0 + name.count)]) == name }
    )
    bytes[place] = UInt8(ascii: "W")
    try suite.checkRejects(
      bytes: bytes,
      code: .inconsistent,
      saying: "the layer 'words' lists the weight 'Words/embeddings:0'"
    )
  }

  @Test(arguments: ["earliest", "latest"])
  func `lists that were split or are in heaps are read whole`(_ version: String) throws {
    let notes = try reader("hdf5/attributes_\(version).h5").notes
    #expect(
      notes == [
        "weights of 12 layers of Keras 2.0.0 with tensorflow",
        "1 datasets, 'beside' the first of them, are listed by no layer; they are read as well",
      ]
    )
  }

  @Test
  func `of a whole model the weights are read, and the optimizer is left out with a note`() throws {
    let reader = try reader("hdf5/keras_2_whole.h5")
    #expect(reader.tensors.allSatisfy { !$0.name.contains("optimizer") })
    #expect(reader.tensors.contains { $0.name == "words/words/embeddings:0" })
    #expect(reader.notes.contains { $0.hasSuffix("beside 'model_weights': the optimizer's state") })
  }

  @Test
  func `a weight that transformers stores twice is listed twice`() throws {
    let reader = try reader("hdf5/transformers/tf_model.h5")
    let names = reader.tensors.map(\.name).filter { $0.hasSuffix("word_embeddings/weight:0") }
    #expect(
      names == [
        "bert/tf_bert_for_pre_training/bert/embeddings/word_embeddings/weight:0",
        "mlm___cls/tf_bert_for_pre_training/bert/embeddings/word_embeddings/weight:0",
      ]
    )
  }

  @Test
  func `an archive of Keras 3 holds its weights`() throws {
    let opened = try SourceTrees.open(path: Fixtures.path("hdf5/keras_3.keras"))
    let found = try CheckpointFinder().candidates(in: opened.tree)
    #expect(found.map(\.path) == ["model.weights.h5"])
    let golden = try Golden(fixture: "hdf5/keras_3.weights.h5")
    try suite.check(golden, "model.weights.h5", in: opened.tree)
  }

  // MARK: - Indexes

  func shards(
    _ directory: String,
    _ change: (inout [String: [UInt8]]) throws -> Void = { _ in }
  ) throws -> MemoryTree {
    var files: [String: [UInt8]] = [:]
    for path in try Fixtures.list("hdf5/\(directory)", suffix: "")
    where !path.hasSuffix(".golden.json") {
      files[String(path.split(separator: "/").last ?? "")] = try Fixtures.bytes(path)
    }
    try change(&files)
    return try MemoryTree(files)
  }

  static let indexes = [
    ("keras_3_sharded", "model.weights.json"), ("transformers_sharded", "tf_model.h5.index.json"),
  ]

  @Test(arguments: indexes)
  func `the shards of an index are no checkpoints of their own`(
    _ directory: String,
    _ index: String
  ) throws {
    let tree = try shards(directory)
    #expect(try CheckpointFinder().candidates(in: tree).map(\.path) == [index])
    let reader = try HDF5Reader(opening: index, in: tree)
    #expect(reader.files.first == index)
    #expect(reader.files.count == 3)
  }

  @Test(arguments: indexes)
  func `a shard that is missing is named`(_ directory: String, _ index: String) throws {
    var name = ""
    let tree = try shards(directory) { files in
      name = files.keys.filter { $0.hasSuffix(".h5") }.max() ?? ""
      files[name] = nil
    }
    try suite.checkRejects(index, in: tree, code: .inconsistent, saying: name, "fetch it too")
  }

  @Test(arguments: indexes)
  func `an index that says another file is refused`(_ directory: String, _ index: String) throws {
    let tree = try shards(directory) { files in
      let text = String(decoding: files[index] ?? [], as: UTF8.self)
      // The first weight is said to be in the other file.
      let names = files.keys.filter { $0.hasSuffix(".h5") }.sorted()
      let place = try #require(text.range(of: names[0]))
      files[index] = Array(text.replacingCharacters(in: place, with: names[1]).utf8)
    }
    try suite.checkRejects(index, in: tree, code: .inconsistent, saying: "the index")
  }

  @Test(arguments: ["../a.h5", "/a.h5", "a\\b.h5", ".."])
  func `an index that leads out of its directory is refused`(_ name: String) throws {
    let escaped = name.replacingOccurrences(of: "\\", with: "\\\\")
    let text = #"{"weight_map": {"m/w": "\#(escaped)", "m/v": "x.h5"}}"#
    let tree = try MemoryTree(["i.json": Array(text.utf8), "x.h5": try file()])
    try suite.checkRejects("i.json", in: tree, code: .invalidValue, saying: "plain file name")
  }
}
