/// Writes JSON deterministically: the same value gives the same bytes everywhere.
///
/// Strings are raw UTF-8 with only the escapes that JSON demands (`\"`, `\\`, `\b`, `\t`, `\n`,
/// `\f`, `\r`, and `\u00xx` in lower case for other control characters). Numbers keep their literal.
public struct JSONWriter: Sendable {
  /// Whether members are written in the order of their keys' UTF-8 bytes.
  public let sortsKeys: Bool
  /// How many levels of containers are broken into lines, indented by two spaces.
  ///
  /// 0 writes everything on one line without spaces.
  public let expandedLevels: Int

  /// The form that people read: keys sorted, three levels broken into lines.
  public static let forPeople = JSONWriter(sortsKeys: true, expandedLevels: 3)

  /// Creates a writer.
  public init(sortsKeys: Bool = true, expandedLevels: Int = 0) {
    self.sortsKeys = sortsKeys
    self.expandedLevels = expandedLevels
  }

  /// The bytes of a value, without a newline at the end.
  public func bytes(of value: JSONValue) -> [UInt8] {
    var output: [UInt8] = []
    write(value, level: 0, into: &output)
    return output
  }

  /// The text of a value.
  public func text(of value: JSONValue) -> String {
    String(decoding: bytes(of: value), as: UTF8.self)
  }

  /// The text of a list whose elements are texts of values, as ``text(ofElement:)`` gives them.
  public func text(ofList elements: [String]) -> String {
    guard !elements.isEmpty else { return "[]" }
    let line = expandedLevels > 0 ? "\n" : ""
    let indent = expandedLevels > 0 ? "  " : ""
    return "[" + line + indent + elements.joined(separator: "," + line + indent) + line + "]"
  }

  /// The text of a value as it stands in a list: its lines but the first are indented once more.
  public func text(ofElement value: JSONValue) -> String {
    var output: [UInt8] = []
    write(value, level: 1, into: &output)
    return String(decoding: output, as: UTF8.self)
  }

  private func write(_ value: JSONValue, level: Int, into output: inout [UInt8]) {
    switch value {
    case .null: output += "null".utf8
    case .bool(let value): output += (value ? "true" : "false").utf8
    case .integer(let value): output += String(value).utf8
    case .unsigned(let value): output += String(value).utf8
    case .number(_, let literal): output += literal.utf8
    case .string(let value): Self.write(value, into: &output)
    case .array(let elements):
      output.append(0x5b)
      for (index, element) in elements.enumerated() {
        separate(index, level, into: &output)
        write(element, level: level + 1, into: &output)
      }
      close(0x5d, isEmpty: elements.isEmpty, level, into: &output)
    case .object(let object):
      output.append(0x7b)
      let members =
        sortsKeys ? object.members.sorted { $0.key.precedesInUTF8($1.key) } : object.members
      for (index, member) in members.enumerated() {
        separate(index, level, into: &output)
        Self.write(member.key, into: &output)
        output.append(0x3a)
        if level < expandedLevels { output.append(0x20) }
        write(member.value, level: level + 1, into: &output)
      }
      close(0x7d, isEmpty: members.isEmpty, level, into: &output)
    }
  }

  private func separate(_ index: Int, _ level: Int, into output: inout [UInt8]) {
    if index > 0 { output.append(0x2c) }
    if level < expandedLevels { breakLine(level + 1, into: &output) }
  }

  private func close(_ byte: UInt8, isEmpty: Bool, _ level: Int, into output: inout [UInt8]) {
    if level < expandedLevels, !isEmpty { breakLine(level, into: &output) }
    output.append(byte)
  }

  private func breakLine(_ level: Int, into output: inout [UInt8]) {
    output.append(0x0a)
    output.append(contentsOf: repeatElement(0x20, count: 2 * level))
  }

  /// Appends a string in quotes.
  package static func write(_ string: String, into output: inout [UInt8]) {
    output.append(0x22)
    for byte in string.utf8 {
      switch byte {
      case 0x22, 0x5c:
        output.append(0x5c)
        output.append(byte)
      case 0x08: output += "\\b".utf8
      case 0x09: output += "\\t".utf8
      case 0x0a: output += "\\n".utf8
      case 0x0c: output += "\\f".utf8
      case 0x0d: output += "\\r".utf8
      case 0x00...0x1f:
        output += (byte < 16 ? "\\u000" : "\\u00").utf8
        output += String(byte, radix: 16).utf8
      default: output.append(byte)
      }
    }
    output.append(0x22)
  }
}
