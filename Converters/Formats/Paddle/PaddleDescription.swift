import ZooTensors

/// A `TensorDesc`: the number of an element type and the dimensions, which a program may leave open
/// (-1).
///
/// Source: Paddle, `framework.proto`. Dimensions are written one by one; packed ones are the same to
/// any reader of protocol buffers.
struct PaddleDescription {
  private(set) var type: Int?
  private(set) var dimensions: [Int] = []

  init(_ message: inout ProtoCursor, limits: ParsingLimits) throws(FormatError) {
    while let field = try message.next() {
      switch (field.number, field.wireType) {
      case (1, _): type = try message.integer(field)
      case (2, .bytes):
        for value in try message.packedVarints(field) {
          try append(Int(Int64(bitPattern: value)), at: field, limits)
        }
      case (2, _): try append(try message.integer(field, isRepeated: true), at: field, limits)
      default: try message.skip(field)
      }
    }
  }

  private mutating func append(
    _ dimension: Int,
    at field: ProtoField,
    _ limits: ParsingLimits
  ) throws(FormatError) {
    guard dimensions.count < limits.rank else {
      throw .limit(
        "rank",
        dimensions.count + 1,
        limits.rank,
        "ParsingLimits.rank",
        at: field.position
      )
    }
    dimensions.append(dimension)
  }
}
