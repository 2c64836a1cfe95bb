import GRDB
public import ZooRegistry
public import ZooTensors

extension SearchIndex {
  /// What a list shows of every card, sorted by name.
  public func cards() throws(ZooError) -> [CardSummary] { try list { try CardTable.read($0) } }

  /// What a list shows of every family, sorted by name.
  public func families() throws(ZooError) -> [FamilySummary] {
    try list { try FamilyTable.read($0) }
  }

  /// How to cite everything, family by family.
  public func citations() throws(ZooError) -> [Citation] {
    try list { try CitationTable.read($0) }
  }

  /// Cards or families as JSON by name, each as ``JSONWriter/text(ofElement:)`` writes it.
  public func json(of kind: SearchDocument.Kind) throws(ZooError) -> [String: String] {
    try list { try JSONTable.read(kind, $0) }
  }

  private func list<Value>(_ read: (Database) throws -> Value) throws(ZooError) -> Value {
    do {
      return try database.read(read)
    } catch {
      throw ZooError(
        .internalError,
        "the index of the registry cannot be read: \(error); delete it and try again",
        path: database.path,
        underlying: error
      )
    }
  }
}
