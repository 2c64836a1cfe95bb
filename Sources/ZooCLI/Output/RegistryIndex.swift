import Foundation
import ZooRegistry
import ZooStore
import ZooTensors

/// Where caches are kept; everything there may be deleted.
enum CacheLocation {
  static var path: String {
    if let path = Console.environment("ZOO_CACHE") { return path }
    #if canImport(Darwin)
    return NSHomeDirectory() + "/Library/Caches/zoo"
    #else
    if let base = Console.environment("XDG_CACHE_HOME"), base.hasPrefix("/") {
      return base + "/zoo"
    }
    return NSHomeDirectory() + "/.cache/zoo"
    #endif
  }
}

/// The search index where a cache can be kept, else the registry itself.
enum RegistryIndex {
  /// The index of a registry; `nil` where there is no place for a cache.
  static func open(_ registry: Registry, _ output: OutputOptions) throws(ZooError) -> SearchIndex? {
    do {
      return try SearchIndex(directory: CacheLocation.path, registry: registry)
    } catch {
      guard [.cannotCreate, .ioError, .notAllowed].contains(error.code) else { throw error }
      output.detail("no search index: \(error.message)")
      return nil
    }
  }

  /// What a list shows of every card, sorted by name.
  static func cards(
    _ registry: Registry,
    _ output: OutputOptions
  ) throws(ZooError) -> [CardSummary] {
    if let index = try open(registry, output) { return try index.cards() }
    return try registry.cardSummaries()
  }

  /// What a list shows of every family, sorted by name.
  static func families(
    _ registry: Registry,
    _ output: OutputOptions
  ) throws(ZooError) -> [FamilySummary] {
    if let index = try open(registry, output) { return try index.families() }
    return try registry.families().map { FamilySummary($0) }
  }

  /// How to cite everything, family by family.
  static func citations(
    _ registry: Registry,
    _ output: OutputOptions
  ) throws(ZooError) -> [Citation] {
    if let index = try open(registry, output) { return try index.citations() }
    return try registry.families().flatMap(\.allCitations)
  }

  /// Cards or families as JSON by name, as elements of a list.
  static func json(
    of kind: SearchDocument.Kind,
    _ registry: Registry,
    _ output: OutputOptions
  ) throws(ZooError) -> [String: String] {
    if let index = try open(registry, output) { return try index.json(of: kind) }
    let families = try registry.families()
    var values: [(String, JSONValue)] = []
    if kind == .family {
      values = families.map { ($0.name, $0.json) }
    } else {
      let totals = try registry.parameterTotals()
      values = families.flatMap(\.models).map { ($0.name, $0.json(totals[$0.name])) }
    }
    return Dictionary(values.map { ($0, JSONWriter.forPeople.text(ofElement: $1)) }) { $1 }
  }

  /// What a query finds.
  static func answer(
    _ query: String,
    limit: Int,
    _ registry: Registry,
    _ output: OutputOptions
  ) throws(ZooError) -> SearchAnswer {
    if let index = try open(registry, output) { return try index.answer(to: query, limit: limit) }
    let linked = try registry.entries(linking: query)
    let documents =
      try linked.isEmpty
      ? registry.matches(query, limit: limit).map(\.document) : Array(linked.prefix(limit))
    return SearchAnswer(
      matches: documents.map { SearchAnswer.Match($0) },
      fit: linked.isEmpty ? .words : .address
    )
  }
}
