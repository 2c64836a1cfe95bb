/// How well given values fit the keys of an architecture.
package struct ConfigurationReport: Sendable {
  /// The configuration, if nothing is missing or wrong.
  package internal(set) var configuration: ModelConfiguration?
  /// Required keys that are not given.
  package internal(set) var missing: [Architecture.Key] = []
  /// Keys with a value of another type, contradicting spellings, defaults that cannot be computed.
  package internal(set) var wrong: [String] = []
  /// Given keys that the architecture does not have.
  package internal(set) var unknown: [String] = []
  /// Messages of the architecture's checks that do not hold.
  package internal(set) var failedChecks: [String] = []

  /// Everything that keeps the values from being a configuration, as sentences.
  package var complaints: [String] {
    let list = missing.map { key in
      "'\(key.name)'"
        + (key.lineCountFile.map { ", the number of lines of '\($0)' beside the checkpoint" } ?? "")
    }.joined(separator: ", ")
    return (missing.isEmpty ? [] : ["missing \(missing.count == 1 ? "key" : "keys") \(list)"])
      + wrong + failedChecks
  }
}
