public import Foundation

/// Carries single HTTP requests: what the downloader needs from the network, and nothing else.
///
/// A transport follows no redirect, sends no header but those it is given (and what HTTP demands),
/// does not decompress, keeps no cache and no cookies, and never waits longer than the limits of
/// the request. Everything above that (redirects, tokens, retries, ranges) is the downloader's
/// work, so that it is the same over every transport.
public protocol Transport: Sendable {
  /// Sends a request and waits for the head of the answer.
  ///
  /// Cancelling the task that waits ends the exchange.
  /// - Throws: ``TransportFailure`` where there is no answer.
  func open(_ request: TransportRequest) async throws(TransportFailure) -> TransportAnswer
}

/// One HTTP request without a body.
public struct TransportRequest: Sendable {
  /// The address, `http` or `https`.
  public var url: URL
  /// The headers.
  public var headers: HTTPHeaders
  /// How long it may take until the head of the answer has come, the connection included.
  public var answerLimit: Duration
  /// How long the answer may make no progress worth the name.
  public var stallLimit: Duration
  /// How many received bytes may wait in memory; `nil` where the server cannot continue elsewhere.
  ///
  /// A transport that can hold a sender back does so; one that cannot ends the exchange with
  /// ``TransportFailure/Kind/backlog`` when the bytes that it has are read.
  public var backlogLimit: Int?

  /// Creates a request.
  public init(
    _ url: URL,
    headers: HTTPHeaders = [:],
    answerLimit: Duration = .seconds(30),
    stallLimit: Duration = .seconds(30),
    backlogLimit: Int? = nil
  ) {
    self.url = url
    self.headers = headers
    self.answerLimit = answerLimit
    self.stallLimit = stallLimit
    self.backlogLimit = backlogLimit
  }
}

/// The head of an answer, and the way to its body.
public struct TransportAnswer: Sendable {
  /// The status, such as 206.
  public let status: Int
  /// The headers.
  public let headers: HTTPHeaders
  /// The body.
  public let body: any TransportBody

  /// Creates an answer.
  public init(status: Int, headers: HTTPHeaders, body: any TransportBody) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

/// The body of an answer, read piece by piece by one reader.
public protocol TransportBody: Sendable {
  /// The next bytes, at least one, or `nil` at the end of a complete body.
  ///
  /// - Throws: ``TransportFailure`` where the connection breaks, stalls, or is cancelled.
  func next() async throws(TransportFailure) -> [UInt8]?

  /// Ends the exchange; nothing more is received.
  func cancel()
}

/// Why an exchange failed.
public struct TransportFailure: Error, Sendable, CustomStringConvertible {
  /// What happened.
  public enum Kind: Sendable, Hashable {
    /// The host has no address, or nothing answers there.
    case unreachable
    /// The connection broke.
    case broken
    /// Nothing came in time.
    case timeout
    /// The other side could not prove who it is.
    case untrusted
    /// The address is not one that can be requested.
    case badAddress
    /// More bytes came than the reader could take.
    case backlog
    /// The waiting task was cancelled.
    case cancelled
  }

  /// What happened.
  public let kind: Kind
  /// The same in words.
  public let message: String

  /// Creates a failure.
  public init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  /// The words.
  public var description: String { message }
}
