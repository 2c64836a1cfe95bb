public import ZooTensors

extension Registry {
  /// What an address belongs to: families and references whose page it is, models found there.
  ///
  /// The address of a page below a repository finds what links to the repository, unless something
  /// links to the page itself. ``AddressKey`` says what counts as the same address.
  ///
  /// - Returns: Families first, then references, then models; empty where nothing links there.
  /// - Throws: ``ZooError`` with code `configuration` where a file of the registry is wrong.
  /// - Complexity: O(links), after every file was parsed once.
  public func entries(linking address: String) throws(ZooError) -> [SearchDocument] {
    guard let key = AddressKey(address) else { return [] }
    let documents = try searchDocuments()
    for key in [key] + key.ancestors {
      let found = documents.filter { $0.addressKeys.contains(key) }
      if !found.isEmpty {
        return SearchDocument.Kind.allCases.flatMap { kind in
          found.filter { $0.kind == kind }
        }
      }
    }
    return []
  }
}

extension SearchDocument {
  /// The keys of ``links`` and ``sources``.
  public var addressKeys: Set<AddressKey> { Set((links + sources).compactMap { AddressKey($0) }) }

  /// The keys under which an address is looked for, the page itself first.
  public static func addressKeys(lookingFor address: String) -> [AddressKey] {
    AddressKey(address).map { [$0] + $0.ancestors } ?? []
  }
}

extension ModelSource {
  /// Where a person would look at the source; `nil` for files of this program.
  public var address: String? {
    switch location {
    case .hub(let repository, _): "https://huggingface.co/\(repository)"
    case .url(let address), .manual(let address): address
    case .pypi(let package): "https://pypi.org/project/\(package)"
    case .embedded: nil
    }
  }
}
