import Foundation
import Synchronization
import Testing
import ZooFetch
import ZooPackage
import ZooTensors
import ZooTestSupport

@Suite(.hangGuard)
struct `Downloads` {
  let stage: DownloadStage
  let content = DownloadStage.content(300_000)

  init() throws { stage = try DownloadStage() }

  @Test
  func `a file arrives whole and is not requested again`() async throws {
    let address = stage.server.serve("/a/weights.bin", content)
    let file = try DownloadStage.file("weights.bin", content, at: address)
    let first = try await stage.download(file)
    #expect(stage.has("weights.bin", content))
    #expect(first[0].sha256 == SHA256Digest(of: content) && first[0].isVerified)
    #expect(stage.server.requests.count == 1)
    #expect(stage.server.requests[0].headers["accept-encoding"] == "identity")
    #expect(stage.server.requests[0].headers["authorization"] == nil)
    let second = try await stage.download(file)
    #expect(second == first && stage.server.requests.count == 1)
  }

  @Test
  func `a file of an earlier run that has changed is downloaded again`() async throws {
    let address = stage.server.serve("/a", content)
    let file = try DownloadStage.file("a", content, at: address)
    try await stage.download(file)
    try stage.home.write([1, 2, 3], to: "partial/job/files/a")
    try await stage.download(file)
    #expect(stage.has("a", content) && stage.server.requests.count == 2)
  }

  @Test
  func `many files keep their order and their directories`() async throws {
    var files: [RemoteFile] = []
    for index in 0..<12 {
      let content = DownloadStage.content(5000 + index, seed: UInt64(index))
      let address = stage.server.serve("/\(index)", content)
      files.append(try DownloadStage.file("deep/\(index)/file", content, at: address))
    }
    let done = try await Downloader(settings: stage.settings)
      .download(files, to: stage.directory)
    #expect(done.map(\.byteCount) == (0..<12).map { 5000 + $0 })
    #expect(stage.has("deep/7/file", DownloadStage.content(5007, seed: 7)))
  }

  @Test
  func `an empty file that is known to be empty is a file`() async throws {
    let address = stage.server.serve("/empty", [])
    try await stage.download(try DownloadStage.file("empty", [], at: address))
    #expect(stage.has("empty", []))
  }

  @Test
  func `progress never falls, ends with everything and counts the whole job`() async throws {
    let address = stage.server.serve("/a", content)
    let other = stage.server.serve("/b", content)
    let seen = Mutex<[DownloadProgress]>([])
    try await stage.download(
      try DownloadStage.file("a", content, at: address),
      try DownloadStage.file("b", content, at: other)
    ) { progress in seen.withLock { $0.append(progress) } }
    let all = seen.withLock { $0 }
    let counts = all.map(\.completedByteCount)
    #expect(counts == counts.sorted() && counts.last == 600_000)
    #expect(all.last?.phase == .finished && all.last?.totalByteCount == 600_000)
    #expect(all.last?.resumedByteCount == 0)
  }

  // MARK: - Resuming

  @Test
  func `a connection that is cut is continued with a range`() async throws {
    let address = stage.server.serve("/a", content, etag: "\"v1\"")
    stage.server.script("/a", .cut(after: 100_000), .cut(after: 50_000))
    try await stage.download(try DownloadStage.file("a", content, at: address))
    #expect(stage.has("a", content))
    let ranges = stage.server.requests.map { $0.headers["range"] }
    #expect(ranges == [nil, "bytes=100000-", "bytes=150000-"])
    #expect(stage.server.requests[2].headers["if-range"] == "\"v1\"")
  }

  @Test
  func `a reset connection is continued`() async throws {
    let address = stage.server.serve("/a", content)
    stage.server.script("/a", .reset(after: 100_000))
    try await stage.download(try DownloadStage.file("a", content, at: address))
    #expect(stage.has("a", content) && stage.server.requests.count == 2)
  }

  @Test
  func `a server that keeps cutting is continued as long as bytes come`() async throws {
    let address = stage.server.serve("/a", content)
    stage.server.script("/a", .cut(after: 70_000), .cut(after: 70_000), .cut(after: 70_000))
    stage.server.scriptAlways("/a", .cut(after: 70_000))
    try await stage.download(try DownloadStage.file("a", content, at: address))
    #expect(stage.has("a", content) && stage.server.requests.count == 5)
  }

  @Test
  func `an interrupted download goes on in the next run`() async throws {
    let address = stage.server.serve("/a", content)
    stage.server.scriptAlways("/a", .cut(after: 1))
    stage.server.script("/a", .cut(after: 200_000), .status(500), .status(500), .status(500))
    let file = try DownloadStage.file("a", content, at: address)
    let error = await stage.failure(file)
    #expect(error?.code == .temporary && error?.code.exitStatus == 75)
    #expect(stage.partialByteCount == 200_000)
    stage.server.script("/a")
    stage.server.forgetRequests()
    let seen = Mutex<Int>(0)
    try await stage.download(file) { progress in
      seen.withLock { $0 = progress.resumedByteCount }
    }
    #expect(stage.server.requests.map { $0.headers["range"] } == ["bytes=200000-"])
    #expect(seen.withLock { $0 } == 200_000)
    #expect(stage.has("a", content))
  }

  @Test(arguments: [true, false])
  func `a killed process leaves bytes that the next one continues`(knowsDigest: Bool) async throws {
    let address = stage.server.serve("/a", content)
    stage.server.script("/a", .stall(after: 150_000))
    let digest = SHA256Digest(of: content).hex
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [
        address = address as String, path = stage.directory.path as String,
        digest = digest as String, knowsDigest = knowsDigest as Bool,
      ] in
      var downloader = Downloader(settings: DownloadStage.impatient)
      downloader.checkpointBytes = 10_000
      let file = try RemoteFile(
        name: "a",
        addresses: [address],
        byteCount: knowsDigest ? 300_000 : nil,
        digest: knowsDigest ? SHA256Digest(hex: digest).map { .sha256($0) } : nil
      )
      Thread.detachNewThread {
        while DownloadStage.partialByteCount(in: path) < 150_000
          || DownloadStage.flushedByteCount(in: path) <= 140_000
        {
          usleep(1000)
        }
        kill(getpid(), SIGKILL)
      }
      _ = try await downloader.download([file], to: DownloadDirectory(path))
    }
    #expect(stage.partialByteCount == 150_000)
    #expect(!stage.hasFile("a"))
    stage.server.forgetRequests()
    let file =
      knowsDigest
      ? try DownloadStage.file("a", content, at: address)
      : try RemoteFile(name: "a", addresses: [address])
    try await stage.download(file)
    #expect(stage.has("a", content))
    let range = try #require(stage.server.requests.first?.range)
    #expect(range.first > 140_000 && stage.server.requests.count == 1)
  }

  @Test
  func `a server that ignores ranges sends everything again`() async throws {
    var resource = LoopbackResource(content, etag: "\"1\"")
    resource.ignoresRange = true
    stage.server.serve("/a", resource)
    stage.server.script("/a", .cut(after: 100_000))
    let file = try DownloadStage.file("a", content, at: stage.server.address + "/a")
    try await stage.download(file)
    #expect(stage.has("a", content) && stage.server.requests.count == 2)
  }

  @Test
  func `a file that changes meanwhile is downloaded anew`() async throws {
    let other = DownloadStage.content(250_000, seed: 9)
    let address = stage.server.serve("/a", content, etag: "\"old\"")
    stage.server.script(
      "/a",
      .cut(after: 100_000),
      .changed(etag: "\"new\"", content: other)
    )
    // No digest is known, so the entity tag alone decides.
    try await stage.download(try RemoteFile(name: "a", addresses: [address]))
    #expect(stage.has("a", other))
    #expect(stage.server.requests[1].headers["if-range"] == "\"old\"")
  }

  @Test(arguments: [LoopbackFault.wrongContentRange, .wrongTotal])
  func `a range that does not fit is not appended`(_ fault: LoopbackFault) async throws {
    let address = stage.server.serve("/a", content)
    stage.server.script("/a", .cut(after: 100_000), fault)
    try await stage.download(try DownloadStage.file("a", content, at: address))
    #expect(stage.has("a", content))
    #expect(stage.server.requests.map { $0.headers["range"] } == [nil, "bytes=100000-", nil])
  }

  @Test
  func `a damaged unfinished file is found out and replaced`() async throws {
    let address = stage.server.serve("/a", content)
    let file = try DownloadStage.file("a", content, at: address)
    stage.server.script("/a", .cut(after: 200_000), .status(404))
    _ = await stage.failure(file)
    let parts = try FileManager.default.contentsOfDirectory(atPath: stage.directory.path + "/parts")
    let part = try #require(parts.first { $0.hasSuffix(".part") })
    var bytes = try stage.home.read("partial/job/parts/\(part)")
    bytes[5] ^= 1
    try stage.home.write(bytes, to: "partial/job/parts/\(part)")
    try await stage.download(file)
    #expect(stage.has("a", content))
    let ranges = stage.server.requests.map { $0.headers["range"] }
    #expect(ranges == [nil, "bytes=200000-", "bytes=200000-", nil])
  }

  @Test
  func `an unfinished file that is too long starts anew`() async throws {
    let address = stage.server.serve("/a", content)
    let file = try DownloadStage.file("a", content, at: address)
    stage.server.script("/a", .cut(after: 200_000), .status(404))
    _ = await stage.failure(file)
    let parts = try FileManager.default.contentsOfDirectory(atPath: stage.directory.path + "/parts")
    let part = try #require(parts.first { $0.hasSuffix(".part") })
    try stage.home.write(DownloadStage.content(400_000), to: "partial/job/parts/\(part)")
    try await stage.download(file)
    #expect(stage.has("a", content))
    #expect(stage.server.requests.last?.headers["range"] == nil)
  }
}
