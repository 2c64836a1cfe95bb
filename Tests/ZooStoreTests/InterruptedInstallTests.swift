import Foundation
import Testing
import ZooPackage
import ZooStore
import ZooTensors
import ZooTestSupport

/// A kill after each step of an install leaves the old state or the new one.
@Suite
struct InterruptedInstallTests {
  static let steps = LocalStore.InstallStep.allCases

  @Test(arguments: steps)
  func `a first install that was killed`(_ step: LocalStore.InstallStep) throws {
    let stage = try StoreStage()
    try stage.installStopping(after: step, version: 1, aliases: ["t"])
    try stage.abandonStaged()
    let found = try stage.path(named: "tiny")
    #expect((found != nil) == (step == .named))
    let garbage = try stage.store.collectGarbage(dryRun: false)
    #expect(garbage.count == (step == .named ? 0 : 1))
    #expect(try stage.findings() == [])
    #expect(try stage.names("staging") == [])
    // And afterwards it works as if nothing had happened.
    let package = try stage.install(aliases: ["t"])
    #expect(try stage.path(named: "t") == stage.path(of: package))
    #expect(try stage.store.packages() == [package])
    #expect(try stage.findings() == [])
    try stage.expectSound()
  }

  @Test(arguments: steps)
  func `an update that was killed`(_ step: LocalStore.InstallStep) throws {
    let stage = try StoreStage()
    let old = try stage.install(version: 1, aliases: ["t"])
    try stage.installStopping(after: step, version: 2, aliases: ["t"])
    try stage.abandonStaged()
    let found = try #require(try stage.path(named: "tiny"))
    #expect((found == stage.path(of: old)) == (step != .named))
    #expect(PackageVerifier(found).problems().isEmpty)
    try stage.store.repair()
    #expect(try stage.path(named: "tiny") == found)
    _ = try stage.store.collectGarbage(dryRun: false)
    #expect(try stage.path(named: "tiny") == found)
    #expect(try stage.findings() == [])
    #expect(try stage.store.packages().map { stage.path(of: $0) } == [found])
    try stage.expectSound()
  }

  @Test(arguments: steps)
  func `the same install again that was killed`(_ step: LocalStore.InstallStep) throws {
    let stage = try StoreStage()
    let package = try stage.install()
    try stage.installStopping(after: step, version: 1)
    try stage.abandonStaged()
    #expect(try stage.path(named: "tiny") == stage.path(of: package))
    try stage.expectSound()
    _ = try stage.store.collectGarbage(dryRun: false)
    #expect(try stage.findings() == [])
    #expect(try stage.store.packages() == [package])
  }

  @Test(arguments: steps)
  func `doctor gives an interrupted first install its name`(_ step: LocalStore.InstallStep) throws {
    let stage = try StoreStage()
    try stage.installStopping(after: step, version: 1)
    let packages = try stage.store.repair()
    #expect(packages.count == (step == .sealed ? 0 : 1))
    #expect((try stage.path(named: "tiny") == nil) == (step == .sealed))
    #expect(try stage.findings() == [], "what this process has staged is its own business")
  }

  @Test
  func `a name that was half written is no name`() throws {
    let stage = try StoreStage()
    let package = try stage.install()
    try stage.directory.write([], to: "store/names/.tiny.4711.new")
    try stage.directory.write(
      Array("\(package.relativePath)\n".utf8),
      to: "store/names/.other.4711.new"
    )
    #expect(stage.store.layout.installedNames() == ["tiny"])
    #expect(try stage.findings() == [])
    try stage.store.repair()
    #expect(stage.store.layout.installedNames() == ["tiny"])
  }

  @Test
  func `an install of a running process is not garbage`() throws {
    let stage = try StoreStage()
    let staged = try stage.staged()
    #expect(try stage.store.collectGarbage(dryRun: false) == [])
    #expect(FileManager.default.fileExists(atPath: staged))
    try stage.store.discardStaging(staged)
    #expect(try stage.names("staging") == [])
  }
}
