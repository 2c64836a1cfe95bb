public import ZooTensors

/// A file compressed with gzip or bzip2, inflated as a whole into a scratch file.
public enum CompressedFile {
  /// Whether bytes begin as a compressed file does.
  public static func recognizes(_ head: [UInt8]) -> Bool { Compression(head: head) != nil }

  /// The bytes of all members or streams of the file, with lengths and checksums verified; `nil`
  /// where the file is not compressed.
  ///
  /// - Throws: ``FormatError`` where the file is damaged, ends early, is followed by something else,
  ///   or where what comes out exceeds `ParsingLimits.inflatedBytes` or
  ///   `ParsingLimits.inflationRatio`.
  public static func inflate(
    _ file: ByteRegion,
    limits: ParsingLimits = .default
  ) throws(FormatError) -> ByteRegion? {
    guard let compression = Compression(head: file.prefix(3)) else { return nil }
    do throws(FormatError) {
      return try Inflation(file, compression, caps: Inflation.Caps(limits), name: file.name).region
    } catch {
      throw error.inFile(file.name)
    }
  }

  /// The first `count` bytes of what a file inflates to, for telling what it is; `nil` where it is
  /// not compressed, or damaged so early.
  ///
  /// Complexity: O(`count`), and with bzip2 O(one block).
  static func start(of file: ByteRegion, count: Int) -> [UInt8]? {
    guard let compression = Compression(head: file.prefix(3)) else { return nil }
    // What is damaged so early cannot be known by its content.
    return try? Inflation.prefix(of: file, compression, count: count)
  }

  /// The name of what is inside: without `.gz` or `.bz2`, and `.tar` for `.tgz` and the like.
  static func innerName(_ name: String) -> String {
    let lower = name.lowercased()
    for (ending, inner) in Compression.endings
    where lower.hasSuffix(ending) && name.count > ending.count {
      return "\(name.dropLast(ending.count))\(inner)"
    }
    return "file"
  }
}
