import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

/// Pickles whose object is nested dictionaries, lists and tuples of arrays.
@Suite
struct PickledArraysTests {
  private let suite = CheckpointReaderSuite(PickledArraysReader.self)
  private static let array = P.array([2], P.bytes(SavedArray.elements))

  private func open(_ object: [UInt8]) throws -> PickledArraysReader {
    let bytes = P.pickle(object, protocol: 3)
    return try PickledArraysReader(
      opening: "w.pkl",
      in: try MemoryTree(["w.pkl": bytes]),
      limits: .default
    )
  }

  private func fixture(_ name: String) throws -> PickledArraysReader {
    let all = try ConformanceFixture.all(in: "pickle")
    let fixture = try #require(all.first { $0.description == "pickle/trees/\(name)" })
    return try PickledArraysReader(
      opening: try fixture.entry(of: PickledArraysReader.format),
      in: fixture.tree,
      limits: .default
    )
  }

  // MARK: - Names and notes

  @Test
  func `names arrays by their path`() throws {
    let reader = try open(
      P.dict([
        ("a", P.list([Self.array, P.tuple(P.none, Self.array)])),
        ("b/c", P.dict([(P.int(7), Self.array)])),
      ])
    )
    #expect(reader.tensors.map(\.name) == ["a/0", "a/1/1", "b/c/7"])
    #expect(reader.notes == ["left out what is no array: 'a/1/0'"])
  }

  @Test
  func `gives an array that stands alone the name of its file`() throws {
    #expect(try open(Self.array).tensors.map(\.name) == ["w"])
  }

  @Test
  func `tells what was left out`() throws {
    let notes = try fixture("nested.pkl").notes
    #expect(
      notes.contains { $0.contains("'history': an object of __main__.History, which holds 1") }
    )
    #expect(notes.contains { $0.contains("'words': its elements are strings") })
    #expect(notes.contains { $0.contains("'deep', in which there is an object") })
    #expect(notes.contains { $0.contains("'step'") && $0.contains("'nothing'") })
  }

  @Test
  func `numbers pickles that follow each other`() throws {
    let reader = try fixture("several.pkl")
    #expect(reader.tensors.map(\.name) == ["0", "1/0", "1/1"])
  }

  @Test
  func `shares the content of an array that is there twice`() throws {
    let reader = try open(P.list([Self.array + P.put(9), P.get(9)]))
    let regions = try reader.tensors.map { try $0.content.region() }
    #expect(regions.count == 2)
    #expect(regions[0].range == regions[1].range)
  }

  @Test
  func `reads a pickle that is compressed with bzip2`() throws {
    let bytes = P.pickle(Self.array, protocol: 3)
    let tree = try MemoryTree(["w.pkl.bz2": Bzip2Builder(bytes).build()])
    #expect(PickledArraysReader.recognizes(try FileProbe("w.pkl.bz2", in: tree)))
    let packed = try PickledArraysReader(opening: "w.pkl.bz2", in: tree, limits: .default)
    let plain = try open(Self.array)
    #expect(packed.tensors.map(\.name) == plain.tensors.map(\.name))
    let (found, expected) = (packed.tensors.first?.content, plain.tensors.first?.content)
    #expect(try found?.region().prefix(99) == expected?.region().prefix(99) && found != nil)
  }

  // MARK: - trax

  @Test
  func `takes the weights of trax from the file beside the pickle`() throws {
    let reader = try fixture("trax_new")
    #expect(reader.files == ["model.pkl.gz", "model.weights.npy.gz", "model.opt_slots0.npy.gz"])
    #expect(reader.tensors.last?.dtype == .bf16)
    #expect(reader.notes.contains { $0.contains("bfloat16") })
    #expect(reader.notes.contains { $0.contains("'model.opt_slots0.npy.gz'") })
  }

  @Test
  func `says which file is missing beside a pickle of trax`() throws {
    let bytes = try Fixtures.bytes("pickle/trees/trax_new/model.pkl.gz")
    try suite.checkRejects(
      "model.pkl.gz",
      in: try MemoryTree(["model.pkl.gz": bytes]),
      code: .notFound,
      saying: ".weights.npy.gz"
    )
  }

  // MARK: - What is refused

  @Test
  func `refuses pickles without arrays and says what they hold`() throws {
    let bytes = try Fixtures.bytes("pickle/trees/refused/words.pkl")
    let error = try suite.checkRejects(bytes: bytes, code: .unsupported, saying: "no arrays")
    #expect(error.description.contains("__main__.History"))
    #expect(error.description.contains("strings"))
  }

  @Test
  func `refuses arrays of objects and records`() throws {
    for (name, words) in [("objects", "Python objects"), ("records", "records")] {
      try suite.checkRejects(
        bytes: try Fixtures.bytes("pickle/trees/refused/\(name).pkl"),
        code: .unsupported,
        saying: words
      )
    }
    // A masked array is an object of its own.
    try suite.checkRejects(
      bytes: try Fixtures.bytes("pickle/trees/refused/masked.pkl"),
      code: .unsupported,
      saying: "no arrays"
    )
  }

  @Test
  func `refuses keys that are no part of a name and names that occur twice`() throws {
    for object in [
      P.dict([(P.tuple(P.int(1)), Self.array)]),
      P.dict([("a", Self.array), ("a", Self.array)]),
      P.dict([("a/b", Self.array), ("a", P.dict([("b", Self.array)]))]),
      P.dict([("", Self.array)]),
      P.dict([("a\u{7}", Self.array)]),
    ] {
      #expect(throws: FormatError.self) { try open(object) }
    }
  }

  @Test
  func `does not multiply what is shared`() throws {
    // Forty lists, each with the one before it twice: 2^40 places of one array.
    var object = P.list([Self.array]) + P.put(0)
    for _ in 0..<40 {
      object = P.emptyList + P.mark + object + P.get(0) + [0x65] + P.put(0)
    }
    let error = #expect(throws: FormatError.self) { try open(object) }
    #expect(error?.description.contains("ParsingLimits.tensorCount") == true)
    // The same without an array is one note.
    var empty = P.list([P.none]) + P.put(0)
    for _ in 0..<40 { empty = P.emptyList + P.mark + empty + P.get(0) + [0x65] + P.put(0) }
    #expect(try open(P.list([Self.array, empty])).tensors.count == 1)
  }

  @Test
  func `survives objects that refer to each other`() throws {
    let object =
      P.newObject(P.global("m", "Node")) + P.put(0) + P.dict([("me", P.get(0)), ("w", Self.array)])
      + P.build
    let reader = try open(P.dict([("node", object), ("w", Self.array)]))
    #expect(reader.tensors.map(\.name) == ["w"])
    #expect(reader.notes == ["left out 'node': an object of m.Node, which holds 1 arrays"])
  }

  // MARK: - What is somebody else's

  @Test
  func `leaves pickles without arrays and files of PyTorch alone`() throws {
    for bytes in [
      P.pickle(P.dict([("numpy", P.text("1.26"))])),
      Array("(some text, numpy.core.multiarray".utf8),
      Array("{\"weight_map\": {}}".utf8), [0x80, 2],
    ] {
      #expect(!PickledArraysReader.recognizes(try FileProbe("a", in: try MemoryTree(["a": bytes]))))
    }
    for fixture in try Fixtures.list("pytorch", suffix: ".pt") {
      let (tree, entry) = try CheckpointReaderSuite<PyTorchReader>.siblings(of: fixture)
      let reader = ReaderCatalog.builtIn.reader(for: try FileProbe(entry, in: tree))
      #expect(reader?.format.id != "pickle", "\(fixture)")
    }
  }

  @Test
  func `opens a pickle of a hundred gigabytes without touching its arrays`() throws {
    let count = 50_000_000_000
    let half = P.array([25_000, 500_000], P.hole)
    let runs = P.holed(P.dict([("a", P.list([half, half])), ("b", Self.array)]), [count, count])
    let file = try SparseFile("w.pkl", runs)
    let reader = try suite.open("w.pkl", in: MemoryTree(["w.pkl": file.region]))
    #expect(reader.tensors.map(\.name) == ["a/0", "a/1", "b"])
    let start = runs[0].bytes.count
    #expect(try reader.tensors[0].content.region().range == start..<(start + count))
    #expect(try reader.tensors[1].content.region().byteCount == count)
    #expect(try reader.tensors[2].content.region().byteCount == 8)
    #expect(file.touchedByteCount == 0)
  }
}
