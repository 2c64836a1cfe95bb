import Foundation
import Testing
import ZooPackage
import ZooStore
import ZooTensors
import ZooTestSupport

/// A store in a temporary directory, and packages to install into it.
struct StoreStage {
  let directory: TemporaryDirectory
  var store: LocalStore

  init() throws {
    directory = try TemporaryDirectory()
    store = LocalStore(try StoreLocation(directory.path("store")))
  }

  /// A complete package in a new staging directory; other weights for another `version`.
  func staged(_ name: String = "tiny", version: Int = 1) throws -> String {
    let path = try store.makeStagingDirectory()
    var package = SmallPackage()
    package.name = name
    package.tensors = [
      try .init("words", [4, 2], floats: (0..<8).map { Float($0 * version) }),
      try .init("bias", [2], floats: [1, 2]),
    ]
    try package.write(to: directory, at: String(path.dropFirst(directory.path.count + 1)))
    return path
  }

  /// Installs a package.
  @discardableResult
  func install(
    _ name: String = "tiny",
    version: Int = 1,
    aliases: [String] = []
  ) throws -> InstalledPackage {
    try store.install(staged: try staged(name, version: version), aliases: aliases)
  }

  /// The absolute path of a package.
  func path(of package: InstalledPackage) -> String {
    "\(store.layout.home)/\(package.relativePath)"
  }

  /// Where a name leads.
  func path(named name: String) throws -> String? { try store.layout.package(named: name) }

  /// Installs and stops after a step, as a kill would.
  func installStopping(
    after step: LocalStore.InstallStep,
    version: Int,
    aliases: [String] = []
  ) throws {
    var stopping = store
    stopping.stopsAfter = step
    let staged = try staged(version: version)
    #expect(throws: ZooError.self) { try stopping.install(staged: staged, aliases: aliases) }
  }

  /// The names in a directory of the store.
  func names(_ relative: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(store.layout.home)/\(relative)").sorted()
  }

  /// Renames what is staged as if a process had left it that does not run any more.
  func abandonStaged() throws {
    let staging = store.stagingDirectory
    for (number, name) in try names("staging").enumerated() {
      // No process has a number above 2³⁰.
      try FileManager.default.moveItem(
        atPath: "\(staging)/\(name)",
        toPath: "\(staging)/1999999999-\(number)"
      )
    }
  }

  /// The kinds of what `doctor` finds.
  func findings() throws -> [String] { try store.findings().map(\.kind.rawValue).sorted() }

  /// Requires that every installed package is whole.
  func expectSound(sourceLocation: SourceLocation = #_sourceLocation) throws {
    for package in try store.packages() {
      #expect(
        PackageVerifier(path(of: package)).problems().isEmpty,
        sourceLocation: sourceLocation
      )
    }
  }
}
