import Foundation
import Testing
import ZooFetch
import ZooPackage
import ZooTensors
import ZooTestSupport

/// A server, a directory and impatient settings: what every test of downloads needs.
struct DownloadStage {
  let server: LoopbackServer
  let home: TemporaryDirectory
  var settings: FetchSettings

  init() throws {
    server = try LoopbackServer()
    home = try TemporaryDirectory()
    settings = Self.impatient
  }

  /// Settings that wait for nothing longer than a moment.
  static var impatient: FetchSettings {
    var settings = FetchSettings()
    settings.timeout = .seconds(5)
    settings.retry.attempts = 3
    settings.retry.firstPause = .milliseconds(2)
    settings.retry.longestPause = .milliseconds(20)
    return settings
  }

  var directory: DownloadDirectory { DownloadDirectory(home.path("partial/job")) }

  /// Bytes that are the same in every run.
  static func content(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    var generator = SeededGenerator(seed: seed)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + 8)
    while bytes.count < count {
      let number = generator.next()
      for shift in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(shift * 8))) }
    }
    return Array(bytes.prefix(count))
  }

  /// A file at an address, with its digest known.
  static func file(
    _ name: String,
    _ content: [UInt8],
    at addresses: String...
  ) throws -> RemoteFile {
    try RemoteFile(
      name: name,
      addresses: addresses,
      byteCount: content.count,
      digest: .sha256(SHA256Digest(of: content))
    )
  }

  @discardableResult
  func download(
    _ files: RemoteFile...,
    progress: @escaping DownloadProgressHandler = { _ in }
  ) async throws(ZooError) -> [DownloadedFile] {
    try await Downloader(settings: settings).download(files, to: directory, progress: progress)
  }

  /// The error of a download that must fail.
  func failure(_ files: RemoteFile...) async -> ZooError? {
    do throws(ZooError) {
      _ = try await Downloader(settings: settings).download(files, to: directory)
      return nil
    } catch {
      return error
    }
  }

  /// Whether a finished file has these bytes; its answer keeps failures short.
  func has(_ name: String, _ content: [UInt8]) -> Bool {
    FileManager.default.contents(atPath: directory.file(name)).map { [UInt8]($0) } == content
  }

  /// Whether a file is finished.
  func hasFile(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: directory.file(name))
  }

  /// The unfinished bytes of the one file of the job.
  var partialByteCount: Int { Self.partialByteCount(in: directory.path) }

  /// The bytes that the notes of the one unfinished file call flushed.
  static func flushedByteCount(in directory: String) -> Int {
    let parts = directory + "/parts"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: parts)) ?? []
    guard let name = names.first(where: { $0.hasSuffix(".json") }),
      let bytes = FileManager.default.contents(atPath: "\(parts)/\(name)"),
      let notes = try? StrictJSON.parse([UInt8](bytes))
    else { return 0 }
    return notes.objectValue?["flushed"]?.intValue ?? 0
  }

  /// The unfinished bytes of the jobs in a directory.
  static func partialByteCount(in directory: String) -> Int {
    let parts = directory + "/parts"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: parts)) ?? []
    return names.filter { $0.hasSuffix(".part") }.reduce(0) { sum, name in
      sum + (FileManager.default.contents(atPath: "\(parts)/\(name)")?.count ?? 0)
    }
  }
}

extension Trait where Self == TimeLimitTrait {
  /// Ends a test that waits for a server without end, which is the defect it looks for.
  ///
  /// It measures nothing, so it is far longer than any test takes on a machine that is busy with
  /// the rest of them.
  static var hangGuard: Self { .timeLimit(.minutes(30)) }
}
