import Foundation
import Synchronization
import Testing
import ZooFetch
import ZooFormats
import ZooPackage
import ZooRegistry
import ZooTensors
import ZooTestSupport

/// A registry of one card, written for a test.
struct OneCard {
  let directory: TemporaryDirectory
  let card: ModelCard

  /// A card with some sources and further lines, which are indented by six spaces.
  init(_ sources: [String], lines: [String] = ["reason: only a test"]) throws {
    directory = try TemporaryDirectory()
    let list = sources.map { "    - \($0)\n" }.joined()
    let more = lines.map { "    \($0)\n" }.joined()
    let text = """
      family: one
      title: One
      summary: A family for tests.
      year: 2020
      license: {spdx: MIT, url: "https://example.org/license", evidence: LICENSE}
      links: [https://example.org/one]
      default: one
      models:
        one:
          title: One
          convertible: false

      """
    try directory.write(
      Array((text + (sources.isEmpty ? "" : "    sources:\n" + list) + more).utf8),
      to: "models/one.yaml"
    )
    card = try Registry(directory: directory.path).card(named: "one")
  }
}

@Suite(.hangGuard)
struct `Sources` {
  var stage: DownloadStage
  let weights = DownloadStage.content(200_000)
  let config = Array("{\"model_type\": \"bert\"}\n".utf8)

  init() throws {
    stage = try DownloadStage()
    stage.settings.endpoint = stage.server.address
  }

  private func hub(_ extra: [LoopbackHub.File] = []) -> LoopbackHub {
    LoopbackHub(
      "org/model",
      files: [
        .init("model.safetensors", weights, isLarge: true), .init("config.json", config),
        .init("README.md", Array("# Model\n".utf8)),
        .init("optimizer.pt", [1, 2, 3], isLarge: true),
      ] + extra
    )
  }

  private static let source =
    "{hub: org/model, format: safetensors, layout: transformers, files: [model.safetensors, config.json]}"

  private var layout: StoreLayout {
    get throws { StoreLayout(try StoreLocation(stage.home.path)) }
  }

  private func fetch(_ card: OneCard) async throws -> FetchedSource {
    try await Fetcher(try layout, settings: stage.settings).fetch(
      card.card.sources[0],
      model: "one"
    )
  }

  private func failure(_ card: OneCard) async throws -> ZooError? {
    do {
      _ = try await fetch(card)
      return nil
    } catch {
      return error as? ZooError
    }
  }

  // MARK: - Hub

  @Test
  func `a hub's files are pinned to a commit and verified against its listing`() async throws {
    let hub = hub()
    hub.publish(on: stage.server)
    let fetched = try await fetch(try OneCard([Self.source]))
    #expect(fetched.revision == hub.commit && fetched.resolved.origin == "org/model")
    #expect(fetched.files.map(\.name) == ["model.safetensors", "config.json"])
    #expect(fetched.files.map(\.isVerified) == [true, true])
    #expect(fetched.files[0].commit == hub.commit)
    #expect(fetched.verifiedDigests["config.json"] == SHA256Digest(of: config).hex)
    let tree = URL(filePath: fetched.path)
    let bytes = try Data(contentsOf: tree.appending(path: "model.safetensors"))
    #expect(SHA256Digest(of: [UInt8](bytes)) == SHA256Digest(of: weights))
    let paths = stage.server.requests.map(\.path)
    #expect(paths.contains(hub.path("config.json")) && !paths.contains { $0.contains("README") })
    #expect(fetched.resolved.byteCount == weights.count + config.count)
  }

  @Test(arguments: ["model.safetensors", "config.json"])
  func `one wrong byte of a hub's file is found`(_ name: String) async throws {
    let hub = hub()
    hub.publish(on: stage.server)
    let path =
      name == "config.json" ? hub.path(name) : LoopbackHub.deliveryPath(weights)
    stage.server.scriptAlways(path, .flippedByte(at: 7))
    let error = try await failure(try OneCard([Self.source]))
    #expect(error?.code == .badData && error?.model == "one")
    #expect(error?.message.contains("the hub's listing") == true, "\(error?.message ?? "")")
  }

  @Test
  func `a digest of the registry goes before the hub's`() async throws {
    hub().publish(on: stage.server)
    let other = SHA256Digest(of: [1])
    let source =
      "{hub: org/model, format: safetensors, layout: transformers, files: "
      + "[{name: model.safetensors, sha256: \"\(other)\"}, config.json]}"
    let error = try await failure(try OneCard([source]))
    #expect(error?.code == .badData)
    #expect(error?.message.contains("the registry expects SHA-256 \(other)") == true)
    #expect(stage.server.requests(of: LoopbackHub.deliveryPath(weights)).isEmpty)
  }

  @Test
  func `pinned files need no listing`() async throws {
    let hub = hub()
    hub.publish(on: stage.server)
    let source =
      "{hub: org/model, revision: \(hub.commit), format: safetensors, layout: transformers, files: "
      + "[{name: model.safetensors, sha256: \"\(SHA256Digest(of: weights))\"}]}"
    let fetched = try await fetch(try OneCard([source]))
    #expect(fetched.path.hasSuffix("/files/model.safetensors"))
    #expect(!stage.server.requests.contains { $0.path.hasPrefix("/api/") })
  }

  @Test
  func `without names the weights and what belongs to them are chosen`() async throws {
    hub([.init("vocab.txt", [97]), .init("tf_model.h5", [1], isLarge: true)])
      .publish(on: stage.server)
    let source = "{hub: org/model, format: safetensors, layout: transformers}"
    let fetched = try await fetch(try OneCard([source]))
    #expect(fetched.files.map(\.name) == ["config.json", "model.safetensors", "vocab.txt"])
  }

  @Test
  func `the shards of an index are fetched too`() async throws {
    let index = #"{"metadata": {}, "weight_map": {"a": "m-1.bin", "b": "m-2.bin", "c": "m-1.bin"}}"#
    hub([
      .init("pytorch_model.bin.index.json", Array(index.utf8)),
      .init("m-1.bin", [1, 2], isLarge: true), .init("m-2.bin", [3, 4], isLarge: true),
    ]).publish(on: stage.server)
    let source =
      "{hub: org/model, format: pytorch, layout: transformers, files: "
      + "[pytorch_model.bin.index.json, config.json]}"
    let fetched = try await fetch(try OneCard([source]))
    #expect(
      fetched.files.map(\.name) == [
        "pytorch_model.bin.index.json", "config.json", "m-1.bin", "m-2.bin",
      ]
    )
  }

  @Test
  func `an index that names a missing shard is an error before the download`() async throws {
    let index = #"{"weight_map": {"a": "m-1.bin", "b": "m-2.bin"}}"#
    hub([.init("m.index.json", Array(index.utf8)), .init("m-1.bin", [1], isLarge: true)])
      .publish(on: stage.server)
    let source =
      "{hub: org/model, format: pytorch, layout: transformers, files: [m.index.json]}"
    let error = try await failure(try OneCard([source]))
    #expect(error?.code == .notFound)
    #expect(error?.message.contains("names the file 'm-2.bin'") == true)
    #expect(!stage.server.requests.contains { $0.path.contains("m-1.bin") })
  }

  @Test
  func `a file that is not there comes with a suggestion`() async throws {
    hub().publish(on: stage.server)
    let source =
      "{hub: org/model, format: safetensors, layout: transformers, files: [model.safetensor]}"
    let error = try await failure(try OneCard([source]))
    #expect(error?.code == .notFound)
    #expect(error?.message.contains("did you mean 'model.safetensors'?") == true)
  }

  @Test
  func `a hub that never answers is asked twice, not more`() async throws {
    var stage = stage
    stage.settings.endpoint = "http://nothing.invalid"
    stage.settings.retry.attempts = 5
    let pauses = Mutex(0)
    stage.settings.retry.sleep = { _ in pauses.withLock { $0 += 1 } }
    let card = try OneCard([Self.source])
    let fetcher = Fetcher(try layout, settings: stage.settings)
    let error = await #expect(throws: ZooError.self) {
      try await fetcher.fetch(card.card.sources[0], model: "one")
    }
    #expect(error?.code == .unreachable && pauses.withLock { $0 } == 1)
  }

  @Test
  func `a repository that is not there is named`() async throws {
    let error = try await failure(try OneCard([Self.source]))
    #expect(error?.code == .notFound)
    #expect(error?.message.contains("no repository 'org/model'") == true)
  }

  // MARK: - Gates

  static let gated = ["X-Error-Code": "GatedRepo"]
  private static func cases() -> [(String?, Int, [String: String], String)] {
    [
      (nil, 401, gated, "no token: the model is gated; accept its terms at"),
      (nil, 401, ["X-Error-Code": "RepoNotFound"], "private or does not exist"),
      ("hf_wrong", 401, [:], "the token is not valid"),
      (
        "hf_other", 403,
        gated.merging([
          "X-Error-Message": "Access to model org/model is restricted and you are not in the "
            + "authorized list."
        ]) { $1 }, "not accepted"
      ),
      (
        "hf_other", 403,
        gated.merging(["X-Error-Message": "Your request is awaiting a review"]) { $1 },
        "not yet accepted"
      ),
      (
        "hf_other", 403,
        gated.merging(["X-Error-Message": "Your request has been rejected"]) { $1 },
        "the authors have refused"
      ),
      ("hf_other", 403, [:], "the token may not read this repository"),
    ]
  }

  @Test(arguments: 0..<7)
  func `a gate says what is missing`(_ index: Int) async throws {
    var stage = stage
    let (token, status, headers, words) = Self.cases()[index]
    var hub = hub()
    hub.gate = .init(token: "hf_right", refusal: .init(status: status, headers: headers))
    hub.publish(on: stage.server)
    stage.settings.token = token.flatMap {
      AccessToken($0, endpoint: stage.server.address, provenance: "HF_TOKEN")
    }
    let card = try OneCard([Self.source])
    let layout = try layout
    let error = await #expect(throws: ZooError.self) {
      try await Fetcher(layout, settings: stage.settings).fetch(
        card.card.sources[0],
        model: "one"
      )
    }
    #expect(error?.code == .notAllowed && error?.code.exitStatus == 77)
    #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    #expect(error?.message.contains("hf_") == false)
    if headers == Self.gated {
      #expect(error?.message.contains("\(stage.server.address)/org/model") == true)
    }
  }

  @Test
  func `the right token opens the gate and stays at home`() async throws {
    var stage = stage
    var hub = hub()
    hub.gate = .init(token: "hf_right", refusal: .init(status: 401, headers: Self.gated))
    hub.publish(on: stage.server)
    stage.settings.token = AccessToken(
      "hf_right",
      endpoint: stage.server.address,
      provenance: "HF_TOKEN"
    )
    let card = try OneCard([Self.source])
    _ = try await Fetcher(try layout, settings: stage.settings).fetch(
      card.card.sources[0],
      model: "one"
    )
    for request in stage.server.requests {
      let isDelivery = request.path.hasPrefix("/delivery/")
      #expect((request.headers["authorization"] == nil) == isDelivery)
    }
  }

  // MARK: - Mirrors

  @Test
  func `a mirror is asked first and the hub when it fails`() async throws {
    var stage = stage
    let mirror = try LoopbackServer()
    hub().publish(on: mirror)
    hub().publish(on: stage.server)
    mirror.scriptAlways(LoopbackHub.deliveryPath(weights), .flippedByte(at: 9))
    stage.settings.mirrors = [mirror.address]
    let card = try OneCard([Self.source])
    let fetched = try await Fetcher(try layout, settings: stage.settings).fetch(
      card.card.sources[0],
      model: "one"
    )
    #expect(fetched.files[1].address.hasPrefix(mirror.address))
    #expect(fetched.files[0].address.hasPrefix(stage.server.address))
    #expect(!stage.server.requests.contains { $0.path.hasPrefix("/api/") })
  }

  @Test
  func `a directory can be a mirror, also offline`() async throws {
    var stage = stage
    try stage.home.write(weights, to: "mirror of 模型/org/model/model.safetensors")
    try stage.home.write(config, to: "mirror of 模型/org/model/config.json")
    stage.settings.mirrors = [stage.home.path("mirror of 模型")]
    stage.settings.offlineReason = "--offline"
    let card = try OneCard([Self.source])
    let fetched = try await Fetcher(try layout, settings: stage.settings).fetch(
      card.card.sources[0],
      model: "one"
    )
    #expect(fetched.files.count == 2 && stage.server.requests.isEmpty)
    #expect(fetched.files[0].address.hasPrefix("file:///"))
  }

  @Test
  func `offline a hub is not asked`() async throws {
    var stage = stage
    stage.settings.offlineReason = "HF_HUB_OFFLINE=1"
    let card = try OneCard([Self.source])
    let layout = try layout
    let error = await #expect(throws: ZooError.self) {
      try await Fetcher(layout, settings: stage.settings).fetch(
        card.card.sources[0],
        model: "one"
      )
    }
    #expect(error?.code == .unreachable && stage.server.requests.isEmpty)
    #expect(error?.message.contains("switched off by HF_HUB_OFFLINE=1") == true)
  }

  // MARK: - Other places

  @Test
  func `what is embedded needs no network`() async throws {
    var stage = stage
    stage.settings.offlineReason = "--offline"
    let card = try Registry().card(named: "tiny-bert-zh")
    let fetched = try await Fetcher(try layout, settings: stage.settings)
      .fetch(card.sources[0], model: card.name)
    let (tree, focus) = try fetched.open()
    #expect(tree.contains("vocab.txt") && focus == nil)
    #expect(tree.entries.count == card.sources[0].files.count)
  }

  @Test
  func `an archive is opened, a single file is the focus`() async throws {
    let archive = try Fixtures.bytes("archives/plain.zip")
    let address = stage.server.serve("/some/plain.zip", archive)
    let location = try ModelLocation(address)
    let fetcher = Fetcher(try layout, settings: stage.settings)
    let fetched = try await fetcher.fetch(location, model: "one")
    #expect(fetched.path.hasSuffix("/files/plain.zip"))
    #expect(try fetched.open().tree.entries.isEmpty == false)
    let file = stage.server.serve("/weights.safetensors", try Fixtures.bytes(Self.weightFile))
    let single = try await fetcher.fetch(try ModelLocation(file), model: "one")
    #expect(try single.open().focus == "weights.safetensors")
  }

  @Test
  func `what a person must fetch says how`() async throws {
    let source =
      "{manual: \"https://pan.example.org/s/1?pwd=qfh8\", note: code qfh8, format: pytorch, "
      + "layout: authors}"
    let error = try await failure(try OneCard([source]))
    #expect(
      error?.message == "the files of 'one' must be fetched by hand: open "
        + "https://pan.example.org/s/1?pwd=qfh8 (code qfh8), then run `zoo convert FILE --model one`"
    )
    #expect(error?.code.exitStatus == 66)
    let wheel = "{pypi: some-model, format: safetensors, layout: transformers}"
    let other = try await failure(try OneCard([wheel]))
    #expect(other?.message.contains("`pip download --no-deps some-model`") == true)
  }

  @Test(
    arguments: [
      ("hf://org/model", ModelLocation.hub(repository: "org/model", revision: "main", file: nil)),
      (
        "hf://org/model@v1/sub/a.bin",
        .hub(repository: "org/model", revision: "v1", file: "sub/a.bin")
      ),
      ("https://example.org/a.zip", .web("https://example.org/a.zip")),
      ("file:///tmp/a%20b", .local("/tmp/a b")), ("./model", .local("./model")),
    ]
  )
  func `a location is read`(_ text: String, _ location: ModelLocation) throws {
    #expect(try ModelLocation(text) == location)
  }

  @Test(arguments: [
    "", "hf://model", "hf://a/../b", "ftp://x/y", "https://u:p@x.org/a", "hf://a/b@",
  ])
  func `a text that is no location is refused`(_ text: String) {
    let error = #expect(throws: ZooError.self) { try ModelLocation(text) }
    #expect(error?.code == .usage)
  }

  private static let weightFile = "safetensors/all_dtypes.safetensors"

  // MARK: - Environment

  @Test
  func `settings come from the environment`() throws {
    let settings = try FetchSettings(environment: [
      "HF_ENDPOINT": "https://hub.example.org/", "HF_TOKEN": "hf_x",
      "ZOO_MIRROR": "https://a.example.org/, /srv/models,file:///mnt/m", "HF_HUB_OFFLINE": "TRUE",
      "ZOO_TIMEOUT": "1.5", "ZOO_CONCURRENCY": "2",
    ])
    #expect(settings.endpoint == "https://hub.example.org")
    #expect(settings.mirrors == ["https://a.example.org", "/srv/models", "/mnt/m"])
    #expect(settings.token?.provenance == "HF_TOKEN")
    #expect(settings.offlineReason == "HF_HUB_OFFLINE=TRUE")
    #expect(settings.timeout == .milliseconds(1500) && settings.concurrency == 2)
    let empty = try FetchSettings(environment: ["ZOO_OFFLINE": "0", "HF_TOKEN": ""])
    #expect(empty.offlineReason == nil && empty.token == nil)
    #expect(empty.endpoint == "https://huggingface.co")
  }

  @Test
  func `a token may stand in a file`() throws {
    try stage.home.write(Array("hf_file\n".utf8), to: "hf/token")
    let settings = try FetchSettings(environment: ["HF_HOME": stage.home.path("hf")])
    #expect(settings.token?.provenance == stage.home.path("hf/token"))
  }

  @Test(
    arguments: [
      ["HF_ENDPOINT": "nonsense"], ["HF_ENDPOINT": "https://user:secret@example.org"],
      ["ZOO_TIMEOUT": "soon"], ["ZOO_TIMEOUT": "-1"], ["ZOO_CONCURRENCY": "100"],
      ["ZOO_MIRROR": "ftp://x"],
    ]
  )
  func `a value that makes no sense is an error`(_ environment: [String: String]) {
    let error = #expect(throws: ZooError.self) { try FetchSettings(environment: environment) }
    #expect(error?.code == .configuration && error?.code.exitStatus == 78)
  }
}
