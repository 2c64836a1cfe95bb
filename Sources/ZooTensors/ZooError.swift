/// What went wrong while finding, fetching, converting, verifying or loading a model.
public struct ZooError: Error, Sendable {
  /// A stable classification; each code has one exit status of the command line.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    private let name: String
    /// The `sysexits` status that the command line ends with.
    public let exitStatus: Int32

    private init(_ name: String, _ exitStatus: Int32) {
      self.name = name
      self.exitStatus = exitStatus
    }

    /// A request that makes no sense (64).
    public static let usage = Code("usage", 64)
    /// Bytes that are not what they should be: a hash, a shape, a malformed file (65).
    public static let badData = Code("badData", 65)
    /// No model of this name (66).
    public static let unknownModel = Code("unknownModel", 66)
    /// The model is known but not in the store (66).
    public static let notInstalled = Code("notInstalled", 66)
    /// The model's weights were never published or are gone (66).
    public static let noWeights = Code("noWeights", 66)
    /// No such file, tensor or part (66).
    public static let notFound = Code("notFound", 66)
    /// Every source was tried and none could be reached (69).
    public static let unreachable = Code("unreachable", 69)
    /// A defect of this program (70).
    public static let internalError = Code("internalError", 70)
    /// A file or directory cannot be created (73).
    public static let cannotCreate = Code("cannotCreate", 73)
    /// Reading or writing failed, for example on a full disk (74).
    public static let ioError = Code("ioError", 74)
    /// Trying again later may help (75).
    public static let temporary = Code("temporary", 75)
    /// A token, a licence or a gate is in the way (77).
    public static let notAllowed = Code("notAllowed", 77)
    /// The registry, a mapping or the environment is wrong (78).
    public static let configuration = Code("configuration", 78)
    /// The user stopped it (130).
    public static let interrupted = Code("interrupted", 130)

    /// The name of the code.
    public var description: String { name }
  }

  /// The classification.
  public let code: Code
  /// What was expected, what was found, and what to do next.
  public let message: String
  /// The model concerned.
  public var model: String?
  /// The file concerned.
  public var path: String?
  /// The tensor concerned.
  public var tensor: String?
  /// The error underneath, if another library or the system reported one.
  public var underlying: (any Error)?

  /// Creates an error.
  public init(
    _ code: Code,
    _ message: String,
    model: String? = nil,
    path: String? = nil,
    tensor: String? = nil,
    underlying: (any Error)? = nil
  ) {
    self.code = code
    self.message = message
    self.model = model
    self.path = path
    self.tensor = tensor
    self.underlying = underlying
  }

  /// Wraps a parsing failure, keeping its sentence.
  public init(_ error: FormatError, model: String? = nil, path: String? = nil) {
    let code: Code =
      switch error.code {
      case .io: .ioError
      case .notFound: .notFound
      default: .badData
      }
    self.init(
      code,
      error.description,
      model: model,
      path: path ?? error.file,
      underlying: error
    )
  }
}

extension ZooError: CustomStringConvertible {
  /// The message, followed by the model, tensor and file concerned.
  public var description: String {
    var context: [String] = []
    if let model, !message.contains("'\(model)'") { context.append("model '\(model)'") }
    if let tensor { context.append("tensor '\(tensor)'") }
    if let path, !message.contains(path) { context.append("file '\(path)'") }
    return context.isEmpty ? message : "\(message) [\(context.joined(separator: ", "))]"
  }
}
