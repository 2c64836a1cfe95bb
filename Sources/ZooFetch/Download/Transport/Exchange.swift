import Dispatch
import Synchronization

/// The state of one exchange between the thread that receives and the task that reads.
///
/// The receiving side calls ``received(status:headers:)``, ``received(_:)`` and ``ended(_:)``. The
/// reading side calls ``head()`` and ``next()``. A timer watches the time that the reader waits.
final class Exchange: TransportBody {
  struct Head: Sendable {
    let status: Int
    let headers: HTTPHeaders
  }

  private struct State {
    var head: Head?
    var buffer: [UInt8] = []
    var end: Result<Void, TransportFailure>?
    var reader: CheckedContinuation<Void, Never>?
    var waitingSince: ContinuousClock.Instant?
    var receivedInWindow = 0
    var isHeldBack = false
  }

  /// Fewer bytes than this in a whole stall limit count as none.
  static let progressBytes = 1024

  private let state = Mutex(State())
  private let request: TransportRequest
  /// Ends the transfer; called once at most.
  private let stop: @Sendable () -> Void
  /// Holds the sender back or lets it go on; `nil` where that is not possible.
  private let hold: (@Sendable (Bool) -> Void)?

  init(
    _ request: TransportRequest,
    hold: (@Sendable (Bool) -> Void)?,
    stop: @escaping @Sendable () -> Void
  ) {
    self.request = request
    self.hold = hold
    self.stop = stop
  }

  /// Begins to watch the time.
  func start() {
    state.withLock { $0.waitingSince = .now }
    watch(every: max(0.02, min(1, min(request.answerLimit, request.stallLimit) / .seconds(4))))
  }

  /// Looks at the time again and again until the exchange has ended.
  private func watch(every seconds: Double) {
    DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { [weak self] in
      guard let self, self.isWatched() else { return }
      self.watch(every: seconds)
    }
  }

  // MARK: - Receiving

  func received(status: Int, headers: HTTPHeaders) {
    wake { state in
      guard state.end == nil else { return }
      state.head = Head(status: status, headers: headers)
      state.waitingSince = .now
      state.receivedInWindow = 0
    }
  }

  /// Takes `count` bytes of the body, which `append` adds to the buffer.
  func received(count: Int, _ append: (inout [UInt8]) -> Void) {
    var isTooMuch = false
    wake { state in
      guard state.end == nil else { return }
      append(&state.buffer)
      state.receivedInWindow += count
      if state.receivedInWindow >= Self.progressBytes {
        state.receivedInWindow = 0
        state.waitingSince = .now
      }
      if let limit = request.backlogLimit, state.buffer.count > limit, !state.isHeldBack {
        isTooMuch = true
        if hold != nil {
          state.isHeldBack = true
        } else {
          state.end = .failure(
            TransportFailure(.backlog, "the data came faster than it could be written")
          )
        }
      }
    }
    guard isTooMuch else { return }
    if let hold { hold(true) } else { stop() }
  }

  func ended(_ result: Result<Void, TransportFailure>) {
    wake { state in
      if state.end == nil { state.end = result }
    }
  }

  // MARK: - Reading

  /// Waits for the head of the answer.
  func head() async throws(TransportFailure) -> Head {
    while true {
      let (head, end) = state.withLock { ($0.head, $0.end) }
      if let head { return head }
      switch end {
      case .failure(let failure): throw failure
      case .success: throw TransportFailure(.broken, "the server closed without an answer")
      case nil: await wait { $0.head == nil && $0.end == nil }
      }
    }
  }

  func next() async throws(TransportFailure) -> [UInt8]? {
    while true {
      if Task.isCancelled {
        cancel()
        throw TransportFailure(.cancelled, "cancelled")
      }
      var isReleased = false
      let (bytes, end) = state.withLock { state in
        let bytes = state.buffer
        state.buffer = []
        if state.isHeldBack {
          state.isHeldBack = false
          isReleased = true
        }
        return (bytes, state.end)
      }
      if isReleased { hold?(false) }
      if !bytes.isEmpty { return bytes }
      switch end {
      case .failure(let failure): throw failure
      case .success: return nil
      case nil: await wait { $0.buffer.isEmpty && $0.end == nil }
      }
    }
  }

  func cancel() { fail(TransportFailure(.cancelled, "cancelled")) }

  /// Suspends the reading task while a condition holds.
  private func wait(while condition: (borrowing State) -> Bool) async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let goesOn = state.withLock { state in
          guard condition(state), !Task.isCancelled else { return true }
          state.reader = continuation
          return false
        }
        if goesOn { continuation.resume() }
      }
    } onCancel: {
      cancel()
    }
    if Task.isCancelled { cancel() }
  }

  // MARK: - Time

  /// Ends the exchange where its time is over; whether it has to be watched further.
  private func isWatched() -> Bool {
    var isOver = false
    let failure = state.withLock { state -> TransportFailure? in
      isOver = state.end != nil
      guard !isOver, let since = state.waitingSince else { return nil }
      // While bytes wait for the reader, it is the reader that is slow.
      if !state.buffer.isEmpty || state.isHeldBack {
        state.waitingSince = .now
        return nil
      }
      let limit = state.head == nil ? request.answerLimit : request.stallLimit
      guard since.duration(to: .now) > limit else { return nil }
      return TransportFailure(
        .timeout,
        state.head == nil
          ? "no answer within \(limit.inWords)" : "no data for \(limit.inWords)"
      )
    }
    if let failure { fail(failure) }
    return !isOver && failure == nil
  }

  private func fail(_ failure: TransportFailure) {
    var isFirst = false
    wake { state in
      guard state.end == nil else { return }
      state.end = .failure(failure)
      isFirst = true
    }
    if isFirst { stop() }
  }

  /// Changes the state and wakes the reader.
  private func wake(_ change: (inout State) -> Void) {
    let reader = state.withLock { state -> CheckedContinuation<Void, Never>? in
      change(&state)
      defer { state.reader = nil }
      return state.reader
    }
    reader?.resume()
  }
}

extension Duration {
  /// Such as `30 s` or `0.2 s`.
  var inWords: String {
    let tenths = Int((self / .milliseconds(100)).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10) s" : "\(tenths / 10).\(tenths % 10) s"
  }
}
