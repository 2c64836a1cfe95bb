import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

/// Items 30 to 34 of the checklist of malformed input: shard indexes.
@Suite
struct SafetensorsIndexTests {
  private typealias Builder = SafetensorsBuilder
  private static let fixture = "safetensors/sharded/model.safetensors.index.json"
  private let suite = CheckpointReaderSuite(SafetensorsReader.self)
  private let entry = "model.safetensors.index.json"

  /// An index of these tensors and the files, each with `U8` vectors of four elements.
  private func tree(
    _ map: [(String, String)],
    _ files: [String: [String]],
    metadata: String? = nil
  ) throws -> MemoryTree {
    let pairs = map.map { "\"\($0.0)\": \"\($0.1)\"" }.joined(separator: ", ")
    let head = metadata.map { "\"metadata\": \($0), " } ?? ""
    var all = files.mapValues { names in Builder.vectors(names.map { ($0, 4) }) }
    all[entry] = Array("{\(head)\"weight_map\": {\(pairs)}}".utf8)
    return try MemoryTree(all)
  }

  private let one = "model-00001-of-00002.safetensors"
  private let two = "model-00002-of-00002.safetensors"

  @Test(arguments: [fixture, "bert/sharded/model.safetensors.index.json"])
  func `reads what transformers wrote`(_ fixture: String) throws {
    let (tree, entry) = try CheckpointReaderSuite<SafetensorsReader>.siblings(of: fixture)
    if fixture == Self.fixture {
      try suite.check(try Golden(fixture: fixture), entry, in: tree)
    } else {
      try suite.check(try Golden(file: "bert/golden.json"), entry, in: tree)
    }
  }

  @Test
  func `lists the index and then the shards`() throws {
    let tree = try tree([("a", one), ("b", two)], [one: ["a"], two: ["b"]])
    let reader = try suite.open(entry, in: tree)
    #expect(reader.files == [entry, one, two])
    #expect(reader.tensors.map(\.name) == ["a", "b"])
    #expect(reader.notes.isEmpty)
  }

  @Test
  func `notes a total that is wrong, and ignores one that is no integer`() throws {
    let files = ["x.safetensors": ["a"]]
    let map = [("a", "x.safetensors")]
    let wrong = try tree(map, files, metadata: #"{"total_size": 5}"#)
    #expect(
      try suite.open(entry, in: wrong).notes == [
        "the index states 5 bytes in all, the files have 4"
      ]
    )
    let fraction = try tree(map, files, metadata: #"{"total_size": 4.0}"#)
    #expect(try suite.open(entry, in: fraction).notes.isEmpty)
  }

  @Test(arguments: [
    "../x.safetensors", "a/x.safetensors", "/x.safetensors", "..", ".", "", #"a\\b.safetensors"#,
    #"x\u0000.safetensors"#, "C:x.safetensors", "x.safetensors:stream", "NUL/x.safetensors",
  ])
  func `30 refuses names that are no plain file names`(name: String) throws {
    let tree = try tree([("a", "x.safetensors"), ("b", name)], ["x.safetensors": ["a"]])
    try suite.checkRejects(entry, in: tree, code: .invalidValue, saying: "is not a plain file name")
  }

  @Test(arguments: ["CON", "NUL", "COM1", "absent.safetensors"])
  func `30 refuses names that the directory does not have`(name: String) throws {
    let tree = try tree([("a", "x.safetensors"), ("b", name)], ["x.safetensors": ["a"]])
    try suite.checkRejects(entry, in: tree, saying: "which is not beside it", name)
  }

  @Test
  func `31 refuses a shard that is a link out of the directory`() throws {
    let outside = try TemporaryDirectory()
    try outside.write(Builder.vectors([("a", 4)]), to: "x.safetensors")
    let directory = try TemporaryDirectory()
    try directory.write(
      Array(#"{"weight_map":{"a":"x.safetensors"}}"#.utf8),
      to: entry
    )
    try directory.link(outside.path("x.safetensors"), at: "x.safetensors")
    let (tree, _) = try SourceTrees.open(path: directory.path)
    try suite.checkRejects(entry, in: tree, saying: "leads out of the directory")
  }

  @Test
  func `32 refuses tensors that index and shards disagree about`() throws {
    let missing = try tree([("a", one), ("b", two), ("c", two)], [one: ["a"], two: ["b"]])
    try suite.checkRejects(
      entry,
      in: missing,
      saying: "says that '\(two)' holds 'c', but it does not"
    )
    let extra = try tree([("a", one), ("b", two)], [one: ["a"], two: ["b", "c"]])
    try suite.checkRejects(
      entry,
      in: extra,
      saying: "'c' is in '\(two)', but the index does not say so"
    )
    let both = try tree([("a", one), ("b", two)], [one: ["a"], two: ["a", "b"]])
    try suite.checkRejects(
      entry,
      in: both,
      saying: "'a' is in '\(two)', but the index does not say so"
    )
    let moved = try tree([("a", one), ("b", two), ("c", one)], [one: ["a"], two: ["b", "c"]])
    try suite.checkRejects(
      entry,
      in: moved,
      saying: "says that '\(one)' holds 'c', but it does not"
    )
  }

  @Test
  func `33 refuses parts that are missing or belong to another number`() throws {
    let third = "model-00003-of-00003.safetensors"
    let first = "model-00001-of-00003.safetensors"
    let gap = try tree([("a", first), ("b", third)], [first: ["a"], third: ["b"]])
    try suite.checkRejects(entry, in: gap, saying: "each once")
    let mixed = try tree([("a", one), ("b", third)], [one: ["a"], third: ["b"]])
    try suite.checkRejects(entry, in: mixed, saying: "each once")
  }

  @Test
  func `34 refuses files that differ only by case`() throws {
    let files = ["x.safetensors": ["a"], "X.safetensors": ["b"]]
    let tree = try tree([("a", "x.safetensors"), ("b", "X.safetensors")], files)
    try suite.checkRejects(entry, in: tree, saying: "but for upper and lower case")
  }

  @Test(arguments: [
    #"{"weight_map":{},"x":".safetensors"}"#, #"{"weight_map":[".safetensors"]}"#,
    #"{"weight_map":{"a":1,"b":"x.safetensors"}}"#,
    #"{"weight_map":{"a":"x.safetensors","a":"x.safetensors"}}"#,
    #"{"weight_map":{"a":"x.safetensors"}"#,
  ])
  func `refuses an index that is malformed`(text: String) throws {
    let tree = try MemoryTree([
      entry: Array(text.utf8), "x.safetensors": Builder.vectors([("a", 4)]),
    ])
    try suite.checkRejects(entry, in: tree)
  }

  @Test
  func `tells what a shard is instead`() throws {
    let tree = try tree([("a", "x.safetensors")], [:])
      .replacing("x.safetensors", with: Array("version https://git-lfs.github.com/spec/v1\n".utf8))
    try suite.checkRejects(entry, in: tree, saying: "Git LFS pointer")
  }

  @Test(arguments: [
    entryName, "model-00001-of-00003.safetensors", "model-00003-of-00003.safetensors",
  ])
  func `no prefix is read`(file: String) throws {
    let (tree, entry) = try CheckpointReaderSuite<SafetensorsReader>.siblings(of: Self.fixture)
    let bytes = try Fixtures.bytes("safetensors/sharded/\(file)")
    let meaningful = file == entry ? bytes.count - 2 : bytes.count
    for corruption in Corruption.prefixes(of: bytes) where corruption.bytes.count < meaningful {
      let damaged = try tree.replacing(file, with: corruption.bytes)
      #expect(try suite.survive(entry, in: damaged, "\(corruption)"), "\(corruption)")
    }
  }

  private static let entryName = "model.safetensors.index.json"
}
