package import ZooTensors

/// Compressed bytes inflated once into a scratch file, in bounded memory.
package struct Inflation {
  /// The caps on what comes out.
  package struct Caps: Sendable {
    /// The exact byte count, where it is declared.
    package var declared: Int?
    /// The largest byte count.
    package var maximum: Int
    /// The largest ratio of output to input, above 1 MiB of output.
    package var ratio: Int

    /// Takes the caps from the limits; `used` bytes of them are spent already.
    package init(_ limits: ParsingLimits, declared: Int? = nil, used: Int = 0) {
      self.declared = declared
      maximum = max(0, limits.inflatedBytes - used)
      ratio = limits.inflationRatio
    }

    /// Throws unless `output` bytes may come from `input` bytes.
    func check(output: Int, input: Int) throws(FormatError) {
      if let declared, output > declared {
        throw FormatError(
          .inconsistent,
          "the bytes inflate to more than the \(declared) that are declared"
        )
      }
      guard output <= maximum else {
        throw .limit("inflated size", output, maximum, "ParsingLimits.inflatedBytes")
      }
      guard output <= 1 << 20 || output / ratio <= input else {
        throw .limit(
          "the ratio of inflated to compressed bytes",
          output / max(1, input),
          ratio,
          "ParsingLimits.inflationRatio"
        )
      }
    }
  }

  /// What came out.
  package let region: ByteRegion
  /// The CRC-32 of it.
  package let crc32: UInt32

  /// Inflates all bytes of a region.
  ///
  /// - Throws: ``FormatError`` where the bytes are damaged, end early, go on after the end of the
  ///   compressed data, or exceed a cap; the offset is in `source`.
  package init(
    _ source: ByteRegion,
    _ compression: Compression,
    caps: Caps,
    name: String
  ) throws(FormatError) {
    if let declared = caps.declared { try caps.check(output: declared, input: source.byteCount) }
    switch compression {
    case .deflate: try self.init(source, try InflateStream(.none), compression, caps, name)
    case .zlib: try self.init(source, try InflateStream(.zlib), compression, caps, name)
    case .gzip: try self.init(source, try InflateStream(.gzip), compression, caps, name)
    case .bzip2: try self.init(source, Bzip2Stream(), compression, caps, name)
    }
  }

  private init<Stream: Decompressor & ~Copyable>(
    _ source: ByteRegion,
    _ stream: consuming Stream,
    _ compression: Compression,
    _ caps: Caps,
    _ name: String
  ) throws(FormatError) {
    var run = Run(source, stream, member: compression.member, caps, try ScratchFile(name: name))
    do throws(FormatError) {
      while !run.isFinished { try run.advance() }
    } catch {
      throw FormatError(error.code, error.message, at: error.offset ?? run.consumed)
    }
    if let declared = caps.declared, run.produced != declared {
      throw FormatError(
        .inconsistent,
        "the bytes inflate to \(run.produced), but \(declared) are declared"
      )
    }
    crc32 = run.crc
    region = ByteRegion(try run.finish())
  }
}
