import Testing
import ZooTensors
import ZooTestSupport

@testable import ZooFormats

/// Items 30 to 34 of the checklist: files in several parts.
@Suite
struct GGUFSplitTests {
  /// Parts of one tensor each.
  static func parts(
    _ count: Int = 3,
    _ change: (Int, inout GGUFBytes) -> Void = { _, _ in }
  ) -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for number in 0..<count {
      var file = GGUFBytes.one { $0.tensors[0].name = "w\(number)" }
      file.pairs = [
        GGUFBytes.Pair(key: "split.no", type: 2, value: file.number(number, 2)),
        GGUFBytes.Pair(key: "split.count", type: 2, value: file.number(count, 2)),
        GGUFBytes.Pair(key: "split.tensors.count", type: 5, value: file.number(count, 4)),
      ]
      change(number, &file)
      files["a.b-c-0000\(number + 1)-of-0000\(count).gguf"] = file.bytes
    }
    return files
  }

  static let first = "a.b-c-00001-of-00003.gguf"

  @Test
  func `reads all parts from the first, which is the only checkpoint`() throws {
    let tree = try MemoryTree(Self.parts())
    let found = try CheckpointFinder().candidates(in: tree)
    #expect(found.map(\.path) == [Self.first])
    let reader = try GGUFBytes.suite.open(Self.first, in: tree)
    #expect(reader.tensors.map(\.name) == ["w0", "w1", "w2"])
    #expect(reader.files == tree.entries.map(\.path))
    // Who names a later part means the whole.
    let named = try CheckpointFinder().candidates(in: tree, focus: "a.b-c-00002-of-00003.gguf")
    #expect(named.map(\.path) == [Self.first])
  }

  @Test
  func `opens a later part alone, and says so`() throws {
    var files = Self.parts()
    files[Self.first] = nil
    let reader = try GGUFBytes.suite.open(
      "a.b-c-00002-of-00003.gguf",
      in: try MemoryTree(files)
    )
    #expect(reader.tensors.map(\.name) == ["w1"])
    #expect(reader.notes.contains { $0.contains("part 2 of 3") })
  }

  @Test
  func `33: rejects a missing part, and names it`() throws {
    for index in 2...3 {
      var files = Self.parts()
      let name = "a.b-c-0000\(index)-of-00003.gguf"
      files[name] = nil
      try GGUFBytes.suite.checkRejects(
        Self.first,
        in: try MemoryTree(files),
        code: .inconsistent,
        saying: "part \(index) of 3",
        name
      )
    }
  }

  @Test
  func `33: rejects a first part of another name`() throws {
    for name in ["m.gguf", "m-00001-of-00002.gguf", "m-1-of-3.gguf", "-00001-of-00003"] {
      let bytes = Self.parts()[Self.first] ?? []
      try GGUFBytes.suite.checkRejects(
        name,
        in: try MemoryTree([name: bytes]),
        code: .inconsistent,
        saying: "named so"
      )
    }
  }

  @Test
  func `33: rejects parts that say something else`() throws {
    func refused(_ key: Int, _ value: [UInt8], saying words: String) throws {
      let files = Self.parts { number, file in
        if number == 1 { file.pairs[key].value = value }
      }
      try GGUFBytes.suite.checkRejects(
        Self.first,
        in: try MemoryTree(files),
        saying: words,
        "00002"
      )
    }
    try refused(0, [2, 0], saying: "part 2 of 3")
    try refused(0, [7, 0], saying: "cannot be")
    try refused(1, [4, 0], saying: "part 2 of 3")
    try refused(1, [1, 0], saying: "part 2 of 3")
    try refused(2, [9, 0, 0, 0], saying: "3 tensors")
    try refused(2, [0xff, 0xff, 0xff, 0xff], saying: "a count")
    let lacking = Self.parts { number, file in if number == 0 { file.pairs.removeLast() } }
    try GGUFBytes.suite.checkRejects(
      Self.first,
      in: try MemoryTree(lacking),
      code: .invalidValue,
      saying: "split.tensors.count"
    )
  }

  @Test
  func `32: rejects a tensor in two parts, and a wrong number of tensors`() throws {
    let twice = Self.parts { _, file in file.tensors[0].name = "w" }
    try GGUFBytes.suite.checkRejects(
      Self.first,
      in: try MemoryTree(twice),
      code: .inconsistent,
      saying: "earlier part"
    )
    let more = Self.parts { _, file in file.pairs[2].value = [4, 0, 0, 0] }
    try GGUFBytes.suite.checkRejects(
      Self.first,
      in: try MemoryTree(more),
      code: .inconsistent,
      saying: "3 tensors, stated are 4"
    )
  }

  @Test
  func `30: takes only plain numbers of five digits for a part's name`() {
    #expect(GGUFSplitName("d/Llama-3.1-8B-00002-of-00010.gguf")?.prefix == "Llama-3.1-8B")
    #expect(GGUFSplitName("x-00002-of-00010.gguf")?.name(of: 10) == "x-00010-of-00010.gguf")
    for name in [
      "x-00000-of-00002.gguf", "x-00003-of-00002.gguf", "x-0001-of-0002.gguf",
      "x-+0001-of-00002.gguf", "x-99999-of-99999.gguf", "x-00001-00002.gguf", "x.gguf",
      "x-00001-of-00002.bin", "00001-of-00002.gguf", "x-\u{661}0001-of-00002.gguf",
    ] {
      #expect(GGUFSplitName(name) == nil, "\(name)")
    }
  }
}
