public import ZooTensors

/// A mapped file of a package, such as its vocabulary.
public struct ModelFile: Sendable {
  /// Which file is meant.
  @nonexhaustive
  public enum Kind: Sendable, Hashable, CustomStringConvertible {
    /// The first file of the vocabulary.
    case vocabulary
    /// The text of the licence.
    case license
    /// `config.json`.
    case config
    /// The file of a name.
    case named(String)

    /// What the file is, for messages.
    public var description: String {
      switch self {
      case .vocabulary: "vocabulary file"
      case .license: "licence file"
      case .config: "configuration file"
      case .named(let name): "file '\(name)'"
      }
    }
  }

  /// The name in the package.
  public let name: String
  private let region: ByteRegion

  init(name: String, region: ByteRegion) {
    self.name = name
    self.region = region
  }

  /// The path of the file.
  public var path: String { region.name }

  /// The number of bytes.
  public var byteCount: Int { region.byteCount }

  /// The bytes, borrowed from this value.
  public var bytes: RawSpan {
    @_lifetime(borrow self)
    get {
      // Safe: the region keeps the mapping alive as long as this value.
      let span = region.bytes
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  /// The file as text.
  ///
  /// - Throws: ``ZooError`` with code `badData` where it is not valid UTF-8.
  public func text() throws(ZooError) -> String {
    let text = unsafe region.bytes.withUnsafeBytes { raw in
      unsafe String(validating: raw, as: UTF8.self)
    }
    guard let text else {
      throw ZooError(.badData, "expected UTF-8 text, found other bytes", path: path)
    }
    return text
  }
}
