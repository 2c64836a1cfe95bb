import Foundation
import Testing
import ZooFetch
import ZooTestSupport

@Suite(.hangGuard)
struct `Transport` {
  let server: LoopbackServer
  let content = DownloadStage.content(3_000_000)

  init() throws {
    server = try LoopbackServer()
    server.serve("/a", content)
  }

  private func request(limit: Int?) throws -> TransportRequest {
    TransportRequest(
      try #require(URL(string: server.address + "/a")),
      answerLimit: .seconds(10),
      stallLimit: .seconds(10),
      backlogLimit: limit
    )
  }

  /// Reads to the end; what came, and what ended it if that was a failure.
  private func read(_ body: any TransportBody) async -> (Int, TransportFailure.Kind?) {
    var count = 0
    do throws(TransportFailure) {
      while let bytes = try await body.next() { count += bytes.count }
      return (count, nil)
    } catch {
      return (count, error.kind)
    }
  }

  @Test
  func `a slow reader bounds what waits in memory`() async throws {
    let transport = URLSessionTransport()
    let answer = try await transport.open(try request(limit: 100_000))
    try await Task.sleep(for: .milliseconds(500))
    let (count, failure) = await read(answer.body)
    #if canImport(FoundationNetworking)
    // A task cannot be paused here, so it was cut; what came until then can be used.
    #expect(failure == .backlog && count > 100_000 && count < 1_000_000)
    #else
    #expect(failure == nil && count == content.count)
    #endif
  }

  @Test
  func `without a bound everything waits for the reader`() async throws {
    let answer = try await URLSessionTransport().open(try request(limit: nil))
    #expect(answer.status == 200 && answer.headers["CONTENT-length"] == "3000000")
    try await Task.sleep(for: .milliseconds(300))
    let (count, failure) = await read(answer.body)
    #expect(count == content.count && failure == nil)
  }

  @Test
  func `a redirection is not followed`() async throws {
    server.serve("/b", LoopbackResource(redirect: "/a"))
    let url = try #require(URL(string: server.address + "/b"))
    let answer = try await URLSessionTransport().open(TransportRequest(url))
    #expect(answer.status == 302 && answer.headers["location"] == "/a")
    answer.body.cancel()
    #expect(server.requests.map(\.path) == ["/b"])
  }

  @Test(arguments: ["file:///etc/passwd", "ftp://example.org/a", "http:///a", "data:,x"])
  func `only web addresses are requested`(_ address: String) async throws {
    let url = try #require(URL(string: address))
    let failure = await #expect(throws: TransportFailure.self) {
      try await URLSessionTransport().open(TransportRequest(url))
    }
    #expect(failure?.kind == .badAddress)
  }

  @Test
  func `many exchanges that are cancelled at any moment do no harm`() async throws {
    server.serve("/b", LoopbackResource(redirect: "/a"))
    let transport = URLSessionTransport()
    await withTaskGroup(of: Void.self) { group in
      for index in 0..<60 {
        group.addTask {
          let path = index.isMultiple(of: 2) ? "/a" : "/b"
          guard let url = URL(string: server.address + path) else { return }
          let task = Task {
            guard let answer = try? await transport.open(TransportRequest(url)) else { return }
            _ = await read(answer.body)
          }
          try? await Task.sleep(for: .microseconds(index * 150))
          task.cancel()
          await task.value
        }
      }
    }
  }
}
