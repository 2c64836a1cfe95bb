public import ZooFormats
public import ZooRegistry
public import ZooTensors

/// What architecture and dialect the names of a checkpoint look like.
public struct LayoutGuess: Sendable, Hashable {
  /// The architecture.
  public let architecture: String
  /// The dialect.
  public let layout: String
  /// The share of the stored names that the dialect knows, from 0 to 1.
  public let share: Double

  /// The dialects that know at least half of the names, the best first.
  ///
  /// `facts` are those of the checkpoint's reader: a dialect that they contradict is none of them.
  ///
  /// Complexity: O(mappings × rules × names); a few thousand names are looked at.
  public static func guesses(
    for tensors: [StoredTensor],
    facts: [String: String] = [:],
    registry: Registry,
    mappings: MappingCatalog = .builtIn
  ) throws(ZooError) -> [LayoutGuess] {
    var names = tensors.prefix(4000).map(\.name)
    if facts[CheckpointFact.tensorParallelSize] != nil {
      let ranked = names.map { RankedName.parts(of: $0) ?? ($0, 0) }
      names = ranked.filter { $0.rank == 0 }.map(\.name)
    }
    guard !names.isEmpty else { return [] }
    let texts = names.map { Array($0.utf8) }
    var guesses = try Concurrently.map(mappings.names) { name throws(ZooError) in
      let mapping = try mappings.mapping(named: name)
      guard mapping.contradiction(facts) == nil else { return LayoutGuess?.none }
      let architecture = try registry.architecture(named: mapping.architecture)
      let templates = architecture.parts.flatMap { part in
        part.tensors.map(\.name) + part.ties.map(\.alias)
      }
      var strangers = 0
      for text in texts where !mapping.knows(text, canonical: templates) {
        strangers += 1
        if strangers * 2 > texts.count { return nil }
      }
      return LayoutGuess(
        architecture: mapping.architecture,
        layout: mapping.layout,
        share: Double(texts.count - strangers) / Double(texts.count)
      )
    }
    .compactMap(\.self)
    guesses.sort { $0.share == $1.share ? $0.name < $1.name : $0.share > $1.share }
    let best = guesses.prefix { $0.share == guesses[0].share }
    guard best.count > 1 else { return guesses }
    // Relatives share names; the right one has the fewest tensors that are not there. Where that is
    // equal too, a proven mapping goes first, and the plain name before one that is derived from it.
    var coverages: [String: (required: Double, all: Int, proof: Int, brevity: Int)] = [:]
    for guess in best {
      let architecture = try registry.architecture(named: guess.architecture)
      let mapping = try mappings.mapping(named: guess.name)
      let (required, all) = mapping.coverage(of: architecture, by: texts)
      coverages[guess.name] = (
        required, all, mapping.isProven ? 1 : 0, -guess.architecture.utf8.count
      )
    }
    return best.sorted {
      coverages[$0.name, default: (0, 0, 0, 0)] > coverages[$1.name, default: (0, 0, 0, 0)]
    }
      + guesses.dropFirst(best.count)
  }

  private var name: String { "\(architecture).\(layout)" }
}

extension Mapping {
  /// The share of an architecture's required tensors that the stored names give, and how many of
  /// all its tensors.
  fileprivate func coverage(
    of architecture: Architecture,
    by names: [[UInt8]]
  ) -> (required: Double, all: Int) {
    let required = architecture.parts.filter { !$0.isOptional }.flatMap { $0.tensors.map(\.name) }
    let optional = architecture.parts.filter(\.isOptional).flatMap { $0.tensors.map(\.name) }
    let templates = required + optional
    var covered: Set<Int> = []
    for name in names {
      for rule in rules {
        for bindings in rule.sources.compactMap({ $0.match(utf8: name) }) {
          for target in rule.targets {
            // Bindings that do not fit the target give no name.
            guard let canonical = try? target.substitute(bindings) else { continue }
            if let index = templates.firstIndex(where: { $0.match(canonical) != nil }) {
              covered.insert(index)
            }
          }
        }
      }
    }
    let count = covered.count { $0 < required.count }
    return (Double(count) / Double(max(required.count, 1)), covered.count)
  }

  /// Whether some rule takes a stored name, whatever the configuration.
  fileprivate func knows(_ name: [UInt8], canonical: [NameTemplate]) -> Bool {
    for rule in rules {
      for (position, source) in rule.sources.enumerated() {
        guard let bindings = source.match(utf8: name) else { continue }
        // A rule that captures text says nothing by itself: its target must be a canonical name.
        guard !source.captures.isEmpty else { return true }
        let target = rule.targets[min(position, rule.targets.count - 1)]
        // Bindings that do not fit the target give no name, so the rule does not apply.
        if let name = try? target.substitute(bindings),
          canonical.contains(where: { $0.match(name) != nil })
        {
          return true
        }
      }
    }
    return ignored.contains { $0.template.match(utf8: name) != nil }
  }
}
