import ZooTensors

/// Bytes that a pickle spells as text with one character for each byte, because its protocol has
/// none.
///
/// In UTF-8 a character below 128 is one byte and any other is two, so that the length is proven
/// between two bounds without reading; the exact one is checked when the text is decoded.
final class LatinTextContent: TensorContent {
  private let text: ByteRegion
  private let byteCount: Int
  private let decoded = WeakStore()
  private let isPlain = Verdict()

  /// `text` is UTF-8, and `byteCount` is what must come out.
  ///
  /// - Throws: ``FormatError`` where the text cannot have so many characters.
  init(_ text: ByteRegion, byteCount: Int) throws(FormatError) {
    guard byteCount <= text.byteCount, text.byteCount - byteCount <= byteCount else {
      throw FormatError(
        .inconsistent,
        "expected \(byteCount) bytes of elements, found a text of \(text.byteCount) bytes"
      )
    }
    self.text = text
    self.byteCount = byteCount
  }

  /// The bytes: the text itself where all its characters are below 128, else a scratch file.
  ///
  /// Complexity: O(bytes), in memory of bounded size; again after the last user let go of it.
  /// - Throws: ``FormatError`` where a character is above 255, or the length is another one.
  func region() throws(FormatError) -> ByteRegion {
    guard text.byteCount > byteCount else {
      try isPlain.check { () throws(FormatError) in
        unsafe try text.forEachChunk { (chunk, _) throws(FormatError) in
          guard unsafe chunk.allSatisfy({ $0 < 0x80 }) else { throw mismatch() }
        }
      }
      return text
    }
    return try decoded.region { () throws(FormatError) in try decode() }
  }

  private func decode() throws(FormatError) -> ByteStore {
    var scratch = try ScratchFile(byteCount: byteCount, name: text.name)
    var end = 0
    // The first byte of a character whose second one is in the next chunk, or 0.
    var lead: UInt8 = 0
    unsafe try text.forEachChunk { (chunk, offset) throws(FormatError) in
      // In place, because nothing becomes longer.
      var count = 0
      for place in chunk.indices {
        let byte = unsafe chunk[place]
        if lead != 0 {
          guard byte & 0xc0 == 0x80 else { throw invalid(at: offset + place) }
          unsafe chunk[count] = lead << 6 | (byte & 0x3f)
          count += 1
          lead = 0
        } else if byte < 0x80 {
          unsafe chunk[count] = byte
          count += 1
        } else {
          guard byte == 0xc2 || byte == 0xc3 else { throw invalid(at: offset + place) }
          lead = byte
        }
      }
      guard count <= byteCount - end else { throw mismatch() }
      unsafe try scratch.write(UnsafeRawBufferPointer(rebasing: chunk[..<count]), at: end)
      end += count
    }
    guard lead == 0, end == byteCount else { throw mismatch() }
    return try scratch.finish()
  }

  private func invalid(at place: Int) -> FormatError {
    FormatError(
      .invalidValue,
      "the elements are spelled as text that has a character above 255 or is not UTF-8",
      at: text.range.lowerBound + place,
      in: text.name
    )
  }

  private func mismatch() -> FormatError {
    FormatError(
      .inconsistent,
      "the text that spells the elements does not have \(byteCount) characters",
      at: text.range.lowerBound,
      in: text.name
    )
  }
}
