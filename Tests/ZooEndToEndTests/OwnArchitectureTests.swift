import Foundation
import Testing
import ZooTensors
import ZooTestSupport

/// `--registry DIR`: an architecture, a mapping and a card of a user's own.
@Suite
struct OwnArchitectureTests {
  private func stage() throws -> Stage {
    let stage = try Stage()
    try stage.write(OwnRegistry.architecture, to: "r/architectures/mini.yaml")
    try stage.write(OwnRegistry.mapping, to: "r/mappings/mini.authors.yaml")
    try stage.write(OwnRegistry.family, to: "r/models/minis.yaml")
    try stage.directory.write(try Self.checkpoint(), to: "work/c/weights.safetensors")
    return stage
  }

  /// Two layers of width 2: `qkv` is [2, 6], so its transpose splits into three [2, 2].
  private static func checkpoint() throws -> [UInt8] {
    var file = SafetensorsBuilder()
    try file.add("embed", [3, 2], floats: [1, 2, 3, 4, 5, 6])
    for layer in 0..<2 {
      let first = Float(100 * layer)
      try file.add("layer\(layer)/qkv", [2, 6], floats: (0..<12).map { first + Float($0) })
      try file.add("layer\(layer)/b", [2], floats: [first, -first])
      try file.add("layer\(layer)/qkv/momentum", [1], floats: [0])
    }
    try file.add("out_b", [3], floats: [7, 8, 9])
    return file.bytes()
  }

  @Test
  func `a self-made architecture is converted`() throws {
    let stage = try stage()
    let outcome = try stage.zoo("convert", "c", "--model", "my-mini", "--registry", "r")
    #expect(outcome.status == 0, "\(outcome)")
    let path = try #require(outcome.lines.last)
    let report = try stage.zoo("inspect", path, "--digests", "--json", "--registry", "r").object()
    let tensors = try #require(report["tensors"]?.arrayValue).compactMap(\.objectValue)
    #expect(
      tensors.compactMap { $0["name"]?.stringValue }.sorted()
        == [
          "blocks.0.bias", "blocks.0.key.weight", "blocks.0.query.weight", "blocks.0.value.weight",
          "blocks.1.bias", "blocks.1.key.weight", "blocks.1.query.weight", "blocks.1.value.weight",
          "out.bias", "words.weight",
        ]
    )
    // Columns 2 and 3 of layer 1, transposed: [[102, 108], [103, 109]].
    var expected = SafetensorsBuilder()
    try expected.add("x", [2, 2], floats: [102, 108, 103, 109])
    try stage.directory.write(expected.bytes(), to: "work/x.safetensors")
    let wanted = try stage.zoo("inspect", "x.safetensors", "--digests", "--json").object()
    let key = tensors.first { $0["name"] == "blocks.1.key.weight" }
    #expect(
      key?["sha256"] == wanted["tensors"]?.arrayValue?.first?.objectValue?["sha256"]
    )
    #expect(try stage.zoo("verify", "my-mini").status == 0)
    #expect(report["layout"] == nil || report["layout"] == .null || report["layout"] == "authors")
  }

  @Test
  func `the environment may name the directory, and the options the architecture`() throws {
    let stage = try stage()
    try stage.write("{\"vocab_size\": 3, \"width\": 2, \"layers\": 2}", to: "c/config.json")
    var run = try stage.run(["convert", "c", "--architecture", "mini", "--name", "mine", "--json"])
    run.environment["ZOO_REGISTRY"] = "r"
    let report = try run().object()
    #expect(report["layout"] == "authors")
    #expect(report["dropped"]?.arrayValue?.count == 2)
    #expect(report["tied"]?.objectValue?["out.weight"] == "words.weight")
    let without = try stage.zoo("convert", "c", "--architecture", "mini", "--name", "mine")
    #expect(without.status == 66)
    #expect(without.errors.contains("unknown architecture 'mini'"))
  }

  @Test
  func `a mistake in one's own files is told with its place`() throws {
    for (file, good, bad, words) in [
      (
        "mappings/mini.authors.yaml", "| transpose", "| transposed",
        "'transposed' is not an operation"
      ),
      (
        "mappings/mini.authors.yaml", "-> words.weight", "= words.weight",
        "expected 'SOURCE -> TARGET'"
      ),
      ("mappings/mini.authors.yaml", "layout: authors", "layout: other", "mini.other.yaml"),
      ("mappings/mini.authors.yaml", "rules:", "ruels:", "unknown key 'ruels'"),
      ("architectures/mini.yaml", "width: int,", "width: number,", "number"),
    ] {
      let stage = try stage()
      let text = try String(contentsOfFile: "\(stage.work)/r/\(file)", encoding: .utf8)
      #expect(text.contains(good))
      try stage.write(text.replacing(good, with: bad), to: "r/\(file)")
      let outcome = try stage.zoo("convert", "c", "--model", "my-mini", "--registry", "r")
      #expect(outcome.status == 78, "\(outcome)")
      #expect(outcome.errors.contains(words), "\(outcome)")
      #expect(outcome.errors.contains(file), "the place is named: \(outcome)")
      try stage.expectNothingInstalled()
    }
  }

  @Test
  func `registry check reads one's own files`() throws {
    let stage = try stage()
    let good = try stage.zoo("registry", "check", "r", "--registry", "r")
    #expect(good.status == 0, "\(good)")
    let text = OwnRegistry.mapping.replacing("-> out.bias", with: "-> out.bais")
    try stage.write(text, to: "r/mappings/mini.authors.yaml")
    let bad = try stage.zoo("convert", "c", "--model", "my-mini", "--registry", "r")
    #expect(bad.status == 65, "\(bad)")
    #expect(bad.errors.contains("out_b"), "\(bad)")
  }
}
