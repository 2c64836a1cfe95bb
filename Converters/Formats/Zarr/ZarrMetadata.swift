import ZooTensors

/// What `.zarray` says of an array: shape, element type, and how it is cut into chunk files.
///
/// Source: the zarr storage specification, version 2.
struct ZarrMetadata: Sendable {
  /// The shape of the array.
  let shape: Shape
  /// The shape of each chunk; those at the edges are stored whole as well.
  let chunk: Shape
  /// The element type.
  let type: ZarrType
  /// The compressor of the chunks.
  let codec: ZarrCodec
  /// What stands between the numbers in the name of a chunk: `.` or `/`.
  let separator: String

  /// Reads a file `.zarray`.
  ///
  /// - Throws: ``FormatError`` where a member is missing or malformed, or where the array has
  ///   filters, columns before rows, or a compressor that is not read.
  init(_ file: ByteRegion, limits: ParsingLimits) throws(FormatError) {
    guard let object = try StrictJSON.parse(file, limits: limits).objectValue else {
      throw FormatError(.invalidValue, "expected an object that describes an array")
    }
    try self.init(object, limits: limits)
  }

  /// Reads the members of `.zarray`.
  init(_ object: JSONObject, limits: ParsingLimits) throws(FormatError) {
    guard object["zarr_format"] == 2 else {
      throw FormatError(.unsupported, "expected an array of zarr version 2")
    }
    let filters = object["filters"] ?? .null
    guard filters == .null || filters.arrayValue?.isEmpty == true else {
      throw FormatError(.unsupported, "the chunks have filters, which are not read")
    }
    guard let order = object["order"]?.stringValue, order == "C" else {
      throw FormatError(
        .unsupported,
        "expected the order 'C' of elements; columns before rows are not read"
      )
    }
    guard let separator = (object["dimension_separator"] ?? ".").stringValue,
      [".", "/"].contains(separator)
    else { throw FormatError(.invalidValue, "expected '.' or '/' as the 'dimension_separator'") }
    self.separator = separator
    guard let name = object["dtype"]?.stringValue else {
      throw FormatError(.unsupported, "expected the name of an element type as 'dtype'")
    }
    type = try ZarrType(name)
    guard let compressor = object["compressor"] else {
      throw FormatError(.invalidValue, "the compressor of the chunks is not stated")
    }
    codec = try ZarrCodec(compressor)
    shape = try Self.shape(object, "shape", limits)
    chunk = try Self.shape(object, "chunks", limits)
    guard chunk.rank == shape.rank else {
      throw FormatError(
        .inconsistent,
        "chunks of shape \(chunk) do not fit an array of shape \(shape)"
      )
    }
    guard chunk.elementCount > 0 || shape.elementCount == 0 else {
      throw FormatError(.invalidValue, "chunks of shape \(chunk) are empty")
    }
    _ = try type.dtype.byteCount(ofElements: shape.elementCount)
  }

  private static func shape(
    _ object: JSONObject,
    _ key: String,
    _ limits: ParsingLimits
  ) throws(FormatError) -> Shape {
    guard let values = object[key]?.arrayValue else {
      throw FormatError(.invalidValue, "expected '\(key)' as a list of dimensions")
    }
    try limits.checkRank(values.count)
    var dimensions: [Int] = []
    for value in values {
      guard let dimension = value.intValue else {
        throw FormatError(.invalidValue, "expected a dimension in '\(key)', found \(value.kind)")
      }
      dimensions.append(dimension)
    }
    return try Shape(dimensions, limits: limits)
  }
}
