/// What a shared suite found wrong; its text says which case, so that it can be made again.
///
/// Suites throw instead of recording issues, so that they serve every test framework.
public struct SuiteFailure: Error, CustomStringConvertible {
  /// What was expected, what was found, and in which case.
  public let description: String

  /// Creates a failure.
  public init(_ description: String) { self.description = description }
}
