import Foundation

/// How often and after what time a failed attempt is repeated.
public struct RetryPolicy: Sendable {
  /// How many attempts may fail in a row without any new byte.
  public var attempts = 5
  /// How many attempts a host gets that has not answered yet: without a network nobody waits long.
  public var firstAttempts = 2
  /// How many attempts one file may take in all, even if each brings some bytes.
  public var totalAttempts = 100
  /// The pause after the first failure; it doubles from there.
  public var firstPause: Duration = .milliseconds(500)
  /// The longest pause of its own choice.
  public var longestPause: Duration = .seconds(20)
  /// The longest pause that a server may ask for; more than that is an error with its time.
  public var longestRequestedPause: Duration = .seconds(120)
  /// What a pause is; replaced where nobody wants to wait for it.
  package var sleep: @Sendable (Duration) async throws -> Void = { time in
    try await Task.sleep(for: time)
  }

  /// Patient enough for people, impatient enough for scripts.
  public init() {}

  /// How many attempts in a row may fail at a host.
  func limit(hasAnswered: Bool) -> Int { hasAnswered ? attempts : min(firstAttempts, attempts) }

  /// The pause before the attempt after `failures` failures, with jitter: a half to the whole.
  func pause(failures: Int) -> Duration {
    let doubled = firstPause * Double(1 << min(max(failures - 1, 0), 16))
    return min(doubled, longestPause) * Double.random(in: 0.5...1)
  }

  /// The time that a `Retry-After` header asks for: seconds, or an HTTP date.
  static func requestedPause(_ header: String?, now: Date = Date()) -> Duration? {
    guard let header = header?.trimmingCharacters(in: .whitespaces), !header.isEmpty else {
      return nil
    }
    if let seconds = Int(header) {
      return seconds >= 0 ? .seconds(min(seconds, 1_000_000)) : nil
    }
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = TimeZone(identifier: "GMT")
    formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
    guard let date = formatter.date(from: header) else { return nil }
    return .seconds(max(0, min(date.timeIntervalSince(now).rounded(.up), 1_000_000)))
  }
}
