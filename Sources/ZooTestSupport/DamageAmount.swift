/// How much damage the fixtures of a reader must survive.
public struct DamageAmount: Sendable {
  /// At how many lengths each file is cut short; a file of fewer bytes at every length.
  public let prefixes: Int
  /// Every how many bytes, of the first 256 of each file, one is changed; the first is another from
  /// file to file, so that over that many files every place is changed.
  public let flipDistance: Int
  /// How many mutations there are, spread over all files.
  public let mutations: Int

  /// Everything.
  public static let full = DamageAmount(prefixes: 256, flipDistance: 1, mutations: 10_000)
  /// For the tests, which are slower and have the checks of debug builds.
  public static let sample = DamageAmount(prefixes: 32, flipDistance: 8, mutations: 500)

  /// Creates an amount.
  public init(prefixes: Int, flipDistance: Int, mutations: Int) {
    self.prefixes = prefixes
    self.flipDistance = flipDistance
    self.mutations = mutations
  }
}
