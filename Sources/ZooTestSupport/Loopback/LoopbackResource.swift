/// What a ``LoopbackServer`` answers at one path.
public struct LoopbackResource: Sendable {
  /// The status; 200 becomes 206 where a range is asked for.
  public var status: Int
  /// The body.
  public var content: [UInt8]
  /// Further headers.
  public var headers: [String: String]
  /// The entity tag, quotes included; `nil` sends none.
  public var etag: String?
  /// Answers every request with the whole content, as simple servers do.
  public var ignoresRange = false
  /// Answers only requests that have this token; the others get ``refusal``.
  public var token: String?
  /// What a request without the right token gets.
  public var refusal: Refusal?

  /// An answer without content.
  public struct Refusal: Sendable {
    /// The status.
    public let status: Int
    /// The headers.
    public let headers: [String: String]

    /// Creates a refusal.
    public init(status: Int, headers: [String: String]) {
      self.status = status
      self.headers = headers
    }
  }

  /// A file.
  public init(_ content: [UInt8], etag: String? = nil, headers: [String: String] = [:]) {
    status = 200
    self.content = content
    self.headers = headers
    self.etag = etag
  }

  /// A redirection.
  public init(redirect location: String, status: Int = 302, headers: [String: String] = [:]) {
    self.status = status
    content = []
    self.headers = headers.merging(["Location": location]) { $1 }
  }

  /// An answer with some status and a text.
  public init(status: Int, text: String = "", headers: [String: String] = [:]) {
    self.status = status
    content = Array(text.utf8)
    self.headers = headers
  }
}
