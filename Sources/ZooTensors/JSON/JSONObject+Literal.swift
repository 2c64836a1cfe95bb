extension JSONObject: ExpressibleByDictionaryLiteral {
  /// An object with the given members, in order; a later value replaces an earlier one of its key.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self.init()
    for (key, value) in elements { self[key] = value }
  }
}
