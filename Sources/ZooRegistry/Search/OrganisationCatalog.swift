public import ZooTensors

/// The organisations of a registry by name.
public struct OrganisationCatalog: Sendable {
  /// The organisations, in the order of the files.
  public let organisations: [Organisation]
  private let byName: [String: Organisation]

  init(_ organisations: [Organisation]) {
    self.organisations = organisations
    byName = Dictionary(organisations.map { ($0.name, $0) }) { first, _ in first }
  }

  /// The organisation of exactly this name, or `nil`.
  public func organisation(named name: String) -> Organisation? { byName[name] }

  /// An organisation and everything that it is part of, nearest first; empty for an unknown name.
  public func lineage(of name: String) -> [Organisation] {
    var result: [Organisation] = []
    var names = [name]
    // Files that were not checked may have circles.
    while !names.isEmpty {
      let name = names.removeFirst()
      guard let organisation = byName[name], !result.contains(organisation) else { continue }
      result.append(organisation)
      names += organisation.parents
    }
    return result
  }

  /// Organisations in one text, with their Chinese names; `nil` without any.
  public func text(of organisations: [String]) -> String? {
    organisations.map { name in
      organisation(named: name)?.chineseName.map { "\(name) (\($0))" } ?? name
    }
    .joinedAsOrganisations
  }

  /// Every name under which somebody may look for organisations, each once.
  public func names(of organisations: [String]) -> [String] {
    distinct(organisations.flatMap { [$0] + lineage(of: $0).flatMap(\.names) })
  }

  /// The Chinese names of organisations and of what they are part of, each once.
  func chineseNames(of organisations: [String]) -> [String] {
    let known = organisations.flatMap { lineage(of: $0) }
    return distinct(
      (organisations + known.flatMap { [$0.name] + [$0.chineseName].compactMap(\.self) })
        .filter(\.mayHoldHan)
    )
  }

  private func distinct(_ names: [String]) -> [String] {
    names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}

extension Registry {
  /// The organisations, of every layer.
  ///
  /// - Throws: ``ZooError`` with code `configuration` where a file is wrong.
  public func organisations() throws(ZooError) -> OrganisationCatalog {
    var result: [Organisation] = []
    for file in layers.compactMap(\.organisations) {
      let (organisations, problems) = RegistryReader.organisations(file)
      guard problems.isEmpty else { throw ZooError(problems) }
      result += organisations
    }
    return OrganisationCatalog(result)
  }
}
