public import ZooTensors

/// Something wrong in a registry file: what was expected, what was found, where, what to do.
public struct RegistryProblem: Error, Sendable, Hashable {
  /// What kind of rule is broken.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Not YAML as the registry uses it.
    case syntax
    /// An unknown, missing or wrongly typed key.
    case schema
    /// A name that is taken, malformed or points nowhere.
    case name
    /// A malformed link, address or licence.
    case link
    /// An architecture that is missing or contradicts itself.
    case architecture
    /// A configuration that does not fit its architecture.
    case configuration
    /// A stated number that differs from the computed one.
    case count
    /// A layout without a mapping file.
    case mapping
  }

  /// What kind of rule is broken.
  public let kind: Kind
  /// One sentence: expected, found, what to do.
  public let message: String
  /// The file.
  public let file: String
  /// The line, from 1; `nil` where the whole file is meant.
  public let line: Int?
  /// The column in characters, from 1.
  public let column: Int?

  package init(
    _ kind: Kind,
    _ message: String,
    file: String,
    at position: YAMLNode.Position? = nil
  ) {
    self.kind = kind
    self.message = message
    self.file = file
    line = position?.line
    column = position?.column
  }
}

extension RegistryProblem: CustomStringConvertible {
  /// `file:line:column: message`.
  public var description: String {
    if let line, let column {
      "\(file):\(line):\(column): \(message)"
    } else {
      "\(file): \(message)"
    }
  }
}

extension ZooError {
  /// A problem of the registry as an error (78).
  public init(_ problem: RegistryProblem) {
    self.init(.configuration, problem.description, path: problem.file)
  }

  /// The first of several problems, with their number.
  init(_ problems: [RegistryProblem]) {
    guard let first = problems.first else {
      self.init(.internalError, "an empty list of problems was thrown")
      return
    }
    let others = problems.count > 1 ? " (and \(problems.count - 1) more)" : ""
    self.init(.configuration, first.description + others, path: first.file)
  }
}
