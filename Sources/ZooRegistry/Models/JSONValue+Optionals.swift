internal import ZooTensors

extension JSONValue {
  /// A text, or null.
  static func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }

  /// An integer, or null.
  static func number(_ value: Int?) -> JSONValue { value.map { .integer(Int64($0)) } ?? .null }

  /// A list of texts.
  static func texts(_ values: [String]) -> JSONValue { .array(values.map { .string($0) }) }
}
