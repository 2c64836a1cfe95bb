/// What a `Content-Range` header says: `bytes 5-9/10` or `bytes */10`.
struct ContentRange: Sendable, Hashable {
  /// The first byte and the last one; `nil` where none are sent.
  let bytes: ClosedRange<Int>?
  /// The number of bytes of the whole, where the server knows it.
  let total: Int?

  init?(_ header: String?) {
    guard let header, header.lowercased().hasPrefix("bytes ") else { return nil }
    let parts = header.dropFirst(6).split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    if parts[1] == "*" {
      total = nil
    } else {
      guard let count = Int(parts[1]), count >= 0 else { return nil }
      total = count
    }
    if parts[0] == "*" {
      bytes = nil
    } else {
      let ends = parts[0].split(separator: "-", omittingEmptySubsequences: false)
      guard ends.count == 2, let first = Int(ends[0]), let last = Int(ends[1]), first >= 0,
        first <= last, total.map({ last < $0 }) ?? true
      else { return nil }
      bytes = first...last
    }
  }
}
