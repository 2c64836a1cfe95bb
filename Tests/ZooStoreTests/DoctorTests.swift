import Foundation
import Testing
import ZooPackage
import ZooStore
import ZooTensors
import ZooTestSupport

/// The directories are the truth: everything else can be lost.
@Suite
struct DoctorTests {
  private func lose(_ stage: StoreStage, _ paths: String...) {
    for path in paths {
      // SQLite's journals are only there at times.
      try? FileManager.default.removeItem(atPath: "\(stage.store.layout.home)/\(path)")
    }
  }

  @Test
  func `a store of directories alone is repaired`() throws {
    let stage = try StoreStage()
    let first = try stage.install("first", aliases: ["f"])
    let second = try stage.install("org/second", version: 2)
    lose(stage, "zoo.sqlite3", "zoo.sqlite3-wal", "zoo.sqlite3-shm", "names", "locks", "staging")
    #expect(
      try stage.findings() == ["catalogue", "unreachable-package", "unreachable-package"]
    )
    let packages = try stage.store.repair()
    #expect(packages.map(\.name) == ["first", "org/second"])
    #expect(packages.map(\.aliases) == [[], []], "aliases were only in the names")
    #expect(try stage.path(named: "first") == stage.path(of: first))
    #expect(try stage.path(named: "org/second") == stage.path(of: second))
    #expect(try stage.findings() == [])
    #expect(try stage.store.repair() == packages)
  }

  @Test
  func `a lost catalogue comes back with every name`() throws {
    let stage = try StoreStage()
    let package = try stage.install(aliases: ["a", "b"])
    lose(stage, "zoo.sqlite3", "zoo.sqlite3-wal", "zoo.sqlite3-shm")
    #expect(try stage.findings() == ["catalogue"])
    #expect(!FileManager.default.fileExists(atPath: stage.store.layout.catalogue))
    #expect(try stage.store.packages() == [package])
    #expect(try stage.findings() == [])
  }

  @Test(arguments: ["", "short", String(repeating: "garbage ", count: 2000)])
  func `a catalogue of garbage is replaced`(_ content: String) throws {
    let stage = try StoreStage()
    let package = try stage.install()
    lose(stage, "zoo.sqlite3-wal", "zoo.sqlite3-shm")
    try stage.directory.write(Array(content.utf8), to: "store/zoo.sqlite3")
    #expect(try stage.path(named: "tiny") == stage.path(of: package))
    #expect(try stage.findings() == ["catalogue"])
    #expect(try stage.store.repair() == [package])
    #expect(try stage.findings() == [])
  }

  @Test
  func `of several versions without a name the newest gets it`() throws {
    let stage = try StoreStage()
    for (age, version) in [(300, 3), (200, 1), (100, 2)] {
      let path = stage.path(of: try stage.install(version: version))
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -Double(age))],
        ofItemAtPath: "\(path)/\(Manifest.fileName)"
      )
    }
    let newest = try #require(try stage.path(named: "tiny"))
    lose(stage, "names")
    try stage.store.repair()
    #expect(try stage.path(named: "tiny") == newest)
  }

  @Test
  func `damage is reported by kind and survives what it must`() throws {
    let stage = try StoreStage()
    let package = try stage.install(aliases: ["good"])
    let layout = stage.store.layout
    try stage.directory.write(Array("nowhere\n".utf8), to: "store/names/damaged")
    try stage.directory.write(
      Array("models/gone/0123456789abcdef\n".utf8),
      to: "store/names/dangling"
    )
    try stage.directory.write([1], to: "store/models/file")
    try stage.directory.write([1], to: "store/models/.DS_Store")
    try stage.directory.write([1], to: "store/models/tiny/file")
    try stage.directory.write([1], to: "store/models/empty/0123456789abcdef/manifest.json")
    try stage.directory.write([1], to: "store/staging/1999999999-1/model.safetensors")
    #expect(
      try stage.findings() == [
        "damaged-name", "damaged-package", "dangling-name", "leftover", "stray", "stray",
      ]
    )
    _ = try stage.store.collectGarbage(dryRun: false)
    try stage.store.repair()
    #expect(try stage.findings() == ["damaged-package", "stray", "stray"])
    #expect(layout.installedNames() == ["good", "tiny"])
    #expect(try stage.store.packages() == [package])
    #expect(throws: Never.self) { try stage.store.remove("good") }
    #expect(try stage.store.packages() == [])
  }

  @Test
  func `a name that leads out of the store is damaged`() throws {
    let stage = try StoreStage()
    try stage.install()
    for (number, text) in [
      "../../etc/0123456789abcdef\n", "/etc/passwd\n", "models/../names/0123456789abcdef\n", "\n",
      "models/tiny/0123456789ABCDEF\n", "models/tiny/0123456789abcdef",
    ].enumerated() {
      try stage.directory.write(Array(text.utf8), to: "store/names/n\(number)")
      let error = #expect(throws: ZooError.self, "\(text)") { try stage.path(named: "n\(number)") }
      #expect(error?.code == .badData)
    }
    try stage.store.repair()
    #expect(stage.store.layout.installedNames() == ["tiny"])
  }
}
