/// The header of a safetensors file, parsed and proven consistent with the file's size.
///
/// A file is a u64 header length N, N bytes of JSON, then the data. Every byte of the data belongs
/// to exactly one tensor: there are no holes, no overlaps and no trailing bytes.
public struct SafetensorsHeader: Sendable {
  /// One tensor of the file.
  public struct Entry: Sendable, Hashable {
    /// Its name, element type and shape.
    public let spec: TensorSpec
    /// Its bytes, counted from the start of the data (not of the file).
    public let range: Range<Int>
  }

  /// How strict the parser is.
  public enum Profile: Sendable, Hashable {
    /// Any valid safetensors file.
    case standard
    /// The profile of a native package: canonical spelling, data at a multiple of 16,384 bytes,
    /// tensors in the order of ``SafetensorsHeader/nativeOrder(_:)``.
    case native
  }

  /// The data of a native file starts at a multiple of this: a page of Apple's processors.
  public static let pageBytes = 16_384
  /// Tensors of the native profile whose byte count is a multiple of this start at a multiple of it.
  public static let alignment = 64

  /// Every tensor, by increasing offset; empty ones before those that begin at the same place.
  public let entries: [Entry]
  /// The text pairs of `__metadata__`, in the order of the file.
  public let metadata: [(key: String, value: String)]
  /// The offset in the file at which the data begins.
  public let dataOffset: Int
  /// The number of bytes of the data.
  public let dataByteCount: Int

  /// Parses the header of a whole file.
  ///
  /// Complexity: O(header); no byte of the data is read.
  /// - Throws: ``FormatError`` that names the violation, its place and the file.
  public init(
    _ region: ByteRegion,
    profile: Profile = .standard,
    limits: ParsingLimits = .default
  ) throws(FormatError) {
    do throws(FormatError) {
      try self.init(
        prefix: region.bytes,
        fileByteCount: region.byteCount,
        profile: profile,
        limits: limits
      )
    } catch {
      throw error.inFile(region.name)
    }
  }

  /// Parses a header from the first bytes of a file of known size, for files that are not here yet.
  ///
  /// - Parameters:
  ///   - prefix: At least the first 8 + N bytes of the file.
  ///   - fileByteCount: The size of the whole file.
  ///   - profile: How strict to be.
  ///   - limits: The caps on counts and lengths.
  /// - Throws: ``FormatError`` that names the violation and its place.
  public init(
    prefix: RawSpan,
    fileByteCount: Int,
    profile: Profile = .standard,
    limits: ParsingLimits = .default
  ) throws(FormatError) {
    let end = try Self.dataOffset(prefix: prefix, fileByteCount: fileByteCount, limits: limits)
    guard end <= prefix.byteCount else {
      throw FormatError(
        .truncated,
        "expected the header's \(end) bytes, found \(prefix.byteCount)",
        at: prefix.byteCount
      )
    }
    let text = prefix.extracting(8..<end)
    let parsed = try Self.parse(text, limits: limits)
    let dataByteCount = fileByteCount - end
    entries = try Self.validate(parsed.entries, dataByteCount: dataByteCount)
    metadata = parsed.metadata
    dataOffset = end
    self.dataByteCount = dataByteCount
    if profile == .native { try requireNativeProfile(header: prefix.extracting(0..<end)) }
  }

  /// The offset at which the data begins, from the first 8 bytes of a file of known size.
  ///
  /// - Throws: ``FormatError`` where the file is too short, or the length is above the limit or
  ///   beyond the file.
  public static func dataOffset(
    prefix: RawSpan,
    fileByteCount: Int,
    limits: ParsingLimits = .default
  ) throws(FormatError) -> Int {
    guard fileByteCount >= 8, prefix.byteCount >= 8 else {
      throw FormatError(
        .truncated,
        "expected the 8 bytes of the header length, found \(min(fileByteCount, prefix.byteCount))",
        at: 0
      )
    }
    var cursor = ByteCursor(prefix)
    let count = try cursor.readLength("header length")
    guard count <= limits.safetensorsHeaderBytes else {
      throw .limit(
        "header length",
        count,
        limits.safetensorsHeaderBytes,
        "ParsingLimits.safetensorsHeaderBytes",
        at: 0
      )
    }
    guard count <= fileByteCount - 8 else {
      throw FormatError(
        .truncated,
        "the header length \(count) exceeds the \(fileByteCount - 8) bytes after it",
        at: 0
      )
    }
    return 8 + count
  }

  /// The bytes of a tensor in a file that has this header.
  public func region(of entry: Entry, in file: ByteRegion) throws(FormatError) -> ByteRegion {
    try file.part(
      offset: try dataOffset.adding(entry.range.lowerBound, "tensor offset"),
      count: entry.range.count
    )
  }
}
