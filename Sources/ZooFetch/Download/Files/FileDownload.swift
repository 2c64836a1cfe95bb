import Foundation
import ZooPackage
import ZooTensors

/// The way of one file from its addresses to its verified place.
struct FileDownload {
  let file: RemoteFile
  let directory: DownloadDirectory
  let client: HTTPClient
  let meter: ProgressMeter
  let checkpointBytes: Int

  private var policy: RetryPolicy { client.settings.retry }
  /// An attempt that brought so many bytes counts as a success for the pauses that follow.
  private static let progressBytes = 64 << 10

  func run() async throws(ZooError) -> DownloadedFile {
    if let done = try finished() { return done }
    let partial = try await open()
    if let done = try finished() { return done }
    try partial.resume { (_) throws(ZooError) in
      if Task.isCancelled { throw .interruptedDownload }
      meter.set(file, count: partial.count, phase: .checking)
    }
    meter.setResumed(file, partial.count)
    var failures: [(address: String, failure: FetchFailure)] = []
    for address in file.addresses {
      do throws(FetchFailure) {
        return try await fetch(from: address, to: partial)
      } catch {
        try keep(partial)
        if let error = error.error { throw error }
        failures.append((address, error))
      }
    }
    throw Self.summary(file, failures)
  }

  // MARK: - Before the network

  /// The file of an earlier run, if it is there and its bytes are still right.
  private func finished() throws(ZooError) -> DownloadedFile? {
    let path = directory.file(file.name)
    guard let count = DownloadFiles.byteCount(path) else { return nil }
    let notes = DownloadFiles.small(directory.notes(file.name)).flatMap { PartialNotes($0) }
    var hasher = ContentHasher(file)
    do throws(FormatError) {
      let region = try ByteRegion(mapping: path)
      var offset = 0
      while offset < count, !Task.isCancelled {
        let step = min(1 << 20, count - offset)
        hasher.update(try region.part(offset: offset, count: step).array(limit: step))
        offset += step
        meter.set(file, count: offset, phase: .checking)
      }
    } catch {
      throw ZooError(error, path: path)
    }
    if Task.isCancelled { throw .interruptedDownload }
    let isRight =
      file.digest == nil
      ? notes?.sha256 == hasher.digest
      : hasher.mismatch(with: file.digest) == nil && (file.byteCount ?? count) == count
    guard isRight else {
      try DownloadFiles.remove(path)
      return nil
    }
    meter.setTotal(file, count)
    meter.setResumed(file, count)
    return DownloadedFile(
      name: file.name,
      path: path,
      byteCount: count,
      sha256: hasher.digest,
      address: notes?.address ?? file.addresses.first ?? path,
      commit: notes?.commit,
      isVerified: file.digest != nil || notes?.linkedDigest != nil
    )
  }

  /// Opens the unfinished file, after another process that has it.
  ///
  /// It waits as long as the file of the other process grows, and a while longer.
  private func open() async throws(ZooError) -> PartialFile {
    var lastCount = -1
    var lastGrowth = ContinuousClock.now
    while true {
      let partial = try PartialFile(file, in: directory, checkpointBytes: checkpointBytes)
      if let partial { return partial }
      let path = directory.part(file.name)
      let count = DownloadFiles.byteCount(path) ?? 0
      if count != lastCount {
        lastCount = count
        lastGrowth = .now
      }
      let notes = DownloadFiles.small(directory.notes(file.name)).flatMap { PartialNotes($0) }
      let holder = notes?.process ?? "another process"
      guard lastGrowth.duration(to: .now) < client.settings.timeout * 2 else {
        throw ZooError(
          .temporary,
          "\(holder) is downloading '\(file.name)' and makes no progress; try again later",
          path: path
        )
      }
      meter.wait(file, reason: "\(holder) is downloading it")
      try await pause(.milliseconds(100))
    }
  }

  // MARK: - One address

  private func fetch(
    from address: String,
    to partial: PartialFile
  ) async throws(FetchFailure) -> DownloadedFile {
    var failures = 0
    var attempts = 0
    var usesRange = true
    var isPatched = partial.count > 0
    var hasAnswered = false
    while true {
      let before = partial.count
      do throws(FetchFailure) {
        if !isComplete(partial) {
          let transfer = FileTransfer(
            client: client,
            meter: meter,
            partial: partial,
            address: address,
            usesRange: usesRange
          )
          try await transfer.run()
        }
        if let wrong = wrongContent(partial, address) {
          // A file that was put together from pieces gets a second chance in one piece.
          try reset(partial)
          guard isPatched else { throw wrong }
          isPatched = false
          usesRange = false
          continue
        }
        return try finish(partial, address)
      } catch {
        guard error.isRetryable else { throw error }
        attempts += 1
        let gain = partial.count - before
        // A host that never answered is not there; one that did may come back.
        hasAnswered = hasAnswered || error.kind != .unreachable || gain > 0
        failures = gain >= Self.progressBytes ? 1 : failures + 1
        isPatched = isPatched || partial.count > 0
        if error.kind == .backlog, gain > 0 { continue }
        if error.isAboutRange { usesRange = false }
        try await waitAfter(
          error,
          failures: failures,
          attempts: attempts,
          limit: policy.limit(hasAnswered: hasAnswered)
        )
      }
    }
  }

  private func isComplete(_ partial: PartialFile) -> Bool {
    guard let total = file.byteCount ?? partial.notes.byteCount else { return false }
    return partial.count == total && (total > 0 || file.byteCount == 0)
  }

  /// Waits before the next attempt, or gives up.
  private func waitAfter(
    _ failure: FetchFailure,
    failures: Int,
    attempts: Int,
    limit: Int
  ) async throws(FetchFailure) {
    guard failures < limit, attempts < policy.totalAttempts else {
      var last = FetchFailure(
        failure.kind,
        "\(failure.message) (after \(attempts) attempts)"
      )
      last.requestedPause = failure.requestedPause
      throw last
    }
    if let requested = failure.requestedPause, requested > policy.longestRequestedPause {
      throw FetchFailure(
        failure.kind,
        "\(failure.message), and the server asks to come again in \(requested.inWords)"
      )
    }
    let time = max(policy.pause(failures: failures), failure.requestedPause ?? .zero)
    meter.wait(file, reason: "\(failure.message); again in \(time.inWords)")
    do throws(ZooError) {
      try await pause(time)
    } catch {
      throw FetchFailure(error)
    }
  }

  /// The failure of complete but wrong bytes, or `nil` where they are right.
  private func wrongContent(_ partial: PartialFile, _ address: String) -> FetchFailure? {
    let what =
      file.byteCount == partial.count && file.digest != nil && partial.count == 0
      ? nil
      : WrongBody.description(head: partial.head, count: partial.count, name: file.name)
    if let (expected, found) = partial.hasher.mismatch(with: file.digest) {
      let origin = file.digestOrigin.map { " (from \($0))" } ?? ""
      return FetchFailure(
        .badData,
        "expected \(expected)\(origin), found \(found) in \(partial.count) bytes"
          + (what.map { "; it is \($0)" } ?? "")
      )
    }
    if let expected = file.byteCount, partial.count != expected {
      return FetchFailure(
        .badData,
        "expected \(expected) bytes, found \(partial.count)" + (what.map { "; it is \($0)" } ?? "")
      )
    }
    guard file.digest == nil else { return nil }
    if let linked = partial.notes.linkedDigest, linked != partial.hasher.digest {
      return FetchFailure(
        .badData,
        "expected SHA-256 \(linked) (from the hub's answer), found \(partial.hasher.digest)"
      )
    }
    return what.map { FetchFailure(.badData, "expected a file, found \($0)") }
  }

  private func finish(
    _ partial: PartialFile,
    _ address: String
  ) throws(FetchFailure) -> DownloadedFile {
    let path = directory.file(file.name)
    do throws(ZooError) {
      try partial.finish(as: path)
    } catch {
      throw FetchFailure(error)
    }
    meter.set(file, count: partial.count)
    return DownloadedFile(
      name: file.name,
      path: path,
      byteCount: partial.count,
      sha256: partial.hasher.digest,
      address: partial.notes.address.isEmpty ? address : partial.notes.address,
      commit: partial.notes.commit,
      isVerified: file.digest != nil || partial.notes.linkedDigest != nil
    )
  }

  private func reset(_ partial: PartialFile) throws(FetchFailure) {
    do throws(ZooError) {
      try partial.reset()
    } catch {
      throw FetchFailure(error)
    }
  }

  /// Puts what has come on the disk, so that the next run goes on from there.
  private func keep(_ partial: PartialFile) throws(ZooError) {
    do throws(ZooError) {
      if partial.count > 0 { try partial.checkpoint() }
    } catch {
      // The failure that led here is the one to report.
    }
  }

  private func pause(_ time: Duration) async throws(ZooError) {
    do {
      try await policy.sleep(time)
    } catch {
      throw .interruptedDownload
    }
  }

  // MARK: - All addresses

  /// The error of a file that no address could give.
  static func summary(
    _ file: RemoteFile,
    _ failures: [(address: String, failure: FetchFailure)]
  ) -> ZooError {
    guard let worst = failures.max(by: { $0.failure.weight < $1.failure.weight }) else {
      return ZooError(.internalError, "'\(file.name)' has no address to download it from")
    }
    let list = failures.map { "\($0.address): \($0.failure.message)" }.joined(separator: "; ")
    let advice = worst.failure.kind == .temporary ? "; try again later, it goes on from there" : ""
    return ZooError(
      worst.failure.code,
      "cannot download '\(file.name)': \(list)\(advice)",
      path: file.name
    )
  }
}
