import Foundation

/// Turns an answer without content into words and a decision.
struct Refusal {
  let url: URL
  let status: Int
  let headers: HTTPHeaders
  /// The token that may be used, if there is one.
  let token: AccessToken?
  /// Whether it was sent with this request.
  let tokenWasSent: Bool
  /// Whether the address came from a redirection, so that it may have expired.
  let isRedirected: Bool

  var failure: FetchFailure {
    switch status {
    case 401 where isRedirected, 403 where isRedirected:
      FetchFailure(
        .notAllowed,
        "the server that was redirected to answered \(status): the address has expired or is closed",
        isRetryable: true
      )
    case 401: unauthorized
    case 403: forbidden
    case 404, 410:
      FetchFailure(.notFound, "there is no such file (the server answered \(status))")
    case 416: missingRange
    case 429: busy("too many requests (429)")
    case 408, 425, 500, 502, 503, 504: busy("the server is in trouble (\(status))")
    case 451: FetchFailure(.notAllowed, "the file may not be shown for legal reasons (451)")
    case 407:
      FetchFailure(
        .notAllowed,
        "the proxy asks for a name and password (407); put them into HTTPS_PROXY"
      )
    default: FetchFailure(.unreachable, "the server answered \(status)")
    }
  }

  private var missingRange: FetchFailure {
    var failure = FetchFailure(
      .temporary,
      "the server does not have the range that was asked for (416)",
      isRetryable: true
    )
    failure.isAboutRange = true
    return failure
  }

  private func busy(_ words: String) -> FetchFailure {
    var failure = FetchFailure(.temporary, words, isRetryable: true)
    failure.requestedPause = RetryPolicy.requestedPause(headers["Retry-After"])
    return failure
  }

  /// What the hub says, in lower case: a code and a sentence.
  private var hubCode: String { headers["X-Error-Code"]?.lowercased() ?? "" }
  private var hubMessage: String { headers["X-Error-Message"]?.lowercased() ?? "" }

  /// The page of the repository, where a person accepts its terms.
  private var page: String {
    let parts = url.path().split(separator: "/").prefix { $0 != "resolve" }
    guard let scheme = url.scheme, let host = url.host(), (1...2).contains(parts.count) else {
      return "the page of the model"
    }
    let port = url.port.map { ":\($0)" } ?? ""
    return "\(scheme)://\(host)\(port)/\(parts.joined(separator: "/"))"
  }

  private var unauthorized: FetchFailure {
    if tokenWasSent {
      if hubCode == "gatedrepo" { return forbidden }
      return FetchFailure(
        .notAllowed,
        "the token is not valid (401); make a new one and set HF_TOKEN"
          + (token.map { "; the one sent is from \($0.provenance)" } ?? "")
      )
    }
    if let token, token.isWithheld(from: url) {
      return FetchFailure(
        .notAllowed,
        "a token is needed (401), and the one from \(token.provenance) is not sent because the "
          + "connection is not encrypted; use an https address"
      )
    }
    if hubCode == "gatedrepo" {
      return FetchFailure(
        .notAllowed,
        "no token: the model is gated; accept its terms at \(page), then set HF_TOKEN"
      )
    }
    return FetchFailure(
      .notAllowed,
      "no token: the repository is private or does not exist (401); check its name, or set "
        + "HF_TOKEN to a token that may read it"
    )
  }

  private var forbidden: FetchFailure {
    if hubMessage.contains("disabled") {
      return FetchFailure(.notAllowed, "the hub has closed this repository (403)")
    }
    guard hubCode == "gatedrepo" else {
      return FetchFailure(
        .notAllowed,
        tokenWasSent
          ? "denied: the token may not read this repository (403); give it that permission"
          : "denied: the server does not allow it (403)"
      )
    }
    if hubMessage.contains("reject") || hubMessage.contains("denied") {
      return FetchFailure(
        .notAllowed,
        "denied: the authors have refused your request; see \(page)"
      )
    }
    if hubMessage.contains("awaiting") || hubMessage.contains("pending") {
      return FetchFailure(
        .notAllowed,
        "not yet accepted: your request waits for the authors; see \(page)"
      )
    }
    return FetchFailure(
      .notAllowed,
      "not accepted: the token is valid, but you have not accepted the model's terms; do so at "
        + page
    )
  }
}
