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
    let readable = Set(ReaderCatalog.builtIn.readers.map { $0.format.id })
    var reasons: [String] = []
    var usable: [ModelSource] = []
    for source in card.sources where options.format.map({ $0 == source.format }) ?? true {
      if !readable.contains(source.format) {
        reasons.append("\(source.format) cannot be read yet")
      } else if mappings.layouts(of: card.architecture ?? "", asked: source.layout).isEmpty {
        reasons.append("there is no mapping \(card.architecture ?? "?").\(source.layout) yet")
      } else {
        usable.append(source)
      }
    }
    let automatic = usable.filter { !$0.isManual }
    if !automatic.isEmpty {
      try checkLicense()
      return automatic
    }
    if let manual = usable.first { throw byHand(manual) }
    if let format = options.format, reasons.isEmpty, !card.sources.isEmpty {
      let formats = Set(card.sources.map(\.format)).sorted().joined(separator: ", ")
      throw ZooError(
        .noWeights,
        "it is not published as \(format); what there is: \(formats)",
        model: card.name
      )
    }
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

  /// Refuses what no program can fetch, with what a person can do.
  private func checkState() throws(ZooError) {
    switch card.state {
    case .downloadable, .gated, .manual:
      if !card.isConvertible {
        throw refusal("it cannot be converted: \(card.reason ?? "no reason is given")")
      }
    case .delta, .announced, .neverReleased, .lost, .moved:
      throw refusal("\(card.state.rawValue): \(card.reason ?? "no weights can be had")")
    }
  }

  private func refusal(_ words: String) -> ZooError {
    ZooError(
      .noWeights,
      ([words] + [card.nextStep, license].compactMap(\.self)).joined(separator: "; "),
      model: card.name
    )
  }

  /// The license as part of an error, where it restricts the use.
  private var license: String? { card.restrictedLicense.map { "its license is \($0)" } }

  private func checkLicense() throws(ZooError) {
    guard let license = card.license, license.flags.contains(.acceptance), !options.acceptsLicense
    else { return }
    throw ZooError(
      .notAllowed,
      "its license must be accepted (\(card.restrictedLicense ?? license.summary)): read it at "
        + "\(license.url ?? card.links.first ?? "the publisher's page"), then fetch the model with "
        + "--accept-license",
      model: card.name
    )
  }

  private func byHand(_ source: ModelSource) -> ZooError {
    guard case .manual(let address) = source.location else {
      return ZooError(.internalError, "a source without an address", model: card.name)
    }
    if card.state == .gated { return refusal("gated: \(card.reason ?? "not given to everybody")") }
    return ZooError(
      .noWeights,
      "a person has to get it: open \(address)" + (source.note.map { " (\($0))" } ?? "")
        + ", then run `zoo convert FILE --model \(card.name)`"
        + (license.map { "; \($0)" } ?? ""),
      model: card.name
    )
  }
}

extension ModelCard {
  /// The license with its restrictions; `nil` where it has none.
  package var restrictedLicense: String? {
    guard let license, !license.flags.isEmpty else { return nil }
    return "\(license.summary) (\(license.flags.map(\.rawValue).joined(separator: ", ")))"
  }
}

extension ModelSource {
  /// Whether only a person can get it.
  var isManual: Bool {
    if case .manual = location { true } else { false }
  }
}
