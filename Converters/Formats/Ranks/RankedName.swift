/// The name of a tensor that one of several tensor-parallel ranks holds: `NAME@RANK`.
package enum RankedName {
  /// The name of a rank's tensor.
  static func join(_ name: String, rank: Int) -> String { "\(name)@\(rank)" }

  /// The name and the rank, or `nil` where the text ends otherwise.
  package static func parts(of text: String) -> (name: String, rank: Int)? {
    guard let mark = text.lastIndex(of: "@") else { return nil }
    let digits = text[text.index(after: mark)...]
    guard (1...9).contains(digits.utf8.count), digits.utf8.allSatisfy({ (48...57).contains($0) }),
      digits == "0" || digits.first != "0", let rank = Int(digits)
    else { return nil }
    return (String(text[..<mark]), rank)
  }
}
