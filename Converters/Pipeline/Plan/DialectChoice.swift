import ZooFormats
import ZooRegistry
import ZooTensors

/// Finds the one dialect that covers an inventory exactly.
struct DialectChoice {
  let mappings: MappingCatalog

  func plan(
    _ subject: Subject,
    inventory: [StoredTensor],
    format: CheckpointFormat,
    request: ConversionRequest
  ) throws -> ConversionPlan {
    let expected = try subject.expanded()
    let layouts =
      request.layout.map { [$0] } ?? mappings.layouts(of: subject.architecture.name)
    guard !layouts.isEmpty else {
      throw ZooError(
        .configuration,
        "no mapping exists yet for architecture '\(subject.architecture.name)'; Converters/Mappings holds them",
        model: subject.name
      )
    }
    var fitting: [ConversionPlan] = []
    var nearest: (layout: String, outcome: Planner.Outcome)?
    for layout in layouts {
      let planner = Planner(
        architecture: subject.architecture,
        expected: expected,
        mapping: try mappings.mapping(named: "\(subject.architecture.name).\(layout)"),
        inventory: inventory,
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
}

extension ConversionPlan {
  /// Whether both plans make the same tensors from the same bytes.
  package func hasSameContent(as other: ConversionPlan) -> Bool {
    tensors.map(\.name) == other.tensors.map(\.name)
      && zip(tensors, other.tensors).allSatisfy { $0.value == $1.value }
  }
}
