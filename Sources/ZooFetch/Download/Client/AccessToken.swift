import Foundation

/// A secret that opens gated repositories, and the one place it may be sent to.
///
/// It is sent to its own scheme, host and port only: not along redirections to other hosts, not to
/// mirrors, and not over an unencrypted connection to another machine.
public struct AccessToken: Sendable {
  private let secret: String
  private let origin: Origin?
  /// Where the token was found, for messages: `HF_TOKEN` or a file.
  public let provenance: String

  /// A token for the host of an address.
  ///
  /// - Returns: `nil` where the text has other characters than a header may have.
  public init?(_ secret: String, endpoint: String, provenance: String) {
    let trimmed = secret.trimmingCharacters(in: .whitespacesAndNewlines)
    guard !trimmed.isEmpty, trimmed.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
      return nil
    }
    self.secret = trimmed
    origin = URL(string: endpoint).flatMap { Origin($0) }
    self.provenance = provenance
  }

  /// The value of the `Authorization` header for an address, or `nil` where it must not be sent.
  func authorization(for url: URL) -> String? {
    guard let origin, origin.isPrivate, Origin(url) == origin else { return nil }
    return "Bearer \(secret)"
  }

  /// Whether the token is withheld from an address only because the connection is not encrypted.
  func isWithheld(from url: URL) -> Bool {
    guard let origin else { return false }
    return !origin.isPrivate && Origin(url) == origin
  }
}

extension AccessToken: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The provenance; never the secret.
  public var description: String { "token from \(provenance)" }
  /// The provenance; never the secret.
  public var debugDescription: String { description }
  /// Nothing: the secret appears in no dump.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
