import Synchronization

/// Adds up what the files of a job report, and passes it on at a bearable rate.
final class ProgressMeter: Sendable {
  private struct State {
    var counts: [String: Int]
    var totals: [String: Int?]
    var resumed: [String: Int] = [:]
    var samples: [(time: ContinuousClock.Instant, bytes: Int)] = []
    var phase = DownloadProgress.Phase.checking
    var lastReport: ContinuousClock.Instant?
  }

  private let state: Mutex<State>
  private let handler: DownloadProgressHandler
  private static let window = Duration.seconds(5)
  private static let interval = Duration.milliseconds(100)

  init(_ files: [RemoteFile], handler: @escaping DownloadProgressHandler) {
    var totals: [String: Int?] = [:]
    for file in files { totals[file.name] = .some(file.byteCount) }
    state = Mutex(State(counts: [:], totals: totals))
    self.handler = handler
  }

  /// The number of bytes of a file that are there now, `received` of them just from the network.
  func set(
    _ file: RemoteFile,
    count: Int,
    received: Int = 0,
    phase: DownloadProgress.Phase = .downloading
  ) {
    report(file.name, phase) { state in
      state.counts[file.name] = count
      if received > 0 { state.samples.append((.now, received)) }
    }
  }

  /// The size of a file, as its server says.
  func setTotal(_ file: RemoteFile, _ count: Int?) {
    guard let count else { return }
    state.withLock { $0.totals[file.name] = .some(count) }
  }

  /// How many bytes of a file are left of earlier runs.
  func setResumed(_ file: RemoteFile, _ count: Int) {
    state.withLock { $0.resumed[file.name] = count }
    set(file, count: count, phase: .checking)
  }

  /// A pause.
  func wait(_ file: RemoteFile, reason: String) {
    report(file.name, .waiting(reason: reason)) { _ in }
  }

  /// The end of the job.
  func finish(_ file: String) { report(file, .finished) { _ in } }

  private func report(
    _ file: String,
    _ phase: DownloadProgress.Phase,
    _ change: (inout State) -> Void
  ) {
    let progress = state.withLock { state -> DownloadProgress? in
      change(&state)
      let now = ContinuousClock.now
      let isNew = state.phase != phase
      state.phase = phase
      if let last = state.lastReport, !isNew, last.duration(to: now) < Self.interval { return nil }
      state.lastReport = now
      if let keep = state.samples.firstIndex(where: { $0.time.duration(to: now) < Self.window }) {
        state.samples.removeFirst(keep)
      } else {
        state.samples = []
      }
      return Self.progress(state, file, now)
    }
    if let progress { handler(progress) }
  }

  private static func progress(
    _ state: borrowing State,
    _ file: String,
    _ now: ContinuousClock.Instant
  ) -> DownloadProgress {
    let received = state.samples.reduce(0) { $0 + $1.bytes }
    let span = state.samples.first.map { $0.time.duration(to: now) / .seconds(1) } ?? 0
    var total: Int? = 0
    for count in state.totals.values { total = total.flatMap { sum in count.map { sum + $0 } } }
    return DownloadProgress(
      phase: state.phase,
      file: file,
      completedByteCount: state.counts.values.reduce(0, +),
      totalByteCount: total,
      resumedByteCount: state.resumed.values.reduce(0, +),
      bytesPerSecond: span > 0.05 ? Double(received) / span : 0
    )
  }
}
