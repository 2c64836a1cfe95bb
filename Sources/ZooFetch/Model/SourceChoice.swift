import ZooConvert
import ZooFormats
import ZooRegistry
import ZooTensors

/// Decides which of a card's sources can be used here, in the card's order.
struct SourceChoice {
  let card: ModelCard
  let mappings: MappingCatalog
  let options: FetchOptions

  /// The sources that can be read and mapped.
  ///
  /// - Throws: ``ZooError`` that says why the model cannot be had, or how a person gets it.
  func usable() throws(ZooError) -> [ModelSource] {
    try checkState()
    try checkLicense()
    let readable = Set(ReaderCatalog.builtIn.readers.map { $0.format.id })
    var reasons: [String] = []
    var usable: [ModelSource] = []
    for source in card.sources where options.format.map({ $0 == source.format }) ?? true {
      let mapping = "\(card.architecture ?? "?").\(source.layout)"
      if !readable.contains(source.format) {
        reasons.append("\(source.format) cannot be read yet")
      } else if !mappings.names.contains(mapping) {
        reasons.append("there is no mapping \(mapping) yet")
      } else {
        usable.append(source)
      }
    }
    let automatic = usable.filter { !$0.isManual }
    if !automatic.isEmpty { return automatic }
    if let manual = usable.first { throw byHand(manual) }
    guard !card.sources.isEmpty, !reasons.isEmpty else {
      throw ZooError(
        .noWeights,
        card.reason ?? "no source of the weights is known",
        model: card.name
      )
    }
    throw ZooError(
      .noWeights,
      "none of its \(card.sources.count) sources can be used: \(Set(reasons).sorted().joined(separator: ", "))",
      model: card.name
    )
  }

  private func checkState() throws(ZooError) {
    guard card.isConvertible else {
      throw ZooError(
        .noWeights,
        "it cannot be converted: \(card.reason ?? "no reason is given")",
        model: card.name
      )
    }
    switch card.state {
    case .downloadable, .gated, .manual: return
    case .delta:
      throw ZooError(
        .noWeights,
        "its weights are a difference to \(card.baseModel ?? "a base model"): \(card.reason ?? "get both and add them")",
        model: card.name
      )
    case .announced, .neverReleased, .lost, .moved:
      throw ZooError(
        .noWeights,
        "\(card.state.rawValue): \(card.reason ?? "no weights can be had")",
        model: card.name
      )
    }
  }

  private func checkLicense() throws(ZooError) {
    guard let license = card.license, license.flags.contains(.acceptance), !options.acceptsLicense
    else { return }
    throw ZooError(
      .notAllowed,
      "its license must be accepted: read \(license.url ?? license.summary), then fetch it with --accept-license",
      model: card.name
    )
  }

  private func byHand(_ source: ModelSource) -> ZooError {
    guard case .manual(let address) = source.location else {
      return ZooError(.internalError, "a source without an address", model: card.name)
    }
    return ZooError(
      .noWeights,
      "a person has to get it: \(address)\(source.note.map { " (\($0))" } ?? ""); then run `zoo convert FILE --model \(card.name)`",
      model: card.name
    )
  }
}

extension ModelSource {
  /// Whether only a person can get it.
  var isManual: Bool {
    if case .manual = location { true } else { false }
  }
}
