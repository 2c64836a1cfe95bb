import ZooTensors

/// Bytes that text with escapes spells, decoded when they are asked for.
final class PickleTextContent: TensorContent {
  private let graph: PickleGraph
  private let text: PickleText
  private let byteCount: Int
  private let decoded = WeakStore()

  /// `byteCount` is what must come out.
  ///
  /// Of text that is no byte string each character is a byte.
  ///
  /// - Throws: ``FormatError`` where the text cannot spell so many bytes.
  init(_ text: PickleText, of graph: PickleGraph, byteCount: Int) throws(FormatError) {
    // An escape of one byte has at most ten characters, `\U000000ff`.
    guard byteCount <= text.count, byteCount >= text.count / 10 else {
      throw FormatError(
        .inconsistent,
        "expected \(byteCount) bytes of elements, found a text of \(text.count) bytes"
      )
    }
    self.graph = graph
    self.text = text
    self.byteCount = byteCount
  }

  /// The bytes, in a scratch file.
  ///
  /// Complexity: O(bytes), in memory of bounded size; again after the last user let go of it.
  /// - Throws: ``FormatError`` where the text is malformed, or spells another number of bytes.
  func region() throws(FormatError) -> ByteRegion {
    try decoded.region { () throws(FormatError) in
      var escapes = PickleEscapes(text.isByteString ? .quoted : .latin, at: text.offset)
      var scratch = try ScratchFile(byteCount: byteCount, name: graph.source.name)
      var buffer: [UInt8] = []
      var end = 0
      unsafe try graph.source.part(offset: text.offset, count: text.count).forEachChunk {
        (chunk, _) throws(FormatError) in
        for place in chunk.indices { try escapes.decode(unsafe chunk[place], into: &buffer) }
        try write(&buffer, &scratch, &end)
      }
      try escapes.finish(into: &buffer)
      try write(&buffer, &scratch, &end)
      guard end == byteCount else { throw mismatch() }
      return try scratch.finish()
    }
  }

  private func write(
    _ buffer: inout [UInt8],
    _ scratch: inout ScratchFile,
    _ end: inout Int
  ) throws(FormatError) {
    guard buffer.count <= byteCount - end else { throw mismatch() }
    let start = end
    unsafe try buffer.withUnsafeBufferPointer { (bytes) throws(FormatError) in
      unsafe try scratch.write(UnsafeRawBufferPointer(bytes), at: start)
    }
    end += buffer.count
    buffer.removeAll(keepingCapacity: true)
  }

  private func mismatch() -> FormatError {
    FormatError(
      .inconsistent,
      "the text that spells the elements does not stand for \(byteCount) bytes",
      at: text.offset
    )
  }
}
