/// The three codes of a Zstandard sequence: how many literals, how far back, how many bytes.
///
/// Source: RFC 8878, section 3.1.1.3.2.
enum SequenceCode {
  case literalLength
  case offset
  case matchLength

  /// How many symbols the code has.
  var symbolLimit: Int {
    switch self {
    case .literalLength: 36
    case .offset: 32
    case .matchLength: 53
    }
  }

  /// The largest logarithm of a table's size.
  var accuracyLimit: Int { self == .offset ? 8 : 9 }

  /// The table that is used where a block brings none.
  var standard: EntropyTable {
    switch self {
    case .literalLength: Self.standardLiteralLengths
    case .offset: Self.standardOffsets
    case .matchLength: Self.standardMatchLengths
    }
  }

  /// What a symbol stands for: a first value and further bits.
  struct Value {
    let base: Int
    let bits: Int
  }

  /// The number of literals for each symbol.
  static let literals = values(
    from: 0,
    [Int](repeating: 0, count: 16) + [
      1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
    ]
  )

  /// The number of repeated bytes for each symbol.
  static let matches = values(
    from: 3,
    [Int](repeating: 0, count: 32)
      + [1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]
  )

  /// Values without gaps: each symbol begins where the one before ends.
  private static func values(from first: Int, _ bits: [Int]) -> [Value] {
    var base = first
    return bits.map { count in
      defer { base += 1 << count }
      return Value(base: base, bits: count)
    }
  }

  private static let standardLiteralLengths = EntropyTable(
    [
      4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1,
      1,
      -1, -1, -1, -1,
    ],
    accuracy: 6
  )

  private static let standardOffsets = EntropyTable(
    [1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1],
    accuracy: 5
  )

  private static let standardMatchLengths = EntropyTable(
    [
      1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
      1,
      1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1,
    ],
    accuracy: 6
  )
}
