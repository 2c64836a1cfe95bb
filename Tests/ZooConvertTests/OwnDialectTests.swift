import Testing
import ZooConvert
import ZooFormats
import ZooPackage
import ZooRegistry
import ZooTensors
import ZooTestSupport

/// Architectures and dialects of a directory of one's own, converted without the command line.
@Suite
struct OwnDialectTests {
  private static let architecture = """
    architecture: mini
    title: Mini
    names: these tests
    model_type: [mini]
    config: {width: int, layers: int}
    parts:
      body:
        tensors:
          h.{i<layers}.weight: [width, width]
          h.{i<layers}.bias: [width]
    """

  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
    try directory.write(Array(Self.architecture.utf8), to: "architectures/mini.yaml")
  }

  private func map(_ layout: String, _ rules: String) throws {
    let text = "architecture: mini\nlayout: \(layout)\ntitle: t\nrules:\n\(rules)\n"
    try directory.write(Array(text.utf8), to: "mappings/mini.\(layout).yaml")
  }

  private func plan(
    _ change: (inout ConversionRequest) -> Void = { _ in },
    _ fill: (inout SafetensorsBuilder) throws -> Void
  ) throws -> ConversionPlan {
    var file = SafetensorsBuilder()
    try fill(&file)
    var request = ConversionRequest(tree: try MemoryTree(["m.safetensors": file.bytes()]))
    request.architecture = "mini"
    request.name = "mine"
    request.configuration = ["width": 2, "layers": 2]
    change(&request)
    let converter = Converter(
      registry: try Registry(overlays: [directory.path]),
      mappings: try MappingCatalog.builtIn.overlaying(directory: directory.path)
    )
    return try converter.plan(request).plan
  }

  /// Two layers in a dialect's names.
  private func layers(
    _ file: inout SafetensorsBuilder,
    _ weight: String,
    _ bias: String
  ) throws {
    for layer in 0..<2 {
      let start = Float(layer * 10)
      try file.add("\(weight)\(layer)", [2, 2], floats: (0..<4).map { start + Float($0) })
      try file.add("\(bias)\(layer)", [2], floats: [start, start])
    }
  }

  @Test
  func `two dialects that give different bytes are ambiguous`() throws {
    try map("straight", "- w{i} -> h.{i}.weight\n- b{i} -> h.{i}.bias")
    try map("turned", "- w{i} -> h.{i}.weight | transpose\n- b{i} -> h.{i}.bias")
    let error = #expect(throws: ZooError.self) { try plan { try layers(&$0, "w", "b") } }
    #expect(error?.code == .usage)
    #expect(error?.message.contains("straight, turned; say which with --layout") == true)
    let chosen = try plan({ $0.layout = "turned" }) { try layers(&$0, "w", "b") }
    #expect(chosen.layout == "turned")
  }

  @Test
  func `two dialects that give the same bytes are not`() throws {
    try map("one", "- w{i} -> h.{i}.weight\n- b{i} -> h.{i}.bias")
    try map("two", "- w{i+0} -> h.{i}.weight\n- w{i} -> h.{i}.weight\n- b{i} -> h.{i}.bias")
    let plan = try plan { try layers(&$0, "w", "b") }
    #expect(plan.tensors.count == 4)
  }

  @Test
  func `two sources for one tensor collide`() throws {
    try map("both", "- w{i} -> h.{i}.weight\n- v{i} -> h.{i}.weight\n- b{i} -> h.{i}.bias")
    let failure = #expect(throws: ConversionFailure.self) {
      try plan {
        try layers(&$0, "w", "b")
        try $0.add("v0", [2, 2], floats: [0, 0, 0, 0])
      }
    }
    #expect(
      failure?.problems.map(\.kind).contains("collision") == true,
      "\(failure?.description ?? "")"
    )
  }

  @Test
  func `without a mapping there is nothing to do`() throws {
    let error = #expect(throws: ZooError.self) { try plan { try layers(&$0, "w", "b") } }
    #expect(error?.code == .configuration)
    #expect(error?.message.contains("no mapping exists yet for architecture 'mini'") == true)
  }

  @Test(arguments: [
    ("- w{i} -> h.{i}.weight | split(0)\n- b{i} -> h.{i}.bias | split(0)", "must have shape"),
    ("- w{i} -> h.{i}.weight | reshape(3)\n- b{i} -> h.{i}.bias", "must have shape"),
    ("- w{i} -> h.{i}.weight | permute(0, 0)\n- b{i} -> h.{i}.bias", "must have shape"),
    ("- w{i} -> h.{i}.weight | slice(0, 1, 2)\n- b{i} -> h.{i}.bias", "is outside axis 0"),
    ("- w{i} -> h.{i}.weight | transpose\n- b{i} -> h.{i}.bias | transpose", "needs a matrix"),
    ("- w{i} -> h.{i}.weight | squeeze(0)\n- b{i} -> h.{i}.bias", "must have shape"),
    ("- w{i} -> h.{i}.weight | pad(0, 0 - 1)\n- b{i} -> h.{i}.bias", "must have shape"),
  ])
  func `an operation that does not fit names the tensor`(_ rules: String, _ words: String) throws {
    try map("odd", rules)
    do {
      _ = try plan { try layers(&$0, "w", "b") }
      // A split into one part is the tensor itself.
      #expect(rules.contains("split(0)"))
    } catch let failure as ConversionFailure {
      #expect(failure.description.contains(words), "\(failure)")
      #expect(failure.description.contains("h.0."), "\(failure)")
    }
  }

  @Test
  func `integers and mixed types are no weights`() throws {
    try map("plain", "- w{i} -> h.{i}.weight\n- b{i} -> h.{i}.bias")
    let failure = #expect(throws: ConversionFailure.self) {
      try plan { file in
        for layer in 0..<2 {
          try file.add("w\(layer)", .i32, [2, 2], [UInt8](repeating: 0, count: 16))
          try file.add("b\(layer)", [2], floats: [0, 0])
        }
      }
    }
    #expect(failure?.description.contains("expected floating-point weights, found I32") == true)
  }

  @Test
  func `an embedded matrix of each layer comes from one stacked source`() throws {
    try map("stacked", "- all -> [h.0.weight, h.1.weight] | unstack(0)\n- b{i} -> h.{i}.bias")
    let plan = try plan { file in
      try file.add("all", [2, 2, 2], floats: (0..<8).map { Float($0) })
      for layer in 0..<2 { try file.add("b\(layer)", [2], floats: [0, 0]) }
    }
    #expect(plan.tensors.filter { $0.sources == ["all"] }.count == 2)
  }
}
