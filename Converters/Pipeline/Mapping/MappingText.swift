/// Splitting the short texts of which mapping files consist.
extension String {
  /// The parts between separators that are not inside brackets of any kind.
  func splitOutsideBrackets(_ separator: Character) -> [String] {
    var parts: [String] = []
    var current = ""
    var depth = 0
    for character in self {
      if "([{".contains(character) { depth += 1 }
      if ")]}".contains(character) { depth -= 1 }
      if character == separator, depth == 0 {
        parts.append(current)
        current = ""
      } else {
        current.append(character)
      }
    }
    return parts + [current]
  }

  /// Without spaces at both ends.
  func trimmingSpaces() -> String {
    var text = Substring(self)
    while text.first == " " { text.removeFirst() }
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
