import Foundation
import Testing
import ZooPackage
import ZooStore
import ZooTensors
import ZooTestSupport

/// Installing, again, anew and under several names.
@Suite
struct InstallTests {
  @Test
  func `a new store is made by the first install`() throws {
    let stage = try StoreStage()
    #expect(try stage.store.packages() == [])
    #expect(try stage.findings() == [])
    #expect(!FileManager.default.fileExists(atPath: stage.store.layout.home))
    let package = try stage.install(aliases: ["org/Tiny", "极小"])
    #expect(package.name == "tiny")
    #expect(package.aliases == ["org/Tiny", "极小"])
    #expect(package.isCurrent)
    for name in ["tiny", "org/Tiny", "极小"] {
      #expect(try stage.path(named: name) == stage.path(of: package))
    }
    #expect(try stage.store.packages() == [package])
    #expect(try stage.names("staging") == [])
    #expect(try stage.findings() == [])
    try stage.expectSound()
  }

  @Test
  func `the same package twice is one package`() throws {
    let stage = try StoreStage()
    let first = try stage.install()
    let second = try stage.install()
    #expect(first == second)
    #expect(try stage.store.packages() == [first])
    #expect(try stage.names("models/tiny").count == 1)
    #expect(try stage.names("staging") == [])
    #expect(try stage.findings() == [])
    try stage.expectSound()
  }

  @Test
  func `installing mends a damaged package of the same name`() throws {
    let stage = try StoreStage()
    let package = try stage.install()
    let weights = "\(stage.path(of: package))/model.safetensors"
    try FileManager.default.removeItem(atPath: weights)
    #expect(try stage.findings() == ["damaged-package"])
    try stage.install()
    #expect(try stage.findings() == [])
    try stage.expectSound()
  }

  @Test
  func `new weights take the name and leave the old ones to gc`() throws {
    let stage = try StoreStage()
    let old = try stage.install(version: 1, aliases: ["t"])
    let new = try stage.install(version: 2, aliases: ["t"])
    #expect(old.fingerprint != new.fingerprint)
    #expect(try stage.path(named: "tiny") == stage.path(of: new))
    #expect(try stage.path(named: "t") == stage.path(of: new))
    #expect(try stage.store.packages().filter(\.isCurrent) == [new])
    #expect(try stage.store.packages().count == 2)
    #expect(try stage.findings() == ["unreachable-package"])
    let dry = try stage.store.collectGarbage(dryRun: true)
    #expect(dry.map(\.path) == [stage.path(of: old)])
    #expect(try stage.store.collectGarbage(dryRun: false) == dry)
    #expect(try stage.store.packages() == [new])
    #expect(try stage.store.collectGarbage(dryRun: false) == [])
    #expect(try stage.findings() == [])
  }

  @Test
  func `an alias stays with the model that has it`() throws {
    let stage = try StoreStage()
    let first = try stage.install("first", aliases: ["both", "only"])
    let second = try stage.install(
      "second",
      version: 2,
      aliases: ["both", "first", "other", "second"]
    )
    #expect(second.aliases == ["other"])
    #expect(try stage.path(named: "both") == stage.path(of: first))
    #expect(try stage.path(named: "first") == stage.path(of: first))
    #expect(try stage.store.packages().map(\.aliases) == [["both", "only"], ["other"]])
  }

  @Test
  func `a name of its own beats an alias of another`() throws {
    let stage = try StoreStage()
    let first = try stage.install("first", aliases: ["second"])
    let second = try stage.install("second", version: 2)
    #expect(try stage.path(named: "second") == stage.path(of: second))
    #expect(try stage.path(named: "first") == stage.path(of: first))
    #expect(try stage.store.packages().map(\.aliases) == [[], []])
    try stage.store.remove("first")
    #expect(try stage.path(named: "second") == stage.path(of: second))
    #expect(try stage.findings() == [])
  }

  @Test
  func `an alias whose entry is damaged, or whose package is gone, is free`() throws {
    let stage = try StoreStage()
    let gone = try stage.install("gone", aliases: ["a"])
    try FileManager.default.removeItem(atPath: stage.path(of: gone))
    try stage.directory.write(Array("nonsense".utf8), to: "store/names/b")
    let package = try stage.install(version: 2, aliases: ["a", "b"])
    #expect(package.aliases == ["a", "b"])
    #expect(try stage.path(named: "b") == stage.path(of: package))
  }

  @Test(arguments: ["org/name", "..", "A", "%41", "百度", "a b", "-x", "x.1.new"])
  func `any name is a name`(_ name: String) throws {
    let stage = try StoreStage()
    let package = try stage.install(name)
    #expect(try stage.path(named: name) == stage.path(of: package))
    #expect(stage.path(of: package).hasPrefix(stage.store.layout.models + "/"))
    #expect(try stage.store.packages().map(\.name) == [name])
    try stage.store.remove(name)
    #expect(try stage.names("models") == [])
    #expect(try stage.names("names") == [])
  }

  @Test
  func `removing by an alias removes every version and every name`() throws {
    let stage = try StoreStage()
    try stage.install(version: 1, aliases: ["t"])
    try stage.install(version: 2)
    let other = try stage.install("other", version: 3)
    let freed = try stage.store.remove("t")
    #expect(freed > 0)
    #expect(try stage.names("models") == ["other"])
    #expect(try stage.names("names") == ["other"])
    #expect(try stage.store.packages() == [other])
    let error = #expect(throws: ZooError.self) { try stage.store.remove("tiny") }
    #expect(error?.code == .notInstalled)
  }

  @Test
  func `what is no package is not installed`() throws {
    let stage = try StoreStage()
    let empty = try stage.store.makeStagingDirectory()
    #expect(throws: ZooError.self) { try stage.store.install(staged: empty) }
    let broken = try stage.staged()
    try FileManager.default.removeItem(atPath: "\(broken)/vocab.txt")
    #expect(throws: ZooError.self) { try stage.store.install(staged: broken) }
    #expect(!FileManager.default.fileExists(atPath: stage.store.layout.models))
  }

  @Test
  func `many threads install at once`() async throws {
    let stage = try StoreStage()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<8 {
        group.addTask {
          try stage.install("m\(number % 3)", version: number % 2 + 1, aliases: ["a\(number % 3)"])
        }
      }
      try await group.waitForAll()
    }
    #expect(try stage.names("names") == ["a0", "a1", "a2", "m0", "m1", "m2"])
    #expect(try stage.names("staging") == [])
    #expect(try stage.store.packages().filter(\.isCurrent).map(\.name) == ["m0", "m1", "m2"])
    #expect(try stage.findings().allSatisfy { $0 == "unreachable-package" })
    _ = try stage.store.collectGarbage(dryRun: false)
    #expect(try stage.findings() == [])
    try stage.expectSound()
  }
}
