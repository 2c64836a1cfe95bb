import ZooTensors

/// What was done to chunks before they were stored, in order.
///
/// Source: the HDF5 File Format Specification 3.0, section IV.A.2.l.
struct HDF5Filters: Sendable {
  /// One step.
  enum Filter: Sendable, Hashable {
    case deflate
    /// The bytes of elements of a size, sorted by their place in the element.
    case shuffle(elementByteCount: Int)
    /// Four bytes of checksum at the end.
    case fletcher32
  }

  /// The steps in the order of writing.
  let steps: [Filter]

  /// No steps.
  static let none = HDF5Filters(steps: [])

  private init(steps: [Filter]) { self.steps = steps }

  /// Reads the filters of a dataset; none without a message.
  ///
  /// - Throws: ``FormatError`` that names a filter which is not read.
  init(of header: HDF5ObjectHeader, elementByteCount: Int) throws(FormatError) {
    guard let message = try header.message(.filters) else {
      steps = []
      return
    }
    var cursor = message.body.cursor
    let version = try cursor.read(UInt8.self)
    guard version == 1 || version == 2 else {
      throw FormatError(.unsupported, "filters of version \(version)", at: message.body.position)
    }
    let count = Int(try cursor.read(UInt8.self))
    if version == 1 { try cursor.skip(6) }
    guard count <= 32 else {
      throw FormatError(
        .invalidValue,
        "\(count) filters, there are 32 at most",
        at: cursor.position
      )
    }
    var steps: [Filter] = []
    for _ in 0..<count {
      let place = cursor.position
      let id = try cursor.read(UInt16.self)
      let nameCount = version == 1 || id >= 256 ? Int(try cursor.read(UInt16.self)) : 0
      try cursor.skip(2)  // whether it may be left out, which each chunk says by itself
      let valueCount = Int(try cursor.read(UInt16.self))
      let name = try cursor.readArray(nameCount)
      if version == 1 { try cursor.skip((8 - nameCount % 8) % 8) }
      var values: [Int] = []
      for _ in 0..<valueCount { values.append(try cursor.readNumber(4, "a filter's setting")) }
      if version == 1, valueCount % 2 == 1 { try cursor.skip(4) }
      switch id {
      case 1: steps.append(.deflate)
      case 2: steps.append(.shuffle(elementByteCount: max(1, values.first ?? elementByteCount)))
      case 3: steps.append(.fletcher32)
      default: throw Self.refusal(id, name, at: place)
      }
    }
    self.steps = steps
  }

  private static func refusal(_ id: UInt16, _ name: [UInt8], at place: Int) -> FormatError {
    let known: [UInt16: String] = [
      4: "szip", 5: "nbit", 6: "scaleoffset", 307: "bzip2", 32000: "lzf", 32001: "blosc",
      32004: "lz4", 32008: "bitshuffle", 32013: "zfp", 32015: "zstd", 32026: "blosc2",
    ]
    let stated = String(decoding: name.prefix { $0 != 0 }, as: UTF8.self)
    let title = known[id] ?? (stated.isEmpty ? "unknown" : printable(stated))
    return FormatError(
      .unsupported,
      "the chunks went through filter \(id) (\(title)); deflate, shuffle and fletcher32 are read: "
        + "save the dataset with compression='gzip' or none",
      at: place
    )
  }
}
