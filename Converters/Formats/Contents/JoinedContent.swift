import ZooTensors

/// The bytes of a tensor that is stored as consecutive parts, joined when they are asked for.
final class JoinedContent: TensorContent {
  private let parts: [any TensorContent]
  private let byteCount: Int
  private let name: String
  private let joined = WeakStore()

  /// `byteCount` is the size of all parts together, which is checked; `name` is for messages.
  init(_ parts: [any TensorContent], byteCount: Int, name: String) {
    self.parts = parts
    self.byteCount = byteCount
    self.name = name
  }

  /// The bytes of all parts, in a scratch file unless there is one part only.
  ///
  /// Complexity: O(bytes), in memory of bounded size; again after the last user let go of it.
  /// - Throws: ``FormatError`` where a part is damaged, or where their sizes are not the expected.
  func region() throws(FormatError) -> ByteRegion {
    if parts.count == 1 { return try checked(parts[0].region()) }
    return try joined.region { () throws(FormatError) in
      var scratch = try ScratchFile(byteCount: byteCount, name: name)
      var end = 0
      for part in parts {
        let region = try part.region()
        let start = end
        end = try end.adding(region.byteCount, "the size of the parts")
        guard end <= byteCount else { throw mismatch(end) }
        unsafe try region.forEachChunk { (chunk, offset) throws(FormatError) in
          unsafe try scratch.write(UnsafeRawBufferPointer(chunk), at: start + offset)
        }
      }
      guard end == byteCount else { throw mismatch(end) }
      return try scratch.finish()
    }
  }

  private func checked(_ region: ByteRegion) throws(FormatError) -> ByteRegion {
    guard region.byteCount == byteCount else { throw mismatch(region.byteCount) }
    return region
  }

  private func mismatch(_ found: Int) -> FormatError {
    FormatError(
      .inconsistent,
      "the parts of '\(printable(name))' have \(found) bytes or more, expected \(byteCount)"
    )
  }
}
