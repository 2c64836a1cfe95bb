import ZooTensors

extension Inflation {
  /// The first bytes of what a region inflates to; fewer where there are no more.
  ///
  /// Complexity: O(`count`), and with bzip2 O(one block); the rest is neither read nor checked.
  /// - Throws: ``FormatError`` where the compressed data is damaged so early.
  static func prefix(
    of source: ByteRegion,
    _ compression: Compression,
    count: Int
  ) throws(FormatError) -> [UInt8] {
    switch compression {
    case .deflate: try prefix(of: source, try InflateStream(.none), count)
    case .zlib: try prefix(of: source, try InflateStream(.zlib), count)
    case .gzip: try prefix(of: source, try InflateStream(.gzip), count)
    case .bzip2: try prefix(of: source, Bzip2Stream(), count)
    }
  }

  private static func prefix<Stream: Decompressor & ~Copyable>(
    of source: ByteRegion,
    _ stream: consuming Stream,
    _ count: Int
  ) throws(FormatError) -> [UInt8] {
    var input = CompressedInput(source, chunk: 16 << 10)
    var output = [UInt8](repeating: 0, count: 16 << 10)
    var result: [UInt8] = []
    var isAtEnd = false
    while result.count < count, !isAtEnd {
      do throws(FormatError) {
        let step = try stream.step(&input, &output)
        result += output[..<step.produced]
        isAtEnd = step.isAtEnd
      } catch  where error.code == .truncated {
        isAtEnd = true
      }
    }
    return Array(result.prefix(count))
  }
}
