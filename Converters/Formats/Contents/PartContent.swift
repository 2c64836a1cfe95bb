import ZooTensors

/// A range of the bytes of another content.
struct PartContent: TensorContent {
  let content: any TensorContent
  /// Where it begins, in bytes.
  let offset: Int
  let byteCount: Int

  /// - Throws: ``FormatError`` where the other content is damaged or too short.
  func region() throws(FormatError) -> ByteRegion {
    try content.region().part(offset: offset, count: byteCount)
  }
}
