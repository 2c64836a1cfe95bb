import Testing
import ZooTensors
import ZooTestSupport

@testable import ZooFormats

/// Saves of DeepSpeed that are incomplete, mixed or misleading.
@Suite
struct DeepSpeedTests {
  static let suite = CheckpointReaderSuite(DeepSpeedReader.self)
  private static let zero3 = "global_step3/zero_pp_rank_0_mp_rank_00_model_states.pt"
  private static let masters = "global_step3/mp_rank_00_model_states.pt"

  // MARK: - What is found

  @Test
  func `the mark chooses one save, and its files are one checkpoint`() throws {
    for (path, entry) in [
      ("deepspeed/tensor_parallel", "80000/mp_rank_00_model_states.pt"),
      ("deepspeed/zero3", Self.zero3), ("deepspeed/zero2_masters", Self.masters),
      ("ranks/deepspeed/stages", "global_step5/layer_00-model_00-model_states.pt"),
      ("ranks/deepspeed/universal", "global_step3_universal/mp_rank_00_model_states.pt"),
    ] {
      let found = try CheckpointFinder().candidates(in: try RankFixture.tree(path))
      #expect(found.map(\.path) == [entry], "\(path)")
      #expect(found.first?.format.id == "deepspeed")
    }
    let tree = try RankFixture.tree("deepspeed/tensor_parallel")
    let reader = try Self.suite.open("80000/mp_rank_00_model_states.pt", in: tree)
    #expect(reader.facts == ["tensor_parallel_size": "2", "checkpoint_version": "0"])
  }

  @Test
  func `notes say which copies of the weights are taken`() throws {
    let module = try Self.suite.open(
      Self.masters,
      in: try RankFixture.tree("ranks/deepspeed/zero2")
    )
    #expect(module.notes.contains { $0.contains("full-precision copies in 3 files are left out") })
    #expect(module.files == [Self.masters])
    let masters = try Self.suite.open(
      Self.masters,
      in: try RankFixture.tree("deepspeed/zero2_masters")
    )
    #expect(masters.notes.contains { $0.contains("ZeRO stage 2, 3 partitions") })
    #expect(masters.files.count == 4)
  }

  // MARK: - 33, 91: files that are missing or of another model

  @Test(arguments: [
    ("deepspeed/zero3", zero3, "rank_1_mp_rank_00_model", "files of the model and 2"),
    ("deepspeed/zero3", zero3, "rank_1_mp_rank_00_optim", "into 2 partitions, found 1"),
    ("deepspeed/zero3", zero3, "rank_0_mp_rank_00_optim", "optimizer partition 0 is missing"),
    ("deepspeed/zero3", zero3, "optim_states", "fetch them too"),
    ("deepspeed/zero2_masters", masters, "rank_2_mp", "into 3 partitions, found 2"),
    ("deepspeed/zero2_masters", masters, "rank_1_mp", "optimizer partition 1 is missing"),
    ("deepspeed/zero2_masters", masters, "optim_states", "fetch them too"),
    ("deepspeed/tensor_parallel", "80000/mp_rank_00_model_states.pt", "mp_rank_01", "saved by 2"),
    (
      "deepspeed/tensor_parallel", "80000/mp_rank_01_model_states.pt", "80000/mp_rank_00",
      "rank 0 is missing"
    ),
    (
      "ranks/deepspeed/stages", "global_step5/layer_00-model_00-model_states.pt",
      "layer_02-model_01", "'2.attention.dense.weight' is in"
    ),
    (
      "ranks/deepspeed/stages", "global_step5/layer_00-model_01-model_states.pt", "-model_00",
      "rank 0 is missing"
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
    ("other_model", zero3, "state other parameters"), ("other_sizes", zero3, "not of one save"),
    ("too_short_3", zero3, "elements"), ("too_short_1", masters, "elements"),
  ])
  func `partitions that do not fit are told`(
    _ name: String,
    _ entry: String,
    _ words: String
  ) throws {
    try Self.suite.refuses(try RankFixture.tree("deepspeed/refused/\(name)"), entry, saying: words)
  }

  @Test
  func `partitions of two runs are told`() throws {
    var files = try RankFixture.files("deepspeed/zero3")
    let other = try RankFixture.files("ranks/deepspeed/zero1_masters")
    for number in 0..<2 {
      let name = "global_step3/zero_pp_rank_\(number)_mp_rank_00_optim_states.pt"
      files[name] = other[name]
    }
    try Self.suite.refuses(
      try MemoryTree(files),
      Self.zero3,
      saying: "the optimizer is of ZeRO stage 1"
    )
  }

  @Test
  func `experts are not read`() throws {
    var files = try RankFixture.files("deepspeed/tensor_parallel")
    let bytes = try #require(files["80000/mp_rank_00_model_states.pt"])
    files["80000/layer_1_expert_3_mp_rank_00_model_states.pt"] = bytes
    try Self.suite.refuses(
      try MemoryTree(files),
      "80000/mp_rank_00_model_states.pt",
      code: .unsupported,
      saying: "experts"
    )
  }

  // MARK: - 30: what the mark names

  @Test(arguments: ["../80000", "/80000", "..", ".", "", "a/b", "C:80000", "a\\b"])
  func `a mark that is no plain name is refused`(_ text: String) throws {
    try Self.suite.refuses(
      try RankFixture.tree("deepspeed/zero3", adding: "latest", text),
      Self.zero3,
      code: .invalidValue,
      saying: "plain file name"
    )
  }

  @Test
  func `a save that is named and not there is told`() throws {
    try Self.suite.refuses(
      try RankFixture.tree("deepspeed/zero3", adding: "latest", "global_step9\n"),
      Self.zero3,
      saying: "names 'global_step9', but there is no directory"
    )
  }

  @Test
  func `a mark of digits may mean the directory of a step`() throws {
    let tree = try RankFixture.tree("deepspeed/zero3", adding: "latest", "3")
    let reader = try Self.suite.open(Self.zero3, in: tree)
    #expect(reader.notes.allSatisfy { !$0.contains("another save") })
  }

  // MARK: - What a file holds

  private func model(_ entries: [(String, [UInt8])], _ vectors: SavedVectors) throws -> MemoryTree {
    try MemoryTree(["mp_rank_00_model_states.pt": vectors.file(P.dict(entries))])
  }

  private let name = "mp_rank_00_model_states.pt"

  @Test
  func `a file without a module says what is missing`() throws {
    let vectors = SavedVectors()
    try Self.suite.refuses(
      try model([("module", P.none)], vectors),
      name,
      code: .unsupported,
      saying: "holds no module"
    )
    let shapes = P.list([P.dict([("w", P.ints([2, 3]))])])
    try Self.suite.refuses(
      try model([("module", P.emptyDict), ("param_shapes", shapes)], vectors),
      name,
      saying: "no files '…_optim_states.pt'"
    )
  }

  @Test(arguments: [[-1], [1 << 50], [1 << 40, 1 << 40], [1, 1, 1, 1, 1, 1, 1, 1, 1]])
  func `a shape that cannot be is refused`(_ shape: [Int]) throws {
    let shapes = P.list([P.dict([("w", P.ints(shape))])])
    #expect(throws: FormatError.self) {
      try DeepSpeedReader(
        opening: name,
        in: try model([("module", P.emptyDict), ("param_shapes", shapes)], SavedVectors()),
        limits: .default
      )
    }
  }

  private func optimizer(_ entries: [(String, [UInt8])], _ vectors: SavedVectors) -> [UInt8] {
    vectors.file(P.dict([("optimizer_state_dict", P.dict(entries))]))
  }

  private func stage1(
    _ count: Int,
    partitions: [UInt8] = P.int(1),
    stage: Int = 1,
    shape: [Int]? = nil,
    more: [(String, [UInt8])] = []
  ) throws -> MemoryTree {
    var vectors = SavedVectors()
    let groups = P.list([vectors.vector(count, shape: shape)])
    let shapes = P.list([P.dict([("w", P.ints([2, 3])), ("b", P.ints([3]))])])
    return try MemoryTree([
      name: SavedVectors().file(P.dict([("module", P.emptyDict), ("param_shapes", shapes)])),
      "zero_pp_rank_0_mp_rank_00_optim_states.pt": optimizer(
        [
          ("zero_stage", P.int(stage)), ("partition_count", partitions),
          ("single_partition_of_fp32_groups", groups),
        ] + more,
        vectors
      ),
    ])
  }

  @Test
  func `padding is less than twice the partitions`() throws {
    for count in [9, 10] {
      let reader = try Self.suite.open(name, in: try stage1(count))
      #expect(reader.tensors.map(\.name) == ["b", "w"])
      #expect(try reader.tensors[0].content.region().prefix(4) == P.little(Float(6).bitPattern))
    }
    try Self.suite.refuses(try stage1(8), name, saying: "outside")
    try Self.suite.refuses(
      try stage1(11),
      name,
      saying: "have 9 elements, the partitions together 11"
    )
  }

  @Test
  func `alignment between parameters is followed`() throws {
    let paddings = P.list([P.ints([2, 1])])
    let tree = try stage1(12, more: [("param_alignment_paddings", paddings)])
    let reader = try Self.suite.open(name, in: tree)
    #expect(try reader.tensors[0].content.region().prefix(4) == P.little(Float(8).bitPattern))
    for wrong in [P.list([P.ints([2])]), P.list([]), P.list([P.ints([-2, 1])])] {
      let tree = try stage1(12, more: [("param_alignment_paddings", wrong)])
      #expect(throws: FormatError.self) {
        try DeepSpeedReader(opening: name, in: tree, limits: .default)
      }
    }
  }

  @Test
  func `states that are not understood are refused`() throws {
    try Self.suite.refuses(
      try stage1(9, stage: 4),
      name,
      code: .unsupported,
      saying: "ZeRO stage 1, 2 or 3"
    )
    try Self.suite.refuses(
      try stage1(9, stage: 3),
      name,
      code: .unsupported,
      saying: "'fp32_flat_groups'"
    )
    try Self.suite.refuses(
      try stage1(9, partitions: P.ints([1, 2])),
      name,
      code: .unsupported,
      saying: "different numbers of partitions"
    )
    try Self.suite.refuses(
      try stage1(9, partitions: P.int(0)),
      name,
      code: .invalidValue,
      saying: "partition_count"
    )
    try Self.suite.refuses(
      try stage1(9, shape: [3, 3]),
      name,
      code: .invalidValue,
      saying: "must be a vector"
    )
  }

  @Test
  func `an enumeration is its number`() throws {
    var vectors = SavedVectors()
    let groups = P.list([vectors.vector(9)])
    let stage = P.call(P.global("deepspeed.runtime.zero.config", "ZeroStageEnum"), P.int(1))
    let shapes = P.list([P.dict([("w", P.ints([9]))])])
    let tree = try MemoryTree([
      name: SavedVectors().file(P.dict([("module", P.emptyDict), ("param_shapes", shapes)])),
      "zero_pp_rank_0_mp_rank_00_optim_states.pt": optimizer(
        [
          ("zero_stage", stage), ("partition_count", P.list([P.int(1)])),
          ("single_partition_of_fp32_groups", groups),
        ],
        vectors
      ),
    ])
    #expect(try Self.suite.open(name, in: tree).tensors.count == 1)
  }

  @Test(arguments: [
    ("layer_3-model_states.pt", DeepSpeedPath.Kind.layer(3, rank: 0)),
    ("layer_03-model_01-model_states.pt", .layer(3, rank: 1)),
    ("bf16_zero_pp_rank_2_mp_rank_01_optim_states.pt", .optimizer(2, rank: 1)),
    ("zero_pp_rank_2_mp_rank_01optim_states.pt", .optimizer(2, rank: 1)),
    ("zero/a.b/fp32.pt", .parameter("a.b")), ("zero/a.b/step.pt", .other(isExpert: false)),
    ("zero/optimizer_state.pt", .other(isExpert: false)),
    ("expp_rank_0_mp_rank_00_optim_states.pt", .other(isExpert: false)),
  ])
  func `names are read`(_ path: String, _ kind: DeepSpeedPath.Kind) {
    #expect(DeepSpeedPath(path)?.kind == kind)
    #expect(DeepSpeedPath("x/" + path)?.save == "x")
  }

  @Test(arguments: [
    "mp_rank_00_model_states.bin", "mp_rank_0x_model_states.pt", "layer_-model_states.pt",
    "layer_00-model_-model_states.pt", "model_states.pt", "one/fp32.pt", "one/a/fp32.pt",
    "mp_rank_12345678901_model_states.pt",
  ])
  func `other names are not`(_ path: String) { #expect(DeepSpeedPath(path) == nil) }

  // MARK: - Laziness

  @Test
  func `opens a module of a hundred gigabytes without touching it`() throws {
    let file = try LegacyFile.hundredGigabytes(name) { P.dict([("module", P.dict([("w", $0)]))]) }
    let reader = try Self.suite.open(name, in: MemoryTree([name: file.region]))
    #expect(reader.tensors.map(\.byteCount) == [100_000_000_000])
    #expect(try reader.tensors[0].content.region().store === file.region.store)
    #expect(file.touchedByteCount == 0)
  }

  @Test
  func `opens a partition of a hundred gigabytes without touching it`() throws {
    let shapes = P.list([P.dict([("w", P.ints([50_000, 499_999])), ("b", P.ints([50_000]))])])
    let model = SavedVectors().file(
      P.dict([("module", P.emptyDict), ("param_shapes", shapes)])
    )
    let path = "zero_pp_rank_0_mp_rank_00_optim_states.pt"
    let file = try LegacyFile.hundredGigabytes(path) { vector in
      P.dict([
        (
          "optimizer_state_dict",
          P.dict([
            ("zero_stage", P.int(1)), ("partition_count", P.int(1)),
            ("single_partition_of_fp32_groups", P.list([vector])),
          ])
        )
      ])
    }
    let models = ByteRegion(try ByteStore.copying(model, name: name))
    let reader = try Self.suite.open(name, in: MemoryTree([name: models, path: file.region]))
    #expect(reader.tensors.map(\.byteCount) == [200_000, 99_999_800_000])
    #expect(file.touchedByteCount == 0)
  }
}
