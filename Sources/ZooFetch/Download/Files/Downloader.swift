public import ZooTensors

/// Downloads files: resumed, verified, with several sources for each, and never hanging.
///
/// Every byte is hashed as it is written. A file gets its name only when it is complete and its
/// digest is right, so nothing unverified can be mistaken for a file. An interruption of any kind
/// leaves unfinished files that the next call with the same directory continues.
public struct Downloader: Sendable {
  private let client: HTTPClient
  /// After so many bytes, what has come is flushed and noted.
  package var checkpointBytes = 64 << 20

  /// Creates a downloader.
  public init(settings: FetchSettings, transport: any Transport = URLSessionTransport()) {
    client = HTTPClient(transport: transport, settings: settings)
  }

  /// Downloads files into a directory; those that are there and right are not requested again.
  ///
  /// Files are downloaded some at a time, see ``FetchSettings/concurrency``; one that cannot be had
  /// ends the others.
  /// - Parameters:
  ///   - files: The files; no two may have the same name.
  ///   - directory: Where they are collected.
  ///   - progress: Receives the state of the whole job.
  /// - Returns: the files in the order given.
  /// - Throws: ``ZooError``: `badData` for wrong bytes, `temporary` where a later attempt may help,
  ///   `unreachable` or `notFound` where none will, `notAllowed` with the reason, `ioError` for a
  ///   full disk, `cannotCreate` for a directory that cannot be written, `interrupted` when the task
  ///   is cancelled.
  public func download(
    _ files: [RemoteFile],
    to directory: DownloadDirectory,
    progress: @escaping DownloadProgressHandler = { _ in }
  ) async throws(ZooError) -> [DownloadedFile] {
    try Self.checkNames(files)
    try DownloadFiles.createDirectory(directory.files)
    try DownloadFiles.requireSpace(Self.missingByteCount(files, directory), at: directory.files)
    let meter = ProgressMeter(files, handler: progress)
    let results = await run(files, directory, meter)
    var downloaded: [DownloadedFile] = []
    var failures: [ZooError] = []
    for result in results {
      switch result {
      case .success(let file)?: downloaded.append(file)
      case .failure(let error)?: failures.append(error)
      case nil: break
      }
    }
    // The first failure cancels the others, which then report an interruption of no interest.
    if let error = failures.first(where: { $0.code != .interrupted }) ?? failures.first {
      throw error
    }
    guard downloaded.count == files.count else {
      throw .interruptedDownload
    }
    meter.finish(files.last?.name ?? "")
    return downloaded
  }

  private func run(
    _ files: [RemoteFile],
    _ directory: DownloadDirectory,
    _ meter: ProgressMeter
  ) async -> [Result<DownloadedFile, ZooError>?] {
    let downloads = files.map { file in
      FileDownload(
        file: file,
        directory: directory,
        client: client,
        meter: meter,
        checkpointBytes: checkpointBytes
      )
    }
    return await withTaskGroup(of: (Int, Result<DownloadedFile, ZooError>).self) { group in
      var results = [Result<DownloadedFile, ZooError>?](repeating: nil, count: files.count)
      var next = 0
      func start() {
        guard next < downloads.count, !Task.isCancelled else { return }
        let index = next
        next += 1
        group.addTask {
          do throws(ZooError) {
            return (index, .success(try await downloads[index].run()))
          } catch {
            return (index, .failure(error))
          }
        }
      }
      for _ in 0..<max(1, client.settings.concurrency) { start() }
      while let (index, result) = await group.next() {
        results[index] = result
        if case .failure = result {
          group.cancelAll()
          next = downloads.count
        } else {
          start()
        }
      }
      return results
    }
  }

  private static func checkNames(_ files: [RemoteFile]) throws(ZooError) {
    var names: Set<String> = []
    for file in files where !names.insert(file.name.lowercased()).inserted {
      throw ZooError(
        .badData,
        "two files of the source have the name '\(file.name)', so one would replace the other"
      )
    }
  }

  private static func missingByteCount(
    _ files: [RemoteFile],
    _ directory: DownloadDirectory
  ) -> Int {
    files.reduce(0) { sum, file in
      let there =
        DownloadFiles.byteCount(directory.file(file.name))
        ?? DownloadFiles.byteCount(directory.part(file.name)) ?? 0
      return sum + max(0, (file.byteCount ?? 0) - there)
    }
  }
}
