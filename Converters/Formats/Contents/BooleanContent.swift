import ZooTensors

/// The bytes of a `BOOL` tensor, which must be 0 or 1.
struct BooleanContent: TensorContent {
  private let bytes: any TensorContent
  private let name: String
  private let path: String
  private let offset: Int?

  /// `offset` is the place of the bytes in their file, where they lie together.
  init(_ bytes: any TensorContent, name: String, path: String, offset: Int?) {
    self.bytes = bytes
    self.name = name
    self.path = path
    self.offset = offset
  }

  /// The bytes as they are.
  ///
  /// - Throws: ``FormatError`` where a byte is neither 0 nor 1.
  func region() throws(FormatError) -> ByteRegion {
    let region = try bytes.region()
    let position = unsafe region.bytes.withUnsafeBytes { unsafe $0.firstIndex { $0 > 1 } }
    if let position {
      throw FormatError(
        .invalidValue,
        "'\(name)' is BOOL but has a byte that is neither 0 nor 1",
        at: offset.map { $0 + position },
        in: path
      )
    }
    return region
  }
}
