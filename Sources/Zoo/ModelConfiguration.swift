public import ZooTensors

/// The hyperparameters of a model by their canonical names.
public struct ModelConfiguration: Sendable, Hashable {
  /// All values as they are in the manifest.
  public let object: JSONObject

  /// Wraps the members of an object.
  public init(_ object: JSONObject) { self.object = object }

  /// The names, sorted.
  public var keys: [String] { object.keys }

  /// A value of any kind.
  public subscript(key: String) -> JSONValue? { object[key] }

  /// An integer, or `nil` where there is none of this name.
  public func int(_ key: String) -> Int? { object[key]?.intValue }

  /// A number, or `nil` where there is none of this name; an integer counts.
  public func float(_ key: String) -> Double? { object[key]?.doubleValue }

  /// A text, or `nil` where there is none of this name.
  public func string(_ key: String) -> String? { object[key]?.stringValue }

  /// A boolean, or `nil` where there is none of this name.
  public func bool(_ key: String) -> Bool? { object[key]?.boolValue }
}
