import ZooTensors

extension TokenTable {
  /// One token a line; where the first line ends with a tab and 0, its id follows each token, as
  /// ERNIE's lists have it.
  ///
  /// An empty line is an empty token, so that later ids stay right.
  static func wordList(_ bytes: [UInt8]) throws(FormatError) -> TokenTable {
    var builder = TokenTableBuilder(.wordList, .lastCounts)
    var isNumbered = false
    for (line, place) in TextLines(bytes) {
      if builder.count == 0 { isNumbered = line.suffix(2).elementsEqual([0x09, 0x30]) }
      guard isNumbered else {
        try builder.add(line, id: builder.count, role: role(ofWord: line), at: place)
        continue
      }
      guard let tab = line.lastIndex(of: 0x09),
        let id = Int(String(decoding: line[(tab + 1)...], as: UTF8.self))
      else {
        throw FormatError(.invalidValue, "expected a token, a tab and its id", at: place)
      }
      try builder.add(line[..<tab], id: id, role: role(ofWord: line[..<tab]), at: place)
    }
    return try builder.build()
  }

  /// What the spelling of a token says in lists that say nothing else: `[CLS]`, `[unused1]`.
  private static func role(ofWord word: ArraySlice<UInt8>) -> Role {
    guard word.count > 2, word.first == 0x5b, word.last == 0x5d else { return .normal }
    let name = word.dropFirst().dropLast()
    if name.elementsEqual("UNK".utf8) { return .unknown }
    if name.starts(with: "unused".utf8) { return .unused }
    return name.allSatisfy { (65...90).contains($0) } ? .special : .normal
  }

  /// A token, a space and its count on each line, behind the four tokens that fairseq puts first.
  static func fairseq(_ bytes: [UInt8]) throws(FormatError) -> TokenTable {
    // A line may replace an earlier token where it says so.
    var builder = TokenTableBuilder(.fairseq, .lastCounts)
    for (id, token) in ["<s>", "<pad>", "</s>", "<unk>"].enumerated() {
      try builder.add(token.utf8, id: id, role: token == "<unk>" ? .unknown : .special)
    }
    var known = Set(["<s>", "<pad>", "</s>", "<unk>"].map { Array($0.utf8) })
    for (line, place) in TextLines(bytes) {
      var rest = line
      let flag = Array(" #fairseq:overwrite".utf8)
      let replaces = rest.count > flag.count && rest.suffix(flag.count).elementsEqual(flag)
      if replaces { rest = rest.dropLast(flag.count) }
      guard let space = rest.lastIndex(of: 0x20), space > rest.startIndex,
        let count = Int(String(decoding: rest[(space + 1)...], as: UTF8.self)), count >= 0
      else {
        throw FormatError(
          .invalidValue,
          "expected a token, a space and its count on each line",
          at: place
        )
      }
      let token = rest[..<space]
      guard known.insert(Array(token)).inserted || replaces else {
        throw FormatError(
          .inconsistent,
          "the token '\(String(decoding: token, as: UTF8.self))' comes twice",
          at: place
        )
      }
      try builder.add(token, id: builder.count, at: place)
    }
    return try builder.build()
  }

  /// Base64, a space and the id on each line.
  static func tiktoken(_ bytes: [UInt8]) throws(FormatError) -> TokenTable {
    var builder = TokenTableBuilder(.tiktoken)
    for (line, place) in TextLines(bytes) where !line.isEmpty {
      guard let space = line.lastIndex(of: 0x20),
        let id = Int(String(decoding: line[(space + 1)...], as: UTF8.self)),
        let token = Base64.decode(line[..<space])
      else {
        throw FormatError(
          .invalidValue,
          "expected base64, a space and an id on each line",
          at: place
        )
      }
      try builder.add(token, id: id, at: place)
    }
    return try builder.build()
  }
}
