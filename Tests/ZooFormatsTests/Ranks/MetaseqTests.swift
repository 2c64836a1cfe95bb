import Testing
import ZooTensors
import ZooTestSupport

@testable import ZooFormats

/// Saves of metaseq that are incomplete, mixed or misleading.
@Suite
struct MetaseqTests {
  static let suite = CheckpointReaderSuite(MetaseqReader.self)

  @Test
  func `all parts and shards are one checkpoint`() throws {
    for (path, entry, count) in [
      ("metaseq/shards", "checkpoint_last-shard0.pt", 3),
      ("ranks/metaseq/parts", "reshard-model_part-0.pt", 4),
      ("ranks/metaseq/parts_of_shards", "checkpoint_last-model_part-0-shard0.pt", 4),
    ] {
      let tree = try RankFixture.tree(path)
      let found = try CheckpointFinder().candidates(in: tree)
      #expect(found.map(\.path) == [entry])
      let reader = try Self.suite.open(entry, in: tree)
      #expect(reader.files.count == count)
    }
    let reader = try Self.suite.open(
      "reshard-model_part-0.pt",
      in: try RankFixture.tree("ranks/metaseq/parts")
    )
    #expect(reader.facts == ["tensor_parallel_size": "4"])
    #expect(reader.notes.first == "4 tensor-parallel ranks")
  }

  // MARK: - 33, 91: files that are missing or of another model

  @Test(arguments: [
    ("metaseq/shards", "checkpoint_last-shard0.pt", "shard1", "shard 1 is missing"),
    ("metaseq/shards", "checkpoint_last-shard1.pt", "shard0", "shard 0 is missing"),
    // The number of shards is stated nowhere; the elements are.
    ("metaseq/shards", "checkpoint_last-shard0.pt", "shard2", "elements, its shards together"),
    ("ranks/metaseq/parts", "reshard-model_part-0.pt", "part-1", "rank 1 is missing"),
    ("ranks/metaseq/parts", "reshard-model_part-0.pt", "part-3", "saved by 4 tensor-parallel"),
    (
      "ranks/metaseq/parts_of_shards", "checkpoint_last-model_part-0-shard0.pt", "part-1-shard1",
      "rank 1, shard 1 is missing"
    ),
  ])
  func `a missing file is told`(
    _ path: String,
    _ entry: String,
    _ missing: String,
    _ words: String
  ) throws {
    try Self.suite.refuses(try RankFixture.tree(path, without: missing), entry, saying: words)
  }

  @Test(arguments: [
    ("sizes", "elements, its shards together"), ("padding", "are said to be padding"),
    ("other_model", "hold other parameters"), ("numels", "is said to have"),
    ("no_metadata", "hold other parameters"),
  ])
  func `shards that do not fit are told`(_ name: String, _ words: String) throws {
    try Self.suite.refuses(
      try RankFixture.tree("metaseq/refused/\(name)"),
      "checkpoint_last-shard0.pt",
      saying: words
    )
  }

  @Test
  func `parts of two models are told`() throws {
    var files = try RankFixture.files("ranks/metaseq/parts")
    let other = try RankFixture.files("metaseq/part")
    files["reshard-model_part-2.pt"] = other["reshard-model_part-0.pt"]
    try Self.suite.refuses(
      try MemoryTree(files),
      "reshard-model_part-0.pt",
      saying: "saved by 1 tensor-parallel"
    )
  }

  // MARK: - What a file holds

  @Test
  func `a shard without its description is no checkpoint of metaseq`() throws {
    var vectors = SavedVectors()
    let object = P.dict([("model", P.dict([("w", vectors.vector(3))]))])
    let tree = try MemoryTree(["a-shard0.pt": vectors.file(object)])
    #expect(try CheckpointFinder().candidates(in: tree).map(\.format.id) == ["pytorch"])
  }

  @Test
  func `what is malformed is told`() throws {
    func tree(_ metadata: [UInt8]) throws -> MemoryTree {
      var vectors = SavedVectors()
      let model = P.dict([("flat_param_0", vectors.vector(3))])
      return try MemoryTree([
        "a-model_part-0.pt": vectors.file(
          P.dict([("model", model), ("shard_metadata", metadata)])
        )
      ])
    }
    func unit(_ flat: [(String, [UInt8])], path: [UInt8] = P.text("")) -> [UInt8] {
      P.dict([
        (
          "param_metadata",
          P.list([
            P.dict([
              ("fsdp_path", path), ("params", P.dict([("flat_param_0", P.dict(flat))])),
            ])
          ])
        )
      ])
    }
    let good: [(String, [UInt8])] = [
      ("names", P.list([P.text("w")])), ("shapes", P.list([P.ints([3])])),
      ("numels", P.list([P.int(3)])), ("padding", P.int(0)),
    ]
    let reader = try Self.suite.open("a-model_part-0.pt", in: try tree(unit(good)))
    #expect(reader.tensors.map(\.name) == ["w"])
    for index in good.indices {
      var flat = good
      flat[index].1 = P.none
      try Self.suite.refuses(
        try tree(unit(flat)),
        "a-model_part-0.pt",
        code: .invalidValue,
        saying: "has no names, shapes, sizes or padding"
      )
    }
    try Self.suite.refuses(
      try tree(unit(good, path: P.none)),
      "a-model_part-0.pt",
      code: .invalidValue,
      saying: "no path or no parameters"
    )
  }

  @Test
  func `a file without a model is refused`() throws {
    let tree = try MemoryTree(["a-model_part-0.pt": SavedVectors().file(P.dict([("x", P.none)]))])
    try Self.suite.refuses(
      tree,
      "a-model_part-0.pt",
      code: .invalidValue,
      saying: "the key 'model'"
    )
  }

  static let names: [(path: String, part: Int?, shard: Int?)] = [
    ("a-model_part-3.pt", 3, nil), ("d/a-shard12.pt", nil, 12),
    ("a.pt-model_part-0-shard1.pt", 0, 1),
  ]

  @Test(arguments: names)
  func `names are read`(_ path: String, _ part: Int?, _ shard: Int?) {
    #expect(MetaseqPath(path)?.part == part)
    #expect(MetaseqPath(path)?.shard == shard)
  }

  @Test(arguments: [
    "a.pt", "-shard1.pt", "d/-model_part-0.pt", "a-shard.pt", "a-shard0-model_part-0.pt2",
    "a-shard1234567890.pt", "a-model_part-x.pt",
  ])
  func `other names are not`(_ path: String) { #expect(MetaseqPath(path) == nil) }

  // MARK: - Laziness

  @Test
  func `opens a flat parameter of a hundred gigabytes without touching it`() throws {
    let flat = P.dict([
      ("names", P.list([P.text("w"), P.text("b")])),
      ("shapes", P.list([P.ints([50_000, 499_999]), P.ints([50_000])])),
      ("numels", P.list([P.int(24_999_950_000), P.int(50_000)])), ("padding", P.int(0)),
    ])
    let unit = P.dict([
      ("fsdp_path", P.text("")), ("params", P.dict([("flat_param_0", flat)])),
    ])
    let path = "a-model_part-0.pt"
    let file = try LegacyFile.hundredGigabytes(path) { vector in
      P.dict([
        ("model", P.dict([("flat_param_0", vector)])),
        ("shard_metadata", P.dict([("param_metadata", P.list([unit]))])),
      ])
    }
    let reader = try Self.suite.open(path, in: MemoryTree([path: file.region]))
    #expect(reader.tensors.map(\.byteCount) == [200_000, 99_999_800_000])
    #expect(file.touchedByteCount == 0)
  }
}
