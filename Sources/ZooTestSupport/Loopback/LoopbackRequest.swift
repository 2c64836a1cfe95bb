/// A request that a ``LoopbackServer`` received.
public struct LoopbackRequest: Sendable, Hashable {
  /// The method, such as `GET`.
  public let method: String
  /// The path and query, as sent.
  public let target: String
  /// The headers by lower-case name.
  public let headers: [String: String]

  /// The target without its query.
  public var path: String { String(target.prefix { $0 != "?" }) }

  /// The first byte and the last one of a `Range` header of the form `bytes=a-` or `bytes=a-b`.
  public var range: (first: Int, last: Int?)? {
    guard let text = headers["range"], text.hasPrefix("bytes=") else { return nil }
    let parts = text.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let first = Int(parts[0]) else { return nil }
    return (first, Int(parts[1]))
  }

  /// Reads the head of a request; `nil` where it is none.
  init?(head: String) {
    let lines = head.split(separator: "\r\n", omittingEmptySubsequences: true)
    let words = lines.first?.split(separator: " ") ?? []
    guard words.count == 3 else { return nil }
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let value = line[line.index(after: colon)...].drop { $0 == " " }
      headers[line[..<colon].lowercased()] = String(value)
    }
    method = String(words[0])
    target = String(words[1])
    self.headers = headers
  }
}
