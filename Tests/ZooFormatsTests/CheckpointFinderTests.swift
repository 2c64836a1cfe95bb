import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

/// Which files of a tree are checkpoints of their own.
@Suite
struct CheckpointFinderTests {
  /// A container of several files: `set: other other`, of which the others begin with the word too.
  struct SetReader: CheckpointReader {
    static let format = CheckpointFormat(id: "set", title: "Set")
    static let unread = ""
    let tensors: [StoredTensor] = []
    let files: [String]
    let notes: [String] = []

    static func recognizes(_ probe: FileProbe) -> Bool { probe.starts(with: Array("set: ".utf8)) }
    static func parts(of probe: FileProbe) -> [String] {
      let names = String(decoding: probe.head.dropFirst(5), as: UTF8.self)
      return names.split(separator: " ").map(String.init)
    }
    init(opening path: String, in tree: any SourceTree, limits: ParsingLimits) throws(FormatError) {
      let parts = Self.parts(of: try FileProbe(path, in: tree))
      for part in parts { _ = try tree.open(part) }
      files = [path] + parts
    }
  }

  static let finder = CheckpointFinder(catalog: ReaderCatalog([SetReader.self]))

  static func tree(_ files: [String: String]) throws -> MemoryTree {
    try MemoryTree(files.mapValues { Array($0.utf8) })
  }

  @Test
  func `leaves out parts, before and after their entry file`() throws {
    let tree = try Self.tree(["a": "set: ....", "m": "set: a z m", "z": "set: a m", "x": "no set"])
    #expect(try Self.finder.candidates(in: tree).map(\.path) == ["m"])
  }

  @Test
  func `finds what a named file belongs to, or the file by itself`() throws {
    let tree = try Self.tree(["a": "set: ....", "m": "set: a a", "n": "set: b b", "x": "no set"])
    #expect(try Self.finder.candidates(in: tree, focus: "a").map(\.path) == ["m"])
    #expect(try Self.finder.candidates(in: tree, focus: "m").map(\.path) == ["m"])
    #expect(try Self.finder.candidates(in: tree, focus: "x").isEmpty)
    // 'n' names a file that is not there, so it owns nothing; a part by itself can be opened.
    let broken = try Self.tree(["a": "set: ....", "m": "set: a b"])
    #expect(try Self.finder.candidates(in: broken, focus: "a").map(\.path) == ["a"])
  }

  @Test
  func `takes a shard that is named for the checkpoint of its index`() throws {
    let path = Fixtures.path("safetensors/sharded/model-00002-of-00003.safetensors")
    let source = try SourceTrees.open(path: path)
    let found = try CheckpointFinder().candidates(in: source.tree, focus: source.focus)
    #expect(found.map(\.path) == ["model.safetensors.index.json"])
  }
}
