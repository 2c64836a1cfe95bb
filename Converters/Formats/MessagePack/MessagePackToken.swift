/// One value of a MessagePack stream, or the head of a container whose members follow.
///
/// Texts, byte strings and extensions are given as ranges of the file, so that nothing of a weight
/// is read.
enum MessagePackToken: Hashable, Sendable {
  case null
  case bool(Bool)
  case integer(Int64)
  /// An integer above the largest `Int64`.
  case unsigned(UInt64)
  case number(Double)
  case text(Range<Int>)
  case binary(Range<Int>)
  /// So many values follow.
  case array(Int)
  /// So many pairs of a key and a value follow.
  case map(Int)
  case tagged(code: Int8, Range<Int>)

  /// The value as a dimension or a count, if it is a non-negative integer.
  var count: Int? {
    guard case .integer(let value) = self, value >= 0 else { return nil }
    return Int(exactly: value)
  }

  /// What the value is, for messages.
  var kind: String {
    switch self {
    case .null: "nothing"
    case .bool: "a boolean"
    case .integer, .unsigned: "an integer"
    case .number: "a number"
    case .text: "a text"
    case .binary: "a byte string"
    case .array: "an array"
    case .map: "a map"
    case .tagged(let code, _): "an extension of type \(code)"
    }
  }
}
