import ZooTensors

/// Tells an ONNX model from other protocol buffers by the fields of `ModelProto` and `GraphProto`.
enum ONNXProbe {
  /// The most fields of the model that are looked at before its graph.
  private static let fieldLimit = 4096

  /// Whether a file is a model: a version and a graph, and nothing that a model does not have before
  /// it.
  ///
  /// The length of the graph is not compared with the file, so that a download which was not
  /// finished is recognised and then refused with a reason.
  static func isModel(_ file: ByteRegion) -> Bool {
    var cursor = ByteCursor(file.bytes)
    // Bytes that end or are no such message are not recognised; probing does not throw.
    return (try? isModel(&cursor)) ?? false
  }

  private static func isModel(_ cursor: inout ByteCursor) throws(FormatError) -> Bool {
    var hasVersion = false
    var graph: Bool?
    for _ in 0..<fieldLimit {
      if cursor.isAtEnd { break }
      switch try cursor.readVarint() {
      case 1 << 3:
        // Versions are counted from 1; the newest is 13.
        guard !hasVersion, (1...255).contains(try cursor.readVarint()) else { return false }
        hasVersion = true
      case 5 << 3: _ = try cursor.readVarint()
      case 7 << 3 | 2:
        guard graph == nil else { return false }
        graph = try isGraph(&cursor)
        // What follows the version and the graph is left to the reader.
        if hasVersion { return graph == true }
      case let key
      where key & 7 == 2 && [2, 3, 4, 6, 8, 14, 20, 25, 26].contains(key >> 3):
        try cursor.skip(try Int(checking: try cursor.readVarint(), "length"))
      default: return false
      }
    }
    return hasVersion && graph == true
  }

  /// Whether a field of `GraphProto` follows, which are messages and texts; passes over the graph
  /// where it is whole.
  private static func isGraph(_ cursor: inout ByteCursor) throws(FormatError) -> Bool {
    let length = try cursor.readVarint()
    guard length > 0 else { return true }
    var inner = cursor
    let key = try inner.readVarint()
    guard key & 7 == 2, [1, 2, 5, 10, 11, 12, 13, 14, 15, 16].contains(key >> 3),
      try inner.readVarint() < length
    else { return false }
    if let count = Int(exactly: length), count <= cursor.remaining { try cursor.skip(count) }
    return true
  }
}
