import Foundation
import Synchronization

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// The transport over `URLSession`, on Apple platforms and on Linux.
///
/// It uses data tasks with a delegate only: byte streams and resume data do not exist on Linux.
/// There a running task cannot be paused either (suspending one would begin the request anew), so a
/// sender that is too fast is cut off, and the downloader goes on with a range.
public final class URLSessionTransport: Transport {
  private let session: URLSession
  private let delegate: Delegate

  /// Creates a transport with connections of its own.
  public init() {
    let configuration = URLSessionConfiguration.ephemeral
    configuration.urlCache = nil
    configuration.httpCookieStorage = nil
    configuration.httpShouldSetCookies = false
    configuration.urlCredentialStorage = nil
    configuration.httpMaximumConnectionsPerHost = 8
    // The limits of each request are watched by its exchange; these must never come first.
    configuration.timeoutIntervalForRequest = 86_400
    configuration.timeoutIntervalForResource = 7 * 86_400
    let queue = OperationQueue()
    queue.maxConcurrentOperationCount = 1
    queue.name = "zoo.transport"
    delegate = Delegate()
    session = URLSession(configuration: configuration, delegate: delegate, delegateQueue: queue)
  }

  deinit { session.finishTasksAndInvalidate() }

  /// Sends a request and waits for the head of the answer.
  public func open(
    _ request: TransportRequest
  ) async throws(TransportFailure) -> TransportAnswer {
    guard let scheme = request.url.scheme?.lowercased(), ["http", "https"].contains(scheme),
      let host = request.url.host(), !host.isEmpty
    else {
      throw TransportFailure(
        .badAddress,
        "'\(request.url.absoluteString)' is no http or https address"
      )
    }
    var wire = URLRequest(
      url: request.url,
      cachePolicy: .reloadIgnoringLocalCacheData,
      timeoutInterval: 86_400
    )
    wire.httpShouldHandleCookies = false
    for header in request.headers.sorted {
      wire.setValue(header.value, forHTTPHeaderField: header.name)
    }
    let task = session.dataTask(with: wire)
    let exchange = Exchange(request, hold: Self.hold(task)) { [delegate, session] in
      // In the order of the delegate's other calls, so that none of them meets a cancelled task.
      session.delegateQueue.addOperation {
        delegate.forget(task)
        task.cancel()
      }
    }
    delegate.add(exchange, for: task)
    exchange.start()
    task.resume()
    let head = try await exchange.head()
    return TransportAnswer(status: head.status, headers: head.headers, body: exchange)
  }

  private static func hold(_ task: URLSessionDataTask) -> (@Sendable (Bool) -> Void)? {
    #if canImport(FoundationNetworking)
    nil
    #else
    { isHeldBack in if isHeldBack { task.suspend() } else { task.resume() } }
    #endif
  }
}

extension URLSessionTransport {
  /// Hands what the session reports to the exchange that it belongs to.
  private final class Delegate: NSObject, URLSessionDataDelegate {
    private let exchanges = Mutex<[Int: Exchange]>([:])

    func add(_ exchange: Exchange, for task: URLSessionTask) {
      exchanges.withLock { $0[task.taskIdentifier] = exchange }
    }

    @discardableResult
    func forget(_ task: URLSessionTask) -> Exchange? {
      exchanges.withLock { $0.removeValue(forKey: task.taskIdentifier) }
    }

    private func exchange(_ task: URLSessionTask) -> Exchange? {
      exchanges.withLock { $0[task.taskIdentifier] }
    }

    func urlSession(
      _ session: URLSession,
      task: URLSessionTask,
      willPerformHTTPRedirection response: HTTPURLResponse,
      newRequest request: URLRequest,
      completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
      // A task that was cancelled meanwhile must not be answered.
      guard exchange(task) != nil else { return }
      completionHandler(nil)
    }

    func urlSession(
      _ session: URLSession,
      dataTask: URLSessionDataTask,
      didReceive response: URLResponse,
      completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
    ) {
      if let exchange = exchange(dataTask), let response = response as? HTTPURLResponse {
        var headers = HTTPHeaders()
        for (name, value) in response.allHeaderFields {
          guard let name = name as? String, let value = value as? String else { continue }
          headers[name] = value.trimmingCharacters(in: .whitespaces)
        }
        exchange.received(status: response.statusCode, headers: headers)
      }
      completionHandler(.allow)
    }

    func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
      exchange(dataTask)?.received(count: data.count) { buffer in buffer.append(contentsOf: data) }
    }

    func urlSession(
      _ session: URLSession,
      task: URLSessionTask,
      didCompleteWithError error: (any Error)?
    ) {
      forget(task)?.ended(error.map { .failure(TransportFailure($0)) } ?? .success(()))
    }
  }
}

extension TransportFailure {
  /// The failure that an error of `URLSession` means.
  fileprivate init(_ error: any Error) {
    let words = error.localizedDescription
    guard let error = error as? URLError else {
      self.init(.broken, words)
      return
    }
    switch error.code {
    case .cannotFindHost, .dnsLookupFailed: self.init(.unreachable, "the host is not known")
    case .cannotConnectToHost: self.init(.unreachable, "nothing answers at this address")
    case .notConnectedToInternet: self.init(.unreachable, "there is no network")
    case .timedOut: self.init(.timeout, "no answer in time")
    case .badURL, .unsupportedURL: self.init(.badAddress, "the address cannot be requested")
    case .secureConnectionFailed, .serverCertificateHasBadDate, .serverCertificateUntrusted,
      .serverCertificateHasUnknownRoot, .serverCertificateNotYetValid,
      .clientCertificateRejected, .clientCertificateRequired:
      self.init(.untrusted, "no secure connection is possible: \(words)")
    case .cancelled: self.init(.cancelled, "cancelled")
    default: self.init(.broken, "the connection broke: \(words)")
    }
  }
}
