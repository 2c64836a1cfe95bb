import ZooTensors

/// Something that verification found to be wrong with a package.
public struct PackageProblem: Sendable, Hashable {
  /// What kind of problem it is.
  @nonexhaustive
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// The manifest, a header or the index is malformed, or they contradict each other.
    case malformed
    /// A file is missing, is not a regular file, or cannot be read.
    case unreadable
    /// A file has another size than the manifest says.
    case wrongSize
    /// A file has other bytes than the manifest says.
    case wrongFileDigest
    /// A tensor has other bytes than the manifest says.
    case wrongTensorDigest
    /// The directory holds a file that the manifest does not list.
    case unexpectedFile
  }

  /// The classification.
  public let kind: Kind
  /// The name of the file.
  public let file: String
  /// The tensor, where one is concerned.
  public let tensor: String?
  /// What was expected and what was found.
  public let message: String

  /// Creates a problem.
  public init(_ kind: Kind, file: String, tensor: String? = nil, _ message: String) {
    self.kind = kind
    self.file = file
    self.tensor = tensor
    self.message = message
  }

  init(_ error: FormatError, file: String) {
    let kind: Kind =
      switch error.code {
      case .io, .notFound: .unreadable
      case .truncated: .wrongSize
      default: .malformed
      }
    let name = error.file?.split(separator: "/").last.map(String.init)
    self.init(kind, file: name ?? file, error.description)
  }
}

extension PackageProblem: CustomStringConvertible {
  /// The file, the tensor and what is wrong, on one line.
  public var description: String {
    tensor.map { "\(file): tensor '\($0)': \(message)" } ?? "\(file): \(message)"
  }
}
