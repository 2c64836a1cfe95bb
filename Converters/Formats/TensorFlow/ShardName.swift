/// A file name that ends with its number among several: `-00000-of-00002`.
struct ShardName: Hashable, Sendable {
  /// What comes before the number, directories included.
  let start: String
  /// The number, counted from 0.
  let number: Int
  /// How many files there are.
  let count: Int

  /// Takes a path apart, or `nil` where it does not end so.
  init?(_ path: String) {
    let parts = path.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count >= 4, parts[parts.count - 2] == "of",
      let number = Self.number(parts[parts.count - 3]),
      let count = Self.number(parts[parts.count - 1]),
      number < count
    else { return nil }
    start = parts.dropLast(3).joined(separator: "-")
    self.number = number
    self.count = count
  }

  /// The path of another file of the same checkpoint.
  func path(_ number: Int) -> String { "\(start)-\(Self.ending(number, of: count))" }

  /// `00000-of-00002`.
  static func ending(_ number: Int, of count: Int) -> String {
    "\(digits(number))-of-\(digits(count))"
  }

  private static func digits(_ number: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, 5 - text.count)) + text
  }

  private static func number(_ text: Substring) -> Int? {
    guard text.utf8.count >= 5, text.utf8.count <= 9, text.utf8.allSatisfy({ 48...57 ~= $0 }) else {
      return nil
    }
    return Int(text)
  }
}
