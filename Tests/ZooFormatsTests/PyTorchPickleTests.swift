import Testing
import ZooFormats
import ZooTensors

@Suite
struct PyTorchPickleTests {
  private func parse(
    _ bytes: [UInt8],
    limits: ParsingLimits = .default
  ) throws(FormatError) -> PickleGraph {
    try Pickle.parse(
      whole: ByteRegion(try ByteStore.copying(bytes, name: "pickle")),
      limits: limits
    )
  }

  private func refuses(
    _ bytes: [UInt8],
    _ code: FormatError.Code,
    saying words: String,
    limits: ParsingLimits = .default,
    _ place: SourceLocation = #_sourceLocation
  ) {
    do throws(FormatError) {
      _ = try parse(bytes, limits: limits)
      Issue.record("was read", sourceLocation: place)
    } catch {
      #expect(error.code == code, "\(error)", sourceLocation: place)
      #expect(error.description.contains(words), "\(error)", sourceLocation: place)
    }
  }

  // MARK: - What is read

  @Test
  func `reads numbers, texts and containers of the binary protocols`() throws {
    let graph = try parse(
      P.pickle(
        P.list([
          P.none, P.yes, P.no, P.int(7), P.int(-5), P.int(1 << 40), P.text("检"),
          [0x47, 0x3f, 0xc0, 0, 0, 0, 0, 0, 0], [0x8a, 0], P.tuple(P.int(1), P.int(2)),
          [0x4d, 0x01, 0x02], [0x8a, 9] + P.little(UInt64.max) + [0], [0x55, 1, 0x61],
        ])
      )
    )
    guard case .list(let elements) = graph[graph.root] else {
      Issue.record("not a list")
      return
    }
    let values = elements.map { graph[$0] }
    #expect(values.count == 13)
    guard case .none = values[0], case .bool(true) = values[1], case .bool(false) = values[2],
      case .float(0.125) = values[7], case .bigInt(_, isDecimal: false) = values[11]
    else {
      Issue.record("\(values)")
      return
    }
    #expect([3, 4, 5, 8, 10].map { graph.int(Array(elements)[$0]) } == [7, -5, 1 << 40, 0, 0x201])
    #expect(try graph.string(Array(elements)[6]) == "检")
    #expect(try graph.string(Array(elements)[12]) == "a")
    #expect(graph.tuple(Array(elements)[9])?.compactMap { graph.int($0) } == [1, 2])
  }

  @Test
  func `reads the textual protocol with its escapes`() throws {
    let text =
      "(lp0\nI42\naI01\naL12345678901234567890L\naF-2.5\naS'a\\x41\\n\\101\\''\naV\\u68c0\u{e9}\nag0\n0."
    let bytes = text.unicodeScalars.map { UInt8($0.value & 0xff) }
    // `g0` pushes the list once more and `0` pops it again.
    let graph = try parse(bytes)
    guard case .list(let slice) = graph[graph.root] else {
      Issue.record("not a list")
      return
    }
    let elements = Array(slice)
    #expect(graph.int(elements[0]) == 42)
    guard case .bool(true) = graph[elements[1]],
      case .bigInt(_, isDecimal: true) = graph[elements[2]],
      case .float(-2.5) = graph[elements[3]]
    else {
      Issue.record("\(elements.map { graph[$0] })")
      return
    }
    #expect(try graph.string(elements[4]) == "aA\nA'")
    #expect(try graph.string(elements[5]) == "检é")
  }

  @Test
  func `records calls and states without carrying them out`() throws {
    let graph = try parse(
      P.pickle(
        P.call(P.global("os", "system"), P.text("rm -rf /")) + P.dict([("a", P.int(1))]) + P.build
      )
    )
    guard case .call(let call) = graph[graph.root] else {
      Issue.record("not a call")
      return
    }
    let global = try #require(try graph.global(call.function))
    #expect(global == ("os", "system"))
    #expect(call.state != nil)
  }

  @Test
  func `shares what the pickle shares`() throws {
    let graph = try parse(P.pickle(P.mark + P.emptyList + P.put(0) + P.get(0) + P.get(0) + [0x74]))
    let elements = try #require(graph.tuple(graph.root))
    #expect(elements.count == 3 && Set(elements).count == 1)
  }

  // MARK: - 47: instructions outside of the table

  @Test(arguments: [0x69, 0x6f, 0x82, 0x83, 0x84, 0x97, 0x98] as [UInt8])
  func `refuses an instruction that would need code or a registry`(_ opcode: UInt8) {
    refuses([0x80, 5] + P.mark + [opcode], .unsupported, saying: "0x" + String(opcode, radix: 16))
  }

  @Test(arguments: [0x00, 0x21, 0x41, 0x7e, 0x99, 0xff] as [UInt8])
  func `refuses a byte that is no instruction`(_ opcode: UInt8) {
    refuses([0x80, 5, opcode], .invalidValue, saying: "not an instruction")
  }

  @Test
  func `refuses instructions of a newer protocol than the pickle declares`() {
    refuses(
      P.pickle(P.text("a") + P.text("b") + [0x93]),
      .invalidValue,
      saying: "declares protocol 2"
    )
    refuses(P.int(1).map { $0 } + [0x85, 0x2e], .invalidValue, saying: "declares protocol 0")
  }

  @Test
  func `refuses a textual persistent id`() {
    refuses(P.pickle([0x50] + P.ascii("0\n")), .unsupported, saying: "PERSID")
  }

  @Test
  func `refuses a second declaration of the protocol and protocol 6`() {
    refuses(P.pickle([0x80, 2, 0x4e]), .invalidValue, saying: "again")
    refuses(P.pickle(P.none, protocol: 6), .unsupported, saying: "protocol 6")
  }

  // MARK: - 48: the stack and the memo

  @Test(
    arguments: [
      [0x85], [0x86], [0x87], [0x52], [0x62], [0x51], [0x61], [0x73], [0x30], [0x32], [0x71, 0],
      [0x4e, 0x81], [0x5d, 0x61], [0x7d, 0x4e, 0x73], [0x28, 0x85], [0x5d, 0x28, 0x4e, 0x61, 0x74],
      [0x28, 0x65], [0x28, 0x75],
    ] as [[UInt8]]
  )
  func `refuses to take from an empty stack or below a mark`(_ code: [UInt8]) {
    refuses(P.pickle(code), .invalidValue, saying: "empty stack")
  }

  @Test(arguments: [0x74, 0x65, 0x75, 0x6c, 0x64, 0x31] as [UInt8])
  func `refuses to use a mark that is not open`(_ opcode: UInt8) {
    refuses(P.pickle(P.emptyList + [opcode]), .invalidValue, saying: "mark")
  }

  @Test
  func `refuses an object number that was never stored`() {
    refuses(P.pickle(P.get(3)), .invalidValue, saying: "object 3")
    refuses(P.pickle([0x6a, 0xff, 0xff, 0xff, 0xff]), .invalidValue, saying: "object 4294967295")
  }

  @Test
  func `does not reserve memory for a huge object number`() throws {
    let code = P.none + [0x72, 0xff, 0xff, 0xff, 0xff, 0x30, 0x6a, 0xff, 0xff, 0xff, 0xff]
    let graph = try parse(P.pickle(code))
    #expect(graph.count == 1)
  }

  @Test
  func `refuses objects and marks that are left at the end`() {
    refuses(P.pickle(P.none + P.none), .inconsistent, saying: "found 2")
    refuses(P.pickle(P.none + P.mark), .inconsistent, saying: "1 open marks")
    refuses(P.pickle([]), .inconsistent, saying: "found 0")
  }

  // MARK: - 49: the ends

  @Test
  func `refuses every prefix of a pickle`() {
    let bytes = P.pickle(
      P.dict([("a", P.ints([1, 2])), ("b", P.call(P.global("m", "f"), P.text("x")))])
    )
    for count in 0..<bytes.count {
      #expect(throws: FormatError.self, "\(count)") { try parse(Array(bytes[..<count])) }
    }
  }

  @Test
  func `refuses bytes after the end`() {
    refuses(P.pickle(P.none) + [0], .inconsistent, saying: "1 bytes follow")
  }

  // MARK: - 50: bombs

  @Test
  func `a memo bomb stays as small as its file`() throws {
    // Sixty lists, each holding the previous one twice: 2^60 leaves if anything expanded them.
    var code = P.emptyList + P.put(0)
    for level in 1...60 {
      code += P.emptyList + P.put(UInt8(level)) + P.mark
      code += P.get(UInt8(level - 1)) + P.get(UInt8(level - 1)) + [0x65]
    }
    let graph = try parse(P.pickle(P.mark + code + [0x74] + [0x30] + P.get(60)))
    #expect(graph.count == 62)
  }

  @Test
  func `refuses more objects than the limit`() {
    var limits = ParsingLimits.default
    limits.pickleNodes = 10
    refuses(
      P.pickle(P.ints(Array(0..<20))),
      .limitExceeded,
      saying: "ParsingLimits.pickleNodes",
      limits: limits
    )
  }

  // MARK: - 51: depth

  @Test
  func `refuses deep nesting`() {
    let lists = [UInt8](repeating: 0x5d, count: 100) + [UInt8](repeating: 0x61, count: 99)
    refuses(P.pickle(lists), .limitExceeded, saying: "nestingDepth")
    let tuples = [0x29] + [UInt8](repeating: 0x85, count: 100_000)
    refuses(P.pickle(tuples), .limitExceeded, saying: "nestingDepth")
  }

  @Test
  func `refuses a list and a dictionary that contain themselves`() {
    refuses(
      P.pickle(P.emptyList + P.put(0) + P.get(0) + P.append),
      .invalidValue,
      saying: "contains itself"
    )
    refuses(
      P.pickle(P.emptyDict + P.put(0) + P.text("a") + P.get(0) + P.setItem),
      .invalidValue,
      saying: "contains itself"
    )
    refuses(
      P.pickle(P.emptyList + P.put(0) + P.get(0) + [0x85] + P.append),
      .invalidValue,
      saying: "contains itself"
    )
  }

  @Test
  func `allows an opaque object that refers to its owner`() throws {
    let object = P.newObject(P.global("m", "Node")) + P.put(0)
    _ = try parse(P.pickle(object + P.dict([("parent", P.get(0))]) + P.build))
  }

  // MARK: - 52: lengths

  @Test
  func `refuses texts longer than the file and negative lengths`() {
    refuses(P.pickle([0x58, 0xff, 0xff, 0xff, 0x3f]), .truncated, saying: "remain")
    refuses(P.pickle([0x58, 0xff, 0xff, 0xff, 0xff]), .truncated, saying: "remain")
    refuses(P.pickle([0x54, 0xff, 0xff, 0xff, 0xff]), .invalidValue, saying: "negative")
    refuses(P.pickle([0x8b, 0xff, 0xff, 0xff, 0xff]), .invalidValue, saying: "negative")
    refuses(
      P.pickle([0x8e] + P.little(UInt64.max), protocol: 4),
      .truncated,
      saying: "remain"
    )
    refuses(
      P.pickle([0x95] + P.little(UInt64(1) << 63), protocol: 4),
      .truncated,
      saying: "remain"
    )
  }

  @Test
  func `refuses text that is not UTF-8 when it is asked for`() throws {
    let graph = try parse(P.pickle([0x58, 2, 0, 0, 0, 0xc3, 0x28]))
    #expect(throws: FormatError.self) { try graph.string(graph.root) }
  }

  // MARK: - 53: items

  @Test
  func `refuses a key without a value and items of something else`() {
    refuses(
      P.pickle(P.emptyDict + P.mark + P.none + P.setItems),
      .invalidValue,
      saying: "without a value"
    )
    refuses(P.pickle(P.mark + P.none + [0x64]), .invalidValue, saying: "without a value")
    refuses(
      P.pickle(P.emptyList + P.none + P.none + P.setItem),
      .invalidValue,
      saying: "not a dictionary"
    )
    refuses(P.pickle(P.emptyDict + P.none + P.append), .invalidValue, saying: "not a list")
    refuses(P.pickle(P.emptyDict + P.none + P.build), .invalidValue, saying: "not an object")
    refuses(P.pickle(P.global("a", "b") + P.none + [0x52]), .invalidValue, saying: "not a tuple")
  }

  @Test
  func `refuses a second state of one object`() {
    let object = P.newObject(P.global("m", "C"))
    refuses(
      P.pickle(object + P.none + P.build + P.none + P.build),
      .inconsistent,
      saying: "twice"
    )
  }
}
