import ZooPackage
import ZooRegistry
import ZooTensors

/// What the checkpoint is supposed to be: an architecture with a complete configuration.
struct Subject: Sendable {
  let name: String
  let architecture: Architecture
  let configuration: ModelConfiguration

  /// Decides from the card, the user's words and the published configuration, in this order; a key
  /// that is a number of lines is counted in the side file where nobody gives it.
  ///
  /// - Throws: ``ZooError`` where the architecture is unknown, a key is missing, or the card and the
  ///   published configuration contradict each other.
  init(
    request: ConversionRequest,
    published: JSONObject?,
    sideFiles: SideFiles,
    registry: Registry
  ) throws(ZooError) {
    guard let name = request.name ?? request.card?.name else {
      throw ZooError(
        .usage,
        "the package needs a name: give --name, or --model for a model of the registry"
      )
    }
    guard StoreName.encode(name) != nil, !TensorName.hasControlCharacter(name) else {
      throw ZooError(
        .usage,
        "'\(name.prefix(80))' cannot be the name of a package: 1 to \(StoreName.maximumByteCount) bytes without control characters are expected"
      )
    }
    self.name = name
    if let card = request.card, !card.isConvertible {
      throw ZooError(
        .noWeights,
        card.reason ?? "this model cannot be converted",
        model: card.name
      )
    }
    architecture = try Self.architecture(request, published, registry)
    let given = request.configuration ?? published
    var cardValues = request.card?.config ?? [:]
    for key in architecture.keys where cardValues[key.name] == nil {
      guard given?[key.name] == nil, let file = key.lineCountFile,
        let count = try sideFiles.lineCount(of: file)
      else { continue }
      cardValues[key.name] = .int(count)
    }
    var fromCard: ModelConfiguration?
    if let card = request.card, !card.config.isEmpty {
      // A card may leave out what only the published file says.
      fromCard = architecture.report(cardValues).configuration
      if given == nil {
        fromCard = try architecture.configuration(cardValues, origin: "the card of '\(card.name)'")
      }
    }
    guard let given else {
      guard let fromCard else {
        throw ZooError(
          .usage,
          "there is no configuration beside the checkpoint; give one with --config config.json"
        )
      }
      configuration = fromCard
      return
    }
    let origin =
      request.configuration == nil ? "the published configuration" : "the given configuration"
    var values = given
    for (key, value) in cardValues {
      if values[key] == nil, let json = value.jsonValue { values[key] = json }
    }
    configuration = try architecture.configuration(values, origin: origin)
    if let fromCard, let card = request.card {
      try Self.compare(configuration, fromCard, card)
    }
  }

  /// The tensors that the configuration demands.
  ///
  /// - Throws: ``ZooError`` with code `badData` where a size is impossible.
  func expanded() throws(ZooError) -> ExpandedArchitecture {
    do throws(ZooError) {
      return try architecture.expand(configuration)
    } catch {
      var suspects: [String] = []
      for key in configuration.keys {
        if case .int(let value)? = configuration[key], value < 0 || value > 1 << 24 {
          suspects.append("\(key) = \(value)")
        }
      }
      let hint = suspects.isEmpty ? "" : "; look at \(suspects.joined(separator: ", "))"
      throw ZooError(
        .badData,
        "the configuration gives no possible model: \(error.message)\(hint)",
        model: name
      )
    }
  }

  private static func architecture(
    _ request: ConversionRequest,
    _ published: JSONObject?,
    _ registry: Registry
  ) throws(ZooError) -> Architecture {
    if let name = request.architecture ?? request.card?.architecture {
      return try registry.architecture(named: name)
    }
    let type = (request.configuration ?? published)?["model_type"]?.stringValue
    let candidates =
      try type.map { (type) throws(ZooError) in
        try registry.architectures(modelType: type)
      } ?? []
    guard candidates.count == 1 else {
      let known = candidates.isEmpty ? registry.architectureNames() : candidates.map(\.name)
      throw ZooError(
        .usage,
        "the architecture is not known\(type.map { " (model_type '\($0)')" } ?? ""): give --model or --architecture, one of \(known.joined(separator: ", "))"
      )
    }
    return candidates[0]
  }

  /// Shapes follow from integers, so these must agree; other keys may be spelled differently.
  private static func compare(
    _ published: ModelConfiguration,
    _ card: ModelConfiguration,
    _ model: ModelCard
  ) throws(ZooError) {
    for key in published.keys where model.config[key] != nil {
      guard case .int(let found)? = published[key], case .int(let expected)? = card[key],
        found != expected
      else { continue }
      throw ZooError(
        .badData,
        "the published configuration says \(key) = \(found), the card of '\(model.name)' says \(expected); this may be another model",
        model: model.name
      )
    }
  }
}
