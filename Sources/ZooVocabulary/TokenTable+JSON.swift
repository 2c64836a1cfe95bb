import ZooTensors

extension TokenTable {
  /// Reads a JSON text that must be filled by one value.
  static func json(
    _ bytes: [UInt8],
    _ format: VocabularyFormat,
    _ body: (inout JSONReader, inout TokenTableBuilder) throws(FormatError) -> Void
  ) throws(FormatError) -> TokenTable {
    var builder = TokenTableBuilder(format)
    try unsafe bytes.withUnsafeBufferPointer { (buffer) throws(FormatError) in
      // Safe: the span is used only inside this closure.
      let span = unsafe RawSpan(_unsafeBytes: UnsafeRawBufferPointer(buffer))
      var reader = JSONReader(span)
      try body(&reader, &builder)
      try reader.finish()
    }
    return try builder.build()
  }

  /// An object of tokens and ids.
  ///
  /// It is read member by member, since keys that look the same are different tokens.
  static func readTable(
    _ reader: inout JSONReader,
    _ builder: inout TokenTableBuilder
  ) throws(FormatError) {
    try reader.beginObject("the vocabulary")
    while let token = try reader.nextKey() {
      let place = reader.keyPosition
      try builder.add(token.utf8, id: try id(&reader, token), at: place)
    }
  }

  /// The parts of `tokenizer.json` that say which tokens there are: `model` and `added_tokens`.
  static func readTokenizer(
    _ reader: inout JSONReader,
    _ builder: inout TokenTableBuilder
  ) throws(FormatError) {
    var hasModel = false
    var added: [AddedToken] = []
    try reader.beginObject("the tokenizer")
    while let key = try reader.nextKey() {
      switch key {
      case "model":
        guard !hasModel else { throw twice(key, reader.keyPosition) }
        hasModel = true
        try readModel(&reader, &builder)
      case "added_tokens":
        guard added.isEmpty else { throw twice(key, reader.keyPosition) }
        added = try AddedToken.list(try reader.readValue("'added_tokens'"))
      default: _ = try reader.readValue("'\(key)'")
      }
    }
    guard hasModel else {
      throw FormatError(.invalidValue, "expected the key 'model', found none")
    }
    for token in added {
      try builder.addOrMark(token.content.utf8, id: token.id, isSpecial: token.isSpecial)
    }
  }

  private static func readModel(
    _ reader: inout JSONReader,
    _ builder: inout TokenTableBuilder
  ) throws(FormatError) {
    var hasVocabulary = false
    try reader.beginObject("'model'")
    while let key = try reader.nextKey() {
      guard key == "vocab" else {
        _ = try reader.readValue("'\(key)'")
        continue
      }
      guard !hasVocabulary else { throw twice(key, reader.keyPosition) }
      hasVocabulary = true
      if reader.isAtArray {
        try readPieces(&reader, &builder)
      } else {
        try readTable(&reader, &builder)
      }
    }
    guard hasVocabulary else {
      throw FormatError(.invalidValue, "expected the key 'vocab' in 'model', found none")
    }
  }

  /// A list of tokens and scores; the place in the list is the id.
  private static func readPieces(
    _ reader: inout JSONReader,
    _ builder: inout TokenTableBuilder
  ) throws(FormatError) {
    builder.hasScores = true
    try reader.beginArray("'vocab'")
    while try reader.nextElement() {
      let place = reader.position
      guard let pair = try reader.readValue("a token").arrayValue, pair.count == 2,
        let token = pair[0].stringValue, let score = pair[1].doubleValue
      else {
        throw FormatError(.invalidValue, "expected a token and its score", at: place)
      }
      try builder.add(token.utf8, id: builder.count, score: Float(score), at: place)
    }
  }

  private static func id(
    _ reader: inout JSONReader,
    _ token: String
  ) throws(FormatError) -> Int {
    let place = reader.position
    guard let id = try reader.readValue("the id").intValue else {
      throw FormatError(
        .invalidValue,
        "the id of '\(token.prefix(80))' must be a number",
        at: place
      )
    }
    return id
  }

  private static func twice(_ key: String, _ place: Int) -> FormatError {
    FormatError(.invalidValue, "the key '\(key)' occurs twice in one object", at: place)
  }
}

/// A token that a tokenizer adds to those of its model.
private struct AddedToken {
  let content: String
  let id: Int
  let isSpecial: Bool

  static func list(_ value: JSONValue) throws(FormatError) -> [AddedToken] {
    guard let elements = value.arrayValue else {
      throw FormatError(.invalidValue, "'added_tokens' must be an array")
    }
    var result: [AddedToken] = []
    for element in elements {
      guard let object = element.objectValue, let content = object["content"]?.stringValue,
        let id = object["id"]?.intValue
      else {
        throw FormatError(.invalidValue, "an added token must have an 'id' and a 'content'")
      }
      result.append(
        AddedToken(content: content, id: id, isSpecial: object["special"]?.boolValue ?? false)
      )
    }
    return result
  }
}
