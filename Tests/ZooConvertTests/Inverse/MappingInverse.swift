import ZooConvert
import ZooRegistry
import ZooTensors
import ZooTestSupport

/// The checkpoint of a dialect that a mapping turns into given canonical tensors.
struct MappingInverse {
  /// One rule with its places filled in.
  private struct Instance {
    let rule: MappingRule
    let sources: [String]
    let targets: [String]
    let chain: OperationChain
  }

  private let expanded: ExpandedArchitecture
  private let parts: [ExpandedArchitecture.Part]
  private var chosen: [Instance] = []
  /// The canonical tensors, each element another number; zeros where a rule makes zeros.
  private(set) var canonical: [String: ElementArray] = [:]
  /// The stored tensors.
  private(set) var stored: [String: ElementArray] = [:]

  /// Undoes a mapping for the parts of an architecture that are named; optional ones that no rule
  /// gives are left out.
  ///
  /// Where several rules give a tensor, the generator decides which of them.
  init(
    _ mapping: Mapping,
    _ expanded: ExpandedArchitecture,
    parts: Set<String>,
    _ generator: inout SplitMix
  ) throws {
    self.expanded = expanded
    self.parts = try expanded.parts.filter { part in
      guard parts.contains(part.name), part.isOptional else { return !part.isOptional }
      return try part.tensors.contains { tensor in
        let names = [tensor.name] + part.ties.filter { $0.target == tensor.name }.map(\.alias)
        return try names.contains { name in
          try mapping.rules.contains { try Self.instance($0, name, expanded) != nil }
        }
      }
    }
    try choose(mapping.rules.shuffled(using: &generator))
    number()
    try invert()
  }

  /// The tensors, in order.
  private var tensors: [ExpandedArchitecture.ExpectedTensor] { parts.flatMap(\.tensors) }

  // MARK: - Rules

  private mutating func choose(_ rules: [MappingRule]) throws {
    let own = Set(tensors.map(\.name))
    let aliases = Dictionary(
      parts.flatMap(\.ties).filter { own.contains($0.target) }.map { ($0.alias, $0.target) },
      uniquingKeysWith: { first, _ in first }
    )
    var open = own
    var used: Set<String> = []
    // Tied names only where their tensors have no rule.
    for name in tensors.map(\.name) + aliases.keys.sorted()
    where open.contains(aliases[name] ?? name) {
      let possible = try rules.compactMap { try Self.instance($0, name, expanded) }.filter {
        $0.targets.allSatisfy { open.contains(aliases[$0] ?? $0) }
      }
      // Rules of one era of the dialect share their sources.
      guard
        let instance = possible.first(where: { used.isSuperset(of: $0.sources) }) ?? possible.first
      else { continue }
      used.formUnion(instance.sources)
      open.subtract(instance.targets.map { aliases[$0] ?? $0 })
      chosen.append(instance)
    }
    guard open.isEmpty else {
      throw SuiteFailure("no rule gives \(open.sorted().prefix(3))")
    }
  }

  private static func instance(
    _ rule: MappingRule,
    _ name: String,
    _ expanded: ExpandedArchitecture
  ) throws -> Instance? {
    var scope = expanded.configuration.scope
    guard var bindings = rule.targets[0].match(name, in: scope) else { return nil }
    if rule.takesCopies { bindings.captures[MappingRule.free] = "one" }
    let sources = try rule.sources.flatMap { try $0.names(bindings, in: scope) }
    let targets =
      [name] + (try rule.targets.dropFirst().flatMap { try $0.names(bindings, in: scope) })
    scope.indices.merge(bindings.indices) { $1 }
    return Instance(
      rule: rule,
      sources: sources,
      targets: targets,
      chain: OperationChain(
        operations: rule.operations,
        sourceCount: sources.count,
        scope: scope
      )
    )
  }

  // MARK: - Elements

  private mutating func number() {
    var next: Int32 = 1
    for tensor in tensors {
      let array = ElementArray(counting: tensor.shape.dimensions, from: next)
      next += Int32(array.elements.count)
      canonical[tensor.name] = array
    }
  }

  private func name(of target: String) -> String {
    canonical[target] == nil ? expanded.ties[target] ?? target : target
  }

  private mutating func invert() throws {
    var shapes: [String: [Int]] = [:]
    for instance in chosen where !instance.sources.isEmpty {
      let targets = instance.targets.compactMap { canonical[name(of: $0)]?.shape }
      let found = try instance.chain.sourceShapes(targets)
      guard found.count == instance.sources.count else {
        throw SuiteFailure("'\(instance.rule.text)' has \(found.count) sources backwards")
      }
      for (source, shape) in zip(instance.sources, found) {
        let known = shapes[source] ?? shape
        shapes[source] = zip(known, shape).map { max($0, $1) }
      }
    }
    var owners: [String: String] = [:]
    for instance in chosen {
      let targets = instance.targets.compactMap { canonical[name(of: $0)] }
      let before = instance.sources.compactMap { shapes[$0] }
      var arrays: [ElementArray] = []
      if !instance.sources.isEmpty {
        do {
          arrays = try instance.chain.undo(targets, from: before)
        } catch {
          throw SuiteFailure("\(instance.rule.text): \(error)")
        }
      }
      for (source, array) in zip(instance.sources, arrays) {
        let known = stored[source] ?? .unknown(array.shape)
        if let united = known.united(with: array) {
          stored[source] = united
          owners[source] = instance.rule.text
        } else if owners[source] == instance.rule.text {
          share(known, array, instance)
        } else {
          throw SuiteFailure("'\(source)' is demanded by two rules with other elements")
        }
      }
      keepOnlyStored(instance, arrays)
    }
  }

  /// What a rule takes once for several targets, such as all layers, is the same in all of them.
  private mutating func share(_ known: ElementArray, _ array: ElementArray, _ instance: Instance) {
    let shared = Dictionary(
      zip(array.elements, known.elements).filter { $0.0 != ElementArray.unknown },
      uniquingKeysWith: { first, _ in first }
    )
    for target in instance.targets.map(name(of:)) {
      guard var array = canonical[target] else { continue }
      array.elements = array.elements.map { shared[$0] ?? $0 }
      canonical[target] = array
    }
  }

  /// What a rule appends itself is zero in the canonical tensors.
  private mutating func keepOnlyStored(_ instance: Instance, _ arrays: [ElementArray]) {
    let isPadded = instance.rule.operations.contains {
      if case .pad = $0 { true } else { false }
    }
    guard isPadded || instance.sources.isEmpty else { return }
    let kept = Set(arrays.flatMap(\.elements))
    for target in instance.targets.map(name(of:)) {
      guard var array = canonical[target] else { continue }
      array.elements = array.elements.map { kept.contains($0) ? $0 : 0 }
      canonical[target] = array
    }
  }
}
