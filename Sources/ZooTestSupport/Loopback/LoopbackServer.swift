import Foundation
import Synchronization

/// An HTTP/1.1 server on 127.0.0.1 for tests, which can be told to misbehave.
///
/// It listens on a free port, serves ranges and entity tags, records every request, and stops by
/// itself when its life is over, when it has served its number of connections, or when the last
/// reference goes away. Every answer closes its connection.
public final class LoopbackServer: Sendable {
  /// What the threads of the server share; it does not keep the server alive.
  final class Shared: Sendable {
    struct State {
      var resources: [String: LoopbackResource] = [:]
      var scripts: [String: [LoopbackFault]] = [:]
      var requests: [LoopbackRequest] = []
      var isStopped = false
    }

    let state = Mutex(State())
    let deadline: ContinuousClock.Instant

    init(lifetime: Duration) { deadline = .now + lifetime }

    var isOver: Bool { state.withLock { $0.isStopped } || ContinuousClock.now > deadline }
  }

  private let shared: Shared
  /// The port.
  public let port: UInt16

  /// Starts a server.
  ///
  /// - Parameters:
  ///   - lifetime: After this it stops.
  ///   - maximumConnections: After so many connections it stops.
  /// - Throws: ``SuiteFailure`` where no port is free.
  public init(lifetime: Duration = .seconds(7200), maximumConnections: Int = 2000) throws {
    let (descriptor, port) = try LoopbackSocket.listen()
    self.port = port
    let shared = Shared(lifetime: lifetime)
    self.shared = shared
    Thread.detachNewThread {
      var rest = maximumConnections
      while rest > 0, !shared.isOver {
        guard let connection = LoopbackSocket.accept(descriptor) else { continue }
        rest -= 1
        Thread.detachNewThread {
          LoopbackConnection(descriptor: connection, shared: shared).serve()
        }
      }
      LoopbackSocket.end(descriptor)
    }
  }

  deinit { stop() }

  /// The address of the server.
  public var address: String { "http://127.0.0.1:\(port)" }

  /// The same server under the name of another host.
  public var otherAddress: String { "http://localhost:\(port)" }

  /// Every request so far, in the order of arrival.
  public var requests: [LoopbackRequest] { shared.state.withLock { $0.requests } }

  /// The requests of one path.
  public func requests(of path: String) -> [LoopbackRequest] {
    requests.filter { $0.path == path }
  }

  /// Sets what a path answers; a path with a query goes before the same one without.
  public func serve(_ path: String, _ resource: LoopbackResource) {
    shared.state.withLock { $0.resources[path] = resource }
  }

  /// Serves bytes at a path with an entity tag; returns the address.
  @discardableResult
  public func serve(_ path: String, _ content: [UInt8], etag: String? = "\"1\"") -> String {
    serve(path, LoopbackResource(content, etag: etag))
    return address + path
  }

  /// Sets how the next requests of a path are answered, one fault each; then all is well again.
  public func script(_ path: String, _ faults: LoopbackFault...) {
    shared.state.withLock { $0.scripts[path] = faults }
  }

  /// Lets every request of a path fail the same way.
  public func scriptAlways(_ path: String, _ fault: LoopbackFault) {
    shared.state.withLock { $0.scripts[path] = Array(repeating: fault, count: 1000) }
  }

  /// Forgets the requests so far.
  public func forgetRequests() { shared.state.withLock { $0.requests = [] } }

  /// Stops the server; what is being answered ends soon.
  public func stop() { shared.state.withLock { $0.isStopped = true } }
}
