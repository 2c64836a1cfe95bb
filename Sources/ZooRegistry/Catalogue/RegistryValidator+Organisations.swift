internal import ZooTensors

extension RegistryValidator {
  /// Holds the organisations of cards and references against the files of organisations.
  ///
  /// An organisation that no file knows is no problem, unless it looks like one that a file knows.
  mutating func checkOrganisations(_ files: [RegistryFile]) {
    var organisations: [Organisation] = []
    for file in files {
      let (found, problems) = RegistryReader.organisations(file)
      add(problems)
      organisations += found
    }
    guard !organisations.isEmpty else { return }
    let catalog = OrganisationCatalog(organisations)
    checkCatalog(catalog)
    var used: Set<String> = []
    for (family, _) in families {
      for use in family.organisationUses {
        for name in use.organisations {
          used.formUnion(catalog.lineage(of: name).map(\.name))
          guard let complaint = catalog.complaint(about: name) else { continue }
          add([
            RegistryProblem(.name, "\(use.name): \(complaint)", file: family.file, at: use.place)
          ])
        }
      }
    }
    for organisation in organisations where !used.contains(organisation.name) {
      report("no card has the organisation '\(organisation.name)'; remove it", organisation)
    }
  }

  /// Names are there once, and what they refer to is there.
  private mutating func checkCatalog(_ catalog: OrganisationCatalog) {
    var owners: [String: String] = [:]
    for organisation in catalog.organisations {
      if let other = owners.updateValue(organisation.name, forKey: organisation.name) {
        report("the organisation '\(other)' is there twice; remove one", organisation)
      }
    }
    for organisation in catalog.organisations {
      for name in organisation.names.dropFirst() where owners[name] != nil {
        report(
          "'\(name)' is a name of '\(organisation.name)' and itself an organisation; remove one",
          organisation
        )
      }
      for parent in organisation.parents where owners[parent] == nil {
        report(
          "'part_of' must name organisations of the file, found '\(parent)'"
            + Suggestions.question(for: parent, among: owners.keys.sorted()),
          organisation
        )
      }
      let ancestors = organisation.parents.flatMap { catalog.lineage(of: $0) }
      if ancestors.contains(where: { $0.name == organisation.name }) {
        report("'\(organisation.name)' is part of itself; mend 'part_of'", organisation)
      }
    }
  }

  private mutating func report(_ message: String, _ organisation: Organisation) {
    let place = YAMLNode.Position(line: organisation.line, column: 1)
    add([RegistryProblem(.name, message, file: organisation.file, at: place)])
  }
}

extension Family {
  /// The organisations of the family, its cards and its references, each list at its first place.
  fileprivate var organisationUses:
    [(name: String, organisations: [String], place: YAMLNode.Position?)]
  {
    func place(_ line: Int) -> YAMLNode.Position { YAMLNode.Position(line: line, column: 1) }
    let cards = models.filter { $0.organisations != header.organisations }
    return [(name, header.organisations, nil)]
      + cards.map { ($0.name, $0.organisations, place($0.line)) }
      + references.map { ($0.name, $0.organisations, place($0.line)) }
  }
}

extension OrganisationCatalog {
  /// What is wrong with the name of an organisation in a card, or `nil`.
  fileprivate func complaint(about name: String) -> String? {
    guard organisation(named: name) == nil else { return nil }
    if let owner = organisations.first(where: { organisation in
      organisation.names.contains { $0.lowercased() == name.lowercased() }
    }) {
      return "the organisation '\(name)' is written '\(owner.name)' elsewhere; write it so"
    }
    let parts = name.replacing(" and ", with: ", ").split(separator: ", ").map { String($0) }
    if let part = parts.first(where: { organisation(named: $0) != nil }), parts.count > 1 {
      return "the organisation '\(name)' is '\(part)' and others; write a list"
    }
    // A share above 1 leaves out names that only contain others.
    let near = Suggestions.nearest(
      to: name,
      among: organisations.map(\.name),
      limit: 1,
      share: 2
    )
    return near.first.map {
      "the organisation '\(name)' is not in organisations.yaml, and nearly '\($0)'; write it so, "
        + "or add it there"
    }
  }
}
