import Testing
import ZooTensors
import ZooTestSupport

@testable import ZooFormats

/// Items 4, 8, 14, 16, 18, 20 to 24, 26, 30 and 32 of the checklist, and what a reader gives.
@Suite
struct OpenVINOReaderTests {
  static let suite = CheckpointReaderSuite(OpenVINOReader.self)

  /// A layer with one constant.
  static func constant(
    _ name: String = "w",
    id: String = "0",
    type: String = "f32",
    shape: String = "2, 3",
    offset: String = "0",
    size: String = "24"
  ) -> String {
    """
    <layer id="\(id)" name="\(name)" type="Const" version="opset1">
    <data element_type="\(type)" shape="\(shape)" offset="\(offset)" size="\(size)"/>
    <output><port id="0" precision="FP32"><dim>2</dim></port></output></layer>

    """
  }

  static func document(_ layers: String..., version: String = "11") -> String {
    "<?xml version=\"1.0\"?>\n<net name=\"m\" version=\"\(version)\"><layers>\n\(layers.joined())"
      + "</layers><edges/><rt_info/></net>"
  }

  static func tree(_ document: String, _ weights: [UInt8]? = Array(0..<24)) throws -> MemoryTree {
    var files = ["d/m.xml": Array(document.utf8)]
    files["d/m.bin"] = weights
    return try MemoryTree(files)
  }

  static func open(
    _ document: String,
    _ weights: [UInt8]? = Array(0..<24)
  ) throws -> OpenVINOReader {
    try suite.open("d/m.xml", in: try tree(document, weights))
  }

  static func refused(
    _ document: String,
    _ code: FormatError.Code,
    weights: [UInt8]? = Array(0..<24),
    saying words: String
  ) throws {
    try suite.checkRejects("d/m.xml", in: try tree(document, weights), code: code, saying: words)
  }

  static func fixture(_ name: String) throws -> OpenVINOReader {
    let files = try ["xml", "bin"].map {
      ("\(name).\($0)", try Fixtures.bytes("openvino/\(name).\($0)"))
    }
    return try suite.open(
      "\(name).xml",
      in: try MemoryTree(Dictionary(uniqueKeysWithValues: files))
    )
  }

  @Test
  func `reads the model that the others are variations of`() throws {
    let reader = try Self.open(Self.document(Self.constant()))
    #expect(reader.tensors.map(\.name) == ["w"])
    #expect(reader.tensors[0].shape.dimensions == [2, 3])
    #expect(try reader.tensors[0].content.region().prefix(99) == (0..<24).map { UInt8($0) })
    #expect(reader.files == ["d/m.xml", "d/m.bin"])
    #expect(reader.notes == ["the model is called 'm'"])
  }

  @Test
  func `lends the bytes of the weights as they lie`() throws {
    let tree = try Self.tree(Self.document(Self.constant()))
    let reader = try Self.suite.open("d/m.xml", in: tree)
    #expect(try reader.tensors[0].content.region().store === tree.open("d/m.bin").store)
  }

  @Test
  func `claims the file of weights, and is meant by it`() throws {
    let tree = try Self.tree(Self.document(Self.constant()))
    let finder = CheckpointFinder()
    #expect(try finder.candidates(in: tree).map(\.path) == ["d/m.xml"])
    #expect(try finder.candidates(in: tree, focus: "d/m.bin").map(\.path) == ["d/m.xml"])
  }

  @Test
  func `recognises by the root and its first element only`() throws {
    func recognizes(_ text: String) throws -> Bool {
      OpenVINOReader.recognizes(try FileProbe("m", in: MemoryTree(["m": Array(text.utf8)])))
    }
    #expect(try recognizes("<net version='11'><layers>"))
    #expect(
      try recognizes(
        "\u{feff}<?xml version='1.0'?><!-- <x> -->\n<net version='10' name=''><layers/>"
      )
    )
    for text in [
      "<net><layers/></net>", "<net version='11'><edges/></net>", "<nets version='11'><layers/>",
      "<net version='11'>", "<a><net version='11'><layers/></net></a>", "net", "",
      "<!DOCTYPE net><net version='11'><layers/></net>",
    ] {
      #expect(try !recognizes(text), "\(text)")
    }
  }

  @Test
  func `says which constants are not read, by name and type`() throws {
    let notes = try Self.fixture("unread_types").notes
    #expect(notes.count == 9)
    for type in ["u1", "u2", "u3", "u4", "u6", "i4", "nf4", "f4e2m1"] {
      #expect(notes.contains("left out '\(type)': elements of type \(type) are not read"))
    }
    let text = Self.document(
      Self.constant(),
      Self.constant("t", id: "1", type: "string", shape: "2", offset: "0", size: "9")
    )
    #expect(
      try Self.open(text).notes.last == "left out 't': elements of type string are not read"
    )
  }

  @Test
  func `tells layers of one name apart by their numbers`() throws {
    let same = Self.document(
      Self.constant("w", id: "3"),
      Self.constant("w", id: "12"),
      Self.constant("v")
    )
    #expect(try Self.open(same).tensors.map(\.name) == ["v", "w#12", "w#3"])
    try Self.refused(
      Self.document(Self.constant("w", id: "3"), Self.constant("w", id: "3")),
      .invalidValue,
      saying: "'w#3'"
    )
    try Self.refused(
      Self.document(
        Self.constant("w", id: "3"),
        Self.constant("w", id: "4"),
        Self.constant("w#3", id: "5")
      ),
      .invalidValue,
      saying: "'w#3'"
    )
  }

  @Test
  func `calls constants of bodies after their layer`() throws {
    let body =
      "<layer id='0' name='loop' type='Loop'><body><layers>\(Self.constant("c"))"
      + "<layer id='1' name='if' type='If'><then_body><layers>\(Self.constant("c"))"
      + "</layers></then_body></layer></layers></body></layer>"
    #expect(
      try Self.open(Self.document(body, Self.constant("c", id: "9"))).tensors.map(\.name)
        == ["c", "loop/body/c", "loop/body/if/then_body/c"]
    )
  }

  @Test
  func `passes over what tools left in rt_info`() throws {
    let info = "<rt_info><layers>\(Self.constant("x"))</layers></rt_info>"
    #expect(try Self.open(Self.document(info, Self.constant())).tensors.map(\.name) == ["w"])
  }

  @Test
  func `18: lets layers share bytes, as OpenVINO stores equal constants once`() throws {
    let reader = try Self.fixture("network_half")
    let regions = try reader.tensors.filter { $0.name.hasPrefix("layer.1.bias") }
      .map { try $0.content.region().range }
    #expect(regions.count == 2)
    #expect(regions.first == regions.last)
  }

  @Test
  func `19: says how many bytes belong to no constant`() throws {
    let weights = [UInt8](repeating: 1, count: 500)
    let text = Self.document(
      Self.constant(offset: "100"),
      Self.constant("v", id: "1", offset: "124")
    )
    #expect(
      try Self.open(text, weights).notes.last == "452 bytes of 'd/m.bin' belong to no constant"
    )
    // Alignment is no such thing.
    let close = Self.document(Self.constant(offset: "32"))
    #expect(try Self.open(close, [UInt8](repeating: 1, count: 64)).notes.count == 1)
  }

  @Test
  func `accepts one byte for a constant without elements`() throws {
    for size in ["0", "1"] {
      let text = Self.document(Self.constant(shape: "2, 0", size: size))
      #expect(try Self.open(text, [7]).tensors[0].content.region().byteCount == 0)
      #expect(try Self.open(text, nil).tensors[0].byteCount == 0)
    }
    try Self.refused(
      Self.document(Self.constant(shape: "2, 0", size: "2")),
      .inconsistent,
      saying: "'size' says 2"
    )
  }

  // MARK: - Refused

  @Test
  func `refuses other versions of the IR`() throws {
    #expect(try Self.open(Self.document(Self.constant(), version: "10")).tensors.count == 1)
    for version in ["1", "9", "12", "100"] {
      try Self.refused(
        Self.document(Self.constant(), version: version),
        .unsupported,
        saying: "version \(version)"
      )
    }
    for version in ["", "-1", "x", "99999999999999999999", "1.0", "+11", "١١"] {
      try Self.refused(
        Self.document(Self.constant(), version: version),
        .invalidValue,
        saying: "'version'"
      )
    }
  }

  @Test
  func `1: rejects a document that is cut short`() throws {
    let text = Self.document(Self.constant())
    for count in 0..<text.utf8.count {
      let cut = String(decoding: text.utf8.prefix(count), as: UTF8.self)
      try Self.suite.checkRejects("d/m.xml", in: try Self.tree(cut))
    }
  }

  @Test
  func `4: limits the document and the number of constants`() throws {
    var limits = ParsingLimits()
    limits.sideFileBytes = 100
    let tree = try Self.tree(Self.document(Self.constant()))
    var error = #expect(throws: FormatError.self) {
      try OpenVINOReader(opening: "d/m.xml", in: tree, limits: limits)
    }
    #expect(error?.code == .limitExceeded)
    limits = ParsingLimits()
    limits.tensorCount = 0
    error = #expect(throws: FormatError.self) {
      try OpenVINOReader(opening: "d/m.xml", in: tree, limits: limits)
    }
    #expect(error?.message.contains("ParsingLimits.tensorCount") == true)
  }

  @Test
  func `10: rejects layers that lack something or have it twice`() throws {
    func layer(_ attributes: String, _ data: String) -> String {
      Self.document("<layer \(attributes)>\(data)</layer>")
    }
    let data = "<data element_type='f32' shape='2,3' offset='0' size='24'/>"
    let whole = "id='0' name='w' type='Const'"
    #expect(try Self.open(layer(whole, data)).tensors.count == 1)
    for (attributes, word) in [
      ("name='w' type='Const'", "'id'"), ("id='0' type='Const'", "'name'"),
      ("id='0' name='w'", "'type'"), ("id='a' name='w' type='Const'", "'id'"),
    ] {
      try Self.refused(layer(attributes, data), .invalidValue, saying: word)
    }
    for word in ["element_type", "shape", "offset", "size"] {
      let lacking = data.replacing("\(word)=", with: "x=")
      try Self.refused(layer(whole, lacking), .invalidValue, saying: "'\(word)'")
    }
    try Self.refused(layer(whole, ""), .invalidValue, saying: "'data'")
    try Self.refused(layer(whole, "<output>\(data)</output>"), .invalidValue, saying: "'data'")
    try Self.refused(layer(whole, data + data), .invalidValue, saying: "twice")
  }

  @Test(arguments: [
    "-1", "+1", " 1", "1 ", "1.0", "0x10", "", "a", "9223372036854775808", "1e3", "١",
  ])
  func `12: rejects numbers that are no counts`(_ text: String) throws {
    try Self.refused(Self.document(Self.constant(offset: text)), .invalidValue, saying: "'offset'")
    try Self.refused(Self.document(Self.constant(size: text)), .invalidValue, saying: "'size'")
    guard !text.isEmpty, text != " 1" else { return }
    try Self.refused(Self.document(Self.constant(shape: text)), .invalidValue, saying: "'shape'")
  }

  @Test
  func `14: rejects names that are empty, too long or have control characters`() throws {
    try Self.refused(Self.document(Self.constant("")), .invalidValue, saying: "name")
    try Self.refused(Self.document(Self.constant("a&#10;b")), .invalidValue, saying: "name")
    try Self.refused(
      Self.document(Self.constant(String(repeating: "x", count: 513))),
      .limitExceeded,
      saying: "ParsingLimits.nameBytes"
    )
  }

  @Test
  func `16: rejects constants beyond the weights`() throws {
    for offset in ["1", "24", "9223372036854775807"] {
      try Self.refused(
        Self.document(Self.constant(offset: offset)),
        .truncated,
        saying: "'d/m.bin' has 24 bytes"
      )
    }
    // Those that are not read must lie there as well.
    try Self.refused(
      Self.document(Self.constant(type: "u4", offset: "20", size: "5")),
      .truncated,
      saying: "needs 5 bytes at 20"
    )
  }

  @Test
  func `20 to 24: rejects sizes and shapes that cannot be`() throws {
    func refused(_ shape: String, _ code: FormatError.Code) throws {
      try Self.refused(Self.document(Self.constant(shape: shape)), code, saying: "'w'")
    }
    try Self.refused(
      Self.document(Self.constant(size: "20")),
      .inconsistent,
      saying: "has 24 bytes, 'size' says 20"
    )
    try refused("2,4", .inconsistent)
    try refused("1099511627776,1099511627776", .invalidValue)
    try refused("1099511627776,1099511627776,0", .invalidValue)
    try refused("1099511627776,4194304", .invalidValue)
    try refused("9223372036854775807", .limitExceeded)
    try refused("1,1,1,1,1,1,1,1,6", .limitExceeded)
    for shape in ["2,,3", ",", "2,3,", "2;3", "[2,3]"] { try refused(shape, .invalidValue) }
  }

  @Test
  func `30, 32: rejects weights that are missing, and takes a sibling only`() throws {
    try Self.refused(
      Self.document(Self.constant()),
      .inconsistent,
      weights: nil,
      saying: "'d/m.bin'"
    )
    let tree = try MemoryTree([
      "a:b.xml": Array(Self.document(Self.constant()).utf8), "a:b.bin": Array(0..<24),
    ])
    try Self.suite.checkRejects("a:b.xml", in: tree, code: .invalidValue, saying: "plain file name")
    #expect(OpenVINOReader.parts(of: try FileProbe("a:b.xml", in: tree)).isEmpty)
  }

  @Test
  func `90: says what a file is that is no model`() throws {
    try Self.suite.checkRejects(
      bytes: Array("<!DOCTYPE html><html><title>Sign in</title></html>".utf8),
      saying: "web page"
    )
  }

  @Test
  func `opens weights of a hundred gigabytes without touching them`() throws {
    let byteCount = 100_000_000_000
    let constant = Self.constant(shape: "50000, 500000", offset: "64", size: "\(byteCount)")
    let document = try ByteStore.copying(Array(Self.document(constant).utf8), name: "m.xml")
    let weights = try SparseFile("m.bin", [([], byteCount + 64)])
    let tree = MemoryTree(["m.xml": ByteRegion(document), "m.bin": weights.region])
    let reader = try Self.suite.open("m.xml", in: tree)
    #expect(reader.tensors.map(\.byteCount) == [byteCount])
    #expect(try reader.tensors[0].content.region().range == 64..<(byteCount + 64))
    #expect(weights.touchedByteCount == 0)
  }

  @Test
  func `28: rejects a truth value that is neither 0 nor 1`() throws {
    let constant = Self.constant(type: "boolean", shape: "4, 6")
    try Self.refused(Self.document(constant), .invalidValue, saying: "neither 0 nor 1")
  }
}
