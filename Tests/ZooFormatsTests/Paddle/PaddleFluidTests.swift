import Testing
import ZooTensors
import ZooTestSupport

@testable import ZooFormats

/// Items 84 and 86 of the checklist: variables, programs, and how they lie in folders.
@Suite
struct PaddleFluidTests {
  private typealias B = PaddleBytes
  private let suite = CheckpointReaderSuite(PaddleFluidReader.self)

  private func names(_ tree: MemoryTree, _ entry: String) throws -> [String] {
    try suite.open(entry, in: tree).tensors.map(\.name)
  }

  private func refuses(
    _ bytes: [UInt8],
    _ code: FormatError.Code,
    saying words: String
  ) throws {
    try suite.checkRejects("w", in: try B.tree(["w": bytes]), code: code, saying: words)
  }

  // MARK: - Variables

  @Test
  func `reads the variable that the others are variations of`() throws {
    let reader = try suite.open("w", in: try B.tree(["w": B.floats([3, 5])]))
    #expect(reader.tensors.map(\.name) == ["w"])
    #expect(reader.tensors[0].dtype == .f32)
    #expect(reader.tensors[0].shape.dimensions == [3, 5])
    let bytes = try reader.tensors[0].content.region().prefix(99)
    #expect(bytes == (0..<15).flatMap { P.little(Float($0).bitPattern) })
    #expect(reader.notes.isEmpty)
  }

  @Test
  func `knows every element type by its number`() throws {
    let types: [(Int, DType)] = [
      (0, .bool), (1, .i16), (2, .i32), (3, .i64), (4, .f16), (5, .f32), (6, .f64), (20, .u8),
      (21, .i8), (22, .bf16), (23, .c64), (24, .c128), (32, .f8e4m3), (33, .f8e5m2), (36, .u16),
      (37, .u32), (38, .u64),
    ]
    for (number, dtype) in types {
      let elements = [UInt8](repeating: 1, count: 2 * (dtype.byteWidth ?? 0))
      let bytes = B.variable(descriptor: B.descriptor([2], type: number), elements)
      let reader = try suite.open("w", in: try B.tree(["w": bytes]))
      #expect(reader.tensors[0].dtype == dtype)
    }
    for number in [7, 19, 25, 99] {
      try refuses(
        B.variable(descriptor: B.descriptor([2], type: number), [1, 2]),
        .unsupported,
        saying: "the number \(number) is not that of an element type"
      )
    }
  }

  @Test
  func `takes dimensions that are packed`() throws {
    let packed = B.field(1, 5) + B.field(2, [2, 3])
    let bytes = B.variable(descriptor: packed, [UInt8](repeating: 0, count: 24))
    let reader = try suite.open("w", in: try B.tree(["w": bytes]))
    #expect(reader.tensors[0].shape.dimensions == [2, 3])
  }

  @Test
  func `lists a variable with sequences, and says that they are not read`() throws {
    let level = P.little(UInt64(16)) + P.little(UInt64(0)) + P.little(UInt64(2))
    let bytes = B.variable(levels: 1, level: level, descriptor: B.descriptor([2]), Array(0..<8))
    let reader = try suite.open("w", in: try B.tree(["w": bytes]))
    #expect(try reader.tensors[0].content.region().prefix(9) == Array(0..<8))
    #expect(reader.notes == ["the levels of detail of 'w' are not read"])
  }

  @Test
  func `item 86: refuses other versions`() throws {
    let descriptor = B.descriptor([1])
    try refuses(
      B.variable(version: 1, descriptor: descriptor, [0, 0, 0, 0]),
      .invalidValue,
      saying: "expected a variable of version 0, found version 1"
    )
    try refuses(
      B.variable(tensorVersion: 7, descriptor: descriptor, [0, 0, 0, 0]),
      .invalidValue,
      saying: "expected a tensor of version 0, found version 7"
    )
  }

  @Test
  func `item 86: refuses descriptions that are not there, negative or too large`() throws {
    for size in [Int32.min, -1, 0] {
      try refuses(
        B.variable(descriptor: B.descriptor([1]), size: size, [0, 0, 0, 0]),
        .invalidValue,
        saying: "found one of \(size) bytes"
      )
    }
    try refuses(
      B.variable(descriptor: B.descriptor([1]), size: 1 << 20, [0, 0, 0, 0]),
      .truncated,
      saying: "expected 1048576 more bytes"
    )
    let padded = B.descriptor([1]) + B.field(9, [UInt8](repeating: 0, count: 200))
    try refuses(
      B.variable(descriptor: padded, [0, 0, 0, 0]),
      .limitExceeded,
      saying: "ParsingLimits.rank"
    )
  }

  @Test
  func `item 86: refuses levels of detail that hold no whole offsets, or are too many`() throws {
    try refuses(
      B.variable(
        levels: 1,
        level: P.little(UInt64(12)) + [UInt8](repeating: 0, count: 12),
        descriptor: B.descriptor([1]),
        [0, 0, 0, 0]
      ),
      .invalidValue,
      saying: "12 bytes does not hold whole offsets"
    )
    try refuses(
      B.variable(levels: 1 << 40, descriptor: B.descriptor([1]), [0, 0, 0, 0]),
      .invalidValue,
      saying: "at most 16 levels"
    )
    try refuses(
      B.variable(
        levels: 1,
        level: P.little(UInt64.max - 7),
        descriptor: B.descriptor([1]),
        [0, 0, 0, 0]
      ),
      .invalidValue,
      saying: "does not fit 63 bits"
    )
  }

  @Test
  func `item 86: refuses elements beyond the end of the file`() throws {
    try refuses(
      B.variable(descriptor: B.descriptor([3, 5]), [UInt8](repeating: 0, count: 59)),
      .truncated,
      saying: "has 60 bytes, 59 are left"
    )
  }

  @Test
  func `item 86: refuses bytes that are left over`() throws {
    try refuses(B.floats([3]) + [1], .inconsistent, saying: "1 bytes are left over")
    let combined = B.floats([3]) + B.floats([2]) + [0, 0, 0]
    try suite.checkRejects(
      "__params__",
      in: try B.tree([
        "__params__": combined,
        "__model__": B.program(B.declaration("a", [3]), B.declaration("b", [2])),
      ]),
      code: .inconsistent,
      saying: "3 bytes are left over after 2 variables"
    )
  }

  @Test
  func `items 20 to 24: refuses shapes that are negative, overflow or have too many axes`() throws {
    try refuses(
      B.variable(descriptor: B.descriptor([2, -1]), []),
      .invalidValue,
      saying: "negative"
    )
    try refuses(
      B.variable(descriptor: B.descriptor([1 << 40, 1 << 40]), []),
      .invalidValue,
      saying: "overflows"
    )
    try refuses(
      B.variable(descriptor: B.descriptor([1 << 48, 1 << 14], type: 6), []),
      .invalidValue,
      saying: "overflow"
    )
    try refuses(
      B.variable(descriptor: B.descriptor([1, 1, 1, 1, 1, 1, 1, 1, 1]), []),
      .limitExceeded,
      saying: "ParsingLimits.rank"
    )
  }

  @Test
  func `item 84: refuses descriptions that are no such message`() throws {
    let type = B.field(1, 5)
    let cases: [([UInt8], FormatError.Code, String)] = [
      (type + type, .invalidValue, "there twice"),
      (type + [0x13], .invalidValue, "wire type 3"),
      (type + [0x00, 1], .invalidValue, "field of number 0"),
      (type + [0x10] + [UInt8](repeating: 0xff, count: 10) + [1], .invalidValue, "varint"),
      (type + [0x12, 9, 1], .truncated, "9 bytes long"),
    ]
    for (descriptor, code, words) in cases {
      try refuses(B.variable(descriptor: descriptor, [0, 0, 0, 0]), code, saying: words)
    }
  }

  // MARK: - Folders

  @Test
  func `a folder is one checkpoint, whose entry is the first variable by path`() throws {
    let tree = try B.tree([
      "params/fc_0.w_0": B.floats([7, 4]), "params/fc_0.b_0": B.floats([4]),
      "params/fc_0.w_0_moment1_0": B.floats([7, 4]), "params/@LR_DECAY_COUNTER@": B.floats([1]),
      "params/notes.txt": Array("read me, please".utf8), "other/fc_0.w_0": B.floats([2]),
      "vocab.txt": Array("[PAD]\n[UNK]\n".utf8),
    ])
    let found = try CheckpointFinder().candidates(in: tree)
    #expect(found.map(\.path) == ["other/fc_0.w_0", "params/@LR_DECAY_COUNTER@"])
    let reader = try suite.open("params/@LR_DECAY_COUNTER@", in: tree)
    #expect(
      reader.tensors.map(\.name) == [
        "@LR_DECAY_COUNTER@", "fc_0.b_0", "fc_0.w_0", "fc_0.w_0_moment1_0",
      ]
    )
    #expect(reader.files.first == "params/@LR_DECAY_COUNTER@")
    #expect(reader.notes == ["not read, because no variables: 'params/notes.txt'"])
  }

  @Test
  func `a folder may be opened by any of its variables`() throws {
    let tree = try B.tree(["a": B.floats([1]), "b": B.floats([2])])
    let reader = try suite.open("b", in: tree)
    #expect(reader.files == ["b", "a"])
    #expect(reader.tensors.map(\.name) == ["a", "b"])
  }

  @Test
  func `names the variables of a program that have no file`() throws {
    let tree = try B.tree([
      "a": B.floats([1]),
      "__model__": B.program(B.declaration("a", [1]), B.declaration("gone", [2])),
    ])
    let reader = try suite.open("a", in: tree)
    #expect(
      reader.notes == [
        "not read, because no variables: '__model__'",
        "'__model__' names variables that have no file here: 'gone'",
      ]
    )
  }

  @Test
  func `a damaged variable of a folder is an error that names its file`() throws {
    let tree = try B.tree(["a": B.floats([1]), "b": Array(B.floats([2]).dropLast())])
    try suite.checkRejects("a", in: tree, code: .truncated, saying: "'b'", "fetch it again")
  }

  @Test
  func `no file of a folder stays open, and one is opened again for its bytes`() throws {
    let tree = CountingTree(["a": B.floats([1]), "b": B.floats([2]), "c": B.floats([3])])
    let reader = try suite.open("a", in: tree)
    #expect(reader.tensors.count == 3)
    #expect(tree.openCount == 0)
    let bytes = try reader.tensors[2].content.region()
    #expect(bytes.prefix(4) == P.little(Float(0).bitPattern))
    #expect(tree.openCount == 1)
  }

  @Test
  func `opening reads no elements of a file larger than memory`() throws {
    let header = B.variable(descriptor: B.descriptor([1 << 20, 1 << 15]), [])
    let file = try SparseFile("w", [(header, 1 << 37)])
    let reader = try suite.open("w", in: MemoryTree(["w": file.region]))
    #expect(reader.tensors[0].byteCount == 1 << 37)
    let region = try reader.tensors[0].content.region()
    #expect(region.range == header.count..<(header.count + (1 << 37)))
    #expect(file.touchedByteCount == 0)
  }

  @Test
  func `lists no more variables than the limit`() throws {
    var limits = ParsingLimits.default
    limits.tensorCount = 1
    let tree = try B.tree(["a": B.floats([1]), "b": B.floats([2])])
    let strict = CheckpointReaderSuite(PaddleFluidReader.self, limits: limits)
    try strict.checkRejects("a", in: tree, code: .limitExceeded, saying: "tensorCount")
    let combined = try B.tree(["__params__": B.floats([1]) + B.floats([2])])
    try strict.checkRejects("__params__", in: combined, code: .limitExceeded, saying: "tensorCount")
  }

  // MARK: - Combined files

  @Test
  func `variables of a combined file lie in the order of their names`() throws {
    let file = B.floats([1]) + B.floats([2]) + B.floats([3])
    let model = B.program(
      B.declaration("b", [2]),
      B.declaration("feed", [], kind: 9),
      B.declaration("hidden", [4], isPersistable: false),
      B.declaration("fetch", [], kind: 10),
      B.declaration("Z", [1]),
      B.declaration("ä", [3])
    )
    for (params, program) in [
      ("__params__", "__model__"), ("params", "model"), ("x.pdiparams", "x.pdmodel"),
      ("weights", "topology"), ("m/x.pdiparams", "m/__model__"),
    ] {
      let tree = try B.tree([params: file, program: model])
      let found = try CheckpointFinder().candidates(in: tree)
      #expect(found.map(\.path) == [params])
      let reader = try suite.open(params, in: tree)
      #expect(reader.tensors.map(\.name) == ["Z", "b", "ä"])
      #expect(reader.tensors.map(\.shape.dimensions) == [[1], [2], [3]])
      #expect(reader.files == [params, program])
    }
  }

  @Test
  func `a combined file of one variable has the name that its program gives`() throws {
    let tree = try B.tree([
      "x.pdiparams": B.floats([2]), "x.pdmodel": B.program(B.declaration("w", [2])),
    ])
    #expect(try names(tree, "x.pdiparams") == ["w"])
    let alone = try B.tree(["x.pdiparams": B.floats([2])])
    #expect(try names(alone, "x.pdiparams") == ["x.pdiparams"])
  }

  @Test
  func `two combined files of a folder are two checkpoints`() throws {
    let tree = try B.tree([
      "x.pdiparams": B.floats([1]) + B.floats([2]), "y.pdiparams": B.floats([1]) + B.floats([3]),
      "x.pdmodel": B.program(B.declaration("a", [1]), B.declaration("b", [2])),
      "y.pdmodel": B.program(B.declaration("c", [1]), B.declaration("d", [3])),
    ])
    let found = try CheckpointFinder().candidates(in: tree)
    #expect(found.map(\.path) == ["x.pdiparams", "y.pdiparams"])
    #expect(try names(tree, "y.pdiparams") == ["c", "d"])
  }

  @Test
  func `refuses a combined file without names, and says what to fetch`() throws {
    try suite.checkRejects(
      "__params__",
      in: try B.tree(["__params__": B.floats([1]) + B.floats([2])]),
      code: .notFound,
      saying: "the names of the 2 variables",
      "'__model__'"
    )
  }

  @Test
  func `refuses a program of another model`() throws {
    let file = B.floats([1]) + B.floats([2])
    try suite.checkRejects(
      "__params__",
      in: try B.tree(["__params__": file, "__model__": B.program(B.declaration("a", [1]))]),
      code: .inconsistent,
      saying: "'__model__' names 1 variables, the file has 2"
    )
    let swapped = B.program(B.declaration("a", [2]), B.declaration("b", [1]))
    try suite.checkRejects(
      "__params__",
      in: try B.tree(["__params__": file, "__model__": swapped]),
      code: .inconsistent,
      saying: "the variable 'a' has the shape [2], the file has [1]"
    )
  }

  @Test
  func `refuses a program that has two variables of one name`() throws {
    let program = B.program(B.declaration("a", [1]), B.declaration("a", [2]))
    try suite.checkRejects(
      "__params__",
      in: try B.tree(["__params__": B.floats([1]) + B.floats([2]), "__model__": program]),
      code: .inconsistent,
      saying: "two variables are called 'a'"
    )
  }

  @Test
  func `refuses programs of JSON that lack what names need`() throws {
    let file = B.floats([1]) + B.floats([2])
    func text(_ operations: String) -> [UInt8] {
      Array(
        #"{"base_code":{"magic":"pir"},"program":{"regions":[{"blocks":[{"ops":[\#(operations)]}]}]}}"#
          .utf8
      )
    }
    let first = ##"{"#":"p","A":[0,"a"],"O":{"TT":{"D":[{},[1]]}}}"##
    let cases: [(String, String)] = [
      (first, "names 1 variables"), ("\(first),\(first)", "two parameters"),
      (##"\##(first),{"#":"p","A":[0]}"##, "no name"),
      (##"\##(first),{"#":"p","A":["b"],"O":{"TT":{"D":[{},["x"]]}}}"##, "no integer"),
      (##"\##(first),{"#":"p","A":["b"],"O":{"TT":{"D":[{},[3]]}}}"##, "has the shape [3]"),
    ]
    for (operations, words) in cases {
      try suite.checkRejects(
        "x.pdiparams",
        in: try B.tree(["x.pdiparams": file, "x.json": text(operations)]),
        saying: words
      )
    }
    try suite.checkRejects(
      "x.pdiparams",
      in: try B.tree([
        "x.pdiparams": file, "x.json": Array(#"{"base_code":{"magic":"pir"}}"#.utf8),
      ]),
      code: .invalidValue,
      saying: "expected a program"
    )
  }

  @Test
  func `structured names are those of Paddle's loader, and must be distinct`() throws {
    let file = B.floats([1]) + B.floats([2])
    func info(_ first: String, _ second: String) -> [UInt8] {
      P.pickle(
        P.dict([
          ("b_0", P.dict([("structured_name", P.text(second)), ("trainable", P.yes)])),
          ("a_0", P.dict([("structured_name", P.text(first))])),
        ])
      )
    }
    let tree = try B.tree(["x.pdiparams": file, "x.pdiparams.info": info("z.w", "y.w")])
    let reader = try suite.open("x.pdiparams", in: tree)
    #expect(reader.tensors.map(\.name) == ["y.w", "z.w"])
    #expect(reader.tensors.map(\.shape.dimensions) == [[2], [1]])
    #expect(reader.files == ["x.pdiparams", "x.pdiparams.info"])
    #expect(try CheckpointFinder().candidates(in: tree).count == 1)
    try suite.checkRejects(
      "x.pdiparams",
      in: try B.tree(["x.pdiparams": file, "x.pdiparams.info": info("same", "same")]),
      code: .inconsistent,
      saying: "two variables have the name 'same'"
    )
    try suite.checkRejects(
      "x.pdiparams",
      in: try B.tree(["x.pdiparams": file, "x.pdiparams.info": P.pickle(P.int(1))]),
      code: .invalidValue,
      saying: "expected a dictionary of the names"
    )
  }

  // MARK: - Recognition

  @Test
  func `is not taken in by zeros, text and other formats`() throws {
    let others: [[UInt8]] = [
      [UInt8](repeating: 0, count: 4096), Array("version https://git-lfs.github.com/spec/v1".utf8),
      P.pickle(P.dict([("w", P.int(1))])), [UInt8](0...255),
      P.little(UInt32(0)) + P.little(UInt64(3)) + [UInt8](repeating: 0, count: 64),
    ]
    for bytes in others {
      #expect(!PaddleFluidReader.recognizes(try FileProbe("w", in: try B.tree(["w": bytes]))))
    }
  }

  @Test
  func `item 90: says that a file is a pointer or a page instead of weights`() throws {
    try refuses(
      Array("version https://git-lfs.github.com/spec/v1\nsize 120\n".utf8),
      .invalidValue,
      saying: "Git LFS pointer"
    )
  }

  @Test
  func `item 28: refuses a truth value that is neither 0 nor 1`() throws {
    let tree = try B.tree(["w": B.variable(descriptor: B.descriptor([3], type: 0), [0, 1, 2])])
    try suite.checkRejects("w", in: tree, code: .invalidValue, saying: "neither 0 nor 1")
  }
}
