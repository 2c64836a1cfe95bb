public import ZooTensors

/// The elements of a model's tensors, computed from its architecture and configuration.
public struct ParameterTotal: Sendable, Hashable {
  /// The number of elements; a tensor with two names counts once.
  public let count: Int
  /// The parts that are counted, in the order of the architecture.
  public let parts: [String]
}

extension ExpandedArchitecture {
  /// The elements of the parts that a card says its checkpoint has; of those that every checkpoint
  /// of the architecture has where it does not say.
  ///
  /// - Throws: ``ZooError`` with code `configuration` for a part that the architecture lacks.
  func total(of parameters: ModelCard.Parameters) throws(ZooError) -> ParameterTotal {
    let names: [String] =
      if parameters.hasAllParts {
        parts.map(\.name)
      } else if parameters.parts.isEmpty {
        parts.filter { !$0.isOptional }.map(\.name)
      } else {
        parameters.parts
      }
    return ParameterTotal(count: try elementCount(parts: names), parts: names)
  }
}

extension Registry {
  /// The elements of a card's tensors; `nil` where its configuration is not complete, or where
  /// nobody described its architecture.
  ///
  /// Complexity: O(tensors), after the architecture was parsed once.
  /// - Throws: ``ZooError`` with code `configuration` where the architecture is wrong.
  public func parameterTotal(of card: ModelCard) throws(ZooError) -> ParameterTotal? {
    guard let configuration = try configuration(of: card) else { return nil }
    return try expanded(configuration).total(of: card.parameters)
  }

  /// The elements of all cards' tensors by name, as far as they can be computed.
  ///
  /// - Throws: ``ZooError`` with code `configuration` where a file of the registry is wrong.
  public func parameterTotals() throws(ZooError) -> [String: ParameterTotal] {
    var cards: [(card: ModelCard, configuration: ModelConfiguration)] = []
    for card in try families().flatMap(\.models) {
      if let configuration = try configuration(of: card) { cards.append((card, configuration)) }
    }
    // Most cards share theirs with others.
    let distinct = Array(Set(cards.map(\.configuration)))
    let expansions = try Concurrently.map(distinct) { configuration throws(ZooError) in
      try expanded(configuration)
    }
    let byConfiguration = Dictionary(zip(distinct, expansions)) { first, _ in first }
    var result: [String: ParameterTotal] = [:]
    for (card, configuration) in cards {
      result[card.name] = try byConfiguration[configuration]?.total(of: card.parameters)
    }
    return result
  }

  /// The configuration of a card, if it is complete.
  private func configuration(of card: ModelCard) throws(ZooError) -> ModelConfiguration? {
    guard let name = card.architecture, hasArchitecture(named: name) else { return nil }
    return try architecture(named: name).report(card.config).configuration
  }

  private func expanded(
    _ configuration: ModelConfiguration
  ) throws(ZooError) -> ExpandedArchitecture {
    try architecture(named: configuration.architecture).expand(configuration)
  }
}
