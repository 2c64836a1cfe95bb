import ZooTensors

/// Takes the fields of an object one by one and finally refuses those that nobody took.
struct JSONFields {
  private let object: JSONObject
  private let path: String
  private var taken = 0

  init(_ object: JSONObject, _ path: String) {
    self.object = object
    self.path = path
  }

  init(_ value: JSONValue, _ path: String) throws(FormatError) {
    guard let object = value.objectValue else {
      throw FormatError(.invalidValue, "'\(path)' must be an object, found \(value.kind)")
    }
    self.init(object, path)
  }

  /// The value of a field that must be there.
  mutating func required<T>(
    _ key: String,
    _ expected: String,
    _ convert: (JSONValue) -> T?
  ) throws(FormatError) -> T {
    guard let value = object[key] else {
      throw FormatError(.invalidValue, "'\(name(key))' is missing")
    }
    taken += 1
    guard let result = convert(value) else {
      throw FormatError(
        .invalidValue,
        "'\(name(key))' must be \(expected), found \(JSONWriter().text(of: value).prefix(80))"
      )
    }
    return result
  }

  /// The value of a field that may be absent.
  mutating func optional<T>(
    _ key: String,
    _ convert: (JSONValue) -> T?
  ) throws(FormatError) -> T? {
    guard object[key] != nil else { return nil }
    return try required(key, "of another type", convert)
  }

  mutating func string(_ key: String) throws(FormatError) -> String {
    try required(key, "a string", \.stringValue)
  }

  mutating func count(_ key: String) throws(FormatError) -> Int {
    try required(key, "an unsigned integer", \.count)
  }

  mutating func strings(_ key: String) throws(FormatError) -> [String] {
    try required(key, "an array of strings", \.strings)
  }

  mutating func array(_ key: String) throws(FormatError) -> [JSONValue] {
    try required(key, "an array", \.arrayValue)
  }

  mutating func object(_ key: String) throws(FormatError) -> JSONObject {
    try required(key, "an object", \.objectValue)
  }

  mutating func digest(_ key: String) throws(FormatError) -> SHA256Digest {
    try required(key, "64 lower-case hexadecimal digits") { value in
      value.stringValue.flatMap { SHA256Digest(hex: $0) }
    }
  }

  /// Requires that every field was taken once.
  func finish(_ known: String...) throws(FormatError) {
    guard taken != object.count else { return }
    let unknown = object.keys.first { !known.contains($0) } ?? ""
    throw FormatError(
      .unsupported,
      "the field '\(name(unknown))' is not known; a newer version may have written the package"
    )
  }

  private func name(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
}

extension JSONValue {
  /// The integer, if it is one from 0 to 2^63-1.
  var count: Int? { intValue.flatMap { $0 >= 0 ? $0 : nil } }

  /// The texts, if it is an array of strings.
  var strings: [String]? {
    guard let elements = arrayValue else { return nil }
    var result: [String] = []
    for element in elements {
      guard let text = element.stringValue else { return nil }
      result.append(text)
    }
    return result
  }
}
