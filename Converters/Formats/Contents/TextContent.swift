import ZooTensors

/// A tensor of texts, which is listed and not lent.
struct TextContent: TensorContent {
  /// Always throws: text has no elements of a fixed width.
  func region() throws(FormatError) -> ByteRegion { throw BundleTextContent.refusal }
}
