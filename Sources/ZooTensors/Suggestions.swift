/// Finds the names that somebody may have meant.
package enum Suggestions {
  /// The candidates nearest to a word, best first.
  ///
  /// Near means that at most a third of the letters differ, or that one contains the other, which
  /// is at least a share of its length. Case does not count.
  ///
  /// Complexity: O(candidates × length²).
  package static func nearest(
    to word: String,
    among candidates: some Sequence<String>,
    limit: Int = 3,
    share: Double = 0.6
  ) -> [String] {
    let wanted = Array(word.lowercased().utf8.prefix(80))
    guard !wanted.isEmpty else { return [] }
    var scored: [(score: Int, name: String)] = []
    for candidate in candidates {
      let other = Array(candidate.lowercased().utf8.prefix(80))
      if let score = score(wanted, other, share) { scored.append((score, candidate)) }
    }
    scored.sort {
      ($0.score, $0.name.utf8.count) != ($1.score, $1.name.utf8.count)
        ? ($0.score, $0.name.utf8.count) < ($1.score, $1.name.utf8.count) : $0.name < $1.name
    }
    var result: [String] = []
    for (_, name) in scored where !result.contains(name) {
      result.append(name)
      if result.count == limit { break }
    }
    return result
  }

  /// `; did you mean 'x'?`, or nothing where no candidate is near.
  package static func question(
    for word: String,
    among candidates: some Sequence<String>
  ) -> String {
    nearest(to: word, among: candidates, limit: 1).first.map { "; did you mean '\($0)'?" } ?? ""
  }

  /// Ten times the edit distance; a little for a name that contains the other.
  private static func score(_ wanted: [UInt8], _ other: [UInt8], _ share: Double) -> Int? {
    let limit = max(1, (max(wanted.count, other.count) + 1) / 3)
    let distance = editDistance(wanted, other, limit: limit)
    let (shorter, longer) = (min(wanted.count, other.count), max(wanted.count, other.count))
    let contains =
      shorter >= 3 && Double(shorter) >= share * Double(longer) && isContained(wanted, other)
    if let distance { return contains ? min(distance * 10, 15) : distance * 10 }
    return contains ? 15 + abs(wanted.count - other.count) : nil
  }

  private static func isContained(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    let (short, long) = left.count <= right.count ? (left, right) : (right, left)
    guard short.count < long.count else { return short == long }
    return (0...(long.count - short.count)).contains {
      long[$0..<($0 + short.count)].elementsEqual(short)
    }
  }

  /// Insertions, deletions, replacements and swaps of neighbours; `nil` above the limit.
  static func editDistance(_ left: [UInt8], _ right: [UInt8], limit: Int) -> Int? {
    guard abs(left.count - right.count) <= limit else { return nil }
    var beforeLast: [Int] = []
    var last = Array(0...right.count)
    for row in left.indices {
      var current = [row + 1]
      current.reserveCapacity(right.count + 1)
      for column in right.indices {
        var best = min(last[column + 1], current[column]) + 1
        best = min(best, last[column] + (left[row] == right[column] ? 0 : 1))
        if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
          best = min(best, beforeLast[column - 1] + 1)
        }
        current.append(best)
      }
      guard let smallest = current.min(), smallest <= limit else { return nil }
      beforeLast = last
      last = current
    }
    return last[right.count] <= limit ? last[right.count] : nil
  }
}
