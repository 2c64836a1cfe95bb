import Testing
import ZooFetch
import ZooPackage
import ZooTensors
import ZooTestSupport

@Suite(.hangGuard)
struct `Redirections and tokens` {
  var stage: DownloadStage
  let content = DownloadStage.content(100_000)

  init() throws {
    stage = try DownloadStage()
    stage.settings.endpoint = stage.server.address
    stage.settings.token = AccessToken(
      "hf_secret",
      endpoint: stage.server.address,
      provenance: "HF_TOKEN"
    )
  }

  private func redirect(to address: String, status: Int = 302) throws -> RemoteFile {
    stage.server.serve("/a", LoopbackResource(redirect: address, status: status))
    return try DownloadStage.file("a", content, at: stage.server.address + "/a")
  }

  @Test(arguments: [301, 302, 303, 307, 308])
  func `a redirection to another host loses the token`(_ status: Int) async throws {
    stage.server.serve("/b", content)
    try await stage.download(try redirect(to: stage.server.otherAddress + "/b", status: status))
    #expect(stage.has("a", content))
    #expect(stage.server.requests(of: "/a")[0].headers["authorization"] == "Bearer hf_secret")
    #expect(stage.server.requests(of: "/b")[0].headers["authorization"] == nil)
  }

  @Test
  func `another port of the same host is another place`() async throws {
    let other = try LoopbackServer()
    let address = other.serve("/b", content)
    try await stage.download(try redirect(to: address))
    #expect(other.requests.count == 1 && other.requests[0].headers["authorization"] == nil)
  }

  @Test
  func `a redirection within the host keeps the token`() async throws {
    stage.server.serve("/b", content)
    try await stage.download(try redirect(to: "/b"))
    #expect(stage.server.requests(of: "/b")[0].headers["authorization"] == "Bearer hf_secret")
  }

  @Test
  func `a range survives the redirection and the token does not come back`() async throws {
    stage.server.serve("/b", content, etag: "\"b\"")
    stage.server.script("/b", .cut(after: 60_000))
    try await stage.download(try redirect(to: stage.server.otherAddress + "/b"))
    let second = stage.server.requests(of: "/b")[1]
    #expect(second.headers["range"] == "bytes=60000-" && second.headers["if-range"] == "\"b\"")
    #expect(second.headers["authorization"] == nil)
    #expect(stage.server.requests(of: "/a").count == 2)
  }

  @Test
  func `an address that has expired is asked for again`() async throws {
    stage.server.serve("/b", content)
    stage.server.script("/b", .cut(after: 60_000), .status(403))
    try await stage.download(try redirect(to: stage.server.otherAddress + "/b"))
    #expect(stage.has("a", content))
    #expect(stage.server.requests(of: "/a").count == 3)
  }

  @Test
  func `a circle of redirections ends`() async throws {
    let error = await stage.failure(try redirect(to: "/a"))
    #expect(error?.code == .unreachable)
    #expect(error?.message.contains("more than 10 times") == true)
  }

  @Test
  func `a token is for its endpoint only`() async throws {
    let other = try LoopbackServer()
    let address = other.serve("/x", content)
    try await stage.download(try DownloadStage.file("a", content, at: address))
    #expect(other.requests[0].headers["authorization"] == nil)
  }

  @Test
  func `a token appears in no text`() {
    let token = stage.settings.token
    #expect(!"\(String(describing: token)) \(String(reflecting: token))".contains("secret"))
    var text = ""
    dump(stage.settings, to: &text)
    #expect(!text.contains("secret") && text.contains("HF_TOKEN"))
  }

  @Test
  func `a token with a line break is none`() {
    #expect(AccessToken("a\nb", endpoint: "https://x.org", provenance: "HF_TOKEN") == nil)
    #expect(AccessToken(" \n", endpoint: "https://x.org", provenance: "HF_TOKEN") == nil)
    #expect(AccessToken("hf_a\n", endpoint: "https://x.org", provenance: "a file") != nil)
  }
}
