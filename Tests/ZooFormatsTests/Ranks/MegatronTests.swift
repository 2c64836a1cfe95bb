import Testing
import ZooTensors
import ZooTestSupport

@testable import ZooFormats

/// Saves of Megatron-LM that are incomplete, mixed or misleading.
@Suite
struct MegatronTests {
  static let suite = CheckpointReaderSuite(MegatronReader.self)

  // MARK: - What is found

  @Test
  func `a tree is one checkpoint, whose entry is the first rank`() throws {
    for (path, entry) in [
      ("megatron/stages", "iter_0000300/mp_rank_00_000/model_rng.pt"),
      ("ranks/megatron/two_ranks", "iter_0000020/mp_rank_00/model_optim_rng.pt"),
      ("ranks/megatron/virtual", "mp_rank_00_000/model_optim_rng.pt"),
      ("megatron/alone", "model_optim_rng.pt"),
    ] {
      let found = try CheckpointFinder().candidates(in: try RankFixture.tree(path))
      #expect(found.map(\.path) == [entry])
      #expect(found.first?.format.id == "megatron")
    }
  }

  @Test
  func `a save that is not the latest is read where it is named`() throws {
    let tree = try RankFixture.tree("megatron/stages")
    let focus = "iter_0000100/mp_rank_00/model_rng.pt"
    let old = try Self.suite.open(focus, in: tree)
    #expect(old.tensors.map(\.name) == ["x.weight"])
    #expect(old.notes.contains { $0.contains("names '300', another save") })
    let found = try CheckpointFinder().candidates(in: tree, focus: focus)
    #expect(found.map(\.path) == [focus])
  }

  @Test
  func `without a mark every save is a checkpoint`() throws {
    let tree = try RankFixture.tree("megatron/stages", without: "latest")
    #expect(try CheckpointFinder().candidates(in: tree).count == 2)
  }

  @Test
  func `facts and notes say what the files say`() throws {
    let two = try Self.suite.open(
      "iter_0000020/mp_rank_00/model_optim_rng.pt",
      in: try RankFixture.tree("ranks/megatron/two_ranks")
    )
    #expect(two.facts == ["checkpoint_version": "2", "tensor_parallel_size": "2"])
    #expect(two.notes.contains { $0.contains("version 2, 2 tensor-parallel ranks, iteration 20") })
    #expect(two.files.count == 2)
    let old = try Self.suite.open(
      "release/mp_rank_00/model_optim_rng.pt",
      in: try RankFixture.tree("megatron/release")
    )
    #expect(old.facts == ["checkpoint_version": "0"])
    #expect(old.notes.contains { $0.contains("no checkpoint version is stated") })
  }

  @Test
  func `any rank leads to the whole save`() throws {
    let tree = try RankFixture.tree("ranks/megatron/two_ranks")
    let last = "iter_0000020/mp_rank_01/model_optim_rng.pt"
    let reader = try Self.suite.open(last, in: tree)
    #expect(reader.files.first == last)
    #expect(reader.tensors.count == 18)
    let found = try CheckpointFinder().candidates(in: tree, focus: last)
    #expect(found.map(\.path) == ["iter_0000020/mp_rank_00/model_optim_rng.pt"])
  }

  // MARK: - 33, 91: ranks that are missing or of another model

  @Test(arguments: ["mp_rank_01/", "mp_rank_00/"])
  func `a missing rank is told`(_ rank: String) throws {
    let tree = try RankFixture.tree("ranks/megatron/two_ranks", without: rank)
    let entry = try #require(try CheckpointFinder().candidates(in: tree).first).path
    // Without rank 0 there is a gap; without the last one, the arguments say how many there were.
    let words = rank == "mp_rank_00/" ? "rank 0 is missing" : "saved by 2 tensor-parallel ranks"
    try Self.suite.refuses(tree, entry, saying: words)
  }

  @Test(arguments: ["mp_rank_00_001", "mp_rank_01_001", "mp_rank_01_000"])
  func `a missing stage is told`(_ rank: String) throws {
    try Self.suite.refuses(
      try RankFixture.tree("megatron/stages", without: "iter_0000300/\(rank)"),
      "iter_0000300/mp_rank_00_000/model_rng.pt",
      saying: "is missing"
    )
  }

  @Test
  func `half of a pipeline is told by the arguments`() throws {
    try Self.suite.refuses(
      try RankFixture.tree("megatron/stages", without: "_001/"),
      "iter_0000300/mp_rank_00_000/model_rng.pt",
      saying: "saved by 2 pipeline stages"
    )
  }

  @Test(arguments: [
    ("other_model", "hidden_size is 7 here and 5"), ("other_names", "'more.weight' is in"),
    ("fewer_layers", "3 layers (num_layers), the files hold 2"),
  ])
  func `ranks of another model are told`(_ name: String, _ words: String) throws {
    try Self.suite.refuses(
      try RankFixture.tree("megatron/refused/\(name)"),
      "mp_rank_00/model_optim_rng.pt",
      saying: words
    )
  }

  @Test
  func `stages that hold other copies of one tensor are told`() throws {
    try Self.suite.refuses(
      try RankFixture.tree("megatron/refused/other_copy"),
      "mp_rank_00_000/model_optim_rng.pt",
      saying: "stored several times with different bytes"
    )
  }

  @Test
  func `an unknown version is refused`() throws {
    try Self.suite.refuses(
      try RankFixture.tree("megatron/refused/version"),
      "mp_rank_00/model_optim_rng.pt",
      code: .unsupported,
      saying: "checkpoint_version from 0 to 3"
    )
  }

  @Test
  func `one rank by itself is not the model`() throws {
    let files = try RankFixture.files("ranks/megatron/two_ranks")
    let bytes = try #require(files["iter_0000020/mp_rank_01/model_optim_rng.pt"])
    try Self.suite.refuses(
      try MemoryTree(["model_optim_rng.pt": bytes]),
      "model_optim_rng.pt",
      saying: "give the directory that holds 'mp_rank_00'"
    )
  }

  @Test
  func `expert ranks are not read`() throws {
    let files = try RankFixture.files("megatron/alone")
    let bytes = try #require(files["model_optim_rng.pt"])
    let path = "mp_rank_00_000_001/model_optim_rng.pt"
    try Self.suite.refuses(
      try MemoryTree([path: bytes]),
      path,
      code: .unsupported,
      saying: "expert parallelism"
    )
  }

  // MARK: - 30: what the mark names

  @Test(arguments: ["400", "release"])
  func `a save that is named and not there is told`(_ text: String) throws {
    try Self.suite.refuses(
      try RankFixture.tree("megatron/stages", adding: "latest_checkpointed_iteration.txt", text),
      "iter_0000300/mp_rank_00_000/model_rng.pt",
      saying: "names '\(text)', but there is no directory"
    )
  }

  @Test(arguments: ["../iter_0000300", "/etc", "..", "-1", "", "1e3", "9999999999999", "a\u{0}b"])
  func `a mark that names no iteration is refused`(_ text: String) throws {
    try Self.suite.refuses(
      try RankFixture.tree("megatron/stages", adding: "latest_checkpointed_iteration.txt", text),
      "iter_0000300/mp_rank_00_000/model_rng.pt",
      code: .invalidValue,
      saying: "is not what this file may say"
    )
  }

  @Test
  func `a mark that is no short text is refused`() throws {
    for text in [String(repeating: " ", count: 300), String(repeating: "1", count: 257)] {
      try Self.suite.refuses(
        try RankFixture.tree("megatron/stages", adding: "latest_checkpointed_iteration.txt", text),
        "iter_0000300/mp_rank_00_000/model_rng.pt",
        code: .invalidValue,
        saying: "expected the name of a directory"
      )
    }
  }

  // MARK: - 50, 53, 55: what a file holds

  private func alone(_ object: [UInt8], _ vectors: SavedVectors) throws -> MemoryTree {
    try MemoryTree(["mp_rank_00/model_optim_rng.pt": vectors.file(object)])
  }

  @Test
  func `a file without a model is refused`() throws {
    var vectors = SavedVectors()
    let weights = P.dict([("w", vectors.vector(2))])
    try Self.suite.refuses(
      try alone(P.dict([("state", weights)]), vectors),
      "mp_rank_00/model_optim_rng.pt",
      code: .invalidValue,
      saying: "the key 'model'"
    )
  }

  @Test
  func `layers with a gap are told`() throws {
    for name in ["e.layers.1.w", "e.layers.99999999.w"] {
      var vectors = SavedVectors()
      let model = P.dict([(name, vectors.vector(2))])
      try Self.suite.refuses(
        try alone(P.dict([("model", model)]), vectors),
        "mp_rank_00/model_optim_rng.pt",
        saying: "has 1 layers 'e.layers' but numbers them up to"
      )
    }
  }

  @Test
  func `names that are no layers stay as they are`() throws {
    var vectors = SavedVectors()
    let names = ["e.layers.x.w", "layers", "e.layers.0", "e.layers.9999999999.w", "e.layers..w"]
    let model = P.dict(names.map { ($0, vectors.vector(2)) })
    let tree = try alone(P.dict([("model", model)]), vectors)
    let reader = try Self.suite.open("mp_rank_00/model_optim_rng.pt", in: tree)
    #expect(reader.tensors.map(\.name) == names.sorted { $0.precedesInUTF8($1) })
  }

  @Test
  func `extra states of modules are left out, other objects are refused`() throws {
    let object = P.newObject(P.global("io", "BytesIO"))
    for (name, isRead) in [("a._extra_state", true), ("a.state", false)] {
      var vectors = SavedVectors()
      let model = P.dict([("w", vectors.vector(2)), (name, object)])
      let tree = try alone(P.dict([("model", model)]), vectors)
      if isRead {
        let reader = try Self.suite.open("mp_rank_00/model_optim_rng.pt", in: tree)
        #expect(reader.tensors.map(\.name) == ["w"])
        #expect(reader.notes.contains { $0.contains("left out 1 entries '_extra_state'") })
      } else {
        try Self.suite.refuses(
          tree,
          "mp_rank_00/model_optim_rng.pt",
          code: .unsupported,
          saying: "BytesIO"
        )
      }
    }
  }

  @Test
  func `more ranks than the limit are refused`() throws {
    let files = try RankFixture.files("ranks/megatron/two_ranks")
    var limits = ParsingLimits.default
    limits.shardCount = 1
    let error = #expect(throws: FormatError.self) {
      try MegatronReader(
        opening: "iter_0000020/mp_rank_00/model_optim_rng.pt",
        in: try MemoryTree(files),
        limits: limits
      )
    }
    #expect(error?.code == .limitExceeded)
    #expect(error?.message.contains("ParsingLimits.shardCount") == true)
  }

  @Test(
    arguments: [
      ("mp_rank_00/model_optim_rng.pt", "", 0, nil), ("a/mp_rank_07_012/model_rng.pt", "a", 7, 12),
    ] as [(String, String, Int, Int?)]
  )
  func `paths are read`(_ path: String, _ save: String, _ tensor: Int, _ stage: Int?) {
    let place = MegatronPath(path)
    #expect(place?.save == save)
    #expect(place?.rank?.tensor == tensor)
    #expect(place?.rank?.pipeline == stage)
  }

  @Test(arguments: [
    "mp_rank_/model_optim_rng.pt", "mp_rank_00_/model_optim_rng.pt", "mp_rank_x/model_optim_rng.pt",
    "mp_rank_00_000_000_000/model_optim_rng.pt", "mp_rank_1234567890/model_optim_rng.pt",
  ])
  func `a directory of another name is no rank`(_ path: String) {
    #expect(MegatronPath(path)?.rank == nil)
    #expect(MegatronPath("mp_rank_00/optim.pt") == nil)
  }

  // MARK: - Laziness

  @Test
  func `opens a rank of a hundred gigabytes without touching its weights`() throws {
    let path = "mp_rank_00/model_optim_rng.pt"
    let file = try LegacyFile.hundredGigabytes(path) { P.dict([("model", P.dict([("w", $0)]))]) }
    let reader = try Self.suite.open(path, in: MemoryTree([path: file.region]))
    #expect(reader.tensors.map(\.byteCount) == [100_000_000_000])
    #expect(try reader.tensors[0].content.region().store === file.region.store)
    #expect(file.touchedByteCount == 0)
  }
}
