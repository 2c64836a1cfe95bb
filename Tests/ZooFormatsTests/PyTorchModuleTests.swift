import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

/// Modules that were saved whole: objects whose classes are never looked for.
@Suite
struct PyTorchModuleTests {
  static let suite = CheckpointReaderSuite(PyTorchReader.self)
  private static let tensor = P.tensor(LegacyFile.storage(count: 6), size: [6], stride: [1])

  /// An object with a state.
  private static func object(_ name: String, _ state: P.Bytes) -> P.Bytes {
    P.newObject(P.global("my.models", name)) + state + P.build
  }

  private static func module(
    parameters: [(String, P.Bytes)] = [],
    buffers: [(String, P.Bytes)] = [],
    modules: [(String, P.Bytes)] = [],
    more: [(String, P.Bytes)] = []
  ) -> P.Bytes {
    object(
      "Net",
      P.dict(
        [
          ("_parameters", P.dict(parameters)), ("_buffers", P.dict(buffers)),
          ("_modules", P.dict(modules)),
        ] + more
      )
    )
  }

  private func open(_ object: P.Bytes) throws -> PyTorchReader {
    let file = LegacyFile.file(object, storages: [.init(floats: 6)])
    return try PyTorchReader(opening: "file", in: try MemoryTree(["file": file]), limits: .default)
  }

  private func refuses(
    _ object: P.Bytes,
    _ code: FormatError.Code,
    saying words: String
  ) throws {
    let file = LegacyFile.file(object, storages: [.init(floats: 6)])
    try Self.suite.checkRejects(bytes: file, code: code, saying: words)
  }

  // MARK: - What is read

  @Test
  func `takes parameters, buffers and submodules, and nothing that is None`() throws {
    let inner = Self.module(parameters: [("weight", Self.tensor), ("bias", P.none)])
    let reader = try open(
      Self.module(
        parameters: [("scale", Self.tensor)],
        buffers: [("mean", Self.tensor), ("unset", P.none)],
        modules: [("inner", inner), ("gone", P.none), ("act", Self.module())],
        more: [("loose", Self.tensor), ("training", P.yes)]
      )
    )
    #expect(reader.tensors.map(\.name) == ["inner.weight", "mean", "scale"])
    #expect(reader.notes.count == 1 && reader.notes[0].contains("my.models.Net"))
  }

  @Test(arguments: [false, true])
  func `leaves out buffers that are not persistent, in any protocol`(_ isNew: Bool) throws {
    let names = P.list([P.text("cache"), P.text("absent")])
    let set =
      isNew
      ? [0x8f] + P.mark + P.text("cache") + [0x90] : P.call(P.global("__builtin__", "set"), names)
    let object = Self.module(
      buffers: [("cache", Self.tensor), ("mean", Self.tensor)],
      more: [("_non_persistent_buffers_set", set)]
    )
    let file =
      LegacyFile.magic + LegacyFile.version + LegacyFile.system()
      + P.pickle(object, protocol: isNew ? 4 : 2) + P.pickle(P.list([P.text("0")]))
      + P.little(Int64(6)) + LegacyFile.Storage(floats: 6).bytes
    let tree = try MemoryTree(["file": file])
    let reader = try PyTorchReader(opening: "file", in: tree, limits: .default)
    #expect(reader.tensors.map(\.name) == ["mean"])
    #expect(reader.notes.last == "left out 1 buffers that are not persistent")
  }

  @Test
  func `takes a module below a usual key, with its own names`() throws {
    let reader = try open(
      P.dict([
        ("epoch", P.int(3)),
        ("model", Self.module(modules: [("model", Self.module(parameters: [("w", Self.tensor)]))])),
      ])
    )
    #expect(reader.tensors.map(\.name) == ["model.w"])
    #expect(reader.notes.first == "the tensors are those of 'model'")
  }

  @Test
  func `a module is one also where its class is a persistent id with its source`() throws {
    let type =
      P.mark + P.text("module") + P.global("my.models", "Net") + P.text("net.py")
      + P.text("class Net: ...") + [0x74] + P.persid
    let state = P.dict([
      ("_parameters", P.dict([("w", Self.tensor)])), ("_buffers", P.dict([(String, P.Bytes)]())),
      ("_modules", P.hooks),
    ])
    let reader = try open(P.newObject(type) + state + P.build)
    #expect(reader.tensors.map(\.name) == ["w"])
    #expect(reader.notes[0].contains("my.models.Net"))
  }

  @Test
  func `a circle through attributes is no circle of modules`() throws {
    let object =
      P.newObject(P.global("my.models", "Net")) + P.put(9)
      + P.dict([
        ("_parameters", P.dict([("w", Self.tensor)])), ("_buffers", P.hooks),
        ("_modules", P.hooks), ("owner", P.list([P.get(9)])),
      ]) + P.build
    #expect(try open(object).tensors.map(\.name) == ["w"])
  }

  // MARK: - What is refused

  @Test
  func `refuses an object that lacks one of the three dictionaries`() throws {
    for missing in ["_parameters", "_buffers", "_modules"] {
      let entries = ["_parameters", "_buffers", "_modules"].map { name in
        (name, name == missing ? P.none : P.dict([("w", Self.tensor)]))
      }
      try refuses(Self.object("Net", P.dict(entries)), .unsupported, saying: "my.models.Net")
    }
  }

  @Test
  func `refuses an opaque object among the parameters or modules`() throws {
    let opaque = Self.object("Odd", P.dict([("x", Self.tensor)]))
    try refuses(Self.module(parameters: [("w", opaque)]), .unsupported, saying: "'w' among")
    try refuses(
      Self.module(
        parameters: [("w", Self.tensor)],
        modules: [("a", Self.module(modules: [("b", opaque)]))]
      ),
      .unsupported,
      saying: "'a.b' among"
    )
  }

  @Test
  func `refuses a module that contains itself`() throws {
    let object =
      P.newObject(P.global("my.models", "Net")) + P.put(9)
      + P.dict([
        ("_parameters", P.dict([("w", Self.tensor)])), ("_buffers", P.hooks),
        ("_modules", P.dict([("self", P.get(9))])),
      ]) + P.build
    try refuses(object, .invalidValue, saying: "contains itself")
    try refuses(P.dict([("model", object)]), .invalidValue, saying: "contains itself")
  }

  @Test
  func `refuses state that is its own dictionary of modules`() throws {
    let object =
      P.newObject(P.global("my.models", "Net")) + P.put(9)
      + P.dict([
        ("_parameters", P.get(9)), ("_buffers", P.get(9)), ("_modules", P.get(9)),
        ("loose", Self.tensor),
      ]) + P.build
    try refuses(object, .unsupported, saying: "my.models.Net")
  }

  @Test
  func `refuses modules that are nested too deeply, also where they are shared`() throws {
    var object = Self.module(parameters: [("w", Self.tensor)])
    for _ in 0..<100_000 / 500 { object = Self.module(modules: [("m", object)]) }
    try refuses(object, .limitExceeded, saying: "ParsingLimits.nestingDepth")
    // Chains of sixty, each ending in the one before, all of them in one list.
    var chains: [P.Bytes] = []
    var memo: UInt8 = 10
    for chain in 0..<4 {
      var link =
        chain == 0 ? Self.module(parameters: [("w", Self.tensor)]) : P.get(memo - 1)
      for _ in 0..<60 { link = Self.module(modules: [("m", link)]) }
      chains.append(link + P.put(memo))
      memo += 1
    }
    try refuses(P.list(chains), .limitExceeded, saying: "ParsingLimits.nestingDepth")
  }

  @Test
  func `a module bomb is counted and refused, not expanded`() throws {
    var code = Self.module(parameters: [("w", Self.tensor)]) + P.put(0)
    for level in 1...40 {
      let previous = P.get(UInt8(level - 1))
      code += Self.module(modules: [("a", previous), ("b", previous)]) + P.put(UInt8(level))
    }
    try refuses(
      P.mark + code + [0x74, 0x30] + P.get(40),
      .limitExceeded,
      saying: "tensorCount"
    )
  }

  @Test
  func `a module bomb without tensors is walked once`() throws {
    var code = Self.module() + P.put(0)
    for level in 1...40 {
      let previous = P.get(UInt8(level - 1))
      code += Self.module(modules: [("a", previous), ("b", previous)]) + P.put(UInt8(level))
    }
    let bomb = P.mark + code + [0x74, 0x30] + P.get(40)
    let reader = try open(
      Self.module(parameters: [("w", Self.tensor)], modules: [("x", bomb), ("y", P.get(40))])
    )
    #expect(reader.tensors.map(\.name) == ["w"])
  }

  @Test
  func `refuses to look at what is shared without end`() throws {
    // Two thousand entries, one of them a tensor, in two thousand places.
    let entries = [("w", Self.tensor)] + (0..<2000).map { ("\($0)", P.none) }
    let shared = P.dict(entries) + P.put(9)
    let object = P.list([shared] + Array(repeatElement(P.get(9), count: 2000)))
    let file = LegacyFile.file(object, storages: [.init(floats: 6)])
    var limits = ParsingLimits.default
    limits.pickleNodes = 1_000_000
    #expect {
      try PyTorchReader(opening: "file", in: MemoryTree(["file": file]), limits: limits)
    } throws: { "\($0)".contains("shared dictionaries") && "\($0)".contains("pickleNodes") }
  }

  @Test
  func `refuses a name that a parameter and a buffer share`() throws {
    try refuses(
      Self.module(parameters: [("w", Self.tensor)], buffers: [("w", Self.tensor)]),
      .invalidValue,
      saying: "belongs to two tensors"
    )
  }

  @Test
  func `refuses a key of a module that is no text`() throws {
    let state = P.dict([
      (P.text("_parameters"), P.dict([(P.int(1), Self.tensor)])), (P.text("_buffers"), P.hooks),
      (P.text("_modules"), P.hooks),
    ])
    try refuses(Self.object("Net", state), .invalidValue, saying: "the number 1")
  }
}
