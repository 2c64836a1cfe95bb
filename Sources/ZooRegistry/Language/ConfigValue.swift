public import ZooTensors

/// A value of a model's configuration, or of an expression over it.
public enum ConfigValue: Sendable, Hashable {
  case bool(Bool)
  case int(Int)
  case float(Double)
  case string(String)
  case list([ConfigValue])
}

extension ConfigValue {
  /// A value of a `config.json`; `nil` for null and for objects, which no configuration key holds.
  public init?(_ json: JSONValue) {
    switch json {
    case .bool(let flag): self = .bool(flag)
    case .integer(let number): self = .int(Int(number))
    case .unsigned(let number): self = .float(Double(number))
    case .number(let number, _): self = .float(number)
    case .string(let text): self = .string(text)
    case .array(let elements):
      var values: [ConfigValue] = []
      for element in elements {
        guard let value = ConfigValue(element) else { return nil }
        values.append(value)
      }
      self = .list(values)
    case .null, .object: return nil
    }
  }

  /// A value of a card; `nil` for nothing and for mappings.
  package init?(_ node: YAMLNode) {
    switch node.content {
    case .bool(let flag): self = .bool(flag)
    case .int(let number): self = .int(number)
    case .float(let number): self = .float(number)
    case .string(let text): self = .string(text)
    case .list(let elements):
      var values: [ConfigValue] = []
      for element in elements {
        guard let value = ConfigValue(element) else { return nil }
        values.append(value)
      }
      self = .list(values)
    case .null, .map: return nil
    }
  }

  /// The value for a `config.json`; `nil` for a number that JSON cannot say.
  public var jsonValue: JSONValue? {
    switch self {
    case .bool(let flag): return .bool(flag)
    case .int(let number): return .integer(Int64(number))
    case .float(let number): return .double(number)
    case .string(let text): return .string(text)
    case .list(let elements):
      var values: [JSONValue] = []
      for element in elements {
        guard let value = element.jsonValue else { return nil }
        values.append(value)
      }
      return .array(values)
    }
  }

  /// The integer, if it is one.
  public var intValue: Int? { if case .int(let value) = self { value } else { nil } }

  /// The number, whether integer or fraction.
  public var doubleValue: Double? {
    switch self {
    case .int(let value): Double(value)
    case .float(let value): value
    default: nil
    }
  }

  /// The truth value, if it is one.
  public var boolValue: Bool? { if case .bool(let value) = self { value } else { nil } }

  /// The text, if it is one.
  public var stringValue: String? { if case .string(let value) = self { value } else { nil } }

  /// The elements, if it is a list.
  public var listValue: [ConfigValue]? { if case .list(let values) = self { values } else { nil } }

  /// The type.
  public var type: ConfigType {
    switch self {
    case .bool: .bool
    case .int: .int
    case .float: .float
    case .string: .string
    case .list: .list
    }
  }

  /// The type and the value, for messages: `the int 7`, `the string 'x'`.
  package var found: String { "the \(type) \(self)" }
}

extension ConfigValue: CustomStringConvertible {
  /// The value as an expression would write it.
  public var description: String {
    switch self {
    case .bool(let value): "\(value)"
    case .int(let value): "\(value)"
    case .float(let value): "\(value)"
    case .string(let value): "'\(value)'"
    case .list(let values): "[" + values.map(\.description).joined(separator: ", ") + "]"
    }
  }
}

/// The types of configuration values.
public enum ConfigType: String, Sendable, Hashable, CaseIterable, CustomStringConvertible {
  case bool, int, float, string, list
  /// A value of whatever type: some keys are published now as one and now as another.
  case any

  /// The word used in architecture files.
  public var description: String { rawValue }
}
