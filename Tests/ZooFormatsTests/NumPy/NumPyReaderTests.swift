import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

/// How arrays are spread over files: archives, directories, a cut row, shards.
@Suite
struct NumPyReaderTests {
  private let suite = CheckpointReaderSuite(NumPyReader.self)

  private func tree(_ directory: String) throws -> MemoryTree {
    let all = try ConformanceFixture.all(in: "numpy")
    return try #require(all.first { $0.description == "numpy/\(directory)" }).tree
  }

  private func open(_ path: String, in tree: any SourceTree) throws -> NumPyReader {
    try NumPyReader(opening: path, in: tree, limits: .default)
  }

  // MARK: - Archives

  @Test
  func `lends stored arrays and verifies their checksum once they are asked for`() throws {
    let reader = try open("stored.npz", in: try tree("stored.npz"))
    let tensor = try #require(reader.tensors.first { $0.name == "f4" })
    let file = try tree("stored.npz").open("stored.npz")
    #expect(try tensor.content.region().store.byteCount == file.byteCount)

    var bytes = ZipBuilder([("w.npy", SavedArray.file)]).build()
    let place = try #require(bytes.indices.first { bytes[$0...].starts(with: SavedArray.elements) })
    bytes[place] ^= 1
    let damaged = try NumPyReader(
      opening: "a.npz",
      in: try MemoryTree(["a.npz": bytes]),
      limits: .default
    )
    #expect(damaged.tensors.map(\.name) == ["w"])
    #expect(throws: FormatError.self) { try damaged.tensors[0].content.region() }
  }

  @Test
  func `inflates compressed arrays when they are asked for`() throws {
    let bytes = ZipBuilder([("w.npy", SavedArray.file)], deflated: true).build()
    let reader = try open("a.npz", in: try MemoryTree(["a.npz": bytes]))
    #expect(try reader.tensors[0].content.region().prefix(9) == SavedArray.elements)
  }

  @Test(arguments: ["version1.npy.bz2", "version1"])
  func `reads an array that is compressed with bzip2`(_ name: String) throws {
    let bytes = try Fixtures.bytes("numpy/version1.npy")
    let plain = try open("version1.npy", in: try MemoryTree(["version1.npy": bytes]))
    let tree = try MemoryTree([name: Bzip2Builder(bytes).build()])
    #expect(NumPyReader.recognizes(try FileProbe(name, in: tree)))
    let packed = try open(name, in: tree)
    #expect(packed.tensors.map(\.name) == plain.tensors.map(\.name))
    for (one, other) in zip(packed.tensors, plain.tensors) {
      let (found, expected) = (try one.content.region(), try other.content.region())
      #expect(found.prefix(1 << 16) == expected.prefix(1 << 16) && found.byteCount > 0)
    }
  }

  @Test
  func `refuses an array whose file has another size`() throws {
    for (extra, code) in [([1], FormatError.Code.inconsistent), ([], .truncated)] {
      let file = extra.isEmpty ? Array(SavedArray.file.dropLast()) : SavedArray.file + [1]
      for deflated in [false, true] {
        try suite.checkRejects(
          bytes: ZipBuilder([("w.npy", file)], deflated: deflated).build(),
          code: code,
          saying: "needs 8 bytes"
        )
      }
    }
  }

  @Test
  func `tells of files in an archive that are no arrays`() throws {
    let bytes = ZipBuilder([("w.npy", SavedArray.file), ("README.md", [1])]).build()
    let reader = try open("a.npz", in: try MemoryTree(["a.npz": bytes]))
    #expect(reader.tensors.map(\.name) == ["w"])
    #expect(reader.notes == ["left out 'README.md' of 'a.npz': it is no array"])
  }

  @Test
  func `refuses compressed bytes above the limits`() throws {
    var limits = ParsingLimits.default
    limits.inflatedBytes = 100
    let bytes = ZipBuilder(
      [("a.npy", SavedArray.file), ("b.npy", SavedArray.file)],
      deflated: true
    ).build()
    let error = #expect(throws: FormatError.self) {
      try NumPyReader(opening: "a", in: try MemoryTree(["a": bytes]), limits: limits)
    }
    #expect(error?.description.contains("ParsingLimits.inflatedBytes") == true)
  }

  @Test
  func `leaves archives of other things alone`() throws {
    let bytes = ZipBuilder([("data/0", [1, 2]), ("w.npy", SavedArray.file)]).build()
    #expect(!NumPyReader.recognizes(try FileProbe("a", in: try MemoryTree(["a": bytes]))))
  }

  // MARK: - Directories

  @Test
  func `takes the files of a directory for one checkpoint`() throws {
    let tree = try tree("directory")
    let found = try CheckpointFinder().candidates(in: tree)
    #expect(found.map(\.path) == ["decoder.0.weight.npy"])
    let reader = try open("decoder.0.weight.npy", in: tree)
    #expect(reader.files.count == 7)
    #expect(reader.notes.contains { $0.contains("'words'") && $0.contains("strings") })
  }

  @Test
  func `does not mix the files of different directories`() throws {
    let tree = try MemoryTree([
      "a/w.npy": SavedArray.file, "b/w.npy": SavedArray.file, "v.npy": SavedArray.file,
    ])
    let found = try CheckpointFinder().candidates(in: tree)
    #expect(found.map(\.path) == ["a/w.npy", "b/w.npy", "v.npy"])
    #expect(try open("a/w.npy", in: tree).files == ["a/w.npy"])
  }

  @Test
  func `names the file that is broken`() throws {
    let tree = try MemoryTree(["a.npy": SavedArray.file, "b.npy": [1, 2, 3, 4, 5, 6, 7, 8, 9]])
    let error = try suite.checkRejects("a.npy", in: tree, code: .invalidValue)
    #expect(error.file == "b.npy")
  }

  @Test
  func `opens a later file alone, and refuses a directory whose first file is no array`() throws {
    let broken: [UInt8] = Array("version https://git-lfs.github.com/spec/v1\n".utf8)
    let tree = try MemoryTree([
      "a.npy": broken, "b.npy": SavedArray.file, "c.npy": SavedArray.file,
    ])
    #expect(try CheckpointFinder().candidates(in: tree).map(\.path) == ["b.npy"])
    try suite.checkRejects("b.npy", in: tree, code: .invalidValue)
    #expect(try open("c.npy", in: tree).tensors.map(\.name) == ["c"])
    // What a user gets who names one file.
    let found = try CheckpointFinder().candidates(in: tree, focus: "c.npy")
    #expect(found.map(\.path) == ["c.npy"])
    let shards = try self.tree("shards")
    let alone = try open("step_7/shard_1/2.npz", in: shards)
    #expect(alone.files == ["step_7/shard_1/2.npz"])
    #expect(alone.tensors.map(\.name) == ["arr_0", "arr_1"])
  }

  @Test
  func `keeps no file of a directory open`() throws {
    let directory = try TemporaryDirectory()
    _ = try directory.write(SavedArray.file, to: "w.npy")
    let (tree, _) = try SourceTrees.open(path: directory.path)
    let reader = try NumPyReader(opening: "w.npy", in: tree, limits: .default)
    _ = try directory.write(SavedArray.file + [0], to: "w.npy")
    let error = #expect(throws: FormatError.self) { try reader.tensors[0].content.region() }
    #expect(error?.code == .io)
  }

  // MARK: - A cut row

  @Test
  func `refuses a row with a missing part`() throws {
    let files = try tree("cut_row")
    for missing in ["params_3.npy", "params_9.npy", "params_0.npy"] {
      var left: [String: ByteRegion] = [:]
      for entry in files.entries where entry.path != missing {
        left[entry.path] = try files.open(entry.path)
      }
      let entry = missing == "params_0.npy" ? "params_1.npy" : "params_0.npy"
      try suite.checkRejects(entry, in: MemoryTree(left), code: .inconsistent)
    }
  }

  @Test(
    arguments: [
      ("[[7, 4]]", "leave numbers over"), ("[[7, 400]]", "more numbers than there are"),
      ("[7, 4]", "no list"), ("[[7, -4]]", "negative"), ("[[1.5]]", "no integer"),
      ("{}", "expected a list"), ("[[7, 4]", "byte"),
    ]
  )
  func `refuses shapes that do not take the row`(_ shapes: String, _ words: String) throws {
    let tree = try tree("cut_row").replacing("params_shapes.json", with: Array(shapes.utf8))
    try suite.checkRejects("params_0.npy", in: tree, saying: words)
  }

  @Test
  func `refuses parts of different types and parts that are no rows`() throws {
    let other = SavedArray.file(SavedArray.header("'<i4'"), SavedArray.elements)
    try suite.checkRejects(
      "params_0.npy",
      in: try tree("cut_row").replacing("params_3.npy", with: other),
      code: .inconsistent,
      saying: "another type"
    )
    let matrix = SavedArray.file(SavedArray.header(shape: "(1, 2)"), SavedArray.elements)
    try suite.checkRejects(
      "params_0.npy",
      in: try tree("cut_row").replacing("params_3.npy", with: matrix),
      code: .invalidValue,
      saying: "one row"
    )
  }

  // MARK: - Shards

  @Test
  func `numbers the leaves of a shard through its archives`() throws {
    let reader = try open("step_7/shard_0/0.npz", in: try tree("shards"))
    #expect(reader.files.count == 32)
    #expect(reader.tensors.count == 38)
    let last = try #require(reader.tensors.first { $0.name == "shard_1/leaves/18" })
    #expect(last.dtype == .i32)
    #expect(last.shape.rank == 0)
  }

  @Test
  func `gives the leaves of a transformer their names back`() throws {
    let slim = try DirectoryTree(Fixtures.path("models/gptj.mesh-transformer-jax"))
    let reader = try open("step_7/shard_0/0.npz", in: slim)
    #expect(reader.facts == ["tensor_parallel_size": "2"])
    #expect(reader.tensors.count == 254)  // 2 + 12 × 10 + 4 + 1 in each shard
    let tensors = Dictionary(uniqueKeysWithValues: reader.tensors.map { ($0.name, $0) })
    let layer = "params/causal_transformer_shard/~/layer_11/~/"
    #expect(tensors["\(layer)linear_5/w@1"]?.shape.dimensions == [3, 4])
    #expect(tensors["\(layer)replicated_layer_norm/scale@0"]?.shape.dimensions == [4])
    #expect(tensors["step@1"]?.dtype == .i32)
    let full = try DirectoryTree(Fixtures.path("models/gptj.mesh-transformer-jax.full"))
    let names = try open("step_7/shard_0/0.npz", in: full).tensors.map(\.name)
    let optimizer = names.filter { $0.hasPrefix("opt_state/") }
    #expect(optimizer.count == 108)  // two moments of 26 parameters and two counters, each shard
  }

  @Test
  func `refuses shards of different contents and missing archives`() throws {
    let tree = try tree("shards")
    let other = ZipBuilder([("arr_0.npy", SavedArray.file)]).build()
    try suite.checkRejects(
      "step_7/shard_0/0.npz",
      in: try tree.replacing("step_7/shard_1/4.npz", with: other),
      code: .inconsistent,
      saying: "shard 1 holds other arrays"
    )
    var left: [String: ByteRegion] = [:]
    for entry in tree.entries where entry.path != "step_7/shard_1/15.npz" {
      left[entry.path] = try tree.open(entry.path)
    }
    try suite.checkRejects(
      "step_7/shard_0/0.npz",
      in: MemoryTree(left),
      code: .inconsistent,
      saying: "fetch the missing ones"
    )
    let named = ZipBuilder([("w.npy", SavedArray.file)]).build()
    try suite.checkRejects(
      "step_7/shard_0/0.npz",
      in: try tree.replacing("step_7/shard_0/4.npz", with: named),
      code: .invalidValue,
      saying: "expected arrays called arr_0"
    )
  }

  // MARK: - Several arrays in a file

  @Test
  func `keeps numbered names apart from the files beside`() throws {
    let tree = try MemoryTree([
      "a.npy": SavedArray.file + SavedArray.file, "b.npy": SavedArray.file,
    ])
    #expect(try open("a.npy", in: tree).tensors.map(\.name) == ["a/0", "a/1", "b"])
  }

  @Test
  func `opens a huge array without reading it`() throws {
    let header = SavedArray.file(SavedArray.header(shape: "(131072, 262144)"))
    let file = try SparseFile("huge.npy", [(header, 1 << 37)])
    let tree = MemoryTree(["huge.npy": file.region])
    let reader = try NumPyReader(opening: "huge.npy", in: tree, limits: .default)
    #expect(reader.tensors[0].byteCount == 1 << 37)
    let range = try reader.tensors[0].content.region().range
    #expect(range == header.count..<(header.count + (1 << 37)))
    #expect(file.touchedByteCount == 0)
  }

  @Test
  func `opens an archive of a hundred gigabytes without touching its arrays`() throws {
    let header = SavedArray.file(SavedArray.header(shape: "(131072, 262144)"))
    var zip = ZipBuilder([("huge.npy", header), ("small.npy", SavedArray.file)])
    // The checksum is that of the header alone, which is found when the bytes are asked for.
    zip.members[0].both {
      $0.width = .long
      $0.compressed += 1 << 37
      $0.uncompressed += 1 << 37
    }
    zip.members[0].hole = 1 << 37
    zip.members[1].both { $0.width = .long }
    zip.hasLongEnd = true
    let file = try SparseFile("w.npz", zip.runs())
    let tree = MemoryTree(["w.npz": file.region])
    let reader = try NumPyReader(opening: "w.npz", in: tree, limits: .default)
    #expect(reader.tensors.map(\.name) == ["huge", "small"])
    #expect(reader.tensors.map(\.byteCount) == [1 << 37, 8])
    #expect(try reader.tensors[1].content.region().byteCount == 8)
    #expect(file.touchedByteCount == 0)
  }

  @Test
  func `refuses a truth value that is neither 0 nor 1`() throws {
    let bytes = SavedArray.file(SavedArray.header("'|b1'", shape: "(3,)"), [0, 1, 2])
    let suite = CheckpointReaderSuite(NumPyReader.self)
    try suite.checkRejects(bytes: bytes, code: .invalidValue, saying: "neither 0 nor 1")
  }
}
