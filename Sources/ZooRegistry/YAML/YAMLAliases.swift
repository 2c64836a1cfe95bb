/// Finds uses of YAML anchors before the parser sees them.
///
/// A parser that replaces aliases must hash and compare what they stand for, which takes
/// exponential time on nested ones. Without lexing the document, this looks for an `&name` and a
/// `*name` with the same name anywhere: every real alias is found. Prose that happens to hold both
/// is refused as well, which has not been seen in any file.
enum YAMLAliases {
  struct Use {
    let name: String
    let position: YAMLNode.Position
  }

  /// The first `*name` whose `&name` also occurs.
  static func firstUse(in bytes: [UInt8]) -> Use? {
    guard bytes.contains(38), bytes.contains(42) else { return nil }
    var anchors: Set<ArraySlice<UInt8>> = []
    for index in bytes.indices where bytes[index] == 38 {
      let name = word(in: bytes, after: index)
      if !name.isEmpty { anchors.insert(name) }
    }
    guard !anchors.isEmpty else { return nil }
    for index in bytes.indices where bytes[index] == 42 {
      let name = word(in: bytes, after: index)
      guard anchors.contains(name) else { continue }
      let before = bytes[..<index]
      let lineStart = before.lastIndex(of: 10).map { $0 + 1 } ?? 0
      let position = YAMLNode.Position(
        line: before.count { $0 == 10 } + 1,
        // Bytes 80 to BF continue a character.
        column: before[lineStart...].count { $0 & 0xc0 != 0x80 } + 1
      )
      return Use(name: String(decoding: name, as: UTF8.self), position: position)
    }
    return nil
  }

  private static func word(in bytes: [UInt8], after index: Int) -> ArraySlice<UInt8> {
    bytes[(index + 1)...].prefix {
      (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
        || $0 == 95 || $0 == 45
    }
  }
}
