import Foundation
import Synchronization

/// Shows how far a job is: a bar on a terminal, a line every few seconds elsewhere.
final class ProgressBar: Sendable {
  private struct State {
    var started = Date()
    var lastShown = Date.distantPast
    var resumed = 0
    var isVisible = false
  }

  private let title: String
  private let isEnabled: Bool
  private let state = Mutex(State())

  init(_ title: String, isEnabled: Bool) {
    self.title = title
    self.isEnabled = isEnabled
  }

  /// Reports that `done` of `total` bytes are there; `total` is `nil` while it is unknown.
  func update(done: Int, total: Int?, resumed: Int = 0) {
    guard isEnabled else { return }
    let now = Date()
    let isInteractive = Console.isInteractive
    let text: String? = state.withLock { state in
      let interval = isInteractive ? 0.1 : 5.0
      // Without a terminal a short job needs no lines at all.
      if !isInteractive, !state.isVisible, now.timeIntervalSince(state.started) < interval {
        return nil
      }
      let isLast = done == total
      guard isLast || now.timeIntervalSince(state.lastShown) >= interval else { return nil }
      state.lastShown = now
      state.isVisible = true
      let seconds = max(now.timeIntervalSince(state.started), 0.001)
      let rate = Double(done - resumed) / seconds
      return line(done: done, total: total, rate: rate, isInteractive: isInteractive)
    }
    guard let text else { return }
    if isInteractive {
      Console.draw("\r\u{1b}[K\(text)")
    } else {
      Console.note(text)
    }
  }

  /// Ends the bar's line.
  func finish() {
    let wasVisible = state.withLock { $0.isVisible }
    if isEnabled, wasVisible, Console.isInteractive {
      Console.draw("\r\u{1b}[K")
    }
  }

  private func line(done: Int, total: Int?, rate: Double, isInteractive: Bool) -> String {
    let speed = "\(Units.bytes(Int(rate)))/s"
    guard let total, total > 0 else { return "\(title)  \(Units.bytes(done))  \(speed)" }
    let share = min(1, Double(done) / Double(total))
    let left = rate > 0 ? Int(Double(total - done) / rate) : 0
    let numbers = "\(Units.bytes(done)) of \(Units.bytes(total))  \(speed)"
    let time =
      done < total && left > 0 ? "  \(left / 60):\(left % 60 < 10 ? "0" : "")\(left % 60) left" : ""
    guard isInteractive else { return "\(title)  \(Int(share * 100)) %  \(numbers)\(time)" }
    let filled = Int(share * 24)
    let bar = String(repeating: "━", count: filled) + String(repeating: "╌", count: 24 - filled)
    return "\(title)  \(bar) \(Int(share * 100)) %  \(numbers)\(time)"
  }
}
