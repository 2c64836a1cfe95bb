import ZooTensors

/// The values of one slice of a variable in a V1 table; the bytes are passed over.
///
/// Source: `SavedSlice` and `TensorProto`.
struct SavedRecord: Sendable {
  /// Numbers of one typed field.
  struct Values: Sendable {
    /// The field of `TensorProto`.
    let field: Int
    /// The packed numbers, as an offset range of the file.
    let range: Range<Int>
  }

  private(set) var name = ""
  private(set) var slice: TensorSlice?
  /// The typed field that is not empty.
  private(set) var values: Values?
  /// The number of texts.
  private(set) var textCount = 0
  private(set) var type = 0
  private(set) var shape: Shape?
  /// Where the record is: key, value and block.
  let entry: SSTable.Entry

  /// Reads a record, which must stand under the key of its own name and slice.
  init(_ entry: SSTable.Entry, limits: ParsingLimits) throws(FormatError) {
    self.entry = entry
    let region = try entry.value
    var message = ProtoCursor(region.bytes, origin: entry.position, name: "SavedTensorSlices")
    while let field = try message.next() {
      guard field.number == 2 else {
        try message.skip(field)
        continue
      }
      var record = try message.nested(field, "SavedSlice")
      while let field = try record.next() {
        switch field.number {
        case 1:
          name = try record.text(field, limit: limits.nameBytes, named: "ParsingLimits.nameBytes")
        case 2:
          var part = try record.nested(field, "TensorSliceProto")
          slice = try TensorSlice(&part, limits: limits)
        case 3:
          var data = try record.nested(field, "TensorProto")
          try read(&data, limits)
        default: try record.skip(field)
        }
      }
    }
    guard let slice, slice.key(of: name) == entry.key else {
      throw FormatError(
        .inconsistent,
        "a record of the variable '\(name)' stands under the key of another name or slice",
        at: entry.position
      )
    }
  }

  private mutating func read(
    _ data: inout ProtoCursor,
    _ limits: ParsingLimits
  ) throws(FormatError) {
    while let field = try data.next() {
      switch field.number {
      case 1: type = try data.count(field, "the element type")
      case 2:
        var part = try data.nested(field, "TensorShapeProto")
        shape = try TensorFlowShape.read(&part, limits: limits)
      case 8:
        _ = try data.range(field, isRepeated: true)
        textCount += 1
      case 4, 5, 6, 7, 9, 10, 11, 12, 13, 16, 17, 18:
        let range = try data.range(field)
        guard !range.isEmpty else { continue }
        guard values == nil else {
          throw FormatError(
            .inconsistent,
            "a record has values in the fields \(values?.field ?? 0) and \(field.number) of "
              + "TensorProto, expected one",
            at: field.position
          )
        }
        values = Values(field: field.number, range: range)
      case 14, 15:
        throw FormatError(
          .unsupported,
          "a record holds a resource or a variant",
          at: field.position
        )
      default: try data.skip(field)
      }
    }
    guard textCount == 0 || values == nil else {
      throw FormatError(
        .inconsistent,
        "a record has both texts and numbers",
        at: entry.position
      )
    }
  }

  /// The packed bytes of a typed field.
  func bytes(of values: Values) throws(FormatError) -> ByteRegion {
    try entry.value.part(
      offset: values.range.lowerBound - entry.position,
      count: values.range.count
    )
  }
}
