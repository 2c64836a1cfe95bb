import ZooTensors

extension Inflation {
  /// The first bytes of what a region inflates to; fewer where there are no more.
  ///
  /// Complexity: O(`count`); the rest is neither read nor checked.
  /// - Throws: ``FormatError`` where the compressed data is damaged so early.
  static func prefix(
    of source: ByteRegion,
    _ wrapper: Wrapper,
    count: Int
  ) throws(FormatError) -> [UInt8] {
    var stream = try InflateStream(windowBits: wrapper.windowBits)
    var result: [UInt8] = []
    var output = [UInt8](repeating: 0, count: 16 << 10)
    var consumed = 0
    while result.count < count {
      let part = min(16 << 10, source.byteCount - consumed)
      let input = try source.part(offset: consumed, count: part).prefix(part)
      let step = try stream.step(input[...], &output)
      consumed += step.consumed
      result += output[..<step.produced]
      guard !step.isAtEnd, step.consumed > 0 || step.produced > 0 else { break }
    }
    return Array(result.prefix(count))
  }
}
