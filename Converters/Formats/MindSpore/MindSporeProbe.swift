import ZooTensors

/// Tells the beginning of a MindSpore checkpoint from other protocol buffers.
enum MindSporeProbe {
  /// Whether the first message has a name and a tensor of a known type.
  ///
  /// The lengths of messages are not compared with the file, so that a download which was not
  /// finished is recognised and then refused with a reason.
  static func isCheckpoint(_ head: [UInt8]) -> Bool {
    unsafe head.withUnsafeBufferPointer { buffer in
      var cursor = ByteCursor(unsafe RawSpan(_unsafeElements: buffer))
      // Bytes that end or are no such message are not recognised; probing does not throw.
      return (try? isValue(&cursor)) ?? false
    }
  }

  private static func isValue(_ cursor: inout ByteCursor) throws(FormatError) -> Bool {
    guard try cursor.read(UInt8.self) == 0x0a else { return false }
    _ = try cursor.readVarint()
    guard try cursor.read(UInt8.self) == 0x0a else { return false }
    let name = try cursor.readUTF8(Int(checking: try cursor.readVarint(), "length"))
    guard !name.isEmpty, !TensorName.hasControlCharacter(name) else { return false }
    switch try cursor.read(UInt8.self) {
    case 0x12:
      _ = try cursor.readVarint()
      return try isTensor(&cursor) { MindSporeType($0) != nil || name == "random_op" }
    case 0x1a:
      // A map holds tensors whose types are named as NumPy names them.
      _ = try cursor.readVarint()
      guard try cursor.read(UInt8.self) == 0x0a else { return false }
      _ = try cursor.readVarint()
      return try isTensor(&cursor) { ["int32", "int64", "float16", "float32"].contains($0) }
    default: return false
    }
  }

  /// Whether the dimensions of a tensor and then the name of its type follow.
  private static func isTensor(
    _ cursor: inout ByteCursor,
    _ isType: (String) -> Bool
  ) throws(FormatError) -> Bool {
    while true {
      switch try cursor.read(UInt8.self) {
      case 0x08: _ = try cursor.readVarint()
      case 0x0a: try cursor.skip(Int(checking: try cursor.readVarint(), "length"))
      case 0x12:
        let length = try Int(checking: try cursor.readVarint(), "length")
        guard length <= 32 else { return false }
        return isType(try cursor.readUTF8(length))
      default: return false
      }
    }
  }
}
