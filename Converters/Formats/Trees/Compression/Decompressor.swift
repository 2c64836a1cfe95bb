import ZooTensors

/// A decompression under way: compressed bytes go in and others come out, both in parts.
protocol Decompressor: ~Copyable {
  /// Decompresses what fits into `output`, at least one byte unless the stream ends.
  ///
  /// - Returns: How many bytes came out, and whether the stream ends after them. `input` is then at
  ///   the first byte after it.
  /// - Throws: ``FormatError`` where the compressed bytes are damaged or end early.
  mutating func step(
    _ input: inout CompressedInput,
    _ output: inout [UInt8]
  ) throws(FormatError) -> (produced: Int, isAtEnd: Bool)

  /// Begins another compressed stream.
  mutating func restart() throws(FormatError)
}

extension FormatError {
  /// The error for compressed bytes that are not all there.
  static var compressedDataEndsEarly: FormatError {
    FormatError(.truncated, "the compressed data ends early; fetch the file again")
  }
}
