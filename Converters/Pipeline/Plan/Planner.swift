import ZooFormats
import ZooRegistry
import ZooTensors

/// Decides, for one mapping, which stored tensors become which canonical ones.
///
/// Complexity: O(rules × (canonical names + stored tensors)).
struct Planner {
  let architecture: Architecture
  let expected: ExpandedArchitecture
  let mapping: Mapping
  let inventory: [StoredTensor]
  /// The tensor-parallel ranks that the inventory is of.
  let rankCount: Int
  let wantedType: DType?
  let keepsExtras: Bool

  /// The configuration's values, for sizes and index bounds.
  var scope: ExpressionScope { expected.configuration.scope }

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
    /// Further stored names of the same weights, whose bytes must be equal.
    var copies: [String] = []
  }

  func plan(format: CheckpointFormat) throws(ZooError) -> Outcome {
    var outcome = Outcome()
    let merged = RankMerger(mapping: mapping, scope: scope, count: rankCount).merged(inventory)
    let stored = Dictionary(
      merged.tensors.map { ($0.name, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    let chosen = choose(try instances(), stored: stored, &outcome)
    let copies = Set(chosen.values.flatMap(\.copies))
    let taken = Set(chosen.values.flatMap(\.sources)).union(copies)
    let ignored = ignoredNames(merged.tensors, except: taken)
    outcome.taken = taken.count + ignored.count

    var tensors: [ConversionPlan.PlannedTensor] = []
    var storedTies: [ConversionPlan.StoredTie] = []
    var present: [String] = []
    var absent: [String] = []
    let evaluated = Evaluation(planner: self, stored: stored)
    let aliases = Dictionary(grouping: expected.ties.keys.sorted()) { expected.ties[$0] ?? "" }
    for part in expected.parts {
      // A tied name may be the only one stored; it then stands for its tensor.
      let instances = part.tensors.map { tensor in
        chosen[tensor.name]
          ?? aliases[tensor.name]?.lazy.compactMap { chosen[$0] }.first
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
          .halfPart(part: part.name, present: found, missing: missing)
        )
      }
      for (tensor, instance) in zip(part.tensors, instances) {
        guard let instance else {
          if !part.isOptional {
            outcome.problems.append(
              .missing(name: tensor.name, part: part.name, candidates: candidates(tensor.name))
            )
          }
          continue
        }
        if let planned = try evaluated.tensor(
          tensor,
          as: tensor.name,
          part.name,
          instance,
          &outcome.problems
        ) {
          tensors.append(planned)
        }
        for copy in instance.copies {
          storedTies += try evaluated.tie(
            copy,
            tensor,
            as: tensor.name,
            part.name,
            instance.of(copy),
            &outcome.problems
          )
        }
      }
      for tie in part.ties {
        guard let instance = chosen[tie.alias], chosen[tie.target] != nil,
          let target = expected.tensor(named: tie.target)?.tensor
        else { continue }
        for copy in instance.sources.prefix(1) + instance.copies {
          storedTies += try evaluated.tie(
            instance.copies.isEmpty ? tie.alias : copy,
            target,
            as: tie.alias,
            part.name,
            instance.copies.isEmpty ? instance : instance.of(copy),
            &outcome.problems
          )
        }
      }
    }
    let names = canonicalNames
    let extras = extraTensors(
      merged.tensors,
      except: taken.union(ignored.map(\.name)),
      canonical: names,
      &outcome
    )
    guard outcome.problems.isEmpty else { return outcome }
    outcome.plan = ConversionPlan(
      architecture: expected.architecture,
      layout: mapping.layout,
      format: format,
      tensors: withAliases(tensors, parts: present) + extras,
      parts: present,
      absentParts: absent,
      dropped: ignored
        + copies.sorted { $0.precedesInUTF8($1) }.map(ConversionPlan.DroppedTensor.copy),
      ties: ties(inParts: present),
      notes: [],
      inventory: merged.inventory,
      storedTies: storedTies,
      replicas: replicas(merged.tensors, among: taken.union(extras.map(\.name)))
    )
    return outcome
  }

  /// Every rule with every binding that gives a canonical name.
  private func instances() throws(ZooError) -> [Instance] {
    var result: [Instance] = []
    let names = canonicalNames
    let known = Set(names)
    for (number, rule) in mapping.rules.enumerated() {
      let copies =
        rule.takesCopies ? try StoredCopies(of: rule.sources[0], in: inventory, scope) : nil
      for name in names {
        guard let bindings = rule.targets[0].match(name, in: scope) else { continue }
        var targets = [name]
        for template in rule.targets.dropFirst() {
          targets += try template.names(bindings, in: scope)
        }
        guard targets.allSatisfy(known.contains) else { continue }
        if let copies {
          // Without a stored name there is no instance, as with a name that is not stored.
          guard let stored = try copies.names(bindings) else { continue }
          result.append(
            Instance(
              rule: number,
              sources: [stored[0]],
              targets: targets,
              bindings: bindings,
              copies: Array(stored.dropFirst())
            )
          )
          continue
        }
        var sources: [String] = []
        for template in rule.sources {
          sources += try template.names(bindings, in: scope)
        }
        result.append(
          Instance(rule: number, sources: sources, targets: targets, bindings: bindings)
        )
      }
    }
    return result
  }

  /// For each canonical name the one instance whose sources are all stored.
  private func choose(
    _ instances: [Instance],
    stored: [String: RuleTensor],
    _ outcome: inout Outcome
  ) -> [String: Instance] {
    var chosen: [String: Instance] = [:]
    var collisions: Set<String> = []
    for instance in instances where instance.sources.allSatisfy({ stored[$0] != nil }) {
      for target in instance.targets {
        guard let other = chosen[target] else {
          chosen[target] = instance
          continue
        }
        guard other.sources != instance.sources, collisions.insert(target).inserted else {
          continue
        }
        outcome.problems.append(
          .collision(
            name: target,
            rules: [other, instance].map { $0.sources.joined(separator: " + ") }
          )
        )
      }
    }
    return chosen
  }

  /// The stored names that would give a canonical name.
  private func candidates(_ name: String) -> [String] {
    var result: [String] = []
    for rule in mapping.rules {
      for template in rule.targets {
        guard let bindings = template.match(name, in: scope) else { continue }
        for source in rule.sources {
          // A rule with several targets may need bindings that this one does not give.
          result += (try? source.names(bindings, in: scope)) ?? [source.text]
        }
      }
    }
    return result
  }

  private func ignoredNames(
    _ tensors: [RuleTensor],
    except taken: Set<String>
  ) -> [ConversionPlan.DroppedTensor] {
    var result: [ConversionPlan.DroppedTensor] = []
    for tensor in tensors where !taken.contains(tensor.name) {
      if let reason = reasonToIgnore(tensor.name) {
        result.append(ConversionPlan.DroppedTensor(name: tensor.name, reason: reason))
      }
    }
    return result
  }

  private func reasonToIgnore(_ name: String) -> String? {
    for ignored in mapping.ignored where ignored.template.match(name, in: scope) != nil {
      return ignored.reason
    }
    for buffer in architecture.buffers where buffer.match(name, in: scope) != nil {
      return "a buffer, not a weight: it follows from the configuration"
    }
    return nil
  }

  private func extraTensors(
    _ tensors: [RuleTensor],
    except known: Set<String>,
    canonical: [String],
    _ outcome: inout Outcome
  ) -> [ConversionPlan.PlannedTensor] {
    let canonicalSet = Set(canonical)
    var extras: [ConversionPlan.PlannedTensor] = []
    for tensor in tensors where !known.contains(tensor.name) {
      guard keepsExtras, tensor.dtype.byteWidth != nil, !canonicalSet.contains(tensor.name) else {
        outcome.problems.append(
          .unexpected(
            name: tensor.name,
            dtype: tensor.dtype,
            shape: tensor.shape,
            // Suggestions cost time; a file of another model would need thousands of them.
            nearest: outcome.problems.count < 32
              ? Suggestions.nearest(to: tensor.name, among: canonical).first : nil
          )
        )
        continue
      }
      if let problem = tensor.problem {
        outcome.problems.append(problem)
        continue
      }
      extras.append(
        ConversionPlan.PlannedTensor(
          name: tensor.name,
          part: "extra",
          dtype: tensor.dtype,
          shape: tensor.shape,
          sources: tensor.parts,
          rule: "kept as it is",
          merges: tensor.merge.map { [$0] } ?? [],
          value: tensor.value,
          storedType: tensor.dtype,
          cast: nil
        )
      )
    }
    return extras
  }

  /// What the ranks must hold in common, of the tensors that are needed.
  private func replicas(
    _ tensors: [RuleTensor],
    among names: Set<String>
  ) -> [ConversionPlan.Replica] {
    tensors.filter { !$0.replicas.isEmpty && names.contains($0.name) }.map { tensor in
      ConversionPlan.Replica(
        name: tensor.name,
        values: [tensor.value] + tensor.replicas,
        storedType: tensor.dtype
      )
    }
  }

  private func withAliases(
    _ tensors: [ConversionPlan.PlannedTensor],
    parts: [String]
  ) -> [ConversionPlan.PlannedTensor] {
    let ties = ties(inParts: parts)
    return tensors.map { tensor in
      var copy = tensor
      copy.aliases = ties.filter { $0.value == tensor.name }.keys.sorted()
      return copy
    }
  }

  /// Second names of the parts that are present.
  private func ties(inParts names: [String]) -> [String: String] {
    var ties: [String: String] = [:]
    for part in expected.parts where names.contains(part.name) {
      for tie in part.ties { ties[tie.alias] = tie.target }
    }
    return ties
  }

  /// Every name that a rule may give: tensors and second names.
  private var canonicalNames: [String] {
    expected.parts.flatMap { $0.tensors.map(\.name) + $0.ties.map(\.alias) }
  }
}
