import Testing
import ZooConvert
import ZooFormats
import ZooRegistry
import ZooTensors
import ZooTestSupport

/// A mapping applied to what undoing it gives must give back every element, whatever the sizes.
@Suite
struct InverseTests {
  /// A fixture of each mapping, whose configuration is where chance begins.
  static let subjects: [Subject] = {
    var seen: Set<String> = []
    let fixtures = ModelFixture.all.filter { seen.insert($0.mapping).inserted }
    return ["tensorflow", "transformers"].map { Subject(mapping: "bert.\($0)", fixture: nil) }
      + fixtures.map { Subject(mapping: $0.mapping, fixture: $0) }
  }()

  struct Subject: Sendable, CustomTestStringConvertible {
    let mapping: String
    /// `nil` for BERT, which has fixtures of its own.
    let fixture: ModelFixture?
    var testDescription: String { mapping }

    func prepare() throws -> PreparedConversion {
      if let fixture { return try fixture.prepare(layout: fixture.layout) }
      return try BertFixture.prepare(String(mapping.dropFirst(5)))
    }
  }

  @Test(arguments: subjects, [1, 2] as [UInt64])
  func `undoing a mapping and applying it changes nothing`(
    _ subject: Subject,
    _ seed: UInt64
  ) throws {
    var generator = SplitMix(state: seed)
    let mapping = try MappingCatalog.builtIn.mapping(named: subject.mapping)
    let registry = try Registry()
    let architecture = try registry.architecture(named: mapping.architecture)
    let start = StartingConfiguration(try subject.prepare())
    let configuration = try start.changed(&generator)
    let expanded = try architecture.expand(configuration)
    let parts = expanded.parts.filter { !$0.isOptional || generator.next() % 4 > 0 }.map(\.name)

    let inverse = try MappingInverse(mapping, expanded, parts: Set(parts), &generator)
    var file = SafetensorsBuilder()
    for (name, array) in inverse.stored.sorted(by: { $0.key < $1.key }) {
      try file.add(name, array.shape, floats: array.elements.map(Float.init))
    }
    var request = ConversionRequest(tree: try MemoryTree(["model.safetensors": file.bytes()]))
    request.architecture = architecture.name
    request.layout = mapping.layout
    request.name = "mine"
    request.configuration = start.json(configuration)
    let plan = try Converter(registry: registry).plan(request).plan
    #expect(Set(plan.tensors.map(\.name)) == Set(inverse.canonical.keys))
    for tensor in plan.tensors {
      let found = try Self.numbers(tensor, plan)
      #expect(found == inverse.canonical[tensor.name]?.elements.map(Float.init), "\(tensor.name)")
    }
  }

  private static func numbers(
    _ tensor: ConversionPlan.PlannedTensor,
    _ plan: ConversionPlan
  ) throws -> [Float] {
    let producer = TensorProducer(sources: plan.inventory, values: [tensor.value])
    var result = [Float](repeating: -5, count: tensor.shape.elementCount)
    let range = result.indices
    try unsafe result.withUnsafeMutableBytes { bytes in
      try unsafe producer.produce(tensor.value, range: range, width: 4, into: bytes)
    }
    return result
  }
}
