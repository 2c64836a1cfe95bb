/// How a ``LoopbackServer`` misbehaves, once.
public enum LoopbackFault: Sendable {
  /// No misbehaviour: for a place in a script.
  case none
  /// Closes the connection after so many bytes of the body.
  case cut(after: Int)
  /// Resets the connection after so many bytes of the body.
  case reset(after: Int)
  /// Says nothing more after so many bytes of the body; -1 stalls before the head.
  case stall(after: Int)
  /// Sends so many bytes of the body at a time, with a pause between them.
  case drip(bytes: Int, milliseconds: Int)
  /// Answers with a status and headers instead of the content.
  case status(Int, headers: [String: String] = [:])
  /// Promises another number of bytes than it sends.
  case wrongLength(Int)
  /// Answers with an HTML page and status 200.
  case html
  /// Answers with no bytes and status 200.
  case empty
  /// Answers a request for a range with everything.
  case ignoreRange
  /// Answers with another entity tag and other bytes, from now on.
  case changed(etag: String, content: [UInt8])
  /// Flips the bits of one byte of the content.
  case flippedByte(at: Int)
  /// Answers a range with a `Content-Range` that begins elsewhere.
  case wrongContentRange
  /// Answers a range with a `Content-Range` of another total.
  case wrongTotal
  /// Says that the body is compressed.
  case contentEncoding(String)
  /// Sends these bytes instead of HTTP.
  case noise([UInt8])
}
