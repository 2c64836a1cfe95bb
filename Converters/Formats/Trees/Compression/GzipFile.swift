public import ZooTensors

/// A file compressed with gzip, inflated as a whole into a scratch file.
public enum GzipFile {
  /// Whether bytes begin as a gzip file does.
  public static func recognizes(_ head: [UInt8]) -> Bool { head.starts(with: [0x1f, 0x8b, 8]) }

  /// The bytes of all members of the file, with lengths and checksums verified.
  ///
  /// - Throws: ``FormatError`` where the file is damaged, ends early, is followed by something else,
  ///   or where what comes out exceeds `ParsingLimits.inflatedBytes` or
  ///   `ParsingLimits.inflationRatio`.
  public static func inflate(
    _ file: ByteRegion,
    limits: ParsingLimits = .default
  ) throws(FormatError) -> ByteRegion {
    do throws(FormatError) {
      return try Inflation(file, .gzip, caps: Inflation.Caps(limits), name: file.name).region
    } catch {
      throw error.inFile(file.name)
    }
  }
}
