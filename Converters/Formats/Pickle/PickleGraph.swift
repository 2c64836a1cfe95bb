package import ZooTensors

/// A pickle as data: a graph of nodes in an arena.
///
/// Shared objects of the pickle are shared nodes, so the graph is never larger than the file. It
/// keeps the bytes alive that its text lies in.
package struct PickleGraph: Sendable {
  enum Kind: UInt8 {
    case none, yes, no, int, bigInt, bigDecimal, float, text, escapedText, byteString
    case escapedByteString, bytes, tuple, list, set, dict, global, call, persistent
  }

  /// A node: a kind, 32 bits (a count, or a container's number + 1) and 64 bits (a value, an offset,
  /// or two references).
  ///
  /// The count of a text has 48 bits: the upper 16 are those of the 64, above an offset of 48 bits.
  struct Node: Sendable {
    let kind: Kind
    var small: UInt32 = 0
    var large: UInt64 = 0
  }

  /// What `BUILD`, `APPENDS` and `SETITEMS` added to a call; containers by number + 1, 0 for none.
  struct Attachment: Sendable {
    var keywords: PickleRef?
    var state: PickleRef?
    var items: UInt32 = 0
    var entries: UInt32 = 0
  }

  /// The bits of a text's offset.
  static let offsetMask: UInt64 = (1 << 48) - 1

  let source: ByteRegion
  var nodes: [Node] = []
  /// The elements of all tuples, one after the other.
  var elements: [PickleRef] = []
  /// Containers that may grow: lists, sets, and dictionaries with keys and values alternating.
  var containers: [[PickleRef]] = []
  var attachments: [Attachment] = []
  /// The node that the pickle is about.
  package internal(set) var root = PickleRef(index: 0)
  /// Every persistent reference, in the order of the file.
  package internal(set) var persistentReferences: [PickleRef] = []

  /// The most bytes of a text that becomes a string.
  private let stringLimit: Int

  init(source: ByteRegion, stringLimit: Int) {
    self.source = source
    self.stringLimit = stringLimit
  }

  /// The number of nodes.
  package var count: Int { nodes.count }

  /// What a node is.
  package subscript(ref: PickleRef) -> PickleValue {
    let node = nodes[Int(ref.index)]
    switch node.kind {
    case .none: return .none
    case .yes: return .bool(true)
    case .no: return .bool(false)
    case .int: return .int(Int(Int64(bitPattern: node.large)))
    case .bigInt: return .bigInt(range(node), isDecimal: false)
    case .bigDecimal: return .bigInt(range(node), isDecimal: true)
    case .float: return .float(Double(bitPattern: node.large))
    case .text, .escapedText, .byteString, .escapedByteString: return .text(range(node))
    case .bytes: return .bytes(range(node))
    case .tuple:
      let start = Int(node.large)
      return .tuple(elements[start..<(start + Int(node.small))])
    case .list: return .list(container(node.small))
    case .set: return .set(container(node.small))
    case .dict: return .dict(container(node.small))
    case .global: return .global(module: first(node), name: second(node))
    case .call:
      var call = PickleCall(function: first(node), arguments: second(node))
      if node.small > 0 {
        let attachment = attachments[Int(node.small) - 1]
        call.keywords = attachment.keywords
        call.state = attachment.state
        call.items = container(attachment.items)
        call.entries = container(attachment.entries)
      }
      return .call(call)
    case .persistent: return .persistent(PickleRef(index: UInt32(truncatingIfNeeded: node.large)))
    }
  }

  /// The string of a text node, or `nil` for any other node.
  ///
  /// - Throws: ``FormatError`` where the text is not valid UTF-8.
  package func string(_ ref: PickleRef) throws(FormatError) -> String? {
    guard case .text(let text) = self[ref] else { return nil }
    return try string(text)
  }

  /// The string of a text.
  ///
  /// - Throws: ``FormatError`` where it is not valid UTF-8, or longer than
  ///   ``ParsingLimits/stringBytes``.
  package func string(_ text: PickleText) throws(FormatError) -> String {
    guard text.count <= stringLimit else {
      throw .limit(
        "text of",
        text.count,
        stringLimit,
        "ParsingLimits.stringBytes",
        at: text.offset
      )
    }
    guard let string = String(validating: try bytes(text), as: UTF8.self) else {
      throw FormatError(
        .invalidValue,
        "\(text.count) bytes of text in a pickle are not valid UTF-8",
        at: text.offset
      )
    }
    return string
  }

  /// Where the bytes of a text or bytes node lie in the file, or `nil` where they have escapes.
  package func region(_ text: PickleText) throws(FormatError) -> ByteRegion? {
    text.isEscaped ? nil : try source.part(offset: text.offset, count: text.count)
  }

  /// The bytes of a text or bytes node, copied, and decoded where they have escapes.
  ///
  /// - Throws: ``FormatError`` where an escape is malformed.
  package func bytes(_ text: PickleText) throws(FormatError) -> [UInt8] {
    let bytes = try source.part(offset: text.offset, count: text.count).prefix(text.count)
    guard text.isEscaped else { return bytes }
    return try PickleEscapes.decode(bytes, text.isByteString ? .quoted : .unicode, at: text.offset)
  }

  /// The number of an integer node.
  package func int(_ ref: PickleRef) -> Int? {
    if case .int(let value) = self[ref] { value } else { nil }
  }

  /// The elements of a tuple node.
  package func tuple(_ ref: PickleRef) -> ArraySlice<PickleRef>? {
    if case .tuple(let elements) = self[ref] { elements } else { nil }
  }

  /// The module and name of a global node.
  package func global(
    _ ref: PickleRef
  ) throws(FormatError) -> (module: String, name: String)? {
    guard case .global(let module, let name) = self[ref] else { return nil }
    return (try string(module) ?? "", try string(name) ?? "")
  }

  /// The dotted name of a global node, for messages.
  package func title(_ ref: PickleRef) throws(FormatError) -> String {
    guard let global = try global(ref) else { return "an unnamed class" }
    return printable("\(global.module).\(global.name)")
  }

  // MARK: - Parts of nodes

  func first(_ node: Node) -> PickleRef {
    PickleRef(index: UInt32(truncatingIfNeeded: node.large >> 32))
  }

  func second(_ node: Node) -> PickleRef {
    PickleRef(index: UInt32(truncatingIfNeeded: node.large))
  }

  func container(_ number: UInt32) -> ArraySlice<PickleRef> {
    number == 0 ? [] : containers[Int(number) - 1][...]
  }

  private func range(_ node: Node) -> PickleText {
    PickleText(
      offset: Int(node.large & Self.offsetMask),
      count: Int(node.small) | Int(node.large >> 48) << 32,
      isEscaped: node.kind == .escapedText || node.kind == .escapedByteString,
      isByteString: node.kind == .byteString || node.kind == .escapedByteString
    )
  }
}
