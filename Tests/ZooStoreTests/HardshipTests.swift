import Foundation
import Testing
import ZooPackage
import ZooStore
import ZooTensors
import ZooTestSupport

/// Kills, full disks, other processes: what a store must survive.
///
/// Waiting without end is one of the defects looked for, hence the limit; it measures nothing.
@Suite(.timeLimit(.minutes(30)))
struct HardshipTests {
  /// A process that dies at any moment of an update leaves the old package or the new one.
  @Test(arguments: 0..<8)
  func `a kill at any moment leaves a sound store`(_ round: Int) async throws {
    let stage = try StoreStage()
    let old = try stage.install(version: 1, aliases: ["t"])
    let before = stage.path(of: old)
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [home = stage.directory.path as String, round = round as Int] in
      let store = LocalStore(try StoreLocation("\(home)/store"))
      Thread.detachNewThread {
        // An install takes a few milliseconds; every round dies a little later.
        usleep(UInt32(round * round) * 300)
        kill(getpid(), SIGKILL)
      }
      var version = 2
      while true {
        let directory = try TemporaryDirectory()
        var package = SmallPackage()
        package.name = "tiny"
        package.tensors = [
          try .init("words", [4, 2], floats: (0..<8).map { Float($0 * version) })
        ]
        try package.write(to: directory, at: "new")
        let staged = try store.makeStagingDirectory()
        try FileManager.default.removeItem(atPath: staged)
        try FileManager.default.copyItem(atPath: directory.path("new"), toPath: staged)
        _ = try store.install(staged: staged, aliases: ["t"])
        version += 1
      }
    }
    let found = try #require(try stage.path(named: "tiny"))
    #expect(PackageVerifier(found).problems().isEmpty)
    let alias = try #require(try stage.path(named: "t"))
    #expect(PackageVerifier(alias).problems().isEmpty)
    // The catalogue can be read, or made anew, and gc leaves what names lead to.
    try stage.store.repair()
    _ = try stage.store.collectGarbage(dryRun: false)
    #expect(try stage.path(named: "tiny") == found && FileManager.default.fileExists(atPath: found))
    #expect(try stage.findings() == [])
    try stage.expectSound()
    #expect(before != "")
  }

  @Test
  func `files are read-only once installed`() throws {
    let stage = try StoreStage()
    let path = stage.path(of: try stage.install())
    for name in try FileManager.default.contentsOfDirectory(atPath: path) {
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")
      #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o444, "\(name)")
    }
  }

  @Test
  func `a store that cannot be made is error 73`() throws {
    let directory = try TemporaryDirectory()
    try directory.write([], to: "file")
    for home in [directory.path("file/store"), "/proc/nowhere/store"] {
      let store = LocalStore(try StoreLocation(home))
      let error = #expect(throws: ZooError.self) { try store.makeStagingDirectory() }
      #expect(error?.code == .cannotCreate && error?.code.exitStatus == 73, "\(home)")
    }
  }

  @Test
  func `a full disk is error 74 and changes nothing`() async throws {
    let stage = try StoreStage()
    let old = try stage.install(version: 1)
    let staged = try stage.staged(version: 2)
    await #expect(processExitsWith: .exitCode(74)) {
      [home = stage.directory.path as String, staged = staged as String] in
      signal(SIGXFSZ, SIG_IGN)
      // No file may grow beyond this: the next best thing to a disk without room.
      var limit = rlimit(rlim_cur: 16, rlim_max: 16)
      unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
      do throws(ZooError) {
        _ = try LocalStore(try StoreLocation("\(home)/store")).install(staged: staged)
      } catch {
        exit(error.code.exitStatus)
      }
    }
    #expect(try stage.path(named: "tiny") == stage.path(of: old))
    #expect(try stage.store.packages() == [old])
    try stage.expectSound()
  }

  @Test
  func `a lock that another holds is not waited for without end`() throws {
    var stage = try StoreStage()
    try stage.install()
    let lock = unsafe open(stage.store.layout.locks + "/install.lock", O_RDWR)
    defer { close(lock) }
    #expect(flock(lock, LOCK_EX | LOCK_NB) == 0)
    stage.store.lockSeconds = 1
    let staged = try stage.staged(version: 2)
    // Waiting without end would be found by the time limit of the suite.
    let error = #expect(throws: ZooError.self) { try stage.store.install(staged: staged) }
    #expect(error?.code == .temporary && error?.code.exitStatus == 75)
    // The file still says who had the lock last.
    #expect(error?.message.contains("process \(getpid()) on ") == true)
    #expect(error?.message.contains("busy here for 1 seconds") == true)
    #expect(flock(lock, LOCK_UN) == 0)
    _ = try stage.store.install(staged: staged)
  }

  @Test
  func `a lock of a process that died is free`() async throws {
    let stage = try StoreStage()
    try stage.install()
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = stage.store.layout.locks as String] in
      let lock = unsafe open(path + "/install.lock", O_RDWR)
      guard flock(lock, LOCK_EX | LOCK_NB) == 0 else { exit(1) }
      kill(getpid(), SIGKILL)
    }
    try stage.install(version: 2)
  }

  @Test
  func `downloads are garbage after a week, not before`() throws {
    let stage = try StoreStage()
    try stage.install()
    for name in ["old", "new"] {
      try stage.directory.write([1, 2, 3], to: "store/partial/\(name)/parts/x.part")
    }
    let old = stage.store.layout.partial + "/old"
    for path in [old, old + "/parts", old + "/parts/x.part"] {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSinceNow: -8 * 86_400)],
        ofItemAtPath: path
      )
    }
    #expect(try stage.store.findings().map(\.path) == [old])
    let garbage = try stage.store.collectGarbage(dryRun: true)
    #expect(garbage.map(\.byteCount) == [3] && FileManager.default.fileExists(atPath: old))
    _ = try stage.store.collectGarbage(dryRun: false)
    #expect(try stage.names("partial") == ["new"])
  }

  @Test
  func `a name half written goes after an hour`() throws {
    let stage = try StoreStage()
    try stage.install()
    let path = stage.store.layout.names + "/.tiny.77.new"
    try stage.directory.write([109], to: "store/names/.tiny.77.new")
    #expect(try stage.store.findings().isEmpty && stage.store.layout.installedNames() == ["tiny"])
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -7200)],
      ofItemAtPath: path
    )
    #expect(try stage.findings() == ["leftover"])
    _ = try stage.store.collectGarbage(dryRun: false)
    #expect(try stage.names("names") == ["tiny"])
  }
}
