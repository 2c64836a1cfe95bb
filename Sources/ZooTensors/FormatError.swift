/// Why bytes could not be understood: thrown by everything that parses.
///
/// The message says what was expected and what was found; ``offset`` and ``file`` say where.
public struct FormatError: Error, Sendable, Hashable {
  /// A stable classification of parsing failures.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    private enum Kind: String {
      case truncated, invalidValue, limitExceeded, unsupported, inconsistent, notFound, io
    }
    private let kind: Kind

    /// The bytes end before the structure does.
    public static let truncated = Code(kind: .truncated)
    /// A value is not one the format allows.
    public static let invalidValue = Code(kind: .invalidValue)
    /// A policy limit of ``ParsingLimits`` was exceeded.
    public static let limitExceeded = Code(kind: .limitExceeded)
    /// The file is valid but uses something that is not read here.
    public static let unsupported = Code(kind: .unsupported)
    /// Two places of the file contradict each other.
    public static let inconsistent = Code(kind: .inconsistent)
    /// There is no such file.
    public static let notFound = Code(kind: .notFound)
    /// The operating system could not read the file.
    public static let io = Code(kind: .io)

    /// The name of the code.
    public var description: String { kind.rawValue }
  }

  /// The classification.
  public let code: Code
  /// One sentence: what was expected, what was found, what to do.
  public let message: String
  /// The byte offset in ``file``, where one is known.
  public var offset: Int?
  /// The file or archive member, where one is known.
  public var file: String?

  /// Creates an error; `offset` is in bytes from the start of `file`.
  public init(_ code: Code, _ message: String, at offset: Int? = nil, in file: String? = nil) {
    self.code = code
    self.message = message
    self.offset = offset
    self.file = file
  }

  /// The error for a value above a policy limit; says which limit and how to raise it.
  public static func limit(
    _ what: String,
    _ found: some BinaryInteger,
    _ limit: Int,
    _ name: String,
    at offset: Int? = nil,
    in file: String? = nil
  ) -> FormatError {
    FormatError(
      .limitExceeded,
      "\(what) \(found) exceeds the limit \(limit); raise \(name) to allow it",
      at: offset,
      in: file
    )
  }

  /// The same error with the name of the file it happened in, unless one is already known.
  public func inFile(_ name: String) -> FormatError {
    var copy = self
    if copy.file == nil { copy.file = name }
    return copy
  }
}

extension FormatError: CustomStringConvertible {
  /// The message, followed by the file and offset where they are known.
  public var description: String {
    var text = message
    if let file, offset != nil || !message.contains("'\(file)'") {
      text += " (in '\(file)'" + (offset.map { ", byte \($0))" } ?? ")")
    } else if let offset {
      text += " (at byte \(offset))"
    }
    return text
  }
}
