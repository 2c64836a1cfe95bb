import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

#if canImport(Darwin)
import Darwin
#elseif canImport(Musl)
import Musl
#else
import Glibc
#endif

/// Items 31, 34 and 35 of the checklist of malformed input.
@Suite
struct DirectoryTreeTests {
  @Test
  func `lists files with their subdirectories, sorted by UTF-8`() throws {
    let directory = try TemporaryDirectory()
    try directory.write([1], to: "b")
    try directory.write([1, 2], to: "a/z")
    try directory.write([], to: "a/é/x")
    try directory.write([3], to: ".zarray")
    let tree = try DirectoryTree(directory.path)
    #expect(tree.entries.map(\.path) == [".zarray", "a/z", "a/é/x", "b"])
    #expect(tree.entries.map(\.byteCount) == [1, 2, 0, 1])
    #expect(try tree.open("a/z").prefix(9) == [1, 2])
    #expect(try tree.open("a/é/x").byteCount == 0)
    #expect(tree.focus == nil && tree.refusals.isEmpty)
    #expect(throws: FormatError.self) { try tree.open("a") }
    #expect(throws: FormatError.self) { try tree.open("../\(directory.path)/b") }
    #expect(throws: FormatError.self) { try tree.open("B") }
  }

  @Test
  func `passes over hidden directories and the litter of desktops`() throws {
    let directory = try TemporaryDirectory()
    for path in [".git/config", ".DS_Store", "a/._model", "__MACOSX/x", ".cache/x/y", "kept"] {
      try directory.write([1], to: path)
    }
    #expect(try DirectoryTree(directory.path).entries.map(\.path) == ["kept"])
  }

  @Test
  func `follows links inside the directory only`() throws {
    let outside = try TemporaryDirectory()
    try outside.write([9], to: "secret")
    let directory = try TemporaryDirectory()
    try directory.write([1, 2], to: "real/file")
    try directory.link("real/file", at: "inside")
    try directory.link("../real/file", at: "real/other")
    try directory.link(outside.path("secret"), at: "absolute")
    try directory.link("../../\(outside.path("secret"))", at: "real/relative")
    try directory.link(outside.path, at: "directory")
    try directory.link("nothing", at: "dangling")
    try directory.link("real", at: "again")
    let tree = try DirectoryTree(directory.path)
    #expect(tree.entries.map(\.path) == ["inside", "real/file", "real/other"])
    #expect(try tree.open("inside").prefix(9) == [1, 2])
    #expect(tree.refusals.keys.sorted() == ["absolute", "dangling", "directory", "real/relative"])
    let error = #expect(throws: FormatError.self) { try tree.open("absolute") }
    #expect(error?.message.contains("leads out of the directory") == true)
    #expect(throws: FormatError.self) { try tree.open("directory/secret") }
  }

  @Test
  func `follows links into the blobs of a download cache`() throws {
    let cache = try TemporaryDirectory()
    try cache.write([1, 2, 3], to: "model/blobs/abc")
    try cache.write([4], to: "model/secret")
    try cache.write([5], to: "model/snapshots/main/plain")
    let snapshot = cache.path("model/snapshots/main")
    try cache.link("../../blobs/abc", at: "model/snapshots/main/model.bin")
    try cache.link("../../secret", at: "model/snapshots/main/other.bin")
    let tree = try DirectoryTree(snapshot)
    #expect(tree.entries.map(\.path) == ["model.bin", "plain"])
    #expect(try tree.open("model.bin").prefix(9) == [1, 2, 3])
    #expect(throws: FormatError.self) { try tree.open("other.bin") }
    let file = try DirectoryTree(siblingsOf: "\(snapshot)/model.bin")
    #expect(file.focus == "model.bin" && file.entries.count == 2)
    #expect(try file.open("model.bin").byteCount == 3)
  }

  @Test
  func `refuses hard links to names outside, and takes those inside`() throws {
    let directory = try TemporaryDirectory()
    try directory.write([1], to: "tree/a")
    try directory.write([2], to: "outside")
    try directory.write([3], to: "tree/c")
    for (source, target) in [("outside", "tree/b"), ("tree/c", "tree/d")] {
      try FileManager.default.linkItem(
        atPath: directory.path(source),
        toPath: directory.path(target)
      )
    }
    let tree = try DirectoryTree(directory.path("tree"))
    #expect(tree.entries.map(\.path) == ["a", "c", "d"])
    let error = #expect(throws: FormatError.self) { try tree.open("b") }
    #expect(error?.message.contains("hard link") == true)
    // A file that the user names is opened whatever other names it has.
    let named = try SourceTrees.open(path: directory.path("tree/b"))
    #expect(try named.tree.open("b").prefix(9) == [2])
  }

  @Test(.timeLimit(.minutes(1)))
  func `refuses pipes without waiting for them`() throws {
    let directory = try TemporaryDirectory()
    #expect(makePipe(directory.path("pipe")) == 0)
    try directory.write([1], to: "file")
    let tree = try DirectoryTree(directory.path)
    #expect(tree.entries.map(\.path) == ["file"])
    let error = #expect(throws: FormatError.self) { try tree.open("pipe") }
    #expect(error?.message.contains("not a regular file") == true)
    #expect(throws: FormatError.self) { try SourceTrees.open(path: directory.path("pipe")) }
    #expect(throws: FormatError.self) { try SourceTrees.open(path: "/dev/null") }
  }

  @Test
  func `refuses a file that was replaced or changed its size`() throws {
    let directory = try TemporaryDirectory()
    for name in ["grown", "replaced", "linked", "moved/file"] {
      try directory.write([1, 2, 3], to: name)
    }
    let outside = try TemporaryDirectory()
    try outside.write([1, 2, 3], to: "file")
    let tree = try DirectoryTree(directory.path)
    try directory.write([1, 2, 3, 4], to: "grown")
    try directory.write([1, 2, 3], to: "new")
    try FileManager.default.removeItem(atPath: directory.path("replaced"))
    try FileManager.default.moveItem(
      atPath: directory.path("new"),
      toPath: directory.path("replaced")
    )
    try FileManager.default.removeItem(atPath: directory.path("linked"))
    try directory.link(outside.path("file"), at: "linked")
    // A parent swapped for a link after the directory was listed.
    try FileManager.default.moveItem(
      atPath: directory.path("moved"),
      toPath: directory.path("elsewhere")
    )
    try directory.link(outside.path, at: "moved")
    for name in ["grown", "replaced", "linked", "moved/file"] {
      #expect(throws: FormatError.self, "\(name)") { try tree.open(name) }
    }
  }

  @Test
  func `stays with the directory that was opened`() throws {
    let directory = try TemporaryDirectory()
    try directory.write([1], to: "tree/file")
    let tree = try DirectoryTree(directory.path("tree"))
    try FileManager.default.moveItem(
      atPath: directory.path("tree"),
      toPath: directory.path("renamed")
    )
    #expect(try tree.open("file").prefix(9) == [1])
  }

  @Test
  func `keeps the limits of files and levels`() throws {
    let directory = try TemporaryDirectory()
    try directory.write([1], to: "a/b/c/file")
    try directory.write([1], to: "other")
    var limits = ParsingLimits.default
    limits.archiveEntries = 1
    #expect(throws: FormatError.self) { try DirectoryTree(directory.path, limits: limits) }
    limits = .default
    limits.nestingDepth = 2
    #expect(throws: FormatError.self) { try DirectoryTree(directory.path, limits: limits) }
    limits.nestingDepth = 3
    #expect(try DirectoryTree(directory.path, limits: limits).entries.count == 2)
  }

  @Test
  func `around a file it lists the siblings and no subdirectories`() throws {
    let directory = try TemporaryDirectory()
    let path = try directory.write([1, 2], to: "model.bin")
    try directory.write([3], to: "config.json")
    try directory.write([3], to: "sub/file")
    let tree = try DirectoryTree(siblingsOf: path)
    #expect(tree.focus == "model.bin")
    #expect(tree.entries.map(\.path) == ["config.json", "model.bin"])
  }

  @Test
  func `says what cannot be opened`() throws {
    let directory = try TemporaryDirectory()
    #expect(throws: FormatError.self) { try DirectoryTree(directory.path("absent")) }
    let file = try directory.write([1], to: "file")
    #expect(throws: FormatError.self) { try DirectoryTree(file) }
    #expect(throws: FormatError.self) { try DirectoryTree(siblingsOf: directory.path) }
  }
}

private func makePipe(_ path: String) -> Int32 { unsafe mkfifo(path, 0o600) }
