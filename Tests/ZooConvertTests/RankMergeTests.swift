import Testing
import ZooConvert
import ZooFormats
import ZooRegistry
import ZooTensors
import ZooTestSupport

/// A reader of safetensors files that states facts: the metadata of the file.
private struct FactsReader: CheckpointReader {
  static let format = CheckpointFormat(id: "facts", title: "facts")
  static let unread = ""
  let tensors: [StoredTensor]
  let files: [String]
  let notes: [String] = []
  let facts: [String: String]

  static func recognizes(_ probe: FileProbe) -> Bool { probe.path.hasSuffix(".facts") }

  init(opening path: String, in tree: any SourceTree, limits: ParsingLimits) throws(FormatError) {
    tensors = try SafetensorsReader(opening: path, in: tree, limits: limits).tensors
    files = [path]
    let words = TreeWords(path).words
    facts = Dictionary(uniqueKeysWithValues: words)
  }

  /// `tensor_parallel_size=2,checkpoint_version=3.facts`.
  private struct TreeWords {
    let words: [(String, String)]

    init(_ path: String) {
      words = path.dropLast(6).split(separator: ",").map { word in
        let parts = word.split(separator: "=")
        return (String(parts[0]), String(parts[1]))
      }
    }
  }
}

/// What a mapping's `ranks` does with the tensors of tensor-parallel ranks.
@Suite
struct RankMergeTests {
  private static let architecture = """
    architecture: mini
    title: Mini
    names: these tests
    model_type: [mini]
    config: {rows: int, columns: int, heads: int}
    parts:
      body:
        tensors:
          weight: [rows, columns]
          bias: [rows]
    """

  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
    try directory.write(Array(Self.architecture.utf8), to: "architectures/mini.yaml")
  }

  private func map(_ text: String, layout: String = "plain") throws {
    let head = "architecture: mini\nlayout: \(layout)\ntitle: t\n"
    try directory.write(Array((head + text).utf8), to: "mappings/mini.\(layout).yaml")
  }

  private static let rules = "rules:\n- w -> weight\n- b -> bias\n"

  /// Plans the conversion of ranks: the shapes and numbers of `w@0`, `b@0`, `w@1` and so on.
  private func prepare(
    _ tensors: [(name: String, shape: [Int], values: [Float])],
    facts: String = "tensor_parallel_size=2",
    rows: Int = 4,
    columns: Int = 3,
    _ change: (inout ConversionRequest) -> Void = { _ in }
  ) throws -> PreparedConversion {
    var file = SafetensorsBuilder()
    for tensor in tensors { try file.add(tensor.name, tensor.shape, floats: tensor.values) }
    return try prepare(file.bytes(), facts: facts, rows: rows, columns: columns, change)
  }

  private func prepare(
    _ bytes: [UInt8],
    facts: String,
    rows: Int,
    columns: Int,
    _ change: (inout ConversionRequest) -> Void = { _ in }
  ) throws -> PreparedConversion {
    var request = ConversionRequest(tree: try MemoryTree(["\(facts).facts": bytes]))
    request.architecture = "mini"
    request.name = "mine"
    request.configuration = [
      "rows": .integer(Int64(rows)), "columns": .integer(Int64(columns)), "heads": 2,
    ]
    change(&request)
    return try Converter(
      registry: try Registry(overlays: [directory.path]),
      mappings: try MappingCatalog.builtIn.overlaying(directory: directory.path),
      finder: CheckpointFinder(catalog: ReaderCatalog([FactsReader.self]))
    ).plan(request)
  }

  /// The numbers of a planned tensor.
  private func values(_ name: String, _ prepared: PreparedConversion) throws -> [Float] {
    let bytes = try bytes(name, prepared)
    return stride(from: 0, to: bytes.count, by: 4).map { start in
      let bits = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[start + $1]) << UInt32(8 * $1) }
      return Float(bitPattern: bits)
    }
  }

  private func bytes(_ name: String, _ prepared: PreparedConversion) throws -> [UInt8] {
    let tensor = try #require(prepared.plan.tensors.first { $0.name == name })
    let width = tensor.storedType.bitWidth / 8
    let producer = TensorProducer(sources: prepared.plan.inventory, values: [tensor.value])
    var result = [UInt8](repeating: 0, count: tensor.shape.elementCount * width)
    let range = 0..<tensor.shape.elementCount
    try unsafe result.withUnsafeMutableBytes { bytes in
      try unsafe producer.produce(tensor.value, range: range, width: width, into: bytes)
    }
    return result
  }

  private func failure(_ body: () throws -> PreparedConversion) -> String {
    do {
      _ = try body()
      return ""
    } catch {
      return "\(error)"
    }
  }

  // MARK: - Joining

  @Test
  func `ranks are joined in their order, also of unequal sizes`() throws {
    try map("ranks: [\"w -> concat(0)\", \"b -> concat(0)\"]\n" + Self.rules)
    let prepared = try prepare([
      ("w@1", [3, 3], (3..<12).map(Float.init)), ("w@0", [1, 3], [0, 1, 2]),
      ("b@0", [1], [0]), ("b@1", [3], [1, 2, 3]),
    ])
    #expect(try values("weight", prepared) == (0..<12).map(Float.init))
    #expect(try values("bias", prepared) == [0, 1, 2, 3])
  }

  @Test
  func `columns are joined`() throws {
    try map("ranks: [\"w -> concat(1)\", \"b -> same\"]\n" + Self.rules)
    let prepared = try prepare([
      ("w@0", [4, 1], [0, 3, 6, 9]), ("w@1", [4, 2], [1, 2, 4, 5, 7, 8, 10, 11]),
      ("b@0", [4], [7, 7, 7, 7]), ("b@1", [4], [7, 7, 7, 7]),
    ])
    #expect(try values("weight", prepared) == (0..<12).map(Float.init))
  }

  @Test(arguments: ["concat(0, 1, 1)", "concat(0, heads, 2)"])
  func `blocks are joined to blocks`(_ merge: String) throws {
    try map("ranks: [\"w -> \(merge)\", \"b -> concat(0, 3, 1)\"]\n" + Self.rules)
    let prepared = try prepare(
      [
        ("w@0", [4, 1], [0, 1, 4, 5]), ("w@1", [4, 1], [2, 3, 6, 7]),
        ("b@0", [4], [0, 1, 2, 6]), ("b@1", [4], [3, 4, 5, 7]),
      ],
      rows: 8,
      columns: 1
    )
    #expect(try values("weight", prepared) == (0..<8).map(Float.init))
    #expect(try values("bias", prepared) == (0..<8).map(Float.init))
  }

  @Test
  func `more than nine ranks keep their numbers' order`() throws {
    try map("ranks: [\"w -> concat(0)\", \"b -> same\"]\n" + Self.rules)
    let tensors = (0..<12).flatMap { rank in
      [
        ("w@\(rank)", [1, 1], [Float(rank)]),
        ("b@\(rank)", [12], [Float](repeating: 1, count: 12)),
      ]
    }
    let prepared = try prepare(tensors, facts: "tensor_parallel_size=12", rows: 12, columns: 1)
    #expect(try values("weight", prepared) == (0..<12).map(Float.init))
  }

  @Test
  func `one rank changes nothing`() throws {
    try map(Self.rules)
    for facts in ["tensor_parallel_size=1", "x=1"] {
      let prepared = try prepare(
        [("w", [1, 3], [0, 1, 2]), ("b", [1], [3])],
        facts: facts,
        rows: 1
      )
      #expect(prepared.plan.tensors.allSatisfy { $0.merges.isEmpty })
    }
    // A name that looks like one of a rank is a name.
    try map("rules: [\"w@0 -> weight\", b -> bias]\n")
    let odd = try prepare([("w@0", [1, 3], [0, 1, 2]), ("b", [1], [3])], facts: "x=1", rows: 1)
    #expect(odd.plan.tensors[0].sources == ["w@0"])
  }

  @Test
  func `explanations show the parts of the ranks`() throws {
    try map("ranks: [\"w -> concat(0)\", \"b -> sum\"]\n" + Self.rules)
    let plan = try prepare([
      ("w@0", [2, 3], [0, 1, 2, 3, 4, 5]), ("w@1", [2, 3], [6, 7, 8, 9, 10, 11]),
      ("b@0", [4], [0, 1, 2, 3]), ("b@1", [4], [1, 1, 1, 1]),
    ]).plan
    let weight = try #require(plan.tensors.first { $0.name == "weight" })
    #expect(weight.merges == ["w -> concat(0)"])
    #expect(plan.sourceDescriptions(of: weight) == ["w@0  F32 [2, 3]", "w@1  F32 [2, 3]"])
    #expect(plan.copyDescriptions(of: weight).contains { $0.contains("'w@1' from element 0") })
    let bias = try #require(plan.tensors.first { $0.name == "bias" })
    #expect(bias.sources == ["b@0", "b@1"])
    #expect(plan.copyDescriptions(of: bias).allSatisfy { $0.contains("'b' from element 0") })
  }

  // MARK: - Numbers

  @Test
  func `sums and means are those of the numbers`() throws {
    try map("ranks: [\"w -> mean\", \"b -> sum\"]\n" + Self.rules)
    let prepared = try prepare(
      [
        ("w@0", [1, 3], [1, -2, 0.5]), ("w@1", [1, 3], [2, 2, 0.25]),
        ("b@0", [1], [0.1]), ("b@1", [1], [0.2]),
      ],
      rows: 1
    )
    #expect(try values("weight", prepared) == [1.5, 0, 0.375])
    #expect(try values("bias", prepared) == [Float(0.1) + Float(0.2)])
  }

  @Test(arguments: [
    // 1 + 2^-11 + 2^-11 is 1 where every sum is rounded to half precision, 1 + 2^-10 where only the
    // last is.
    (DType.f16, [0x3c00, 0x1000, 0x1000] as [UInt16], 0x3c00 as UInt16, 0x3555 as UInt16),
    (.bf16, [0x3f80, 0x3b80, 0x3b80], 0x3f80, 0x3eab),
  ])
  func `sums are rounded to the stored type each time`(
    _ dtype: DType,
    _ ranks: [UInt16],
    _ sum: UInt16,
    _ mean: UInt16
  ) throws {
    func little(_ value: UInt16) -> [UInt8] {
      [UInt8(truncatingIfNeeded: value), UInt8(truncatingIfNeeded: value >> 8)]
    }
    for (merge, expected) in [("sum", sum), ("mean", mean)] {
      try map("ranks: [\"w -> \(merge)\", \"b -> same\"]\n" + Self.rules)
      var file = SafetensorsBuilder()
      for (rank, value) in ranks.enumerated() {
        try file.add("w@\(rank)", dtype, [1, 1], little(value))
        try file.add("b@\(rank)", dtype, [1], little(0))
      }
      let prepared = try prepare(
        file.bytes(),
        facts: "tensor_parallel_size=3",
        rows: 1,
        columns: 1
      )
      #expect(try bytes("weight", prepared) == little(expected), "\(merge)")
    }
  }

  @Test
  func `integers cannot be added`() throws {
    try map("ranks: [\"w -> sum\", \"b -> same\"]\n" + Self.rules)
    var file = SafetensorsBuilder()
    for rank in 0..<2 {
      try file.add("w@\(rank)", .i32, [1, 1], [0, 0, 0, 0])
      try file.add("b@\(rank)", [1], floats: [0])
    }
    let message = failure {
      try prepare(file.bytes(), facts: "tensor_parallel_size=2", rows: 1, columns: 1)
    }
    #expect(message.contains("needs floating-point numbers, found I32"), "\(message)")
  }

  // MARK: - Refusals

  @Test
  func `replicated tensors that differ are told before anything is written`() throws {
    try map("ranks: [\"w -> concat(0)\", \"b -> same\"]\n" + Self.rules)
    let message = failure {
      try prepare(
        [
          ("w@0", [1, 1], [0]), ("w@1", [1, 1], [1]), ("w@2", [0, 1], []),
          ("b@0", [2], [1, 2]), ("b@1", [2], [1, 2]), ("b@2", [2], [1, 2.5]),
        ],
        facts: "tensor_parallel_size=3",
        rows: 2,
        columns: 1
      )
    }
    #expect(message.contains("'b' cannot be merged from its 3 ranks"), "\(message)")
    #expect(message.contains("the bytes of ranks 0 and 2 differ"), "\(message)")
    #expect(message.contains("nothing was written"))
  }

  @Test
  func `ranks of a real save that disagree are told`() throws {
    var request = ConversionRequest(
      tree: try DirectoryTree(Fixtures.path("ranks/refused/disagree"))
    )
    request.architecture = "gpt2"
    request.name = "mine"
    let failure = #expect(throws: ConversionFailure.self) {
      try Converter(registry: try Registry()).plan(request)
    }
    #expect(failure?.layout == "megatron-v2")
    #expect(failure?.problems.map(\.kind) == ["ranks"])
    let message = failure?.description ?? ""
    #expect(message.contains("final_layernorm.bias' cannot be merged from its 2 ranks"))
    #expect(message.contains("the bytes of ranks 0 and 1 differ"), "\(message)")
  }

  @Test(arguments: [
    ("ranks: [\"b -> same\"]\n", "no rule in 'ranks' of mapping 'mini.plain' says how"),
    ("", "mapping 'mini.plain' has no 'ranks'"),
    ("ranks: [\"w -> same\", \"b -> same\"]\n", "needs equal shapes, found [[1, 3], [3, 3]]"),
    ("ranks: [\"w -> mean\", \"b -> same\"]\n", "needs equal shapes"),
    ("ranks: [\"w -> concat(1)\", \"b -> same\"]\n", "other axes differ"),
    ("ranks: [\"w -> concat(2)\", \"b -> same\"]\n", "axis 2 does not exist"),
    ("ranks: [\"w -> concat(0, 1, 1)\", \"b -> same\"]\n", "has no blocks in proportions [1, 1]"),
    ("ranks: [\"w -> concat(0, heads - 2, 1)\", \"b -> same\"]\n", "the proportions [0, 1]"),
    ("ranks: [\"w -> concat(0, 1, heads - 3)\", \"b -> same\"]\n", "the proportions [1, -1]"),
  ])
  func `what cannot be merged is told`(_ ranks: String, _ words: String) throws {
    try map(ranks + Self.rules)
    let message = failure {
      try prepare([
        ("w@0", [1, 3], [0, 1, 2]), ("w@1", [3, 3], (3..<12).map(Float.init)),
        ("b@0", [4], [0, 1, 2, 3]), ("b@1", [4], [0, 1, 2, 3]),
      ])
    }
    #expect(message.contains(words), "\(message)")
    #expect(message.contains("tensor 'w' cannot be merged from its 2 ranks"), "\(message)")
  }

  @Test
  func `a rank that lacks a tensor, or has another type, is told`() throws {
    try map("ranks: [\"w -> concat(0)\", \"b -> same\"]\n" + Self.rules)
    for names in [["w@0"], ["w@1"], ["w@0", "w@2"], ["w@0", "w@1", "w@2"]] {
      let message = failure {
        try prepare(
          names.map { ($0, [1, 3], [0, 1, 2]) } + [("b@0", [4], [0, 1, 2, 3])]
            + [("b@1", [4], [0, 1, 2, 3])]
        )
      }
      #expect(message.contains("'w' cannot be merged from its 2 ranks: it is not in rank"))
    }
    var file = SafetensorsBuilder()
    try file.add("w@0", .f16, [1, 1], [0, 0])
    try file.add("w@1", .bf16, [1, 1], [0, 0])
    for rank in 0..<2 { try file.add("b@\(rank)", [2], floats: [0, 0]) }
    let message = failure {
      try prepare(file.bytes(), facts: "tensor_parallel_size=2", rows: 2, columns: 1)
    }
    #expect(message.contains("the ranks hold different types"), "\(message)")
  }

  @Test
  func `what is ignored need not be merged, what is unknown is told by its name`() throws {
    try map(
      "ranks: [\"w -> concat(0)\", \"b -> same\"]\n" + Self.rules
        + "ignore: [{name: t, reason: a timer}]\n"
    )
    var tensors: [(name: String, shape: [Int], values: [Float])] = [
      ("w@0", [2, 3], [0, 1, 2, 3, 4, 5]), ("w@1", [2, 3], [6, 7, 8, 9, 10, 11]),
      ("b@0", [4], [0, 1, 2, 3]), ("b@1", [4], [0, 1, 2, 3]), ("t@0", [1], [0]), ("t@1", [1], [1]),
    ]
    #expect(try prepare(tensors).plan.dropped.map(\.name) == ["t"])
    tensors += [("more@0", [1], [0]), ("more@1", [1], [1])]
    #expect(failure { try prepare(tensors) }.contains("unexpected tensor 'more'"))
    let kept = failure { try prepare(tensors) { $0.keepsExtras = true } }
    #expect(kept.contains("'more' cannot be merged"), "\(kept)")
  }

  // MARK: - Facts

  @Test
  func `a fact chooses between dialects of equal names`() throws {
    let weights: [(name: String, shape: [Int], values: [Float])] = [
      ("w", [2, 2], [0, 1, 2, 3]), ("b", [2], [4, 5]),
    ]
    try map("requires: {checkpoint_version: 0}\n" + Self.rules, layout: "old")
    try map(
      "requires: {checkpoint_version: [2, 3]}\nrules:\n- w -> weight | transpose\n- b -> bias\n",
      layout: "new"
    )
    for (facts, layout) in [("0", "old"), ("2", "new"), ("3", "new")] {
      let prepared = try prepare(
        weights,
        facts: "checkpoint_version=\(facts)",
        rows: 2,
        columns: 2
      )
      #expect(prepared.plan.layout == layout)
    }
    // What is not stated contradicts nothing; then the names fit both.
    #expect(
      failure { try prepare(weights, facts: "x=1", rows: 2, columns: 2) }.contains(
        "say which with --layout"
      )
    )
    let other = failure {
      try prepare(weights, facts: "checkpoint_version=1", rows: 2, columns: 2)
    }
    #expect(other.contains("dialect 'new' is for checkpoint_version 2 or 3, the checkpoint says 1"))
    #expect(other.contains("dialect 'old' is for checkpoint_version 0"))
    let told = failure {
      try prepare(weights, facts: "checkpoint_version=3", rows: 2, columns: 2) {
        $0.layout = "old"
      }
    }
    #expect(told.contains("is for checkpoint_version 0, the checkpoint says 3"), "\(told)")
  }

  @Test
  func `the name of a dialect stands for its variants`() throws {
    let weights: [(name: String, shape: [Int], values: [Float])] = [
      ("w", [1, 1], [0]), ("b", [1], [4]),
    ]
    try map("requires: {checkpoint_version: 0}\n" + Self.rules, layout: "big-v0")
    try map("requires: {checkpoint_version: 1}\n" + Self.rules, layout: "big-v1")
    let prepared = try prepare(weights, facts: "checkpoint_version=1", rows: 1, columns: 1) {
      $0.layout = "big"
    }
    #expect(prepared.plan.layout == "big-v1")
    let unknown = failure {
      try prepare(weights, facts: "x=1", rows: 1, columns: 1) { $0.layout = "bi" }
    }
    #expect(unknown.contains("there is no mapping 'mini.bi'"), "\(unknown)")
  }

  // MARK: - The language

  @Test(arguments: [
    ("w", "expected 'NAME -> MERGE'"), ("w -> b -> c", "expected 'NAME -> MERGE'"),
    ("w -> fold", "does not merge ranks"), ("w -> same(0)", "does not merge ranks"),
    ("w -> concat", "argument 1 must be an axis number"),
    ("w -> concat(-1)", "argument 1 must be an axis number"),
    ("w -> concat(x)", "argument 1 must be an axis number"),
    ("w -> concat(0, 3)", "no block or at least two"), ("w -> concat(0, 1, 2 +)", ""),
    ("w -> sum(1)", "does not merge ranks"), ("{ -> same", ""),
  ])
  func `a rule that is wrong`(_ rule: String, _ words: String) {
    let error = #expect(throws: ZooError.self, "\(rule)") { try RankRule(parsing: rule) }
    #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
  }

  @Test
  func `a file that is wrong`() throws {
    for (text, words) in [
      ("ranks: []\n", "'ranks' must be a list of 'NAME -> MERGE'"),
      ("ranks: {w: same}\n", "'ranks' must be a list"),
      ("ranks: [1]\n", "a rule of 'ranks' must be a text"),
      ("ranks: [\"w -> fold\"]\n", "does not merge ranks"),
      ("requires: []\n", "'requires' must be {FACT: VALUE}"),
      ("requires: {}\n", "'requires' must be {FACT: VALUE}"),
      ("requires: {a: []}\n", "'requires' must be {FACT: VALUE}"),
      ("requires: {a: {b: c}}\n", "'requires' must be {FACT: VALUE}"),
    ] {
      let head = "architecture: mini\nlayout: plain\ntitle: t\n"
      let problem = #expect(throws: RegistryProblem.self, "\(text)") {
        try Mapping(
          decoding: Array((head + text + Self.rules).utf8),
          file: "mini.plain.yaml"
        )
      }
      #expect(problem?.description.contains(words) == true, "\(problem?.description ?? "")")
    }
  }
}
