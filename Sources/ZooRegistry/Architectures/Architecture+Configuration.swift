public import ZooTensors

extension Architecture {
  /// Fits the values of a `config.json` to this architecture; unknown keys are no error.
  ///
  /// - Parameters:
  ///   - json: The members of the file; a null counts as absent.
  ///   - origin: The file, for errors.
  /// - Returns: The complete configuration.
  /// - Throws: ``ZooError`` with code `badData` that lists every missing key, every value of a wrong
  ///   type and every check that fails.
  public func configuration(
    _ json: JSONObject,
    origin: String
  ) throws(ZooError) -> ModelConfiguration {
    var values: [String: ConfigValue] = [:]
    var wrong: [String] = []
    for member in json.members {
      if let value = ConfigValue(member.value) {
        values[member.key] = value
      } else if key(spelled: member.key) != nil, member.value != .null {
        wrong.append("'\(member.key)' must not be \(member.value.kind)")
      }
    }
    for alias in keyAliases.keys where alias.contains(".") {
      if let value = Self.nested(alias, in: json) { values[alias] = value }
    }
    return try require(report(values, wrong), .badData, origin)
  }

  /// Fits the values of a card to this architecture; unknown keys are errors.
  ///
  /// - Throws: ``ZooError`` with code `configuration`.
  public func configuration(
    _ values: [String: ConfigValue],
    origin: String
  ) throws(ZooError) -> ModelConfiguration {
    let report = report(values)
    guard let key = report.unknown.first else {
      return try require(report, .configuration, origin)
    }
    throw ZooError(
      .configuration,
      "\(origin): '\(key)' is not a key of architecture '\(name)'"
        + Suggestions.question(for: key, among: keys.map(\.name))
    )
  }

  /// Everything there is to say about values.
  package func report(
    _ values: [String: ConfigValue],
    _ wrong: [String] = []
  ) -> ConfigurationReport {
    var report = ConfigurationReport()
    report.wrong = wrong
    var result: [String: ConfigValue] = [:]
    for (spelling, value) in values.sorted(by: { $0.key < $1.key }) {
      guard let key = key(spelled: spelling) else {
        report.unknown.append(spelling)
        continue
      }
      guard let accepted = key.type.accepting(value) else {
        report.wrong.append("'\(spelling)' must be of type \(key.type), found \(value.found)")
        continue
      }
      if let other = result[key.name], other != accepted {
        report.wrong.append("'\(spelling)' says \(accepted) but another spelling says \(other)")
      }
      result[key.name] = accepted
    }
    let wrongKeys = Set(values.keys.compactMap { key(spelled: $0)?.name }).subtracting(result.keys)
    report.missing = keys.filter {
      $0.isRequired && result[$0.name] == nil && !wrongKeys.contains($0.name)
    }
    guard report.missing.isEmpty, report.wrong.isEmpty else { return report }
    addDefaults(to: &result, &report)
    guard report.wrong.isEmpty else { return report }
    let scope = ExpressionScope(result)
    for check in checks {
      do throws(ZooError) {
        if try !check.condition.boolean(in: scope) { report.failedChecks.append(check.message) }
      } catch {
        report.failedChecks.append(error.message)
      }
    }
    guard report.failedChecks.isEmpty else { return report }
    report.configuration = ModelConfiguration(
      architecture: name,
      values: result,
      keys: keys.map(\.name),
      unusedKeys: report.unknown
    )
    return report
  }

  /// Computes the defaults in any order in which they depend on each other.
  private func addDefaults(
    to values: inout [String: ConfigValue],
    _ report: inout ConfigurationReport
  ) {
    var open = keys.filter { values[$0.name] == nil }
    while !open.isEmpty {
      let waiting = Set(open.map(\.name))
      guard
        let next = open.firstIndex(where: { key in
          guard case .formula(let formula)? = key.fallback else { return true }
          return waiting.isDisjoint(with: formula.identifiers)
        })
      else {
        let names = open.map { "'\($0.name)'" }.joined(separator: ", ")
        report.wrong.append("the defaults of \(names) depend on each other; give one")
        return
      }
      let key = open.remove(at: next)
      switch key.fallback {
      case .value(let value)?: values[key.name] = value
      case .formula(let formula)?:
        do throws(ZooError) {
          let value = try formula.value(in: ExpressionScope(values))
          guard let accepted = key.type.accepting(value) else {
            report.wrong.append(
              "the default of '\(key.name)' must be of type \(key.type), found \(value.found)"
            )
            return
          }
          values[key.name] = accepted
        } catch {
          report.wrong.append("the default of '\(key.name)': \(error.message)")
          return
        }
      case .lineCount, nil: return  // Required, therefore given.
      }
    }
  }

  private func key(spelled spelling: String) -> Key? {
    let name = keyAliases[spelling] ?? spelling
    return keys.first { $0.name == name }
  }

  private func require(
    _ report: ConfigurationReport,
    _ code: ZooError.Code,
    _ origin: String
  ) throws(ZooError) -> ModelConfiguration {
    guard let configuration = report.configuration else {
      throw ZooError(
        code,
        "\(origin) does not fit architecture '\(name)': "
          + report.complaints.joined(separator: "; ")
      )
    }
    return configuration
  }

  private static func nested(_ path: String, in json: JSONObject) -> ConfigValue? {
    var value = JSONValue.object(json)
    for step in path.split(separator: ".") {
      guard let next = value.objectValue?[String(step)] else { return nil }
      value = next
    }
    return ConfigValue(value)
  }
}
