import Foundation

/// Scheme, host and port of an address: what a token belongs to.
struct Origin: Sendable, Hashable {
  let scheme: String
  let host: String
  let port: Int

  /// The origin of an address; `nil` for anything but http and https with a host.
  init?(_ url: URL) {
    guard let scheme = url.scheme?.lowercased(), let host = url.host()?.lowercased(),
      !host.isEmpty
    else { return nil }
    switch scheme {
    case "https": port = url.port ?? 443
    case "http": port = url.port ?? 80
    default: return nil
    }
    self.scheme = scheme
    self.host = host
  }

  /// Whether nobody on the way can read what is sent: TLS, or this machine.
  var isPrivate: Bool {
    scheme == "https" || ["127.0.0.1", "localhost", "::1", "[::1]"].contains(host)
  }
}
