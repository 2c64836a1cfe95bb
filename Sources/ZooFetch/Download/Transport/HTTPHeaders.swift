/// The headers of a request or response; case does not count in names.
public struct HTTPHeaders: Sendable, Hashable {
  private var values: [String: String] = [:]

  /// No headers.
  public init() {}

  /// The value of a header, without white space around it.
  public subscript(name: String) -> String? {
    get { values[name.lowercased()] }
    set { values[name.lowercased()] = newValue }
  }

  /// The headers sorted by their names, which are in lower case.
  public var sorted: [(name: String, value: String)] {
    values.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
  }
}

extension HTTPHeaders: ExpressibleByDictionaryLiteral {
  /// Headers; of a name given twice the last value counts.
  public init(dictionaryLiteral elements: (String, String)...) {
    for (name, value) in elements { self[name] = value }
  }
}
