package import ZooRegistry
package import ZooTensors

extension MappingCatalog {
  /// The mappings for the dialects of a card's sources, sorted by name; empty where the card has no
  /// architecture, or no dialect of it is known.
  ///
  /// - Throws: ``ZooError`` with code `configuration` where the file of one is wrong.
  package func serving(_ card: ModelCard) throws(ZooError) -> [Mapping] {
    guard let architecture = card.architecture else { return [] }
    let asked = Set(card.sources.map(\.layout))
    let layouts = Set(asked.flatMap { self.layouts(of: architecture, asked: $0) }).sorted()
    var result: [Mapping] = []
    for layout in layouts { result.append(try mapping(named: "\(architecture).\(layout)")) }
    return result
  }
}

extension Mapping {
  /// The program outside of this project that the mapping is proven against; `nil` where the file
  /// states none.
  package var independentOracle: String? {
    guard let oracle, !oracle.isEmpty, !statesNoOracle else { return nil }
    return oracle
  }

  /// Whether something outside this project proves the mapping.
  package var isProven: Bool { independentOracle != nil }

  /// What the file says instead of an oracle, such as whose code names the tensors.
  package var remarkWithoutOracle: String? {
    guard let oracle, statesNoOracle else { return nil }
    let remark = oracle.dropFirst(4).drop { $0 == ";" || $0 == "," || $0 == " " }
    return remark.isEmpty ? nil : String(remark)
  }

  private var statesNoOracle: Bool { oracle?.lowercased().prefix { $0.isLetter } == "none" }
}
