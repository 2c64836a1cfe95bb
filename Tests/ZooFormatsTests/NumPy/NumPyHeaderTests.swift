import Testing
import ZooFormats
import ZooTensors
import ZooTestSupport

/// The header of a `.npy` file: item 85 of what a careful reader refuses.
@Suite
struct NumPyHeaderTests {
  private let suite = CheckpointReaderSuite(NumPyReader.self)

  private func open(
    _ bytes: [UInt8],
    limits: ParsingLimits = .default
  ) throws -> NumPyReader {
    try NumPyReader(
      opening: "w.npy",
      in: try MemoryTree(["w.npy": bytes]),
      limits: limits
    )
  }

  private func rejects(
    _ header: String,
    _ code: FormatError.Code = .invalidValue,
    saying words: String
  ) throws {
    let error = try suite.checkRejects(
      bytes: SavedArray.file(header, SavedArray.elements),
      code: code
    )
    #expect(error.description.contains(words), "\(error)")
  }

  // MARK: - What is read

  @Test(
    arguments: [
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}",
      "{'shape': (2L,), 'descr': \"<f4\", 'fortran_order': True}",
      "{ 'descr':'<f4','fortran_order':False,'shape':( 1, 2 ), }   \n",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2L, 1L)}\n\n",
    ]
  )
  func `reads every spelling of Python`(_ header: String) throws {
    let reader = try open(SavedArray.file(header, SavedArray.elements))
    #expect(reader.tensors.map(\.name) == ["w"])
    #expect(reader.tensors[0].shape.elementCount == 2)
    #expect(try reader.tensors[0].content.region().prefix(8) == SavedArray.elements)
  }

  @Test
  func `reads a number without axes and an array without elements`() throws {
    let number = try open(
      SavedArray.file(SavedArray.header(shape: "()"), Array(SavedArray.elements.prefix(4)))
    )
    #expect(number.tensors[0].shape == (try Shape([])))
    let empty = try open(SavedArray.file(SavedArray.header(shape: "(3, 0)")))
    #expect(empty.tensors[0].shape.dimensions == [3, 0])
  }

  @Test
  func `gives strides to Fortran order and swaps big-endian numbers`() throws {
    let header = SavedArray.header("'>i2'", order: "True", shape: "(2, 3)")
    let tensor = try open(
      SavedArray.file(header, [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6])
    ).tensors[0]
    #expect(tensor.strides == [1, 2])
    #expect(try tensor.content.region().prefix(12) == [1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0])
  }

  @Test(arguments: ["'|V2'", "'<V2'"])
  func `takes two raw bytes for bfloat16 and says so`(_ type: String) throws {
    let reader = try open(SavedArray.file(SavedArray.header(type), [1, 2, 3, 4]))
    #expect(reader.tensors[0].dtype == .bf16)
    #expect(reader.notes.contains { $0.contains("bfloat16") })
  }

  // MARK: - What is refused

  @Test(
    arguments: [
      ("'descr': '<f4'}", "'{'"),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)", "'}'"),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} + 1", "only spaces"),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (2)}", "tuple of one"),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (-2,)}", "an integer"),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (2.0,)}", "a comma"),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (1 + 1,)}", "a comma"),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1 + 1)}", "')'"),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': tuple([2])}", "a tuple of integers"),
      ("{'descr': '<f4', 'fortran_order': 0, 'shape': (2,)}", "a boolean"),
      ("{'descr': '<f4', 'fortran_order': None, 'shape': (2,)}", "a boolean"),
      ("{'descr': exit(), 'fortran_order': False, 'shape': (2,)}", "a text"),
      ("{'descr': '<\\x66' , 'fortran_order': False, 'shape': (2,)}", "plain characters"),
      ("{'descr': '<f4, 'fortran_order': False, 'shape': (2,)}", "'}'"),
      ("{'descr': '<f4', 'descr': '<f8', 'shape': (2,)}", "'descr' twice"),
      ("{'descr': '<f4', 'fortran_order': False}", "found 2 of them"),
      ("{}", "found 0 of them"),
      ("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'more': True}", "'more'"),
      ("{'descr': True, 'fortran_order': False, 'shape': (2,)}", "'descr'"),
      ("{'descr': '=f4', 'fortran_order': False, 'shape': (2,)}", "byte order"),
      ("{'descr': '|f4', 'fortran_order': False, 'shape': (2,)}", "byte order"),
      (
        "{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,)}",
        "does not fit 64 bits"
      ),
      ("", "'{'"),
    ]
  )
  func `refuses a header that is no such literal`(_ header: String, _ words: String) throws {
    try rejects(header, saying: words)
  }

  @Test(
    arguments: [
      ("'|O'", "Python objects"), ("[('a', '<f4')]", "records"), ("'|V1'", "raw bytes"),
      ("'<V8'", "raw bytes"), ("'<f16'", "unknown type"), ("'<U2'", "strings"),
      ("'|S4'", "strings of bytes"), ("'<M8[D]'", "dates"), ("''", "unknown type"),
    ]
  )
  func `refuses elements that are no numbers by name`(_ type: String, _ words: String) throws {
    try rejects(SavedArray.header(type), .unsupported, saying: words)
  }

  @Test
  func `refuses shapes that overflow or are not what the bytes are`() throws {
    try rejects(
      SavedArray.header(shape: "(4611686018427387904, 4)"),
      .limitExceeded,
      saying: "2^48"
    )
    try rejects(
      SavedArray.header(shape: "(281474976710656, 281474976710656)"),
      saying: "overflows"
    )
    try rejects(SavedArray.header(shape: "(70368744177664, 65536)"), saying: "overflow")
    try rejects(SavedArray.header(shape: "(3,)"), .truncated, saying: "needs 12 bytes, 8 are there")
    try rejects(SavedArray.header(shape: "(1,)"), .inconsistent, saying: "4 bytes follow")
    try rejects(
      SavedArray.header(shape: "(1, 1, 1, 1, 1, 1, 1, 1, 2)"),
      .limitExceeded,
      saying: "ParsingLimits.rank"
    )
  }

  @Test
  func `refuses lengths of headers outside of the file or above the limit`() throws {
    try suite.checkRejects(bytes: SavedArray.file("{}", length: 9), code: .truncated)
    try suite.checkRejects(
      bytes: SavedArray.file("{}", version: [2, 0], length: 1 << 16 + 1),
      code: .limitExceeded,
      saying: "ParsingLimits.numPyHeaderBytes"
    )
    try suite.checkRejects(
      bytes: SavedArray.file("{}", version: [2, 0], length: 0xffff_ffff),
      code: .limitExceeded
    )
    var limits = ParsingLimits.default
    limits.numPyHeaderBytes = 10
    #expect(throws: FormatError.self) { try open(SavedArray.file, limits: limits) }
    #expect(try open(SavedArray.file).tensors.count == 1)
  }

  @Test(arguments: [[0, 0], [1, 1], [4, 0], [255, 255]] as [[UInt8]])
  func `refuses unknown versions`(_ version: [UInt8]) throws {
    try suite.checkRejects(
      bytes: SavedArray.file(SavedArray.header(), SavedArray.elements, version: version),
      code: .unsupported,
      saying: "version \(version[0]).\(version[1])"
    )
  }

  @Test(arguments: ["objects", "records", "float8", "words", "long_double"])
  func `refuses what NumPy saves but no converter can use`(_ name: String) throws {
    try suite.checkRejects(
      bytes: try Fixtures.bytes("numpy/refused/\(name).npy"),
      code: .unsupported
    )
  }

  @Test
  func `says where in the file the second array is wrong`() throws {
    let error = try suite.checkRejects(
      bytes: SavedArray.file + SavedArray.file("{'a': True}"),
      code: .invalidValue
    )
    #expect(error.offset == SavedArray.file.count + 10)
  }
}
