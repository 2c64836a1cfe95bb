extension ModelCard {
  /// What a person can do where `zoo fetch` cannot get the model; `nil` where it can.
  public var nextStep: String? {
    let convert = isConvertible ? ", then run `zoo convert PATH --model \(name)`" : ""
    switch state {
    case .downloadable:
      guard !isConvertible, let firstAddress else { return nil }
      return "the files are at \(firstAddress); `zoo inspect PATH` shows what they hold"
    case .gated:
      if let repository = hubRepository {
        return "accept the terms on https://huggingface.co/\(repository) while signed in, set "
          + "HF_TOKEN to a token of that account"
          + (isConvertible ? ", then run `zoo fetch \(name)`" : "")
      }
      return "ask for access at \(firstAddress ?? "the publisher's page")\(convert)"
    case .manual:
      return "fetch the files by hand from \(firstAddress ?? "the pages below")\(convert)"
    case .delta:
      return "get '\(baseModel ?? "the base model")' under its own terms, add the published "
        + "differences to it with the tools of their authors\(convert)"
    case .announced:
      return "wait: no address was published yet"
        + (firstAddress.map { "; news may appear at \($0)" } ?? "")
    case .neverReleased:
      return "nothing can be fetched; `zoo info --family \(family.name)` shows what is related"
    case .lost:
      return "look for a copy; a checkpoint that you have is read with"
        + (architecture == nil || !isConvertible
          ? " `zoo inspect PATH`" : " `zoo convert PATH --model \(name)`")
    case .moved:
      return "look for it under its other name: `zoo search \(family.name)`"
    }
  }

  /// Whether no publisher confirms a field, or the map that it belongs to.
  ///
  /// - Parameter path: Keys joined by dots, for example `config.vocab_size`.
  /// - Returns: Whether it is listed.
  public func isUnconfirmed(_ path: String) -> Bool {
    unconfirmed.contains { $0 == path || path.hasPrefix($0 + ".") }
  }

  private var hubRepository: String? {
    sources.lazy.compactMap { source in
      if case .hub(let repository, _) = source.location { repository } else { nil }
    }.first
  }

  private var firstAddress: String? {
    sources.lazy.compactMap(\.address).first ?? links.first
  }
}
