import Foundation
import ZooTensors

/// Requests over a transport, with redirections followed and the token kept at home.
struct HTTPClient: Sendable {
  let transport: any Transport
  let settings: FetchSettings

  /// An answer with status 200 or 206, after all redirections.
  struct Answer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let body: any TransportBody
    /// The headers of the redirections on the way, in order.
    let redirections: [HTTPHeaders]

    /// A header of the first answer on the way that has it.
    func first(_ name: String) -> String? {
      redirections.lazy.compactMap { $0[name] }.first ?? headers[name]
    }
  }

  private static let mostRedirections = 10

  /// Gets an address.
  ///
  /// - Throws: ``FetchFailure`` for any status but 200 and 206.
  func get(
    _ address: URL,
    headers: HTTPHeaders = [:],
    backlogLimit: Int? = nil
  ) async throws(FetchFailure) -> Answer {
    if address.isFileURL { return try LocalFileBody.answer(address, headers) }
    try checkOnline(address)
    var url = address
    var redirections: [HTTPHeaders] = []
    while true {
      var sent = headers
      // Compressed bytes could be neither continued nor compared with the published size.
      sent["Accept-Encoding"] = "identity"
      sent["User-Agent"] = "zoo"
      let authorization = settings.token?.authorization(for: url)
      sent["Authorization"] = authorization
      let request = TransportRequest(
        url,
        headers: sent,
        answerLimit: settings.timeout,
        stallLimit: settings.timeout,
        backlogLimit: backlogLimit
      )
      let answer: TransportAnswer
      do throws(TransportFailure) {
        answer = try await transport.open(request)
      } catch {
        throw FetchFailure(error)
      }
      switch answer.status {
      case 200, 206:
        return Answer(
          status: answer.status,
          headers: answer.headers,
          body: answer.body,
          redirections: redirections
        )
      case 301, 302, 303, 307, 308:
        answer.body.cancel()
        redirections.append(answer.headers)
        url = try Self.target(of: answer, from: url, redirections.count)
      default:
        answer.body.cancel()
        throw Refusal(
          url: url,
          status: answer.status,
          headers: answer.headers,
          token: settings.token,
          tokenWasSent: authorization != nil,
          isRedirected: !redirections.isEmpty
        ).failure
      }
    }
  }

  /// Gets a small body whole.
  ///
  /// - Throws: ``FetchFailure``; also where the body has more than `limit` bytes.
  func text(
    _ address: URL,
    limit: Int
  ) async throws(FetchFailure) -> (content: [UInt8], headers: HTTPHeaders) {
    let answer = try await get(address)
    var content: [UInt8] = []
    do throws(TransportFailure) {
      while let bytes = try await answer.body.next() {
        content += bytes
        guard content.count <= limit else {
          answer.body.cancel()
          throw TransportFailure(.badAddress, "the answer has more than \(limit) bytes")
        }
      }
    } catch {
      throw FetchFailure(error)
    }
    return (content, answer.headers)
  }

  /// Gets a small body whole, again and again where that may help.
  func textWithRetry(
    _ address: URL,
    limit: Int
  ) async throws(FetchFailure) -> (content: [UInt8], headers: HTTPHeaders) {
    var failures = 0
    var hasAnswered = false
    while true {
      do throws(FetchFailure) {
        return try await text(address, limit: limit)
      } catch {
        failures += 1
        let policy = settings.retry
        let requested = error.requestedPause ?? .zero
        hasAnswered = hasAnswered || error.kind != .unreachable
        guard error.isRetryable, failures < policy.limit(hasAnswered: hasAnswered),
          requested <= policy.longestRequestedPause
        else { throw error }
        do {
          try await policy.sleep(max(requested, policy.pause(failures: failures)))
        } catch {
          throw FetchFailure(.interruptedDownload)
        }
      }
    }
  }

  private func checkOnline(_ url: URL) throws(FetchFailure) {
    guard let reason = settings.offlineReason else { return }
    throw FetchFailure(
      ZooError(
        .unreachable,
        "the network is switched off by \(reason), so '\(url.absoluteString)' was not requested"
      )
    )
  }

  /// Where a redirection leads.
  private static func target(
    of answer: TransportAnswer,
    from url: URL,
    _ count: Int
  ) throws(FetchFailure) -> URL {
    guard count <= mostRedirections else {
      throw FetchFailure(.unreachable, "the server redirects more than \(mostRedirections) times")
    }
    guard let location = answer.headers["Location"],
      let target = URL(string: location, relativeTo: url)?.absoluteURL, Origin(target) != nil,
      target.user() == nil
    else {
      throw FetchFailure(
        .unreachable,
        "the server redirects to no usable address (status \(answer.status))"
      )
    }
    guard url.scheme?.lowercased() != "https" || target.scheme?.lowercased() == "https" else {
      throw FetchFailure(
        .unreachable,
        "the server redirects from an encrypted to an unencrypted address, which is not followed"
      )
    }
    return target
  }
}
