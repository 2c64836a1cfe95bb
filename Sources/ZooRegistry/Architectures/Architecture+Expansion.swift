public import ZooTensors

extension Architecture {
  /// The explicit tensors under a configuration.
  ///
  /// Complexity: O(tensors).
  /// - Parameter configuration: A configuration of this architecture.
  /// - Returns: The parts in the order of the file, their tensors in the order of the templates.
  /// - Throws: ``ZooError`` with code `configuration` where a shape or bound cannot be computed, two
  ///   templates give one name, or a tie leads nowhere.
  public func expand(
    _ configuration: ModelConfiguration
  ) throws(ZooError) -> ExpandedArchitecture {
    guard configuration.architecture == name else {
      throw ZooError(
        .configuration,
        "expected a configuration of architecture '\(name)', found one of "
          + "'\(configuration.architecture)'"
      )
    }
    var builder = ExpansionBuilder(architecture: self, scope: configuration.scope)
    var expanded: [ExpandedArchitecture.Part] = []
    for part in parts { expanded.append(try builder.expand(part)) }
    try builder.checkTies(expanded)
    return ExpandedArchitecture(
      architecture: name,
      configuration: configuration,
      parts: expanded,
      buffers: buffers
    )
  }
}

/// The state of one expansion: which names exist so far, and how many.
private struct ExpansionBuilder {
  let architecture: Architecture
  let scope: ExpressionScope
  private var origins: [String: NameTemplate] = [:]

  init(architecture: Architecture, scope: ExpressionScope) {
    self.architecture = architecture
    self.scope = scope
  }

  mutating func expand(
    _ part: Architecture.PartTemplate
  ) throws(ZooError) -> ExpandedArchitecture.Part {
    var tensors: [ExpandedArchitecture.ExpectedTensor] = []
    var ties: [ExpandedArchitecture.Tie] = []
    var elementCount = 0
    for template in part.tensors {
      for instance in try instances(template.name, template.condition) {
        let shape = try shape(template, instance)
        let (sum, overflow) = elementCount.addingReportingOverflow(shape.elementCount)
        guard !overflow else {
          throw failure("part '\(part.name)' has more than 2^63 elements; check the configuration")
        }
        elementCount = sum
        tensors.append(
          .init(name: instance.name, shape: shape, dtype: template.dtype)
        )
      }
    }
    for template in part.ties {
      for instance in try instances(template.alias, template.condition) {
        let target = try template.target.substitute(instance.bindings, in: scope)
        ties.append(.init(alias: instance.name, target: target))
      }
    }
    return .init(
      name: part.name,
      isOptional: part.isOptional,
      tensors: tensors,
      ties: ties,
      elementCount: elementCount
    )
  }

  func checkTies(_ parts: [ExpandedArchitecture.Part]) throws(ZooError) {
    let names = Set(parts.flatMap { $0.tensors.map(\.name) })
    for part in parts {
      for tie in part.ties where !names.contains(tie.target) {
        throw failure(
          "'\(tie.alias)' is tied to '\(tie.target)', which is no tensor of the architecture"
            + Suggestions.question(for: tie.target, among: names)
        )
      }
    }
  }

  private mutating func instances(
    _ template: NameTemplate,
    _ condition: Expression?
  ) throws(ZooError) -> [NameTemplate.Instance] {
    var instances: [NameTemplate.Instance] = []
    // A condition without indices is asked first, since the bounds may make no sense without it.
    if let condition, condition.identifiers.isDisjoint(with: Set(letters(template))),
      try !condition.boolean(in: scope)
    {
      return []
    }
    let limit = ParsingLimits.default.tensorCount - origins.count
    for instance in try template.expand(in: scope, limit: limit) {
      if let condition {
        var inner = scope
        inner.indices = instance.bindings.indices
        guard try condition.boolean(in: inner) else { continue }
      }
      if let other = origins.updateValue(template, forKey: instance.name) {
        throw failure("'\(other)' and '\(template)' both give the name '\(instance.name)'")
      }
      instances.append(instance)
    }
    return instances
  }

  private func letters(_ template: NameTemplate) -> [String] {
    template.enumeratedIndices.map { String($0) }
  }

  private func shape(
    _ template: Architecture.TensorTemplate,
    _ instance: NameTemplate.Instance
  ) throws(ZooError) -> Shape {
    var inner = scope
    inner.indices = instance.bindings.indices
    var dimensions: [Int] = []
    for dimension in template.shape { dimensions.append(try dimension.integer(in: inner)) }
    do throws(FormatError) {
      return try Shape(dimensions)
    } catch {
      throw failure("tensor '\(instance.name)': \(error.message)")
    }
  }

  private func failure(_ message: String) -> ZooError {
    ZooError(
      .configuration,
      "architecture '\(architecture.name)': \(message)",
      path: architecture.file
    )
  }
}
