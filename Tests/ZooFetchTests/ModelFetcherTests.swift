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
@Suite(.hangGuard)
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
  func `an archive that is compressed with bzip2 gives the model of the hub`() async throws {
    let archive = try Fixtures.bytes("bzip2/bert.tar.bz2")
    stage.server.serve("/tiny.tar.bz2", LoopbackResource(archive))
    let fetcher = try fetcher([
      "{url: \"\(stage.server.address)/tiny.tar.bz2\", format: safetensors, layout: transformers}"
    ])
    let result = try await fetcher.fetch("tiny-hub")
    #expect(PackageVerifier(result.path).problems(.full).isEmpty)
    let fingerprint = try zoo.load("tiny-hub").fingerprint
    _ = try publishHub()
    var options = FetchOptions()
    options.isForced = true
    _ = try await self.fetcher([Self.hubSource]).fetch("tiny-hub", options: options)
    #expect(try zoo.load("tiny-hub").fingerprint == fingerprint)
  }

  @Test
  func `the error of several sources has the worst code and each reason once`() async throws {
    stage.server.serve("/busy.zip", LoopbackResource(status: 503))
    let gone =
      "{hub: org/gone, format: safetensors, layout: transformers, files: [model.safetensors]}"
    let busy =
      "{url: \"\(stage.server.address)/busy.zip\", format: safetensors, layout: transformers}"
    let fetcher = try fetcher([gone, busy, gone])
    let error = await #expect(throws: ZooError.self) { try await fetcher.fetch("tiny-hub") }
    #expect(error?.code == .temporary && error?.model == "tiny-hub")
    let message = error?.message ?? ""
    #expect(message.hasPrefix("every source failed: "))
    #expect(message.components(separatedBy: "no repository 'org/gone'").count == 2, "\(message)")
    #expect(message.contains("/busy.zip"), "\(message)")
    let missing = try self.fetcher([gone])
    let one = await #expect(throws: ZooError.self) { try await missing.fetch("tiny-hub") }
    #expect(one?.code == .notFound)
    #expect(one?.message.contains("`zoo convert PATH --model tiny-hub`") == true)
  }

  // MARK: - What is refused before the network

  /// The card with one source and further lines.
  private func refusal(
    _ sources: [String],
    _ lines: [String] = [],
    family: String = "",
    options: FetchOptions = FetchOptions()
  ) throws -> ZooError? {
    _ = try fetcher(sources)
    var text = try String(decoding: registry.read("models/tinies.yaml"), as: UTF8.self)
    if sources.isEmpty { text = text.replacing("    sources:\n", with: "") }
    if !family.isEmpty {
      text = text.replacing(
        "license: {spdx: MIT, url: \"https://example.org/license\", evidence: LICENSE}",
        with: family
      )
    }
    text += lines.map { "    \($0)\n" }.joined()
    try registry.write(Array(text.utf8), to: "models/tinies.yaml")
    let fetcher = ModelFetcher(
      store: LocalStore(try StoreLocation(stage.home.path)),
      registry: try Registry(overlays: [registry.path]),
      settings: stage.settings
    )
    do throws(ZooError) {
      _ = try fetcher.sources(of: "tiny-hub", options: options)
      return nil
    } catch {
      #expect(stage.server.requests.isEmpty)
      return error
    }
  }

  private static let manual =
    "{manual: \"https://example.org/drive\", note: code ab12, format: safetensors, layout: transformers}"
  private static let restricted =
    "license: {text: Research License, evidence: README, flags: [non-commercial, acceptance]}"

  @Test
  func `what a person must do is said with the license, and no acceptance is asked for`() throws {
    let byHand = try refusal(
      [Self.manual],
      ["state: manual", "reason: on a drive"],
      family: Self.restricted
    )
    #expect(
      byHand?.message == "a person has to get it: open https://example.org/drive (code ab12), then "
        + "run `zoo convert FILE --model tiny-hub`; its license is Research License "
        + "(non-commercial, acceptance)"
    )
    #expect(byHand?.code == .noWeights)
    let gated = try refusal(
      [Self.manual],
      ["state: gated", "reason: given on request"],
      family: Self.restricted
    )
    #expect(
      gated?.message
        == "gated: given on request; ask for access at https://example.org/drive, then "
        + "run `zoo convert PATH --model tiny-hub`; its license is Research License "
        + "(non-commercial, acceptance)"
    )
  }

  @Test
  func `a license that must be accepted is shown before anything is requested`() throws {
    let error = try refusal([Self.hubSource], family: Self.restricted)
    #expect(error?.code == .notAllowed && error?.code.exitStatus == 77)
    #expect(
      error?.message == "its license must be accepted (Research License (non-commercial, "
        + "acceptance)): read it at https://example.org/tiny, then fetch the model with "
        + "--accept-license"
    )
    var options = FetchOptions()
    options.acceptsLicense = true
    #expect(try refusal([Self.hubSource], family: Self.restricted, options: options) == nil)
    let free = "license: {text: Research License, evidence: README, flags: [non-commercial]}"
    #expect(try refusal([Self.hubSource], family: free) == nil)
  }

  @Test(arguments: [
    (["state: announced", "reason: coming soon"], "announced: coming soon; wait: no address"),
    (["state: lost", "reason: the server failed"], "lost: the server failed; look for a copy"),
    (
      ["state: never-released", "reason: a paper only"], "never-released: a paper only; nothing can"
    ),
  ])
  func `where there is nothing to fetch the reason and the next step are said`(
    _ lines: [String],
    _ words: String
  ) throws {
    let error = try refusal([], lines)
    #expect(error?.code == .noWeights && error?.message.hasPrefix(words) == true, "\(error as Any)")
  }

  @Test
  func `what cannot be converted is looked at by a person`() throws {
    let error = try refusal(
      [Self.hubSource],
      ["convertible: false", "reason: its sizes are not known"]
    )
    #expect(
      error?.message == "it cannot be converted: its sizes are not known; the files are at "
        + "https://huggingface.co/org/tiny; `zoo inspect PATH` shows what they hold"
    )
  }

  @Test
  func `a container that is not published comes with those that are`() throws {
    var options = FetchOptions()
    options.format = "onnx"
    let error = try refusal([Self.hubSource], options: options)
    #expect(error?.message == "it is not published as onnx; what there is: safetensors")
  }

  @Test
  func `a variant of a dialect is as good as the dialect`() throws {
    let source = "{hub: org/tiny, format: safetensors, layout: oddity, files: [model.safetensors]}"
    #expect(try refusal([source])?.message.contains("there is no mapping bert.oddity yet") == true)
    // This card's dialect is `megatron`; the mappings are those of its versions.
    let fetcher = ModelFetcher(
      store: LocalStore(try StoreLocation(stage.home.path)),
      registry: try Registry(),
      settings: stage.settings
    )
    let card = try #require(
      try Registry().families().first { $0.name == "cpm" }?.models.first {
        $0.architecture == "gpt2" && $0.sources.allSatisfy { $0.layout == "megatron" }
          && !$0.sources.isEmpty
      }
    )
    let error = #expect(throws: ZooError.self) { try fetcher.sources(of: card.name) }
    #expect(error?.message.hasPrefix("a person has to get it: ") == true, "\(error as Any)")
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
