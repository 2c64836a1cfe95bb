/// Collects everything that is wrong with one file, so that a check can list it at once.
final class SchemaContext {
  /// The file, as messages name it.
  let file: String
  /// What was found wrong so far.
  private(set) var problems: [RegistryProblem] = []

  init(file: String) { self.file = file }

  /// Notes a problem that is already told.
  func add(_ problem: RegistryProblem) { problems.append(problem) }

  /// Notes a problem.
  func report(
    _ message: String,
    at position: YAMLNode.Position,
    _ kind: RegistryProblem.Kind = .schema
  ) {
    problems.append(RegistryProblem(kind, message, file: file, at: position))
  }
}
