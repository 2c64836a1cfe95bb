import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

@Suite
struct SourceTreesTests {
  private let directory: TemporaryDirectory

  init() throws { directory = try TemporaryDirectory() }

  private static func bzip2(_ bytes: [UInt8]) -> [UInt8] { Bzip2Builder(bytes).build() }

  @Test
  func `opens a directory as a tree`() throws {
    try directory.write([1], to: "a/b")
    let (tree, focus) = try SourceTrees.open(path: directory.path)
    #expect(tree is DirectoryTree && focus == nil && tree.contains("a/b"))
  }

  @Test
  func `opens a file with its siblings`() throws {
    try directory.write(Array("{}".utf8), to: "config.json")
    let path = try directory.write([1, 2, 3], to: "weights")
    let (tree, focus) = try SourceTrees.open(path: path)
    #expect(focus == "weights" && tree.contains("config.json"))
  }

  @Test
  func `opens archives by content, whatever their names`() throws {
    let files: [(String, [UInt8])] = [("d/a", [1]), ("b", [2, 3])]
    let tar = TarBuilder(files).build()
    for (name, bytes) in [
      ("zip", ZipBuilder(files, deflated: true).build()), ("model.bin", tar),
      ("x.zip", ZipBuilder.gzip(tar)), ("y.zip", Self.bzip2(tar)),
    ] {
      let (tree, focus) = try SourceTrees.open(path: try directory.write(bytes, to: name))
      #expect(tree.entries.map(\.path) == ["b", "d/a"] && focus == nil)
      #expect(try tree.open("b").prefix(9) == [2, 3])
      #expect(throws: FormatError.self) { try tree.open("c") }
    }
  }

  @Test
  func `opens a compressed file as a tree of one file`() throws {
    let path = try directory.write(ZipBuilder.gzip([1, 2]), to: "vocab.txt.gz")
    let (tree, focus) = try SourceTrees.open(path: path)
    #expect(focus == "vocab.txt" && tree.entries.map(\.byteCount) == [2])
    #expect(try tree.open("vocab.txt").prefix(9) == [1, 2])
  }

  @Test(arguments: [
    ("vocab.txt.bz2", "vocab.txt"), ("a.TBZ2", "a.tar"), ("a.tbz", "a.tar"), ("a.tgz", "a.tar"),
    ("plain", "file"), (".bz2", "file"),
  ])
  func `takes the compression off the name`(_ name: String, _ inner: String) throws {
    let path = try directory.write(Bzip2Builder([1, 2]).build(), to: name)
    let (tree, focus) = try SourceTrees.open(path: path)
    #expect(focus == inner && tree.entries.map(\.byteCount) == [2])
    #expect(try tree.open(inner).prefix(9) == [1, 2])
  }

  @Test
  func `shows archives inside archives as directories, one level deep`() throws {
    let innermost = ZipBuilder([("deep", [1])]).build()
    let zip = ZipBuilder([("model/a", [1, 2]), ("more.zip", innermost)], deflated: true).build()
    let tar = TarBuilder([
      ("readme", [9]), ("inner.zip", zip),
      ("x.tar.gz", ZipBuilder.gzip(TarBuilder([("t", [3])]).build())),
      ("y.tbz2", Self.bzip2(TarBuilder([("u", [4])]).build())), ("z.bz2", Self.bzip2([5])),
      ("not.zip", [1, 2]),
    ]).build()
    let (tree, focus) = try SourceTrees.open(path: try directory.write(tar, to: "outer.tar"))
    #expect(focus == nil)
    #expect(
      tree.entries.map(\.path)
        == [
          "inner.zip/model/a", "inner.zip/more.zip", "not.zip", "readme", "x.tar.gz/t", "y.tbz2/u",
          "z.bz2/z",
        ]
    )
    #expect(try tree.open("inner.zip/model/a").prefix(9) == [1, 2])
    #expect(try tree.open("x.tar.gz/t").prefix(9) == [3])
    #expect(try tree.open("y.tbz2/u").prefix(9) == [4])
    #expect(try tree.open("z.bz2/z").prefix(9) == [5])
    #expect(try tree.open("readme").prefix(9) == [9])
    #expect(throws: FormatError.self) { try tree.open("inner.zip/b") }
  }

  @Test
  func `leaves archives that are checkpoints to their readers`() throws {
    let torch = ZipBuilder([("archive/data.pkl", [1]), ("archive/data/0", [2])]).build()
    let numpy = ZipBuilder([("a.npy", [1]), ("b.npy", [2])]).build()
    let tar = TarBuilder([("sys_info", []), ("pickle", []), ("tensors", []), ("storages", [])])
    for (name, bytes) in [("a.pt", torch), ("b.npz", numpy), ("c.pt", tar.build())] {
      let (tree, focus) = try SourceTrees.open(path: try directory.write(bytes, to: name))
      #expect(focus == name && tree is DirectoryTree)
    }
    // Inside another archive they stay files as well.
    let outer = ZipBuilder([("x/model.zip", torch)]).build()
    let (tree, _) = try SourceTrees.open(path: try directory.write(outer, to: "outer"))
    #expect(tree.entries.map(\.path) == ["x/model.zip"])
  }

  @Test
  func `takes the prefix of a checkpoint's files for its index`() throws {
    try directory.write([1], to: "model.ckpt.data-00000-of-00001")
    try directory.write([2], to: "model.ckpt.index")
    let (tree, focus) = try SourceTrees.open(path: directory.path("model.ckpt"))
    #expect(focus == "model.ckpt.index" && tree.entries.count == 2)
  }

  @Test
  func `says what is not there or is damaged`() throws {
    let absent = #expect(throws: FormatError.self) {
      try SourceTrees.open(path: directory.path("absent"))
    }
    #expect(absent?.code == .notFound)
    var damaged = ZipBuilder([("a", [1, 2, 3])])
    damaged.members[0].both { $0.crc32 = 0 }
    let (tree, _) = try SourceTrees.open(path: try directory.write(damaged.build(), to: "zip"))
    let error = #expect(throws: FormatError.self) { try tree.open("a") }
    #expect(error?.description.contains("zip:a") == true)
  }

  @Test
  func `counts everything inflated from one archive`() throws {
    let block = [UInt8](repeating: 7, count: 600_000)
    let bytes = ZipBuilder([("a", block), ("b", block)], deflated: true).build()
    var limits = ParsingLimits.default
    limits.inflatedBytes = 1_000_000
    let (tree, _) = try SourceTrees.open(
      path: try directory.write(bytes, to: "zip"),
      limits: limits
    )
    #expect(try tree.open("a").byteCount == 600_000)
    #expect(try tree.open("a").byteCount == 600_000)
    #expect(throws: FormatError.self) { try tree.open("b") }
  }
}
