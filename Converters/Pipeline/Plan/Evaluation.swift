import ZooFormats
import ZooRegistry
import ZooTensors

/// Computes what each instance of a rule gives, and checks it against the architecture.
struct Evaluation {
  let planner: Planner
  let stored: [String: RuleTensor]

  /// The planned tensor, or `nil` after adding the problems found.
  func tensor(
    _ wanted: ExpandedArchitecture.ExpectedTensor,
    as name: String,
    _ part: String,
    _ instance: Planner.Instance,
    _ problems: inout [PlanProblem]
  ) throws(ZooError) -> ConversionPlan.PlannedTensor? {
    let rule = planner.mapping.rules[instance.rule]
    let sources = instance.sources.compactMap { stored[$0] }
    if let problem = sources.lazy.compactMap(\.problem).first {
      // Several targets of a rule have the same sources.
      if !problems.contains(problem) { problems.append(problem) }
      return nil
    }
    let label = instance.sources.joined(separator: " + ")
    guard let type = sources.first?.dtype, type.byteWidth != nil, type != .bool else {
      problems.append(
        .wrongType(
          name: name,
          source: label,
          detail: "expected numbers, found \(sources.first?.dtype.rawValue ?? "nothing")"
        )
      )
      return nil
    }
    guard sources.allSatisfy({ $0.dtype == type }) else {
      problems.append(
        .wrongType(
          name: name,
          source: label,
          detail: "expected one element type, found \(sources.map(\.dtype.rawValue))"
        )
      )
      return nil
    }
    if let demanded = wanted.dtype, demanded != type {
      problems.append(
        .wrongType(
          name: name,
          source: label,
          detail: "expected \(demanded), found \(type)"
        )
      )
      return nil
    }
    guard wanted.dtype != nil || type.isFloatingPoint else {
      problems.append(
        .wrongType(
          name: name,
          source: label,
          detail: "expected floating-point weights, found \(type)"
        )
      )
      return nil
    }

    let values: [TensorValue]
    do {
      values = try apply(rule, instance, sources)
    } catch {
      // An operation that does not fit means that a source has an unforeseen shape.
      problems.append(
        .wrongShape(
          name: name,
          source: label,
          expected: wanted.shape.dimensions,
          found: sources.first?.shape.dimensions ?? [],
          hint: error.message
        )
      )
      return nil
    }
    guard values.count == instance.targets.count else {
      throw ZooError(
        .configuration,
        "mapping '\(planner.mapping.name)': '\(rule.text)' gives \(values.count) tensors for \(instance.targets.count) targets"
      )
    }
    // A tied name may stand for its tensor: then the rule lists it under that name.
    let position =
      instance.targets.firstIndex(of: name)
      ?? instance.targets.firstIndex { planner.expected.ties[$0] == name } ?? 0
    let value = values[position]
    guard value.shape == wanted.shape.dimensions else {
      problems.append(
        .wrongShape(
          name: name,
          source: label,
          expected: wanted.shape.dimensions,
          found: value.shape,
          hint: hint(wanted, value.shape)
        )
      )
      return nil
    }
    let output = type.isFloatingPoint ? planner.wantedType ?? type : type
    return ConversionPlan.PlannedTensor(
      name: wanted.name,
      part: part,
      dtype: output,
      shape: wanted.shape,
      sources: sources.flatMap(\.parts),
      rule: rule.text,
      merges: Self.unique(sources.compactMap(\.merge)),
      value: value,
      storedType: type,
      cast: try ElementCast(from: type, to: output)
    )
  }

  /// A second stored copy of a tensor, whose bytes must be equal; none after adding problems.
  ///
  /// `alias` is for messages, `name` the target that the instance gives.
  func tie(
    _ alias: String,
    _ target: ExpandedArchitecture.ExpectedTensor,
    as name: String,
    _ part: String,
    _ instance: Planner.Instance,
    _ problems: inout [PlanProblem]
  ) throws(ZooError) -> [ConversionPlan.StoredTie] {
    guard let planned = try tensor(target, as: name, part, instance, &problems) else { return [] }
    return [
      ConversionPlan.StoredTie(
        alias: alias,
        name: target.name,
        rule: planned.rule,
        merges: planned.merges,
        value: planned.value,
        storedType: planned.storedType
      )
    ]
  }

  private func apply(
    _ rule: MappingRule,
    _ instance: Planner.Instance,
    _ sources: [RuleTensor]
  ) throws(ZooError) -> [TensorValue] {
    var values = sources.map(\.value)
    var scope = planner.scope
    scope.indices.merge(instance.bindings.indices) { $1 }
    for operation in rule.operations {
      values = try operation.apply(to: values, targetCount: instance.targets.count) {
        (expression) throws(ZooError) in
        try expression.integer(in: scope)
      }
    }
    return values
  }

  private static func unique(_ texts: [String]) -> [String] {
    var seen: Set<String> = []
    return texts.filter { seen.insert($0).inserted }
  }

  /// Which configuration key the found shape contradicts, and what it implies.
  private func hint(
    _ wanted: ExpandedArchitecture.ExpectedTensor,
    _ found: [Int]
  ) -> String? {
    guard found.count == wanted.shape.rank else { return nil }
    for (axis, extent) in found.enumerated() where extent != wanted.shape.dimensions[axis] {
      if let key = planner.architecture.configurationKey(of: wanted.name, axis: axis) {
        return
          "the configuration says \(key) = \(wanted.shape.dimensions[axis]), this tensor implies \(extent)"
      }
    }
    return nil
  }
}
