import ZooTensors

/// Reads a Flax state dict as a tree, without its arrays' elements.
///
/// Source: `google/flax`, `flax/serialization.py`.
struct FlaxParser: ~Escapable {
  private let file: RawSpan
  private let limits: ParsingLimits
  private var cursor: MessagePackCursor
  private var path: [String] = []
  private var nodeCount = 0

  @_lifetime(copy file)
  private init(_ file: RawSpan, limits: ParsingLimits) {
    self.file = file
    self.limits = limits
    cursor = MessagePackCursor(file)
  }

  /// The tree that fills a file.
  ///
  /// Complexity: O(values); no element of an array is read.
  /// - Throws: ``FormatError`` where the file is damaged, nested too deeply, or holds what Flax does
  ///   not write.
  static func parse(_ region: ByteRegion, limits: ParsingLimits) throws(FormatError) -> FlaxNode {
    var parser = FlaxParser(region.bytes, limits: limits)
    let root = try parser.node(depth: 0)
    guard parser.cursor.isAtEnd else {
      throw FormatError(
        .inconsistent,
        "the tree ends, but the file goes on; it was damaged or is something else",
        at: parser.cursor.position
      )
    }
    return root
  }

  private mutating func node(depth: Int) throws(FormatError) -> FlaxNode {
    let place = cursor.position
    try limits.checkNesting(depth, at: place)
    nodeCount += 1
    guard nodeCount <= limits.messagePackValues else {
      throw .limit(
        "number of values",
        nodeCount,
        limits.messagePackValues,
        "ParsingLimits.messagePackValues",
        at: place
      )
    }
    switch try cursor.next() {
    case .null: return .null
    case .bool(let value): return .bool(value)
    case .integer(let value): return .integer(value)
    case .number(let value): return .number(value)
    case .text(let range): return .text(range)
    case .unsigned: return .other("an integer")
    case .binary: return .other("a byte string")
    case .array(let count):
      var nodes: [FlaxNode] = []
      for number in 0..<count {
        path.append(String(number))
        nodes.append(try node(depth: depth + 1))
        path.removeLast()
      }
      return .list(nodes)
    case .map(let count):
      return .map(try members(count, depth: depth))
    case .tagged(let code, let range):
      do throws(FormatError) {
        return try tagged(code, range, at: place)
      } catch {
        throw FormatError(
          error.code,
          "tensor '\(printable(path.joined(separator: "/")))': \(error.message)",
          at: error.offset ?? place
        )
      }
    }
  }

  private mutating func members(
    _ count: Int,
    depth: Int
  ) throws(FormatError) -> [(key: String, node: FlaxNode)] {
    var members: [(key: String, node: FlaxNode)] = []
    var keys: Set<String> = []
    for _ in 0..<count {
      let place = cursor.position
      let token = try cursor.next()
      guard case .text(let range) = token else {
        throw FormatError(
          .invalidValue,
          "expected a text as the key of a map, found \(token.kind)",
          at: place
        )
      }
      try limits.checkNameLength(range.count, of: "key length", at: place)
      var text = ByteCursor(file)
      try text.seek(to: range.lowerBound)
      let key = try text.readUTF8(range.count)
      guard keys.insert(key).inserted else {
        throw FormatError(
          .inconsistent,
          "the key '\(printable(key))' is twice in one map",
          at: place
        )
      }
      path.append(key)
      members.append((key, try node(depth: depth + 1)))
      path.removeLast()
    }
    return members
  }

  private func tagged(
    _ code: Int8,
    _ range: Range<Int>,
    at place: Int
  ) throws(FormatError) -> FlaxNode {
    // Safe to extract: the cursor proved that the range lies in the file.
    let payload = file.extracting(range)
    switch code {
    case 1, 3: return .array(try FlaxArray(payload, at: range.lowerBound, limits: limits))
    case 2:
      var cursor = MessagePackCursor(payload, origin: range.lowerBound)
      guard case .array(2) = try cursor.next(), case .number = try cursor.next(),
        case .number = try cursor.next(), cursor.isAtEnd
      else {
        throw FormatError(
          .invalidValue,
          "expected a complex number as an array of two numbers",
          at: range.lowerBound
        )
      }
      return .other("a complex number")
    default:
      throw FormatError(
        .invalidValue,
        "expected an extension of type 1 (array), 2 (complex number) or 3 (scalar), found type "
          + "\(code)",
        at: place
      )
    }
  }
}
