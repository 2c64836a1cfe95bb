import ZooTensors

/// A part of a partitioned variable: along each axis all of it, or a start and a length.
///
/// Source: `TensorSliceProto`.
struct TensorSlice: Hashable, Sendable {
  /// The part of one axis.
  struct Extent: Hashable, Sendable {
    /// The first index.
    var start = 0
    /// How many; `nil` for the whole axis.
    var length: Int?
  }

  /// One extent for each axis.
  let extents: [Extent]

  /// Whether every axis is there whole.
  var isWhole: Bool { extents.allSatisfy { $0.length == nil } }

  /// Reads a slice.
  init(_ message: inout ProtoCursor, limits: ParsingLimits) throws(FormatError) {
    var extents: [Extent] = []
    while let field = try message.next() {
      guard field.number == 1 else {
        try message.skip(field)
        continue
      }
      var part = try message.nested(field, "TensorSliceProto.Extent", isRepeated: true)
      try limits.checkRank(extents.count + 1, of: "the rank of a slice", at: field.position)
      extents.append(try Self.extent(&part))
    }
    self.extents = extents
  }

  private static func extent(_ message: inout ProtoCursor) throws(FormatError) -> Extent {
    let place = message.position
    var extent = Extent()
    while let field = try message.next() {
      switch field.number {
      case 1: extent.start = try message.count(field, "the start of a slice")
      case 2:
        let length = try message.integer(field)
        guard length > 0 else {
          throw FormatError(
            .invalidValue,
            "the length \(length) of a slice is not positive",
            at: field.position
          )
        }
        extent.length = length
      default: try message.skip(field)
      }
    }
    guard extent.length != nil || extent.start == 0 else {
      throw FormatError(
        .invalidValue,
        "a slice of a whole axis starts at \(extent.start), expected 0",
        at: place
      )
    }
    return extent
  }

  /// The key under which a table stores this part of a variable.
  func key(of name: String) -> [UInt8] {
    var code = OrderedCode()
    code.append(number: 0)
    code.append(text: name.utf8)
    code.append(number: UInt64(extents.count))
    for extent in extents {
      code.append(signed: Int64(extent.start))
      code.append(signed: Int64(extent.length ?? -1))
    }
    return code.bytes
  }
}
