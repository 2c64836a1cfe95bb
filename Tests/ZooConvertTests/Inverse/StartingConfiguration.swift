import ZooRegistry
import ZooTensors
import ZooTestSupport

@testable import ZooConvert

/// A configuration that is known to be possible, from which others are made by chance.
struct StartingConfiguration {
  /// So many elements at most, so that a test takes little time.
  private static let elementLimit = 100_000

  private let architecture: Architecture
  private let values: [String: ConfigValue]

  /// The configuration of a fixture, without what follows from other keys.
  init(_ prepared: PreparedConversion) {
    architecture = prepared.subject.architecture
    var values: [String: ConfigValue] = [:]
    for key in architecture.keys {
      if case .formula? = key.fallback { continue }
      values[key.name] = prepared.subject.configuration[key.name]
    }
    self.values = values
  }

  /// Another configuration: some of its numbers are changed, as far as the architecture allows.
  func changed(_ generator: inout SplitMix) throws -> ModelConfiguration {
    let keys = values.compactMap { key, value in
      (value.intValue ?? 0) > 0 && (value.intValue ?? 0) < 1000 ? key : nil
    }.sorted()
    for _ in 0..<1000 {
      var changed = values
      for key in keys.shuffled(using: &generator).prefix(Int.random(in: 1...4, using: &generator)) {
        let old = values[key]?.intValue ?? 1
        let factor = Int.random(in: 1...3, using: &generator)
        let addend = Int.random(in: -2...2, using: &generator)
        changed[key] = .int(max(old * factor + addend, 1))
      }
      if changed != values, let possible = possible(changed) { return possible }
    }
    throw SuiteFailure("no other configuration of '\(architecture.name)' was found")
  }

  private func possible(_ values: [String: ConfigValue]) -> ModelConfiguration? {
    do {
      let configuration = try architecture.configuration(json(values), origin: "chance")
      let expanded = try architecture.expand(configuration)
      let shapes = expanded.tensors.map(\.shape)
      let count = shapes.reduce(0) { $0 + $1.elementCount }
      guard count <= Self.elementLimit, shapes.allSatisfy({ $0.elementCount > 0 }) else {
        return nil
      }
      return configuration
    } catch {
      return nil  // A size that another one forbids: the next is tried.
    }
  }

  /// The values that a configuration file would have.
  func json(_ configuration: ModelConfiguration) -> JSONObject {
    json(configuration.values.filter { values[$0.key] != nil })
  }

  private func json(_ values: [String: ConfigValue]) -> JSONObject {
    var object = JSONObject()
    for (key, value) in values.sorted(by: { $0.key < $1.key }) { object[key] = value.jsonValue }
    return object
  }
}
