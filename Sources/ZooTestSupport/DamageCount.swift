/// How many damaged files a reader survived.
public struct DamageCount: Sendable, CustomStringConvertible {
  /// Files that were cut short.
  public internal(set) var prefixes = 0
  /// Files with a byte changed.
  public internal(set) var flips = 0
  /// Files that were mutated from a seed.
  public internal(set) var mutations = 0

  /// The three numbers in words.
  public var description: String {
    "\(prefixes) prefixes, \(flips) changed bytes, \(mutations) mutations"
  }
}
