import ZooFormats
import ZooRegistry
import ZooTensors

/// Decides, for one mapping, which stored tensors become which canonical ones.
///
/// Complexity: O(rules × canonical names + stored tensors).
struct Planner {
  let architecture: ExpandedArchitecture
  let configuration: ModelConfiguration
  let mapping: Mapping
  let inventory: [StoredTensor]
  let wantedType: DType?
  let keepsExtras: Bool

  /// The outcome: a plan, or every reason why there is none.
  struct Outcome {
    var plan: ConversionPlan?
    var problems: [PlanProblem] = []
    /// How many stored tensors a rule takes: what tells the dialects apart.
    var taken = 0
  }

  /// One rule with its placeholders filled in.
  struct Instance {
    let rule: Int
    let sources: [String]
    let targets: [String]
    let bindings: NameTemplate.Bindings
  }

  func plan(format: CheckpointFormat) throws(ZooError) -> Outcome {
    var outcome = Outcome()
    let stored = Dictionary(
      inventory.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    let chosen = try choose(try instances(), stored: stored, &outcome)
    let taken = Set(chosen.values.flatMap(\.sources))
    let ignored = try ignoredNames(except: taken)
    outcome.taken = taken.count + ignored.count

    var tensors: [ConversionPlan.PlannedTensor] = []
    var storedTies: [ConversionPlan.StoredTie] = []
    var present: [String] = []
    var absent: [String] = []
    var evaluated = Evaluation(planner: self, stored: stored)
    for part in architecture.parts {
      // A tied name may be the only one stored; it then stands for its tensor.
      let instances = part.tensors.map { tensor in
        chosen[tensor.name]
          ?? architecture.aliases(of: tensor.name).lazy.compactMap { chosen[$0] }.first
      }
      let found = instances.count { $0 != nil }
      if part.isOptional, found == 0, !part.tensors.isEmpty {
        absent.append(part.name)
        continue
      }
      present.append(part.name)
      let missing = zip(part.tensors, instances).filter { $0.1 == nil }.map(\.0.name)
      if part.isOptional, !missing.isEmpty {
        outcome.problems.append(
          .halfPart(part: part.name, present: found, missing: missing))
      }
      for (tensor, instance) in zip(part.tensors, instances) {
        guard let instance else {
          if !part.isOptional {
            outcome.problems.append(
              .missing(name: tensor.name, part: part.name, candidates: try candidates(tensor.name)))
          }
          continue
        }
        if let planned = try evaluated.tensor(tensor, part.name, instance, &outcome.problems) {
          tensors.append(planned)
        }
      }
      for tie in part.ties {
        guard let instance = chosen[tie.alias], chosen[tie.target] != nil,
          let target = architecture.tensor(named: tie.target)
        else { continue }
        let alias = target.renamed(tie.alias)
        if let planned = try evaluated.tensor(alias, part.name, instance, &outcome.problems) {
          storedTies.append(
            ConversionPlan.StoredTie(
              alias: tie.alias, name: tie.target, value: planned.value,
              storedType: planned.storedType))
        }
      }
    }
    let extras = extraTensors(except: taken.union(ignored.map(\.name)), &outcome)
    guard outcome.problems.isEmpty else { return outcome }
    outcome.plan = ConversionPlan(
      architecture: architecture.name, layout: mapping.layout, format: format,
      tensors: withAliases(tensors, parts: Set(present)) + extras, parts: present,
      absentParts: absent,
      dropped: ignored, ties: architecture.ties(inParts: Set(present)), notes: [],
      inventory: inventory, storedTies: storedTies)
    return outcome
  }

  /// Every rule with every binding that gives a canonical name.
  private func instances() throws(ZooError) -> [Instance] {
    var result: [Instance] = []
    for (number, rule) in mapping.rules.enumerated() {
      for name in architecture.allNames {
        guard let bindings = try rule.targets[0].match(name, in: configuration) else { continue }
        var targets = [name]
        for template in rule.targets.dropFirst() {
          targets += try template.substitute(bindings, in: configuration)
        }
        guard targets.allSatisfy({ architecture.contains($0) }) else { continue }
        var sources: [String] = []
        for template in rule.sources {
          sources += try template.substitute(bindings, in: configuration)
        }
        result.append(
          Instance(rule: number, sources: sources, targets: targets, bindings: bindings))
      }
    }
    return result
  }

  /// For each canonical name the one instance whose sources are all stored.
  private func choose(
    _ instances: [Instance], stored: [String: Int], _ outcome: inout Outcome
  ) throws(ZooError) -> [String: Instance] {
    var chosen: [String: Instance] = [:]
    var collisions: Set<String> = []
    for instance in instances where instance.sources.allSatisfy({ stored[$0] != nil }) {
      for target in instance.targets {
        guard let other = chosen[target] else {
          chosen[target] = instance
          continue
        }
        guard other.sources != instance.sources, collisions.insert(target).inserted else { continue }
        outcome.problems.append(
          .collision(
            name: target, rules: [other, instance].map { $0.sources.joined(separator: " + ") }))
      }
    }
    return chosen
  }

  /// The stored names that would give a canonical name.
  private func candidates(_ name: String) throws(ZooError) -> [String] {
    var result: [String] = []
    for rule in mapping.rules {
      for template in rule.targets {
        guard let bindings = try template.match(name, in: configuration) else { continue }
        for source in rule.sources where !result.contains(source.text) {
          // A rule with several targets may need bindings that this one does not give.
          result += (try? source.substitute(bindings, in: configuration)) ?? [source.text]
        }
      }
    }
    return result
  }

  private func ignoredNames(
    except taken: Set<String>
  ) throws(ZooError) -> [ConversionPlan.DroppedTensor] {
    var result: [ConversionPlan.DroppedTensor] = []
    for tensor in inventory where !taken.contains(tensor.name) {
      if let reason = try reasonToIgnore(tensor.name) {
        result.append(ConversionPlan.DroppedTensor(name: tensor.name, reason: reason))
      }
    }
    return result
  }

  private func reasonToIgnore(_ name: String) throws(ZooError) -> String? {
    for ignored in mapping.ignored where try ignored.template.match(name, in: configuration) != nil {
      return ignored.reason
    }
    for buffer in architecture.buffers where try buffer.match(name, in: configuration) != nil {
      return "a buffer, not a weight: it follows from the configuration"
    }
    return nil
  }

  private func extraTensors(
    except known: Set<String>, _ outcome: inout Outcome
  ) -> [ConversionPlan.PlannedTensor] {
    var extras: [ConversionPlan.PlannedTensor] = []
    for (number, tensor) in inventory.enumerated() where !known.contains(tensor.name) {
      guard keepsExtras, tensor.dtype.byteWidth != nil, !architecture.contains(tensor.name) else {
        outcome.problems.append(
          .unexpected(
            name: tensor.name, dtype: tensor.dtype, shape: tensor.shape,
            nearest: NearestName.find(tensor.name, in: architecture.allNames)))
        continue
      }
      extras.append(
        ConversionPlan.PlannedTensor(
          name: tensor.name, part: "extra", dtype: tensor.dtype, shape: tensor.shape,
          sources: [tensor.name], rule: "kept as it is",
          value: TensorValue(source: number, shape: tensor.shape, strides: tensor.strides),
          storedType: tensor.dtype, cast: nil))
    }
    return extras
  }

  private func withAliases(
    _ tensors: [ConversionPlan.PlannedTensor], parts: Set<String>
  ) -> [ConversionPlan.PlannedTensor] {
    let ties = architecture.ties(inParts: parts)
    return tensors.map { tensor in
      var copy = tensor
      copy.aliases = ties.filter { $0.value == tensor.name }.keys.sorted()
      return copy
    }
  }
}
