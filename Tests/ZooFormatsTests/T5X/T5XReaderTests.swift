import Synchronization
import Testing
import ZooTensors
import ZooTestSupport

@testable import ZooFormats

/// Item 83 of the checklist: specifications, descriptions and chunks that contradict each other.
@Suite
struct T5XReaderTests {
  private typealias M = MessagePackBytes

  private static func checkpoint(_ change: (inout TestCheckpoint) -> Void = { _ in })
    -> TestCheckpoint
  {
    var checkpoint = TestCheckpoint()
    change(&checkpoint)
    return checkpoint
  }

  @Test
  func `reads the checkpoint that the others are variations of`() throws {
    let reader = try Self.checkpoint().open()
    #expect(reader.tensors.map(\.name) == ["target/w"])
    #expect(try reader.tensors[0].content.region().prefix(99) == [1, 2, 3, 4, 5, 6])
    #expect(
      reader.files == [
        "checkpoint_1/checkpoint", "checkpoint_1/target.w/.zarray", "checkpoint_1/target.w/0.0",
        "checkpoint_1/target.w/1.0",
      ]
    )
    #expect(reader.notes.isEmpty)
  }

  @Test
  func `takes everything from the specification where there is no description`() throws {
    let reader = try Self.checkpoint { $0.description = nil }.open()
    #expect(try reader.tensors[0].content.region().prefix(99) == [1, 2, 3, 4, 5, 6])
  }

  @Test
  func `reads the older forms of a specification`() throws {
    let metadata = M.map([
      ("chunks", M.array([M.integer(1), M.integer(3)])), ("compressor", M.null),
      ("dtype", M.text("|u1")), ("shape", M.array([M.integer(2), M.integer(3)])),
    ])
    let checkpoint = Self.checkpoint {
      $0.description = nil
      $0.specify("dtype", nil)
      $0.specify("metadata", metadata)
      $0.specify("path", M.text("target.w"))
      $0.specify("kvstore", M.map([("driver", M.text("gcs")), ("bucket", M.text("any"))]))
      $0.specify(
        "transform",
        M.map([
          ("input_inclusive_min", M.array([M.integer(0), M.integer(0)])),
          ("input_exclusive_max", M.array([M.array([M.integer(2)]), M.array([M.integer(3)])])),
        ])
      )
    }
    #expect(try checkpoint.open().tensors[0].content.region().prefix(99) == [1, 2, 3, 4, 5, 6])
  }

  @Test
  func `finds a checkpoint with its thousands of files as one`() throws {
    var files: [String: [UInt8]] = [:]
    for step in 1...2 {
      let tree = try Self.checkpoint().tree()
      for entry in tree.entries {
        let path = entry.path.replacing("checkpoint_1/", with: "checkpoint_\(step)/")
        files[path] = try tree.open(entry.path).array(limit: 1 << 20)
      }
      // Chunks may look like anything, here like another checkpoint.
      files["checkpoint_\(step)/target.w/0.0"] = M.map([("w", M.ndarray([1], [7]))])
      for number in 0..<2000 { files["checkpoint_\(step)/target.w/more.\(number)"] = [0x89] }
    }
    let found = try CheckpointFinder().candidates(in: try MemoryTree(files))
    #expect(found.map(\.path) == ["checkpoint_1/checkpoint", "checkpoint_2/checkpoint"])
    #expect(found.allSatisfy { $0.format == T5XReader.format })
  }

  /// A tree that says which files were opened.
  private final class WatchedTree: SourceTree {
    let tree: MemoryTree
    let opened = Mutex<[String]>([])
    var name: String { tree.name }
    var entries: [SourceEntry] { tree.entries }

    init(_ tree: MemoryTree) { self.tree = tree }

    func open(_ path: String) throws(FormatError) -> ByteRegion {
      opened.withLock { $0.append(path) }
      return try tree.open(path)
    }
  }

  @Test
  func `opens no chunk before its bytes are asked for`() throws {
    let tree = WatchedTree(try Self.checkpoint().tree())
    let reader = try T5XReader(opening: "checkpoint_1/checkpoint", in: tree)
    #expect(
      tree.opened.withLock { $0 } == ["checkpoint_1/checkpoint", "checkpoint_1/target.w/.zarray"]
    )
    _ = try reader.tensors[0].content.region()
    #expect(tree.opened.withLock { $0.count } == 4)
  }

  @Test
  func `reads uint16 as bfloat16 before version 3`() throws {
    for version in [2, 3] {
      let checkpoint = Self.checkpoint {
        $0.version = version
        $0.specify("dtype", M.text("uint16"))
        $0.describe("dtype", "\"<u2\"")
        $0.chunks = ["0.0": [1, 2, 3, 4, 5, 6], "1.0": [7, 8, 9, 10, 11, 12]]
      }
      let reader = try checkpoint.open()
      #expect(reader.tensors[0].dtype == (version == 2 ? .bf16 : .u16))
      #expect(reader.notes.count == (version == 2 ? 1 : 0))
    }
  }

  // MARK: - Item 83

  @Test(arguments: [("shape", "[2,4]"), ("shape", "[2,3,1]"), ("dtype", "\"|i1\"")])
  func `83 refuses a description of another array`(_ key: String, _ value: String) throws {
    let checkpoint = Self.checkpoint {
      $0.describe(key, value)
      if value == "[2,3,1]" { $0.describe("chunks", "[1,3,1]") }
    }
    try checkpoint.rejects(.inconsistent, "tensor 'target/w'", "the checkpoint states the")
  }

  @Test
  func `83 takes the description where only the storage differs, and says so`() throws {
    let checkpoint = Self.checkpoint {
      $0.describe("chunks", "[2,3]")
      $0.chunks = ["0.0": [1, 2, 3, 4, 5, 6]]
    }
    let reader = try checkpoint.open()
    #expect(try reader.tensors[0].content.region().prefix(99) == [1, 2, 3, 4, 5, 6])
    #expect(reader.notes.count == 1)
    #expect(reader.notes.first?.contains("'.zarray' is taken") == true)
  }

  @Test
  func `83 refuses a grid of more chunks than a tree may have files`() throws {
    let checkpoint = Self.checkpoint {
      let dimension = 1 << 30
      $0.description = nil
      $0.specify(
        "metadata",
        M.map([
          ("chunks", M.array([M.integer(1)])), ("compressor", M.null),
          ("shape", M.array([M.integer(dimension)])),
        ])
      )
    }
    try checkpoint.rejects(.limitExceeded, "the number of chunks", "ParsingLimits.archiveEntries")
  }

  @Test
  func `83 refuses a chunk that is missing, also where there is a default for it`() throws {
    let checkpoint = Self.checkpoint {
      $0.chunks["1.0"] = nil
      $0.describe("fill_value", "0")
    }
    try checkpoint.rejects(.inconsistent, "tensor 'target/w'", "chunk '1.0' of 2 is missing")
  }

  @Test
  func `83 refuses a chunk with other bytes than its shape needs`() throws {
    for bytes: [UInt8] in [[], [1, 2], [1, 2, 3, 4]] {
      let checkpoint = Self.checkpoint { $0.chunks["1.0"] = bytes }
      try checkpoint.rejects(
        .inconsistent,
        "expected 3 bytes, found \(bytes.count)",
        "target.w/1.0"
      )
    }
  }

  @Test
  func `83 refuses a chunk that inflates to other than its shape needs`() throws {
    // A zlib stream that stores two bytes.
    let two: [UInt8] = [0x78, 1, 1, 2, 0, 0xfd, 0xff, 1, 2, 0, 6, 0, 4]
    for shape in ["[1,1]", "[1,3]"] {
      let checkpoint = Self.checkpoint {
        $0.description = $0.description?.filter { $0.0 != "shape" && $0.0 != "chunks" }
        $0.describe("shape", shape)
        $0.describe("chunks", shape)
        $0.describe("compressor", "{\"id\": \"zlib\"}")
        $0.chunks = ["0.0": two]
        let columns = shape == "[1,1]" ? 1 : 3
        $0.specify(
          "metadata",
          M.map([("shape", M.array([M.integer(1), M.integer(columns)]))])
        )
      }
      try checkpoint.rejects(.inconsistent, "declared", "target.w/0.0")
    }
  }

  @Test
  func `83 refuses a chunk that cannot become what is declared`() throws {
    for (id, dimension) in [("gzip", 1 << 34), ("zlib", 1 << 34), ("zstd", 1 << 34)] {
      let checkpoint = Self.checkpoint {
        $0.description = nil
        $0.specify(
          "metadata",
          M.map([
            ("chunks", M.array([M.integer(dimension)])), ("shape", M.array([M.integer(dimension)])),
            ("compressor", M.map([("id", M.text(id))])),
          ])
        )
        $0.chunks = ["0": [1, 2, 3, 4]]
      }
      try checkpoint.rejects(id == "zstd" ? .inconsistent : .limitExceeded, "target.w/0")
    }
  }

  @Test(arguments: ["\"\"", "\"..\"", "\"//\"", "\"-\"", "\"\\\\\"", "1", "null"])
  func `83 refuses other separators than a point and a slash`(_ separator: String) throws {
    let checkpoint = Self.checkpoint { $0.describe("dimension_separator", separator) }
    try checkpoint.rejects(.invalidValue, "expected '.' or '/'")
  }

  @Test(arguments: [
    "../target.w", "..", ".", "", "/", "/etc/target.w", "gs://bucket/target.w", "a/../target.w",
    "target.w//", "a//b", "C:target.w", "a\\target.w", "target.w\0", "target.w\n", "./target.w",
  ])
  func `83 refuses paths that are none beside the checkpoint`(_ path: String) throws {
    let checkpoint = Self.checkpoint { $0.locate(path) }
    try checkpoint.rejects(.invalidValue, "is not the path of a directory beside the checkpoint")
  }

  @Test
  func `83 refuses a directory that is not there, or that two tensors share`() throws {
    let absent = Self.checkpoint {
      $0.description = nil
      $0.locate("other")
    }
    try absent.rejects(.inconsistent, "chunk '0.0' of 2 is missing in 'checkpoint_1/other'")
    let spec = TestCheckpoint().spec
    var files = ["checkpoint_1/checkpoint": [UInt8]()]
    let tree = try Self.checkpoint().tree()
    for entry in tree.entries {
      files[entry.path] = try tree.open(entry.path).array(limit: 1 << 20)
    }
    files["checkpoint_1/checkpoint"] = M.map([("a", M.map(spec)), ("b", M.map(spec))])
    try TestCheckpoint.suite.checkRejects(
      "checkpoint_1/checkpoint",
      in: try MemoryTree(files),
      code: .inconsistent,
      saying: "tensor 'b'",
      "another tensor has the directory"
    )
  }

  @Test(arguments: [
    ("driver", "n5", "the driver 'zarr', found 'n5'"), ("base", "x", "'base', which is not known"),
    ("kvstore", "", "the driver 's3'"), ("transform", "", "selects or moves a part"),
  ])
  func `refuses specifications of other stores, and of parts`(
    _ key: String,
    _ value: String,
    _ words: String
  ) throws {
    let checkpoint = Self.checkpoint {
      switch key {
      case "kvstore": $0.locate("target.w", driver: "s3")
      case "transform":
        let bounds = M.array([M.integer(1), M.integer(0)])
        $0.specify(key, M.map([("input_inclusive_min", bounds)]))
      default: $0.specify(key, M.text(value))
      }
    }
    try checkpoint.rejects(.unsupported, words)
  }

  @Test(arguments: [
    ("zarr_format", "3", "zarr version 2"), ("order", "\"F\"", "columns before rows"),
    ("filters", "[{\"id\": \"delta\"}]", "filters"), ("dtype", "[[\"a\", \"<f4\"]]", "'dtype'"),
    ("dtype", "\"<M8[ns]\"", "not read"), ("dtype", "\"|S3\"", "not read"),
    ("dtype", "\"|u2\"", "not read"), ("compressor", "{\"id\": \"blosc\"}", "'blosc'"),
  ])
  func `refuses by name what is not read`(_ key: String, _ value: String, _ words: String) throws {
    try Self.checkpoint { $0.describe(key, value) }.rejects(.unsupported, words)
  }

  @Test(arguments: [
    ("shape", "[-1,3]"), ("shape", "[2,3.0]"), ("shape", "null"), ("chunks", "[0,3]"),
    ("compressor", "3"), ("chunks", "[1,\"3\"]"),
  ])
  func `refuses a malformed description`(_ key: String, _ value: String) throws {
    try Self.checkpoint { $0.describe(key, value) }.rejects(.invalidValue, "target.w")
  }

  @Test
  func `refuses chunks of another rank, and numbers that overflow`() throws {
    try Self.checkpoint { $0.describe("chunks", "[3]") }.rejects(.inconsistent, "do not fit")
    try Self.checkpoint { $0.describe("compressor", nil) }.rejects(.invalidValue, "not stated")
    let large = Self.checkpoint { $0.describe("chunks", "[281474976710656,281474976710656]") }
    try large.rejects(.invalidValue, "overflows")
  }

  // MARK: - Fixtures that are refused, and those of the authors

  @Test(arguments: [
    ("blosc", "compressed with 'blosc'"), ("lz4", "compressed with 'lz4'"),
    ("columns", "columns before rows"), ("filters", "filters"), ("text", "not read"),
    ("ocdbt", "use_ocdbt=False"), ("zarr3", "use_zarr3=False"),
  ])
  func `finds and refuses what other programs write`(_ name: String, _ words: String) throws {
    let tree = try DirectoryTree(Fixtures.path("t5x/refused/\(name)"))
    let found = try CheckpointFinder().candidates(in: tree)
    #expect(found.count == 1)
    let entry = try #require(found.first)
    #expect(entry.format == T5XReader.format)
    try TestCheckpoint.suite.checkRejects(entry.path, in: tree, code: .unsupported, saying: words)
  }

  @Test
  func `says that one file of a checkpoint is not all of it`() throws {
    let tree = try DirectoryTree(siblingsOf: Fixtures.path("t5x/orbax/checkpoint"))
    try TestCheckpoint.suite.checkRejects(
      "checkpoint",
      in: tree,
      code: .inconsistent,
      saying: "give the directory of the checkpoint"
    )
  }

  @Test
  func `notes what Orbax stores as text`() throws {
    for name in ["orbax/checkpoint", "orbax_metadata/_METADATA"] {
      let parts = name.split(separator: "/").map(String.init)
      let tree = try DirectoryTree(Fixtures.path("t5x/\(parts[0])"))
      let reader = try TestCheckpoint.suite.open(parts[1], in: tree)
      #expect(reader.notes == ["left out 'text', which is text"])
    }
  }

  @Test
  func `reads an array alone in a tree, which has no name`() throws {
    let tree = try Self.checkpoint().tree()
    var files: [String: [UInt8]] = [:]
    for entry in tree.entries where entry.path.contains("target.w") {
      files[entry.name] = try tree.open(entry.path).array(limit: 1 << 20)
    }
    let alone = try MemoryTree(files)
    let found = try CheckpointFinder().candidates(in: alone)
    #expect(found.map(\.path) == [".zarray"])
    let reader = try TestCheckpoint.suite.open(".zarray", in: alone)
    #expect(reader.tensors.map(\.name) == [""])
    #expect(try reader.tensors[0].content.region().prefix(99) == [1, 2, 3, 4, 5, 6])
  }

  @Test
  func `puts together chunks that are cut at every edge`() throws {
    for rows in 1...4 {
      for columns in 1...5 {
        var chunks: [String: [UInt8]] = [:]
        for row in 0..<((3 + rows - 1) / rows) {
          for column in 0..<((4 + columns - 1) / columns) {
            chunks["\(row).\(column)"] = (0..<rows).flatMap { inner in
              (0..<columns).map { index in
                let place = (row * rows + inner, column * columns + index)
                return place.0 < 3 && place.1 < 4 ? UInt8(4 * place.0 + place.1) : 0xee
              }
            }
          }
        }
        let checkpoint = Self.checkpoint {
          $0.describe("shape", "[3,4]")
          $0.describe("chunks", "[\(rows),\(columns)]")
          $0.specify("metadata", M.map([("shape", M.array([M.integer(3), M.integer(4)]))]))
          $0.chunks = chunks
        }
        let found = try checkpoint.open().tensors[0].content.region().prefix(99)
        #expect(found == Array(0..<12), "\(rows) × \(columns)")
      }
    }
  }

  @Test
  func `opens chunks of a hundred gigabytes without touching them`() throws {
    let byteCount = 50_000_000_000
    let checkpoint = Self.checkpoint {
      $0.describe("shape", "[2,\(byteCount)]")
      $0.describe("chunks", "[1,\(byteCount)]")
      $0.specify("metadata", M.map([("shape", M.array([M.integer(2), M.integer(byteCount)]))]))
    }
    let small = try checkpoint.tree()
    let chunk = try SparseFile("chunk", [([], byteCount)])
    var files: [String: ByteRegion] = [:]
    for entry in small.entries { files[entry.path] = try small.open(entry.path) }
    files["checkpoint_1/target.w/0.0"] = chunk.region
    files["checkpoint_1/target.w/1.0"] = chunk.region
    let reader = try TestCheckpoint.suite.open("checkpoint_1/checkpoint", in: MemoryTree(files))
    #expect(reader.tensors.map(\.byteCount) == [2 * byteCount])
    #expect(chunk.touchedByteCount == 0)
  }

  @Test
  func `28 refuses a truth value that is neither 0 nor 1`() throws {
    let checkpoint = Self.checkpoint {
      $0.specify("dtype", M.text("bool"))
      $0.describe("dtype", "\"|b1\"")
    }
    try checkpoint.rejects(.invalidValue, "neither 0 nor 1")
  }
}
