import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

/// Distributed checkpoints, assembled by hand, each wrong in one way.
@Suite
struct TorchDistributedTests {
  static let suite = CheckpointReaderSuite(TorchDistributedReader.self)
  private static let halves = [([0, 0], [1, 3]), ([1, 0], [1, 3])]

  private func refuses(
    _ checkpoint: TestDistributed,
    _ code: FormatError.Code,
    saying words: String,
    _ place: SourceLocation = #_sourceLocation
  ) throws {
    let error = try Self.suite.checkRejects(".metadata", in: try checkpoint.tree(), code: code)
    #expect(error.description.contains(words), "\(error)", sourceLocation: place)
  }

  private func changed(
    chunks: [([Int], [Int])] = [([0, 0], [2, 3])],
    _ change: (inout TestDistributed) -> Void
  ) -> TestDistributed {
    var checkpoint = TestDistributed(chunks: chunks)
    change(&checkpoint)
    return checkpoint
  }

  // MARK: - What is read

  @Test
  func `reads a tensor of one part, and one of several`() throws {
    let one = try TestDistributed().open()
    #expect(one.tensors.map(\.name) == ["w"] && one.notes.isEmpty)
    #expect(one.files == [".metadata", "__0_0.distcp"])
    #expect(try TestDistributed.floats(one, "w") == [0, 1, 2, 3, 4, 5])
    let two = try TestDistributed(chunks: Self.halves).open()
    #expect(try TestDistributed.floats(two, "w") == [0, 1, 2, 0, 1, 2])
    let columns = try TestDistributed(chunks: [([0, 0], [2, 1]), ([0, 1], [2, 2])]).open()
    #expect(try TestDistributed.floats(columns, "w") == [0, 0, 1, 1, 2, 3])
  }

  @Test
  func `reads a part whose storage has strides`() throws {
    let item = TestDistributed.item([2, 3], stride: [1, 2])
    let checkpoint = changed {
      $0.files["__0_0.distcp"] = item
      $0.parts[0].length = item.count
    }
    #expect(try TestDistributed.floats(try checkpoint.open(), "w") == [0, 2, 4, 1, 3, 5])
  }

  @Test
  func `reads strided parts that are larger than a chunk`() throws {
    // 1200 × 1200 numbers of four bytes, by columns: more than four megabytes.
    let size = 1200
    let item = TestDistributed.item([size, size], stride: [1, size])
    let checkpoint = changed {
      $0.files["__0_0.distcp"] = item
      $0.parts[0].length = item.count
      $0.tensors[0].size = [size, size]
      $0.tensors[0].chunks = [([0, 0], [size, size])]
    }
    let region = try checkpoint.open().tensors[0].content.region()
    for (row, column) in [(0, 0), (1, 0), (0, 1), (873, 1), (1047, 1199), (1199, 1198)] {
      let bytes = try region.part(offset: (row * size + column) * 4, count: 4).prefix(4)
      #expect(bytes == P.little(Float(column * size + row).bitPattern), "\(row), \(column)")
    }
  }

  @Test
  func `opens no part before its bytes are asked for`() throws {
    let checkpoint = changed { $0.files["__0_0.distcp"] = [UInt8](repeating: 0, count: 9000) }
    let reader = try checkpoint.open()
    #expect(reader.tensors.count == 1)
    #expect(reader.notes.last?.hasSuffix("bytes of '__0_0.distcp' belong to no part") == true)
    #expect(throws: FormatError.self) { try reader.tensors[0].content.region() }
  }

  @Test
  func `leaves out objects that are no tensors, and says so`() throws {
    let checkpoint = changed {
      $0.objects = ["step", "args"]
      $0.parts.append(.init(name: "step", offsets: nil, offset: 0, length: 0))
    }
    let reader = try checkpoint.open()
    #expect(reader.notes == ["left out 2 objects that are not tensors: 'args', 'step'"])
  }

  @Test
  func `claims the files of ranks, so that none is a checkpoint of its own`() throws {
    let checkpoint = changed {
      $0.files["__1_0.distcp"] = TestDistributed.item([1])
      $0.files["common.pt"] = TestDistributed.item([1])
      $0.files["other.pt"] = TestDistributed.item([1])
    }
    let found = try CheckpointFinder().candidates(in: try checkpoint.tree())
    #expect(found.map(\.path).sorted() == [".metadata", "other.pt"])
  }

  // MARK: - Which tensors are the weights

  private static func nested(_ paths: [(String, [String])]) -> TestDistributed {
    var checkpoint = TestDistributed()
    let item = TestDistributed.item([2, 3])
    checkpoint.tensors = paths.map { TestDistributed.Tensor(name: $0.0) }
    checkpoint.parts = paths.enumerated().map { index, path in
      .init(name: path.0, offset: index * item.count, length: item.count)
    }
    checkpoint.files["__0_0.distcp"] = Array(repeatElement(item, count: paths.count).joined())
    checkpoint.planner = P.dict(
      paths.map { path in
        (path.0, P.mark + path.1.flatMap { Int($0).map(P.int) ?? P.text($0) } + [0x74])
      }
    )
    return checkpoint
  }

  @Test
  func `takes the dictionary of the model, as the other reader does`() throws {
    let reader = try Self.nested([
      ("app.model.a.w", ["app", "model", "a.w"]), ("app.model.b", ["app", "model", "b"]),
      ("app.optim.s", ["app", "optim", "s"]), ("app.best", ["app", "best"]),
    ]).open()
    #expect(reader.tensors.map(\.name) == ["a.w", "b"])
    #expect(
      reader.notes == [
        "the tensors are those of 'app'", "the tensors are those of 'app.model'",
        "left out 'app.best': a part with 1 tensors",
        "left out 'app.optim': training state with 1 tensors",
      ]
    )
  }

  @Test
  func `keeps names as they are where nothing is nested, and leaves out training state`() throws {
    let flat = try Self.nested([("model.w", ["model.w"]), ("optimizer", ["optimizer"])]).open()
    #expect(flat.tensors.map(\.name) == ["model.w", "optimizer"] && flat.notes.isEmpty)
    let two = try Self.nested([
      ("encoder.0", ["encoder", "0"]), ("decoder.w", ["decoder", "w"]),
      ("optimizer.m", ["optimizer", "m"]),
    ]).open()
    #expect(two.tensors.map(\.name) == ["decoder.w", "encoder.0"])
    #expect(two.notes == ["left out 'optimizer': training state with 1 tensors"])
  }

  // MARK: - 18, 30 to 35: places and files

  @Test(arguments: ["../__0_0.distcp", "/etc/passwd", "a/b", "..", ".", "", "C:x", "a\\b", "a\0"])
  func `refuses a file that is not a plain name`(_ name: String) throws {
    try refuses(changed { $0.parts[0].file = name }, .invalidValue, saying: "plain file name")
  }

  @Test
  func `refuses a file that is missing, or the description itself`() throws {
    try refuses(changed { $0.parts[0].file = "x" }, .inconsistent, saying: "not beside it")
    try refuses(
      changed { $0.parts[0].file = ".metadata" },
      .inconsistent,
      saying: "names itself"
    )
  }

  @Test
  func `refuses files whose names differ by case only`() throws {
    let checkpoint = changed(chunks: Self.halves) {
      $0.files["A"] = $0.files["__0_0.distcp"]
      $0.files["a"] = $0.files["__0_0.distcp"]
      $0.parts[0].file = "A"
      $0.parts[1].file = "a"
    }
    try refuses(checkpoint, .inconsistent, saying: "upper and lower case")
  }

  @Test(arguments: [(0, 1 << 40), (1 << 40, 4), (-1, 4), (0, -1), (.max, .max), (1, .max)])
  func `refuses a part outside of its file`(_ offset: Int, _ length: Int) throws {
    let checkpoint = changed {
      $0.parts[0].offset = offset
      $0.parts[0].length = length
    }
    try refuses(checkpoint, .truncated, saying: "of '__0_0.distcp', which has")
  }

  @Test
  func `refuses parts that overlap in their file`() throws {
    let checkpoint = changed(chunks: Self.halves) { $0.parts[1].offset -= 1 }
    try refuses(checkpoint, .inconsistent, saying: "overlaps another")
  }

  @Test
  func `refuses parts that are described and not stored, stored and not described, or twice`()
    throws
  {
    try refuses(
      changed(chunks: Self.halves) { $0.parts.removeLast() },
      .inconsistent,
      saying: "'w': its part at [1, 0] is described, but not stored"
    )
    try refuses(
      changed { $0.parts.append(.init(name: "v", offset: 0, length: 0)) },
      .inconsistent,
      saying: "a part of 'v' at [0, 0] is stored, but not described"
    )
    try refuses(
      changed { $0.parts.append($0.parts[0]) },
      .inconsistent,
      saying: "stored twice"
    )
  }

  @Test
  func `refuses parts that were transformed`() throws {
    let transforms = [("transform_descriptors", P.list([P.text("stream.zstd")]))]
    try refuses(changed { $0.parts[0].more = transforms }, .unsupported, saying: "compressed")
    let none = try changed { $0.parts[0].more = [("transform_descriptors", P.none)] }.open()
    #expect(none.tensors.count == 1)
  }

  // MARK: - 16 to 24: boxes and shapes

  @Test(
    arguments: [
      ([([0, 0], [1, 3])], "leave a gap"), ([([0, 0], [2, 3]), ([1, 0], [1, 3])], "overlap"),
      ([([1, 0], [2, 3])], "which has 2"), ([([0], [2])], "axes"), ([([0, 0], [2])], "axes"),
      ([([0, .max], [2, 3])], "which has 3"), ([([0, 0], [2, .max])], "which has 3"),
    ] as [([([Int], [Int])], String)]
  )
  func `refuses parts that do not cover their tensor exactly`(
    _ chunks: [([Int], [Int])],
    _ words: String
  ) throws {
    let checkpoint = changed {
      $0.tensors[0].chunks = chunks
      var offset = 0
      $0.parts = chunks.map { chunk in
        offset += 1
        return .init(offsets: chunk.0, offset: offset, length: 1)
      }
    }
    let error = try Self.suite.checkRejects(".metadata", in: try checkpoint.tree())
    #expect(error.description.contains(words), "\(error)")
  }

  @Test
  func `refuses sizes that are negative, too large, or no integers`() throws {
    try refuses(changed { $0.tensors[0].size = [-2, 3] }, .invalidValue, saying: "not negative")
    try refuses(
      changed { $0.tensors[0].size = [1 << 40, 1 << 40] },
      .invalidValue,
      saying: "overflows"
    )
    try refuses(
      changed { $0.tensors[0].size = Array(repeating: 1, count: 9) },
      .limitExceeded,
      saying: "ParsingLimits.rank"
    )
  }

  @Test(arguments: [
    ("a\nb", FormatError.Code.invalidValue, "control"),
    (String(repeating: "n", count: 513), .limitExceeded, "ParsingLimits.nameBytes"),
    ("", .invalidValue, "empty"),
  ])
  func `14: refuses names that no tensor may have`(
    _ name: String,
    _ code: FormatError.Code,
    _ words: String
  ) throws {
    let checkpoint = changed {
      $0.tensors[0].name = name
      $0.parts[0].name = name
    }
    try refuses(checkpoint, code, saying: words)
  }

  @Test
  func `names element types that are not read`() throws {
    try refuses(
      changed { $0.tensors[0].type = P.global("torch", "complex32") },
      .unsupported,
      saying: "'w': elements of type torch.complex32"
    )
    try refuses(
      changed { $0.tensors[0].type = P.global("os", "system") },
      .invalidValue,
      saying: "'w': its element type is not stated"
    )
  }

  // MARK: - 37 to 58: the archives of parts

  @Test
  func `refuses a part that holds another type, another shape, or no tensor alone`() throws {
    for (item, words) in [
      (TestDistributed.item([3, 2]), "found F32 [3, 2]"),
      (TestDistributed.item([2, 3], type: "IntStorage"), "found I32 [2, 3]"),
      (ZipFile.one().bytes, "one tensor without a name"),
      (ZipFile(P.emptyDict).bytes, "found 0 tensors"), (Array("PK".utf8), "archive of torch.save"),
      (LegacyFile.one(), "archive of torch.save"),
    ] {
      let checkpoint = changed {
        $0.files["__0_0.distcp"] = item
        $0.parts[0].length = item.count
      }
      let error = try Self.suite.checkRejects(".metadata", in: try checkpoint.tree())
      #expect(error.description.contains(words), "\(error)")
    }
  }

  @Test
  func `finds damage to the bytes of a part by its checksum`() throws {
    let checkpoint = changed { checkpoint in
      var tensor = ZipFile(
        P.tensor(P.storage(count: 6), size: [2, 3], stride: [3, 1]),
        storages: [("0", LegacyFile.Storage(floats: 6).bytes)]
      )
      tensor["data/0"].checksum = 1
      checkpoint.files["__0_0.distcp"] = tensor.bytes
      checkpoint.parts[0].length = tensor.bytes.count
    }
    try refuses(checkpoint, .inconsistent, saying: "CRC-32")
  }

  @Test
  func `refuses a description that is cut, followed by bytes, or of another class`() throws {
    let bytes = TestDistributed().metadata
    let cases: [([UInt8], String)] = [
      (Array(bytes.dropLast()), "needs"), (bytes + [0], "follow the end of the pickle"),
      (P.pickle(P.emptyDict), "description of a checkpoint"),
    ]
    for (metadata, words) in cases {
      let tree = try TestDistributed().tree().replacing(".metadata", with: metadata)
      let error = try Self.suite.checkRejects(".metadata", in: tree)
      #expect(error.description.contains(words), "\(error)")
    }
  }

  @Test
  func `refuses a name that two tensors get`() throws {
    let checkpoint = Self.nested([("a.b", ["a.b"]), ("x", ["a", "b"])])
    try refuses(checkpoint, .invalidValue, saying: "belongs to two tensors")
  }

  @Test
  func `refuses more tensors and files than the limits`() throws {
    var limits = ParsingLimits.default
    limits.tensorCount = 0
    var checkpoint = TestDistributed()
    #expect {
      try TorchDistributedReader(opening: ".metadata", in: checkpoint.tree(), limits: limits)
    } throws: { "\($0)".contains("ParsingLimits.tensorCount") }
    limits = .default
    limits.shardCount = 1
    checkpoint = TestDistributed(chunks: Self.halves)
    checkpoint.parts[1].file = "__1_0.distcp"
    #expect {
      try TorchDistributedReader(opening: ".metadata", in: checkpoint.tree(), limits: limits)
    } throws: { "\($0)".contains("ParsingLimits.shardCount") }
  }

  @Test
  func `refuses parts that several tensors share`() throws {
    var checkpoint = TestDistributed(chunks: Self.halves)
    checkpoint.copies = 1000
    #expect {
      try TorchDistributedReader(opening: ".metadata", in: checkpoint.tree(), limits: .default)
    } throws: { "\($0)".contains("'copy 0': its part at [0, 0] is described, but not stored") }
  }

  @Test
  func `refuses a part that is described twice`() throws {
    var checkpoint = TestDistributed(chunks: Self.halves)
    checkpoint.tensors[0].chunks += Array(repeatElement(([0, 0], [0, 0]), count: 100))
    #expect {
      try TorchDistributedReader(opening: ".metadata", in: checkpoint.tree(), limits: .default)
    } throws: { "\($0)".contains("'w': its part at [0, 0] is described twice") }
  }

  @Test
  func `the cells of all tensors are limited together`() throws {
    let item = TestDistributed.item([1, 3])
    let checkpoint = changed(chunks: Self.halves) {
      $0.tensors.append($0.tensors[0])
      $0.tensors[1].name = "v"
      $0.parts = ["w", "v"].enumerated().flatMap { number, name in
        (0..<2).map { row in
          .init(
            name: name,
            offsets: [row, 0],
            offset: (2 * number + row) * item.count,
            length: item.count
          )
        }
      }
      $0.files["__0_0.distcp"] = Array(repeatElement(item, count: 4).joined())
    }
    var limits = ParsingLimits.default
    limits.sliceCells = 4
    let tree = try checkpoint.tree()
    let reader = try TorchDistributedReader(opening: ".metadata", in: tree, limits: limits)
    #expect(reader.tensors.map(\.name) == ["v", "w"])
    limits.sliceCells = 3
    let error = #expect(throws: FormatError.self) {
      try TorchDistributedReader(opening: ".metadata", in: tree, limits: limits)
    }
    #expect(error?.code == .limitExceeded)
    let words = "into 4 exceeds the limit 3; raise ParsingLimits.sliceCells"
    #expect(error?.message.contains(words) == true, "\(String(describing: error))")
  }

  // MARK: - Files of a directory

  @Test
  func `a directory lists the description, though its name begins with a dot`() throws {
    let directory = try TemporaryDirectory()
    let checkpoint = TestDistributed()
    try directory.write(checkpoint.metadata, to: ".metadata")
    try directory.write(checkpoint.files["__0_0.distcp"] ?? [], to: "__0_0.distcp")
    let (tree, _) = try SourceTrees.open(path: directory.path)
    let found = try CheckpointFinder().candidates(in: tree)
    #expect(found.map(\.path) == [".metadata"])
    #expect(try CheckpointFinder().open(found[0], in: tree).tensors.map(\.name) == ["w"])
  }

  // MARK: - Laziness

  @Test
  func `opens parts that lie far into a large file without reading it`() throws {
    let item = TestDistributed.item([2, 3])
    let place = 100_000_000_000
    let large = try SparseFile("large", [([], place), (item, 0)])
    let checkpoint = changed {
      $0.parts[0].offset = place
      $0.parts[0].length = item.count
    }
    let metadata = ByteRegion(try ByteStore.copying(checkpoint.metadata, name: ".metadata"))
    let tree = MemoryTree([".metadata": metadata, "__0_0.distcp": large.region])
    let reader = try TorchDistributedReader(opening: ".metadata", in: tree, limits: .default)
    #expect(reader.notes == ["\(place) bytes of '__0_0.distcp' belong to no part"])
    #expect(try TestDistributed.floats(reader, "w") == [0, 1, 2, 3, 4, 5])
    #expect(large.touchedByteCount == 0)
  }
}
