extension SafetensorsHeader {
  /// An entry with the place of its key in the file.
  struct ParsedEntry {
    var entry: Entry
    var place: Int
  }

  /// Parses the JSON text, which starts at byte 8 of the file.
  static func parse(
    _ text: RawSpan,
    limits: ParsingLimits
  ) throws(FormatError) -> (entries: [ParsedEntry], metadata: [(key: String, value: String)]) {
    var reader = JSONReader(text, origin: 8, limits: limits)
    guard reader.next == 0x7b else { throw reader.unexpected("the header must begin with '{'") }
    try reader.beginObject("the header")
    var names: Set<String> = []
    var entries: [ParsedEntry] = []
    var metadata: [(key: String, value: String)]?
    while let key = try reader.nextKey() {
      let place = reader.keyPosition
      if key == "__metadata__" {
        guard metadata == nil else { throw JSONReader.duplicate(key, nil, at: place) }
        metadata = try parseMetadata(&reader)
        continue
      }
      try TensorName.check(key, limits: limits, at: place)
      let (isNew, other) = names.insert(key)
      guard isNew else { throw JSONReader.duplicate(key, other, at: place) }
      try limits.checkTensorCount(entries.count + 1, of: "tensor count", at: place)
      let entry = try parseEntry(&reader, name: key, place: place, limits: limits)
      entries.append(ParsedEntry(entry: entry, place: place))
    }
    while let byte = reader.next {
      guard byte == 0x20 else {
        throw reader.unexpected("only spaces may follow the header's JSON")
      }
      reader.offset += 1
    }
    return (entries, metadata ?? [])
  }

  private static func parseMetadata(
    _ reader: inout JSONReader
  ) throws(FormatError) -> [(key: String, value: String)] {
    try reader.beginObject("'__metadata__'")
    var keys: Set<String> = []
    var pairs: [(key: String, value: String)] = []
    while let key = try reader.nextKey() {
      let place = reader.keyPosition
      let (isNew, other) = keys.insert(key)
      guard isNew else { throw JSONReader.duplicate(key, other, at: place) }
      pairs.append((key, try reader.readString("the value of '\(key)' in '__metadata__'")))
    }
    return pairs
  }

  private static func parseEntry(
    _ reader: inout JSONReader,
    name: String,
    place: Int,
    limits: ParsingLimits
  ) throws(FormatError) -> Entry {
    var dtype: DType?
    var shape: Shape?
    var range: (begin: Int, end: Int)?
    try reader.beginObject("the entry of '\(name)'")
    while let key = try reader.nextKey() {
      let keyPlace = reader.keyPosition
      let isRepeated: Bool
      switch key {
      case "dtype":
        isRepeated = dtype != nil
        dtype = try parseDType(&reader, name: name)
      case "shape":
        isRepeated = shape != nil
        shape = try parseShape(&reader, name: name, limits: limits)
      case "data_offsets":
        isRepeated = range != nil
        range = try parseOffsets(&reader, name: name)
      default:
        throw FormatError(
          .invalidValue,
          "the entry of '\(name)' has the unknown field '\(key)'",
          at: keyPlace
        )
      }
      guard !isRepeated else { throw JSONReader.duplicate(key, nil, at: keyPlace) }
    }
    guard let dtype else { throw missing("dtype", name, place) }
    guard let shape else { throw missing("shape", name, place) }
    guard let range else { throw missing("data_offsets", name, place) }
    guard range.begin <= range.end else {
      throw FormatError(
        .invalidValue,
        "'\(name)' begins at \(range.begin) but ends at \(range.end)",
        at: place
      )
    }
    let spec = try located(name, place) { () throws(FormatError) in
      try TensorSpec(name: name, dtype: dtype, shape: shape)
    }
    guard spec.byteCount == range.end - range.begin else {
      throw FormatError(
        .inconsistent,
        spec.byteCount == 0
          ? "'\(name)' has no elements but the range [\(range.begin), \(range.end)) of bytes"
          : "'\(name)' \(dtype) \(shape) needs \(spec.byteCount) bytes, its range "
            + "[\(range.begin), \(range.end)) has \(range.end - range.begin)",
        at: place
      )
    }
    return Entry(spec: spec, range: range.begin..<range.end)
  }

  private static func parseDType(
    _ reader: inout JSONReader,
    name: String
  ) throws(FormatError) -> DType {
    reader.skipWhitespace()
    let place = reader.position
    let text = try reader.readString("the dtype of '\(name)'")
    if let dtype = DType(rawValue: text), dtype != .string { return dtype }
    let other = DType(rawValue: text.uppercased())
    let hint = other == nil || other == .string ? "" : "; it is spelled '\(text.uppercased())'"
    throw FormatError(
      .unsupported,
      "'\(name)' has the unknown dtype '\(text)'\(hint)",
      at: place
    )
  }

  private static func parseShape(
    _ reader: inout JSONReader,
    name: String,
    limits: ParsingLimits
  ) throws(FormatError) -> Shape {
    reader.skipWhitespace()
    let place = reader.position
    try reader.beginArray("the shape of '\(name)'")
    var dimensions: [Int] = []
    while try reader.nextElement() {
      try limits.checkRank(dimensions.count + 1, of: "the rank of '\(name)':", at: place)
      dimensions.append(try reader.readUnsigned("a dimension of '\(name)'"))
    }
    return try located(name, place) { () throws(FormatError) in
      try Shape(dimensions, limits: limits)
    }
  }

  private static func parseOffsets(
    _ reader: inout JSONReader,
    name: String
  ) throws(FormatError) -> (begin: Int, end: Int) {
    reader.skipWhitespace()
    let place = reader.position
    try reader.beginArray("the data_offsets of '\(name)'")
    var offsets: [Int] = []
    while try reader.nextElement() {
      guard offsets.count < 2 else { break }
      offsets.append(try reader.readUnsigned("an offset of '\(name)'"))
      if offsets.count == 2, try reader.nextElement() { break }
      if offsets.count == 2 { return (offsets[0], offsets[1]) }
    }
    throw FormatError(
      .invalidValue,
      "the data_offsets of '\(name)' must be two integers",
      at: place
    )
  }

  private static func missing(_ field: String, _ name: String, _ place: Int) -> FormatError {
    FormatError(.invalidValue, "the entry of '\(name)' has no '\(field)'", at: place)
  }

  /// Adds the tensor's name and place to an error that knows neither.
  private static func located<R>(
    _ name: String,
    _ place: Int,
    _ body: () throws(FormatError) -> R
  ) throws(FormatError) -> R {
    do throws(FormatError) {
      return try body()
    } catch {
      throw FormatError(error.code, "'\(name)': \(error.message)", at: place)
    }
  }
}
