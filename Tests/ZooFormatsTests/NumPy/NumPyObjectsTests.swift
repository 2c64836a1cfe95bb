import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

@testable import ZooFormats

/// Arrays among the nodes of a pickle, without any reader around them.
@Suite
struct NumPyObjectsTests {
  private static let fixtures = ["numpy1", "numpy1_python2", "numpy2"].flatMap { writer in
    (0...(writer == "numpy1_python2" ? 2 : 5)).map { "pickle/\(writer)_protocol\($0).pkl" }
  }

  private func graph(_ bytes: [UInt8]) throws(FormatError) -> PickleGraph {
    try Pickle.parse(whole: ByteRegion(try ByteStore.copying(bytes, name: "pickle")))
  }

  private func array(_ bytes: [UInt8]) throws(FormatError) -> NumPyArray? {
    let graph = try graph(bytes)
    var objects = NumPyObjects(graph, limits: .default)
    return try objects.array(graph.root, named: "w")
  }

  private func refuses(
    _ bytes: [UInt8],
    _ code: FormatError.Code,
    saying words: String,
    _ place: SourceLocation = #_sourceLocation
  ) {
    do throws(FormatError) {
      let region = try array(bytes)?.content.region()
      Issue.record("was read: \(String(describing: region))", sourceLocation: place)
    } catch {
      #expect(error.code == code, "\(error)", sourceLocation: place)
      #expect(error.description.contains(words), "\(error)", sourceLocation: place)
    }
  }

  // MARK: - What NumPy writes

  @Test(arguments: fixtures)
  func `reads the arrays of every generation and protocol`(_ fixture: String) throws {
    let graph = try graph(try Fixtures.bytes(fixture))
    var objects = NumPyObjects(graph, limits: .default)
    guard case .dict(let entries) = graph[graph.root] else {
      Issue.record("not a dictionary")
      return
    }
    var found: [String: StoredTensor] = [:]
    var rest = entries
    while let key = rest.popFirst(), let value = rest.popFirst() {
      let name = try #require(try graph.string(key))
      #expect(try objects.isArray(value))
      found[name] = try #require(try objects.array(value, named: name)).stored(as: name)
    }
    let golden = try Golden(fixture: fixture)
    #expect(found.keys.sorted() == golden.tensors.map(\.name).sorted())
    for tensor in golden.tensors {
      let stored = try #require(found[tensor.name])
      #expect(stored.dtype.rawValue == tensor.dtype)
      #expect(stored.shape.dimensions == tensor.shape)
      #expect(try TensorDigest.sha256(of: stored) == tensor.sha256, "\(tensor.name)")
    }
  }

  @Test
  func `lends bytes as they lie in the file`() throws {
    let bytes = try Fixtures.bytes("pickle/numpy2_protocol4.pkl")
    let graph = try graph(bytes)
    var objects = NumPyObjects(graph, limits: .default)
    guard case .dict(let entries) = graph[graph.root] else { return }
    let array = try #require(try objects.array(entries[entries.startIndex + 1], named: "f8"))
    #expect(try array.content.region().store === graph.source.store)
  }

  @Test
  func `gives one content to an array that is there twice`() throws {
    let graph = try graph(try Fixtures.bytes("pickle/numpy2_protocol2.pkl"))
    var objects = NumPyObjects(graph, limits: .default)
    guard case .dict(let entries) = graph[graph.root] else { return }
    var contents: [String: any TensorContent] = [:]
    var rest = entries
    while let key = rest.popFirst(), let value = rest.popFirst() {
      contents[try graph.string(key) ?? ""] = try objects.array(value, named: "")?.content
    }
    let one = try #require(contents["f4"] as? LatinTextContent)
    #expect(one === contents["shared"] as? LatinTextContent)
  }

  @Test
  func `reads an array of a hundred gigabytes without touching it`() throws {
    let count = 100_000_000_000
    let runs = P.holed(P.array([count], dtype: dtype("u1", "|"), P.hole), [count])
    let file = try SparseFile("huge", runs)
    let graph = try Pickle.parse(whole: file.region)
    var objects = NumPyObjects(graph, limits: .default)
    let array = try #require(try objects.array(graph.root, named: "w"))
    let start = runs[0].bytes.count
    #expect(try array.content.region().range == start..<(start + count))
    #expect(file.touchedByteCount == 0)
  }

  // MARK: - What is no array

  @Test
  func `says nothing of other objects`() throws {
    #expect(try array(P.pickle(P.int(1))) == nil)
    #expect(try array(P.pickle(P.call(P.global("os", "system"), P.text("true")))) == nil)
    #expect(try array(P.pickle(P.call(P.global("numpy", "dtype"), P.text("f4")))) == nil)
  }

  // MARK: - What is refused

  private static let values: [UInt8] = [0, 0, 0x80, 0x3f, 0, 0, 0, 0x40]

  private func dtype(_ code: String = "f4", _ order: String = "<") -> [UInt8] {
    P.dtype(code, order)
  }

  @Test
  func `reads an array of the assembler`() throws {
    let array = try #require(try array(P.pickle(P.array([2], P.bytes(Self.values)), protocol: 3)))
    #expect(array.dtype == .f32)
    #expect(array.shape.dimensions == [2])
    #expect(try array.content.region().prefix(8) == Self.values)
  }

  @Test
  func `refuses elements that are no numbers by name`() {
    let cases = [
      ("O8", "Python objects"), ("S3", "strings of bytes"), ("U3", "strings"), ("M8", "dates"),
      ("m8", "spans of time"), ("V8", "records"), ("f16", "unknown type"), ("?", "unknown type"),
    ]
    for (code, words) in cases {
      refuses(
        P.pickle(P.array([2], dtype: dtype(code, "|"), P.bytes(Self.values)), protocol: 3),
        .unsupported,
        saying: words
      )
    }
    refuses(
      P.pickle(
        P.array([2], dtype: P.dtype("f4", "<", fields: P.list([])), P.bytes([])),
        protocol: 3
      ),
      .unsupported,
      saying: "records"
    )
  }

  @Test
  func `refuses a class of arrays that it does not know`() {
    refuses(
      P.pickle(P.array([2], class: P.global("my", "Array"), P.bytes(Self.values)), protocol: 3),
      .unsupported,
      saying: "my.Array"
    )
  }

  @Test
  func `refuses bytes that do not fill the shape`() {
    for shape in [[3], [1], [2, 0], [1 << 40]] {
      refuses(
        P.pickle(P.array(shape, P.bytes(Self.values)), protocol: 3),
        .inconsistent,
        saying: "bytes of elements, found 8"
      )
    }
    refuses(
      P.pickle(P.array([-2], P.bytes(Self.values)), protocol: 3),
      .invalidValue,
      saying: "negative"
    )
    refuses(
      P.pickle(P.array([1 << 40, 1 << 40], P.bytes(Self.values)), protocol: 3),
      .invalidValue,
      saying: "overflow"
    )
  }

  @Test
  func `refuses text that does not spell as many bytes`() {
    func spelled(_ text: String) -> [UInt8] {
      P.pickle(P.array([4], dtype: dtype("u1", "|"), P.encoded(text)))
    }
    refuses(spelled("abc"), .inconsistent, saying: "expected 4 bytes")
    refuses(spelled("abcdefghi"), .inconsistent, saying: "expected 4 bytes")
    refuses(spelled("ab\u{e9}"), .inconsistent, saying: "does not have 4 characters")
    refuses(spelled("abcd\u{e9}"), .inconsistent, saying: "does not have 4 characters")
    refuses(spelled("ab词"), .invalidValue, saying: "above 255")
  }

  @Test
  func `refuses a text that is no latin-1`() {
    let text = P.call(P.global("_codecs", "encode"), P.text("abcd"), P.text("utf-8"))
    refuses(
      P.pickle(P.array([4], dtype: dtype("u1", "|"), text)),
      .invalidValue,
      saying: "not bytes"
    )
  }

  @Test
  func `refuses byte orders and dtypes without one`() {
    refuses(
      P.pickle(P.array([2], dtype: dtype("f4", "="), P.bytes(Self.values)), protocol: 3),
      .invalidValue,
      saying: "byte order"
    )
    refuses(
      P.pickle(
        P.array([2], dtype: P.call(P.global("numpy", "dtype"), P.text("f4")), P.bytes(Self.values)),
        protocol: 3
      ),
      .invalidValue,
      saying: "byte order is unknown"
    )
  }

  // MARK: - Escaped text

  /// An array of 2^20 + 300 bytes, spelled as a line of protocol 0, longer than what is decoded while
  /// a pickle is read or at a time.
  private func spelled(_ spell: (UInt8) -> String, _ opcode: String, quote: String = "")
    -> (bytes: [UInt8], pickle: [UInt8])
  {
    let bytes = (0..<((1 << 20) + 300)).map { UInt8(truncatingIfNeeded: $0 * 7) }
    let line = Array((opcode + quote + bytes.map(spell).joined() + quote + "\n").utf8)
    let elements =
      opcode == "S"
      ? line : P.call(P.global("_codecs", "encode"), line, P.text("latin1"))
    let array = P.array([bytes.count], dtype: dtype("u1", "|"), elements)
    return (bytes, P.pickle(array))
  }

  private func hex(_ byte: UInt8, _ width: Int) -> String {
    let digits = String(byte, radix: 16)
    return String(repeating: "0", count: width - digits.count) + digits
  }

  @Test
  func `decodes long strings of Python 2 when they are asked for`() throws {
    let (bytes, pickle) = spelled({ "\\x" + self.hex($0, 2) }, "S", quote: "'")
    let content = try #require(try array(pickle)).content
    #expect(content is PickleTextContent)
    #expect(try content.region().prefix(bytes.count + 1) == bytes)
  }

  @Test
  func `decodes long texts with escapes when they are asked for`() throws {
    let (bytes, pickle) = spelled({ "\\u" + self.hex($0, 4) }, "V")
    let content = try #require(try array(pickle)).content
    #expect(try content.region().prefix(bytes.count + 1) == bytes)
  }

  @Test
  func `finds what is wrong in long texts when they are asked for`() throws {
    for (change, words) in [("\\u0fff", "U+fff"), ("\\u00", "not finished"), ("aa", "stand for")] {
      let (_, pickle) = spelled({ $0 == 7 ? change : "\\u" + self.hex($0, 4) }, "V")
      let content = try #require(try array(pickle)).content
      let error = #expect(throws: FormatError.self) { try content.region() }
      #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }
  }

  @Test
  func `names the tensor in an error`() {
    refuses(
      P.pickle(P.array([3], P.bytes(Self.values)), protocol: 3),
      .inconsistent,
      saying: "tensor 'w'"
    )
  }
}
