import ZooTensors

extension TokenTable {
  /// An object whose `idx2char` lists characters in the order of their ids and whose `char2idx` gives
  /// the id of each, as ChineseBERT's `pinyin_map.json`: the tones 0 to 5, then the letters a to z.
  ///
  /// Source: `datasets/bert_dataset.py` and `models/pinyin_embedding.py` of ShannonAI/ChineseBert.
  static func readPinyin(
    _ reader: inout JSONReader,
    _ builder: inout TokenTableBuilder
  ) throws(FormatError) {
    var list: [String]?
    var ids: JSONObject?
    try reader.beginObject("the letters of pinyin")
    while let key = try reader.nextKey() {
      let place = reader.keyPosition
      let value = try reader.readValue("'\(key)'")
      switch key {
      case "idx2char" where list == nil: list = try characters(value, place)
      case "char2idx" where ids == nil: ids = value.objectValue
      case "idx2char", "char2idx":
        throw FormatError(.invalidValue, "the key '\(key)' occurs twice in one object", at: place)
      default: break
      }
    }
    guard let list, let ids else {
      throw FormatError(.invalidValue, "expected the list 'idx2char' and the object 'char2idx'")
    }
    for (id, character) in list.enumerated() {
      try builder.add(character.utf8, id: id)
      guard ids[character]?.intValue == id else {
        throw FormatError(
          .inconsistent,
          "'idx2char' gives '\(character)' the id \(id), 'char2idx' gives it "
            + (ids[character]?.intValue.map { "\($0)" } ?? "none")
        )
      }
    }
    guard ids.count == list.count else {
      throw FormatError(
        .inconsistent,
        "'char2idx' has \(ids.count) characters, 'idx2char' has \(list.count)"
      )
    }
  }

  private static func characters(
    _ value: JSONValue,
    _ place: Int
  ) throws(FormatError) -> [String] {
    let elements = value.arrayValue ?? []
    let characters = elements.compactMap(\.stringValue)
    guard !elements.isEmpty, characters.count == elements.count,
      characters.allSatisfy({ $0.unicodeScalars.count == 1 })
    else {
      throw FormatError(.invalidValue, "expected a list of characters in 'idx2char'", at: place)
    }
    return characters
  }
}
