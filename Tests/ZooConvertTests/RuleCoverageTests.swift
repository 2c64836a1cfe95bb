import Testing
import ZooConvert
import ZooFormats
import ZooPackage
import ZooRegistry
import ZooTensors
import ZooTestSupport

/// A rule that no fixture uses is a rule that nobody has proven.
@Suite
struct RuleCoverageTests {
  @Test(arguments: MappingCatalog.builtIn.names.sorted())
  func `every rule is used by some fixture`(_ name: String) throws {
    let mapping = try MappingCatalog.builtIn.mapping(named: name)
    var used: Set<String> = []
    for plan in try Self.plans(name, mapping.layout) {
      used.formUnion(plan.tensors.map(\.rule))
      used.formUnion(plan.storedTies.map(\.rule))
      used.formUnion(plan.tensors.flatMap(\.merges))
      used.formUnion(plan.storedTies.flatMap(\.merges))
    }
    let all = mapping.rules.map(\.text) + mapping.ranks.map(\.text)
    #expect(all.filter { !used.contains($0) } == [], "no fixture uses these rules of \(name)")
  }

  private static func plans(_ mapping: String, _ layout: String) throws -> [ConversionPlan] {
    var plans = try ModelFixture.all.filter { $0.mapping == mapping }.map {
      try $0.prepare(layout: layout).plan
    }
    for fixture in ModelFixture.all where fixture.mapping == mapping {
      plans += try fixture.unprefixed().map(\.plan)
    }
    switch mapping {
    case "bert.tensorflow":
      plans.append(try BertFixture.prepare("tensorflow") { $0.layout = layout }.plan)
    case "bert.transformers":
      for name in BertConversionTests.good + ["base"] where name != "tensorflow" {
        plans.append(try BertFixture.prepare(name) { $0.layout = layout }.plan)
      }
      for name in ["transformers", "base"] { plans.append(try BertFixture.prepareOld(name).plan) }
    default: break
    }
    return plans
  }

  @Test(arguments: ["transformers", "base"])
  func `the LayerNorm names used until 2019 give the same weights`(_ name: String) throws {
    let old = try TemporaryDirectory()
    let new = try TemporaryDirectory()
    let first = try BertFixture.prepareOld(name).write(to: old.path)
    let second = try BertFixture.convert(name, into: new)
    #expect(first.manifest?.fingerprint == second.manifest?.fingerprint)
    #expect(first.plan.tensors.contains { $0.sources[0].hasSuffix("LayerNorm.gamma") })
  }
}

extension BertFixture {
  /// One of the safetensors fixtures with `gamma` and `beta` in its names.
  static func prepareOld(_ name: String) throws -> PreparedConversion {
    let tree = try DirectoryTree(Fixtures.path("bert/\(name)"))
    let finder = CheckpointFinder()
    let candidate = try finder.candidates(in: tree)[0]
    var file = SafetensorsBuilder()
    for tensor in try finder.open(candidate, in: tree).tensors {
      let old = tensor.name.replacing("LayerNorm.weight", with: "LayerNorm.gamma")
        .replacing("LayerNorm.bias", with: "LayerNorm.beta")
      try file.add(
        old,
        tensor.dtype,
        tensor.shape.dimensions,
        try tensor.content.region().array(limit: 1 << 24)
      )
    }
    var request = ConversionRequest(
      tree: try MemoryTree([
        "model.safetensors": file.bytes(),
        "config.json": try Fixtures.bytes("bert/\(name)/config.json"),
      ])
    )
    request.architecture = "bert"
    request.name = "tiny"
    return try Converter(registry: .init()).plan(request)
  }
}
