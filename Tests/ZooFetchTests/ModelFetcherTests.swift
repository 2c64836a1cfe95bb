import Foundation
import Testing
import Zoo
import ZooConvert
import ZooFetch
import ZooFormats
import ZooPackage
import ZooRegistry
import ZooStore
import ZooTensors
import ZooTestSupport

/// From a name to an installed package, over a real connection to a server of this machine.
@Suite(.timeLimit(.minutes(2)))
struct ModelFetcherTests {
  var stage: DownloadStage
  let registry: TemporaryDirectory

  init() throws {
    stage = try DownloadStage()
    stage.settings.endpoint = stage.server.address
    registry = try TemporaryDirectory()
  }

  private static let files = ["model.safetensors", "config.json", "vocab.txt"]

  private func content(_ name: String) throws -> [UInt8] {
    try Fixtures.bytes("bert/transformers/\(name)")
  }

  private func publishHub() throws -> LoopbackHub {
    let hub = LoopbackHub(
      "org/tiny",
      files: try Self.files.map { .init($0, try content($0), isLarge: $0 == "model.safetensors") }
    )
    hub.publish(on: stage.server)
    return hub
  }

  /// A fetcher whose registry has one more card, `tiny-hub`, with these sources.
  private func fetcher(_ sources: [String]) throws -> ModelFetcher {
    let text = """
      family: tinies
      title: Tiny
      summary: The tiny BERT of the fixtures.
      year: 2020
      license: {spdx: MIT, url: "https://example.org/license", evidence: LICENSE}
      links: [https://example.org/tiny]
      default: tiny-hub
      models:
        tiny-hub:
          title: Tiny
          aliases: [org/tiny]
          architecture: bert
          languages: [en]
          config: {vocab_size: 131, hidden_size: 52, num_hidden_layers: 2, num_attention_heads: 4, intermediate_size: 76, max_position_embeddings: 24, type_vocab_size: 2}
          vocabulary: {kind: wordpiece, size: 131, files: [vocab.txt]}
          sources:

      """
    let list = sources.map { "    - \($0)\n" }.joined()
    try registry.write(Array((text + list).utf8), to: "models/tinies.yaml")
    return ModelFetcher(
      store: LocalStore(try StoreLocation(stage.home.path)),
      registry: try Registry(overlays: [registry.path]),
      settings: stage.settings
    )
  }

  private static let hubSource =
    "{hub: org/tiny, format: safetensors, layout: transformers, files: [model.safetensors, config.json, vocab.txt]}"

  private var zoo: ModelZoo { get throws { try ModelZoo(home: stage.home.path) } }

  @Test
  func `a hub's model is installed and opens by name, alias and family`() async throws {
    _ = try publishHub()
    let fetcher = try fetcher([Self.hubSource])
    let result = try await fetcher.fetch("org/tiny")
    #expect(result.report?.plan.layout == "transformers")
    #expect(PackageVerifier(result.path).problems(.full).isEmpty)
    let model = try zoo.load("tiny-hub")
    let byAlias = try zoo.load("org/tiny")
    #expect(model.path == result.path && model.fingerprint == byAlias.fingerprint)
    #expect(try zoo.load("tinies").path == result.path)
    #expect(model.manifest.sources.first?.revision != nil)
    #expect(model.manifest.sources.first?.files.first?.sha256 != nil)
    stage.server.forgetRequests()
    let again = try await fetcher.fetch("tiny-hub")
    #expect(again.report == nil && again.path == result.path)
    #expect(stage.server.requests.isEmpty)
  }

  @Test
  func `one wrong byte installs nothing`() async throws {
    _ = try publishHub()
    stage.server.scriptAlways(
      LoopbackHub.deliveryPath(try content("model.safetensors")),
      .flippedByte(at: 30_000)
    )
    let fetcher = try fetcher([Self.hubSource])
    let error = await #expect(throws: ZooError.self) { try await fetcher.fetch("tiny-hub") }
    #expect(error?.code == .badData)
    #expect(try zoo.installedNames.isEmpty)
  }

  @Test
  func `a broken connection is continued`() async throws {
    _ = try publishHub()
    let path = LoopbackHub.deliveryPath(try content("model.safetensors"))
    stage.server.script(path, .cut(after: 50_000))
    let fetcher = try fetcher([Self.hubSource])
    let result = try await fetcher.fetch("tiny-hub")
    #expect(PackageVerifier(result.path).problems(.full).isEmpty)
    #expect(stage.server.requests(of: path).count == 2)
  }

  @Test
  func `the next source is tried, an archive with a folder`() async throws {
    var members: [(String, [UInt8])] = []
    for name in Self.files { members.append(("folder/inner/\(name)", try content(name))) }
    stage.server.serve("/tiny.zip", LoopbackResource(ZipBuilder(members).build()))
    let fetcher = try fetcher([
      "{hub: org/gone, format: safetensors, layout: transformers, files: [model.safetensors]}",
      "{url: \"\(stage.server.address)/tiny.zip\", format: safetensors, layout: transformers, member: folder/inner}",
    ])
    let result = try await fetcher.fetch("tiny-hub")
    #expect(PackageVerifier(result.path).problems(.full).isEmpty)
    let model = try zoo.load("tiny-hub")
    #expect(model.manifest.files.contains { $0.name == "vocab.txt" })
  }

  @Test
  func `a checkpoint that is another model is refused`() async throws {
    _ = try publishHub()
    let fetcher = try fetcher([Self.hubSource])
    let text = try String(decoding: registry.read("models/tinies.yaml"), as: UTF8.self)
    try registry.write(
      Array(text.replacing("hidden_size: 52", with: "hidden_size: 56").utf8),
      to: "models/tinies.yaml"
    )
    let other = ModelFetcher(
      store: LocalStore(try StoreLocation(stage.home.path)),
      registry: try Registry(overlays: [registry.path]),
      settings: stage.settings
    )
    let error = await #expect(throws: ZooError.self) { try await other.fetch("tiny-hub") }
    #expect(error?.message.contains("hidden_size") == true, "\(error?.message ?? "")")
    #expect(try zoo.installedNames.isEmpty)
    _ = fetcher
  }
}
