import ZooFormats
import ZooRegistry
import ZooTensors

/// Finds the one dialect that covers an inventory exactly.
struct DialectChoice {
  let mappings: MappingCatalog

  func plan(
    _ subject: Subject,
    inventory: [StoredTensor],
    facts: [String: String],
    format: CheckpointFormat,
    request: ConversionRequest
  ) throws -> ConversionPlan {
    let expected = try subject.expanded()
    var layouts = try candidates(request.layout, subject.architecture.name)
    guard !layouts.isEmpty else {
      throw ZooError(
        .configuration,
        "no mapping exists yet for architecture '\(subject.architecture.name)'; Converters/Mappings holds them",
        model: subject.name
      )
    }
    layouts = try consistent(layouts, facts, subject)
    var fitting: [ConversionPlan] = []
    var nearest: (layout: String, outcome: Planner.Outcome)?
    for layout in layouts {
      let planner = Planner(
        architecture: subject.architecture,
        expected: expected,
        mapping: try mappings.mapping(named: "\(subject.architecture.name).\(layout)"),
        inventory: inventory,
        rankCount: facts[CheckpointFact.tensorParallelSize].flatMap { Int($0) } ?? 1,
        wantedType: request.dtype,
        keepsExtras: request.keepsExtras
      )
      let outcome = try planner.plan(format: format)
      if let plan = outcome.plan { fitting.append(plan) }
      if outcome.plan == nil, outcome.taken > nearest?.outcome.taken ?? -1 {
        nearest = (layout, outcome)
      }
    }
    if let first = fitting.first {
      guard fitting.allSatisfy({ first.hasSameContent(as: $0) }) else {
        throw ZooError(
          .usage,
          "the names fit several dialects equally: \(fitting.map(\.layout).joined(separator: ", ")); say which with --layout",
          model: subject.name
        )
      }
      return first
    }
    throw ConversionFailure(
      architecture: subject.architecture.name,
      layout: nearest?.layout ?? layouts[0],
      problems: nearest?.outcome.problems ?? []
    )
  }

  /// The dialects that are asked for: one by its name, its variants (`megatron-v2` of `megatron`),
  /// or all of the architecture.
  private func candidates(_ asked: String?, _ architecture: String) throws(ZooError) -> [String] {
    let all = mappings.layouts(of: architecture)
    guard let asked, !all.isEmpty else { return all }
    let named = mappings.layouts(of: architecture, asked: asked)
    guard named.isEmpty else { return named }
    throw ZooError(
      .configuration,
      "there is no mapping '\(architecture).\(asked)'; the dialects of '\(architecture)' are "
        + all.joined(separator: ", ")
    )
  }

  /// The dialects that what the checkpoint says of itself does not contradict.
  private func consistent(
    _ layouts: [String],
    _ facts: [String: String],
    _ subject: Subject
  ) throws(ZooError) -> [String] {
    var contradictions: [String] = []
    var result: [String] = []
    for layout in layouts {
      let mapping = try mappings.mapping(named: "\(subject.architecture.name).\(layout)")
      if let contradiction = mapping.contradiction(facts) {
        contradictions.append(contradiction)
      } else {
        result.append(layout)
      }
    }
    guard !result.isEmpty else {
      throw ZooError(.badData, contradictions.joined(separator: "; "), model: subject.name)
    }
    return result
  }
}

extension ConversionPlan {
  /// Whether both plans make the same tensors from the same bytes.
  package func hasSameContent(as other: ConversionPlan) -> Bool {
    tensors.map(\.name) == other.tensors.map(\.name)
      && zip(tensors, other.tensors).allSatisfy { one, two in
        one.value == two.value && (one.merges == two.merges || !isComputed(one))
      }
  }

  /// Whether numbers of several ranks were added, which the arrangement of bytes does not show.
  private func isComputed(_ tensor: PlannedTensor) -> Bool {
    tensor.value.sources.contains { inventory[$0].content is SummedContent }
  }
}
