import ZooTensors

extension PickleMachine {
  /// Carries out one instruction.
  mutating func execute(_ opcode: PickleOpcode) throws(FormatError) {
    switch opcode {
    // The most frequent ones of a state dict first.
    case .binPut: try memo.put(topValue(), at: try scanner.u8())
    case .longBinPut: try memo.put(topValue(), at: try scanner.u32())
    case .memoize: try memo.put(topValue(), at: memo.count)
    case .binGet: try recall(try scanner.u8())
    case .longBinGet: try recall(try scanner.u32())
    case .binInt1: try pushInt(try scanner.u8())
    case .binInt2: try pushInt(try scanner.u16())
    case .binInt: try pushInt(try scanner.i32())
    case .binUnicode: try pushText(.text, count: try scanner.u32())
    case .shortBinUnicode: try pushText(.text, count: try scanner.u8())
    case .mark: marks.append(stack.count)
    case .tuple:
      try pushTuple(from: try popMark())
    case .emptyTuple: try pushTuple(from: stack.count)
    case .tuple1: try pushTuple(from: try height(minus: 1))
    case .tuple2: try pushTuple(from: try height(minus: 2))
    case .tuple3: try pushTuple(from: try height(minus: 3))
    case .reduce, .newObj: try construct()
    case .binPersid: try pushPersistent(try popValue())

    case .none: try push(PickleGraph.Node(kind: .none))
    case .newTrue: try push(PickleGraph.Node(kind: .yes))
    case .newFalse: try push(PickleGraph.Node(kind: .no))
    case .binFloat:
      let value = try scanner.bigEndianDouble()
      try push(PickleGraph.Node(kind: .float, large: value.bitPattern))
    case .long1: try pushLong(count: try scanner.u8())
    case .long4: try pushLong(count: try scanner.i32())

    case .shortBinString: try pushText(.byteString, count: try scanner.u8())
    case .binString: try pushText(.byteString, count: try scanner.i32())
    case .binUnicode8: try pushText(.text, count: try scanner.length64())
    case .shortBinBytes: try pushText(.bytes, count: try scanner.u8())
    case .binBytes: try pushText(.bytes, count: try scanner.u32())
    case .binBytes8, .byteArray8: try pushText(.bytes, count: try scanner.length64())

    case .emptyList: try push(PickleGraph.Node(kind: .list))
    case .emptyDict: try push(PickleGraph.Node(kind: .dict))
    case .emptySet: try push(PickleGraph.Node(kind: .set))
    case .list: try pushContainer(.list)
    case .dict: try pushContainer(.dict)
    case .frozenSet: try pushContainer(.set)
    case .append:
      try extendList(from: try height(minus: 1))
    case .appends, .addItems:
      try extendList(from: try popMark())
    case .setItem:
      try extendDict(from: try height(minus: 2))
    case .setItems:
      try extendDict(from: try popMark())

    case .global: try pushGlobal()
    case .stackGlobal: try pushStackGlobal()
    case .newObjEx: try constructWithKeywords()
    case .build: try build()

    case .pop: try popAny()
    case .popMark:
      drop(to: try popMark())
    case .dup: stack.append(try topValue())

    case .int, .long, .float, .string, .unicode, .get, .put, .persid: try executeText(opcode)

    case .proto: try setProtocol(try scanner.u8())
    case .frame: _ = try scanner.length64()
    case .stop: break
    }
  }

  private mutating func pushInt(_ value: Int) throws(FormatError) {
    try push(PickleGraph.Node(kind: .int, large: UInt64(bitPattern: Int64(value))))
  }

  private mutating func pushLong(count: Int) throws(FormatError) {
    guard count > 8 || count < 0 else {
      let start = try scanner.take(count)
      return try pushInt(scanner.signed(start..<(start + count)))
    }
    guard count <= limits.stringBytes else {
      throw .limit(
        "number of bytes",
        count,
        limits.stringBytes,
        "ParsingLimits.stringBytes",
        at: place
      )
    }
    try pushText(.bigInt, count: count)
  }

  mutating func recall(_ index: Int) throws(FormatError) {
    guard let value = memo[index] else {
      throw failure(.invalidValue, "the pickle refers to object \(index), which it never stored")
    }
    stack.append(value)
  }

  mutating func pushPersistent(_ id: PickleRef) throws(FormatError) {
    try push(PickleGraph.Node(kind: .persistent, large: UInt64(id.index)))
    graph.persistentReferences.append(try topValue())
  }

  private mutating func popAny() throws(FormatError) {
    if let mark = marks.last, mark == stack.count {
      marks.removeLast()
    } else {
      _ = try popValue()
    }
  }
}
