import ZooTensors

/// How the chunks of a zarr array are compressed.
enum ZarrCodec: String, Sendable {
  case none
  case gzip
  case zlib
  case zstd

  /// Reads the member `compressor`: `null` or an object with an `id`.
  ///
  /// - Throws: ``FormatError`` for a compressor that is not read here.
  init(_ value: JSONValue) throws(FormatError) {
    if value == .null {
      self = .none
      return
    }
    guard let id = value.objectValue?["id"]?.stringValue else {
      throw FormatError(
        .invalidValue,
        "expected a compressor as an object with an 'id', found \(value.kind)"
      )
    }
    guard id != "none", let codec = ZarrCodec(rawValue: id) else {
      throw FormatError(
        .unsupported,
        "chunks compressed with '\(printable(id))' are not read; write the array again with gzip, "
          + "zlib, zstd or no compressor"
      )
    }
    self = codec
  }

  /// Requires that `output` bytes can come from `input` compressed bytes.
  func check(output: Int, input: Int, limits: ParsingLimits) throws(FormatError) {
    switch self {
    case .none:
      guard input == output else {
        throw FormatError(
          .inconsistent,
          "expected \(output) bytes, found \(input)"
        )
      }
    case .gzip, .zlib:
      try Inflation.Caps(limits, declared: output).check(output: output, input: input)
    case .zstd: try Zstandard.check(output: output, input: input, limits: limits)
    }
  }

  /// The bytes of one chunk, in a scratch file unless they lie as they are.
  ///
  /// - Throws: ``FormatError`` where the data is damaged or has another size.
  func decode(
    _ source: ByteRegion,
    byteCount: Int,
    limits: ParsingLimits
  ) throws(FormatError) -> ByteRegion {
    let caps = Inflation.Caps(limits, declared: byteCount)
    switch self {
    case .none:
      guard source.byteCount == byteCount else {
        throw FormatError(.inconsistent, "expected \(byteCount) bytes, found \(source.byteCount)")
      }
      return source
    case .gzip: return try Inflation(source, .gzip, caps: caps, name: source.name).region
    case .zlib: return try Inflation(source, .zlib, caps: caps, name: source.name).region
    case .zstd: return try Zstandard.decode(source, byteCount: byteCount, limits: limits)
    }
  }
}
