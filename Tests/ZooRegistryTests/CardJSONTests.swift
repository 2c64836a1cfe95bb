import Testing

@testable import ZooRegistry
@testable import ZooTensors

@Suite
struct CardJSONTests {
  static func family() throws -> Family {
    let directory = try TemporaryRegistry(ExampleRegistry.files)
    return try Registry(directory: directory.path).family(named: "mini")
  }

  @Test
  func `a card says everything, and null where it says nothing`() throws {
    let card = try #require(Self.family().models.first)
    let expected = try StrictJSON.parse(
      text: #"""
        {
          "name": "mini-base", "kind": "model", "family": "mini", "title": "Mini Base",
          "titleZh": null, "aliases": ["example/mini-base", "Mini_L-1"],
          "summary": "Very small models for tests.", "summaryZh": "用于测试的全词掩码小模型。",
          "organisation": "The Tests", "year": 2024, "languages": ["en"], "architecture": "mini",
          "config": {"vocab_size": 10, "width": 4}, "parameterCount": 56,
          "parametersStated": "56", "parametersNote": null, "parts": ["body"],
          "parametersComputed": {"count": 56, "parts": ["body"]},
          "vocabulary": {
            "kind": "wordpiece", "size": 9, "files": ["vocab.txt"], "lowercase": true,
            "special": {"pad": "[PAD]"}
          },
          "license": "Apache-2.0", "licenseUrl": "https://example.org/LICENSE",
          "licenseFlags": [], "state": "downloadable", "reason": null, "nextStep": null,
          "baseModel": null, "convertible": true, "paper": "https://arxiv.org/abs/2401.00001",
          "links": ["https://example.org/mini"],
          "sources": [
            {
              "kind": "hub", "repository": "example/mini-base", "revision": "main",
              "address": "https://huggingface.co/example/mini-base", "format": "safetensors",
              "layout": "transformers",
              "files": [
                {"name": "model.safetensors", "sha256": null, "byteCount": null},
                {
                  "name": "vocab.txt", "byteCount": 9,
                  "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
                }
              ],
              "member": null, "note": null, "sha256": null, "byteCount": null
            },
            {
              "kind": "url", "address": "https://example.org/mini.zip",
              "format": "tensorflow-bundle", "layout": "tensorflow", "files": [],
              "member": "mini", "note": null, "sha256": null, "byteCount": 1000
            }
          ],
          "quirks": [], "unconfirmed": []
        }
        """#
    )
    let writer = JSONWriter(sortsKeys: true, expandedLevels: 5)
    #expect(
      writer.text(of: card.json(.init(count: 56, parts: ["body"]))) == writer.text(of: expected)
    )
  }

  @Test
  func `sources that a person fetches, flags and own titles`() throws {
    let card = try #require(try Self.family().models.dropFirst().first)
    let object = try #require(card.json(nil).objectValue)
    #expect(object["parametersComputed"] == .null)
    #expect(object["titleZh"] == .string("大号"))
    #expect(object["license"] == .string("unknown"))
    #expect(object["licenseFlags"] == .array([.string("non-commercial")]))
    let values = try #require(object["sources"]?.arrayValue)
    let sources = values.compactMap(\.objectValue)
    #expect(sources.map { $0["kind"] } == [.string("hub"), .string("manual")])
    #expect(sources[0]["revision"] == .string("v2"))
    #expect(sources[1]["address"] == .string("https://example.org/by-hand"))
    #expect(sources[1]["note"] == .string("password 1234"))
  }

  @Test
  func `a family says its models, references and pages`() throws {
    let object = try #require(try Self.family().json.objectValue)
    #expect(object["default"] == .string("mini-base"))
    #expect(
      object["models"]
        == .array([.string("mini-base"), .string("mini-large"), .string("mini-lost")])
    )
    #expect(object["references"] == .array([.string("mini-kit")]))
    #expect(
      object["links"]
        == .array([
          .string("https://example.org/mini"), .string("https://arxiv.org/abs/2401.00001"),
        ])
    )
  }
}
