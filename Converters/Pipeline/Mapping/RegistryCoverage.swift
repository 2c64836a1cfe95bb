public import ZooRegistry
public import ZooTensors

/// How much of the registry can be had and converted, family by family.
public struct RegistryCoverage: Sendable {
  /// Numbers of cards.
  public struct Counts: Sendable, Hashable {
    /// All.
    public internal(set) var cards = 0
    /// Those that anybody can download.
    public internal(set) var downloadable = 0
    /// Those with weights of a known architecture that nothing keeps from being converted.
    public internal(set) var convertible = 0
    /// Convertible ones of which a published dialect has a mapping.
    public internal(set) var mapped = 0
    /// Mapped ones of which such a mapping is proven against another program.
    public internal(set) var proven = 0

    /// The sums of two.
    static func + (left: Counts, right: Counts) -> Counts {
      Counts(
        cards: left.cards + right.cards,
        downloadable: left.downloadable + right.downloadable,
        convertible: left.convertible + right.convertible,
        mapped: left.mapped + right.mapped,
        proven: left.proven + right.proven
      )
    }
  }

  /// The numbers of one family.
  public struct Row: Sendable, Hashable {
    /// The family.
    public let family: String
    /// Its numbers.
    public let counts: Counts
  }

  /// The families that have cards, sorted by name.
  public let rows: [Row]
  /// The dialects of convertible cards that have no mapping, with the number of those cards that
  /// no other mapping serves; the most wanted first.
  public let wanted: [(dialect: String, cards: Int)]

  /// The sums over all families.
  public var total: Counts { rows.reduce(Counts()) { $0 + $1.counts } }

  /// Counts the cards of a registry.
  ///
  /// - Throws: ``ZooError`` with code `configuration` where a card or a mapping is wrong.
  /// - Complexity: O(cards), after every file was parsed once.
  public init(_ registry: Registry, _ mappings: MappingCatalog) throws(ZooError) {
    // One that is wrong is an error even where it serves no card.
    for name in mappings.names { _ = try mappings.mapping(named: name) }
    var rows: [Row] = []
    var wanted: [String: Int] = [:]
    for family in try registry.families() where !family.models.isEmpty {
      var counts = Counts()
      for card in family.models {
        counts.cards += 1
        if card.state == .downloadable { counts.downloadable += 1 }
        guard card.isConvertible, card.hasWeights, let architecture = card.architecture else {
          continue
        }
        counts.convertible += 1
        let dialects = Set(card.sources.map { "\(architecture).\($0.layout)" })
        let known = try mappings.serving(card)
        if known.isEmpty {
          for dialect in dialects { wanted[dialect, default: 0] += 1 }
        } else {
          counts.mapped += 1
          if known.contains(where: \.isProven) { counts.proven += 1 }
        }
      }
      rows.append(Row(family: family.name, counts: counts))
    }
    self.rows = rows
    self.wanted = wanted.map { (dialect: $0.key, cards: $0.value) }
      .sorted { $0.cards != $1.cards ? $0.cards > $1.cards : $0.dialect < $1.dialect }
  }
}
