import ZooTensors

/// The bytes of a compressed part, inflated when they are asked for.
final class InflatedContent: TensorContent {
  private let source: ByteRegion
  private let compression: Compression
  private let caps: Inflation.Caps
  private let inflated = WeakStore()

  /// `byteCount` is what must come out.
  init(_ source: ByteRegion, _ compression: Compression, byteCount: Int, limits: ParsingLimits) {
    self.source = source
    self.compression = compression
    caps = Inflation.Caps(limits, declared: byteCount)
  }

  /// The inflated bytes, in a scratch file.
  ///
  /// Complexity: O(bytes), in memory of bounded size; again after the last user let go of it.
  /// - Throws: ``FormatError`` where the data is damaged or inflates to another size.
  func region() throws(FormatError) -> ByteRegion {
    try inflated.region { () throws(FormatError) in
      do throws(FormatError) {
        return try Inflation(source, compression, caps: caps, name: source.name).region.store
      } catch {
        throw error.inFile(source.name)
      }
    }
  }
}
