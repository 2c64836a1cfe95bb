import ZooTensors

/// Runs the instructions of one pickle, and builds a graph of inert nodes.
///
/// There is no instruction that calls anything: what Python would call is recorded as a
/// ``PickleCall``. Each instruction adds at most a few nodes, so memory is bounded by the bytes read.
struct PickleMachine: ~Escapable {
  var scanner: PickleScanner
  var graph: PickleGraph
  let limits: ParsingLimits
  let allowsTextPersistentIDs: Bool
  var stack: [PickleRef] = []
  /// The height of the stack at each open `MARK`.
  var marks: [Int] = []
  var memo = PickleMemo()
  var protocolVersion = 0
  /// Where the instruction being run began.
  var place: Int
  private let start: Int

  @_lifetime(copy bytes)
  init(
    _ bytes: RawSpan,
    of source: ByteRegion,
    at offset: Int,
    limits: ParsingLimits,
    allowsTextPersistentIDs: Bool
  ) {
    scanner = PickleScanner(bytes, at: offset)
    graph = PickleGraph(source: source, stringLimit: limits.stringBytes)
    self.limits = limits
    self.allowsTextPersistentIDs = allowsTextPersistentIDs
    start = offset
    place = offset
  }

  /// Runs up to and including `STOP`.
  mutating func run() throws(FormatError) {
    while true {
      place = scanner.offset
      let byte = try scanner.u8()
      guard let opcode = PickleOpcode(rawValue: UInt8(truncatingIfNeeded: byte)) else {
        throw unknown(byte)
      }
      guard opcode.minimumProtocol <= protocolVersion || opcode == .proto else {
        throw failure(
          .invalidValue,
          "instruction \(hex(byte)) of protocol \(opcode.minimumProtocol) in a pickle that declares "
            + "protocol \(protocolVersion)"
        )
      }
      if opcode == .stop { break }
      try execute(opcode)
    }
    guard stack.count == 1, marks.isEmpty else {
      throw failure(
        .inconsistent,
        "expected one object at the end of the pickle, found \(stack.count) and "
          + "\(marks.count) open marks"
      )
    }
    graph.root = stack[0]
    try graph.checkNesting(limit: limits.nestingDepth)
  }

  // MARK: - Nodes

  mutating func push(_ node: PickleGraph.Node) throws(FormatError) {
    stack.append(try add(node))
  }

  mutating func add(_ node: PickleGraph.Node) throws(FormatError) -> PickleRef {
    let count = graph.nodes.count
    guard count < limits.pickleNodes, count < Int(UInt32.max) else {
      throw .limit(
        "number of objects in the pickle",
        count + 1,
        limits.pickleNodes,
        "ParsingLimits.pickleNodes",
        at: place
      )
    }
    graph.nodes.append(node)
    return PickleRef(index: UInt32(truncatingIfNeeded: count))
  }

  func pair(
    _ kind: PickleGraph.Kind,
    _ first: PickleRef,
    _ second: PickleRef
  ) -> PickleGraph.Node {
    PickleGraph.Node(kind: kind, large: UInt64(first.index) << 32 | UInt64(second.index))
  }

  /// Pushes text or bytes that lie in the file, and may be the elements of a large array.
  mutating func pushText(_ kind: PickleGraph.Kind, count: Int) throws(FormatError) {
    guard count >= 0 else {
      throw failure(.invalidValue, "a text of the pickle has the negative length \(count)")
    }
    try push(try text(kind, at: try scanner.take(count), count: count))
  }

  /// A node of text or bytes; both numbers were proven to lie in the file.
  func text(
    _ kind: PickleGraph.Kind,
    at offset: Int,
    count: Int
  ) throws(FormatError) -> PickleGraph.Node {
    guard count <= PickleGraph.offsetMask, offset <= PickleGraph.offsetMask else {
      throw failure(.unsupported, "a pickle of more than 2^48 bytes is not read")
    }
    return PickleGraph.Node(
      kind: kind,
      small: UInt32(truncatingIfNeeded: count),
      large: UInt64(offset) | UInt64(count >> 32) << 48
    )
  }

  // MARK: - The stack

  /// How low the stack may be popped: to the last mark.
  var floor: Int { marks.last ?? 0 }

  mutating func popValue() throws(FormatError) -> PickleRef {
    guard stack.count > floor, let value = stack.popLast() else { throw underflow() }
    return value
  }

  func topValue() throws(FormatError) -> PickleRef {
    guard stack.count > floor, let value = stack.last else { throw underflow() }
    return value
  }

  /// The height of the stack below its `count` topmost values, which must lie above the last mark.
  func height(minus count: Int) throws(FormatError) -> Int {
    guard stack.count - floor >= count else { throw underflow() }
    return stack.count - count
  }

  /// Removes the last mark and returns its height; the values above it stay until `drop(to:)`.
  mutating func popMark() throws(FormatError) -> Int {
    guard let mark = marks.popLast() else {
      throw failure(.invalidValue, "the pickle needs a mark and none is open")
    }
    return mark
  }

  mutating func drop(to height: Int) { stack.removeSubrange(height...) }

  // MARK: - Errors

  func failure(_ code: FormatError.Code, _ message: String) -> FormatError {
    FormatError(code, message, at: place)
  }

  func underflow() -> FormatError {
    failure(.invalidValue, "the pickle takes an object from an empty stack")
  }

  func hex(_ byte: Int) -> String { "0x" + String(byte, radix: 16) }

  private func unknown(_ byte: Int) -> FormatError {
    let names = [
      0x69: "INST", 0x6f: "OBJ", 0x82: "EXT1", 0x83: "EXT2", 0x84: "EXT4", 0x97: "NEXT_BUFFER",
      0x98: "READONLY_BUFFER",
    ]
    let name = names[byte].map { " (\($0))" } ?? ""
    return failure(
      names[byte] == nil ? .invalidValue : .unsupported,
      "\(hex(byte))\(name) is not an instruction that builds plain data"
    )
  }

  mutating func setProtocol(_ version: Int) throws(FormatError) {
    guard place == start else {
      throw failure(.invalidValue, "the pickle declares its protocol again")
    }
    guard version <= 5 else {
      throw failure(.unsupported, "pickle protocol \(version) is unknown; 0 to 5 are read")
    }
    protocolVersion = version
  }
}
